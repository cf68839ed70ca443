"""Codes that carry the Indonesian label which forms and screens print."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A closed list of codes; every member has a ``label`` in Indonesian.

    The code is stored and exchanged, the label is read by people. ``choices`` is what a form or a
    model field asks for.

    >>> class Sign(Labelled):
    ...     PLUS = "plus", "Tambah"
    >>> Sign("plus").label, Sign.choices()
    ('Tambah', [('plus', 'Tambah')])
    """

    label: str

    # The default is for the type checker: Sign("plus") looks a member up, with one argument.
    def __new__(cls, code: str, label: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """All codes with their labels, in the order of the law."""
        return [(member.value, member.label) for member in cls]
