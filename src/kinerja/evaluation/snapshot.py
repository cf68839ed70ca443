"""Everything that a signed rating rests on, frozen; and the proof that it still gives the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import (
    Case,
    Expression,
    F,
    Func,
    JSONField,
    OuterRef,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat, JSONObject, Trim

from kinerja.evaluation.evidence import evidence_in
from kinerja.evaluation.organisation import OrgResult, org_results_in
from kinerja.evaluation.period import Period
from kinerja.evaluation.review import Review
from kinerja.rules.parameters import rule_set_by_code
from kinerja.rules.predicate import Predicate, Rating, predicate
from kinerja.rules.study_leave import allowed_predicates

FORMAT = 7  # of the JSON below; a new shape is a new number, old snapshots keep theirs

# Where the table from two ratings to a predicate stands (T).
PERIODIC_SOURCE = "PermenPANRB 6/2022 lampiran hlm. 99"
ANNUAL_SOURCE = "PermenPANRB 6/2022 lampiran hlm. 102"


def freeze(ids: Sequence[int], period: Period, *, on: date, by: str | None) -> None:
    """Store the snapshot of held, rated reviews of one period and mark them signed, with one
    statement. `by` is the name of who signs; None: the system, when it closes the period.

    The snapshot holds JSON values: days as ISO text, numbers as decimal text, null for a part that
    is missing.
    """
    this = Review.objects.filter(pk=OuterRef("pk")).order_by()
    document = _document(period, _organisation(ids, period), on, by)
    with connection.cursor() as cursor:  # compiling the statement would take longer than it runs
        cursor.execute("SET LOCAL jit = off")
    Review.objects.filter(pk__in=ids).update(
        snapshot=Subquery(this.values_list(document)),
        rule_set=period.rules.code,
        signed_on=on,
        state=Review.State.SIGNED,
    )


@dataclass(frozen=True)
class Recomputation:
    """What the frozen inputs give today, beside what was stored then."""

    stored: Predicate
    computed: Predicate
    rule_set: str
    source: str

    @property
    def agrees(self) -> bool:
        return self.stored is self.computed


def recompute(snapshot: Mapping[str, Any]) -> Recomputation:
    """The predicate that the frozen ratings give, by the table of the rules that it names.

    Errors: KeyError, ValueError, NoRuleSet for a snapshot that was altered beyond reading.
    """
    ratings, stored = snapshot["ratings"], Predicate(snapshot["predicate"])
    table = rule_set_by_code(snapshot["rule_set"]).predicates
    computed = predicate(Rating(ratings["work_result"]), Rating(ratings["behaviour"]), table)
    if snapshot.get("study_failed") and stored in allowed_predicates(study_failed=True):
        computed = stored  # a person chose it; documents of format 2 do not know it
    return Recomputation(
        stored=stored,
        computed=computed,
        rule_set=snapshot["rule_set"],
        source=snapshot["source"],
    )


def agrees(snapshot: Mapping[str, Any]) -> bool:
    """Does the stored predicate still follow from the stored inputs?"""
    return recompute(snapshot).agrees


def _document(
    period: Period, organisation: Mapping[int, Any], on: date, by: str | None
) -> Expression:
    """The snapshot as an expression on a review. `organisation` is JSON by id of the review."""
    position = "plan__assignment__position__"
    return JSONObject(
        format=Value(FORMAT),
        rule_set=_constant(period.rules.code),
        source=_constant(ANNUAL_SOURCE if period.is_annual else PERIODIC_SOURCE),
        period=_constant(
            {
                "code": period.code,
                "label": period.label,
                "from": period.starts_on.isoformat(),
                "to": period.ends_on.isoformat(),
                "legal": period.is_legal,
            }
        ),
        person=JSONObject(id="person_id", name=_full_name("person")),
        position=F(f"{position}title"),
        unit=F(f"{position}unit__name"),
        appraiser=JSONObject(id="appraiser_id", name=_full_name("appraiser")),
        instead_of=Case(
            When(
                silent_appraiser__isnull=False,
                then=JSONObject(id="silent_appraiser_id", name=_full_name("silent_appraiser")),
            ),
            default=Value(None, output_field=JSONField()),
        ),
        study_failed=F("study_failed"),
        reuses=Case(
            When(
                reuses__isnull=False,
                then=JSONObject(
                    id="reuses_id",
                    period=F("reuses__snapshot__period__label"),
                    unit=F("reuses__snapshot__unit"),
                ),
            ),
            default=Value(None, output_field=JSONField()),
        ),
        organisation=_of_this_review(organisation),
        ratings=JSONObject(
            work_result="work_result_rating",
            work_result_reason="work_result_reason",
            behaviour="behaviour_rating",
            behaviour_reason="behaviour_reason",
        ),
        recommendation="recommendation",
        predicate="predicate",
        rated_on="rated_on",
        signed=_constant({"on": on.isoformat(), "by": by}),
        **evidence_in(period, rated=True),
    )


def _organisation(ids: Sequence[int], period: Period) -> dict[int, Any]:
    """The class that counts for each review that has one, by its id."""
    rows = list(
        Review.objects.filter(pk__in=ids).values_list(
            "pk", "plan__assignment__position__unit__path", "appraiser_id"
        )
    )
    results = org_results_in(period, {appraiser for _, _, appraiser in rows})
    counting = {pk: results.counting(path, appraiser) for pk, path, appraiser in rows}
    return {pk: _org_json(result) for pk, result in counting.items() if result}


def _org_json(result: OrgResult) -> dict[str, Any]:
    return {
        "unit": result.unit.name,
        "period": result.period.label,
        "predicate": result.predicate,
        "basis": result.basis,
        "published_on": result.published_on.isoformat(),
    }


def _of_this_review(by_id: Mapping[int, Any]) -> Expression:
    """The value that stands under the id of the review; null where there is none."""
    return Func(
        _constant(dict(by_id)),
        Cast("pk", TextField()),
        template="(%(expressions)s)",
        arg_joiner=" -> ",
        output_field=JSONField(),
    )


def _constant(value: Any) -> Cast:
    """The same JSON value for every review."""
    return Cast(Value(value, output_field=JSONField()), JSONField())


def _full_name(person: str) -> Expression:
    """As `Person.full_name`, in the database."""
    back = F(f"{person}__back_title")
    return Concat(
        Trim(Concat(f"{person}__front_title", Value(" "), f"{person}__name")),
        Case(
            When(**{f"{person}__back_title": ""}, then=Value("")),
            default=Concat(Value(", "), back),
        ),
        output_field=TextField(),
    )
