"""A query that every request makes, whose SQL is written once in the life of a process.

Building a query with many parts takes Django five to ten times as long as PostgreSQL needs to
answer it. The query stays written with the words of the models; only the building is saved.
"""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeVarTuple, cast

from django.db import connection
from django.db.models import Field, ForeignKey, Lookup, QuerySet

Given = TypeVarTuple("Given")

# What stands in the query for the values of a call: nothing else in it may look like these. The
# numbers fit into the smallest of Django's fields, which drops what cannot be stored there.
_FIRST_NUMBER, _FIRST_DAY = 31_901, date(9, 9, 9).toordinal()
_TEXT = "⟦{}⟧"

# Which value of the call (None: of none), and what is said: for a text with {} for the value.
_Slot = tuple[int | None, Any]


@ForeignKey.register_lookup
@Field.register_lookup
class Among(Lookup):  # type: ignore[type-arg]  # it has none while it runs
    """`person__among=ids`: like `in`, but one parameter however many ids there are."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::bigint[])", [*parameters, list(self.rhs)]


class Prepared(Generic[*Given]):
    """`build` makes the query of one call from ids (int), days (date), lists of ids (list[int], for
    `among`) and texts without signs of LIKE (str), by position.

    It may hand these values to filters only: no sum, no comparison, no branch on them.
    Errors: ValueError at the first call, where `build` did something else with them.
    """

    def __init__(self, build: Callable[[*Given], QuerySet[Any, Any]]) -> None:
        self._build = build

    def __call__(self, *values: *Given) -> list[tuple[Any, ...]]:
        """The rows, as PostgreSQL gives them."""
        with connection.cursor() as cursor:
            cursor.execute(self._written[0], self._said(*values))
            return list(cursor.fetchall())

    def objects(self, *values: *Given) -> list[Any]:
        """The same as objects of the model, with what was annotated."""
        return list(self._query.model.objects.raw(self._written[0], self._said(*values)))

    def _said(self, *values: *Given) -> list[Any]:
        given = cast(tuple[Any, ...], values)
        return [
            said if at is None else said.replace("{}", given[at]) if said else given[at]
            for at, said in self._written[1]
        ]

    @cached_property
    def _marks(self) -> list[Any]:
        hints = [hint for name, hint in self._build.__annotations__.items() if name != "return"]
        return [_mark(at, hint) for at, hint in enumerate(hints)]

    @cached_property
    def _query(self) -> Any:
        return self._build(*self._marks).query

    @cached_property
    def _written(self) -> tuple[str, list[_Slot]]:
        """The SQL, and what is said for each of its parameters."""
        sql, parameters = self._query.sql_with_params()
        slots = [self._slot(parameter) for parameter in parameters]
        if missing := {*range(len(self._marks))} - {at for at, _ in slots}:
            raise ValueError(f"{self._build.__name__} does not use its values {sorted(missing)}")
        return sql, slots

    def _slot(self, parameter: Any) -> _Slot:
        for at, mark in enumerate(self._marks):
            if isinstance(parameter, type(mark)) and parameter == mark:
                return at, None
            if isinstance(parameter, str) and isinstance(mark, str) and mark in parameter:
                return at, parameter.replace(mark, "{}")
        if isinstance(parameter, date):
            raise ValueError(f"{self._build.__name__} counts with its days: {parameter}")
        return None, parameter


def _mark(at: int, hint: Any) -> Any:
    """What stands for the value at this place."""
    if hint in (date, "date"):
        return date.fromordinal(_FIRST_DAY + 1000 * at)
    if hint is str:
        return _TEXT.format(at)
    return [_FIRST_NUMBER + at] if hint == list[int] else _FIRST_NUMBER + at
