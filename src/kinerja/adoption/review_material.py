"""What those who write the review read of the year: words about the guides, objections by ruling.

Objections concern people: of them only rulings are counted; their texts stay where they were said.
"""

from dataclasses import dataclass

from django.db.models import Count, Q

from kinerja.adoption.help_feedback import HelpFeedback
from kinerja.evaluation.objection import Objection

MOST_WORDS = 50


@dataclass(frozen=True)
class GuideSaid:
    """One guide: whom it has helped, and the newest words."""

    guide: str
    helped: int
    not_helped: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class Rulings:
    """Objections against the results of one period."""

    period: str  # its code
    confirmed: int
    changed: int
    undecided: int


def guides_said(year: int) -> list[GuideSaid]:
    """By guide, what helped least first. Two queries."""
    said = HelpFeedback.objects.filter(said_on__year=year)
    words: dict[str, list[str]] = {}
    written = said.exclude(words="").order_by("-pk").values_list("guide", "words")
    for guide, text in written[:MOST_WORDS]:
        words.setdefault(guide, []).append(text)
    return [
        GuideSaid(
            str(row["guide"]),
            int(str(row["yes"])),
            int(str(row["no"])),
            tuple(words.get(str(row["guide"]), ())),
        )
        for row in said.by_guide()
    ]


def rulings_in(year: int) -> list[Rulings]:
    """Objections filed in that year, by the period of the result. One query."""
    rulings = Objection.Ruling
    rows = (
        Objection.objects.filter(filed_on__year=year)
        .order_by("review__period__starts_on", "review__period__code")
        .values_list("review__period__code")
        .annotate(
            confirmed=Count("pk", filter=Q(ruling=rulings.CONFIRMED)),
            changed=Count("pk", filter=Q(ruling=rulings.CHANGED)),
            undecided=Count("pk", filter=Q(ruling="")),
        )
    )
    return [Rulings(*row) for row in rows]
