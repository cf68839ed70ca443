"""What citizens may read: published indices of services, never of a handful of people."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kinerja.needs.survey.satisfaction import SatisfactionResult


@dataclass(frozen=True)
class PublishedIndex:
    """The latest index of one service; `before` is the one of the period before it."""

    unit: str
    service: str
    index: Decimal
    grade: str
    respondents: int
    starts_on: date
    ends_on: date
    before: Decimal | None


def published_satisfaction(most: int = 200) -> list[PublishedIndex]:
    """The latest published index of each service that rests on enough answers, by unit.

    One query; what rests on fewer than the agency asks for is left out altogether.
    """
    rows = (
        SatisfactionResult.objects.enough()
        .select_related("unit")
        .order_by("unit__path", "service", "-ends_on", "-pk")
    )
    found: dict[tuple[int, str], list[SatisfactionResult]] = {}
    for row in rows.iterator():
        of_service = found.setdefault((row.unit_id, row.service), [])
        if len(of_service) < 2:
            of_service.append(row)
    return [
        PublishedIndex(
            unit=latest.unit.name,
            service=latest.service,
            index=latest.index,
            grade=latest.grade,
            respondents=latest.respondents,
            starts_on=latest.starts_on,
            ends_on=latest.ends_on,
            before=earlier[0].index if earlier else None,
        )
        for latest, *earlier in list(found.values())[:most]
    ]
