"""Published satisfaction of a unit beside the rest of the agency: for teams and their people.

Only what is published, so from a smallest number of answers on. It is the team's: a person is told
with it while he or she worked there, never by name.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F, Sum

from kinerja.needs.survey.satisfaction import SatisfactionResult
from kinerja.people.unit import Unit

MEAN = Sum(F("index") * F("respondents"), output_field=DecimalField()) / Sum(
    F("respondents"), output_field=DecimalField()
)


def satisfaction_beside(unit: Unit, first: date, last: date) -> list[dict[str, Any]]:
    """The services of the unit with all below it whose surveys ended in these days, each with its
    number of answers, and the mean of the agency, weighed by answers. Two queries."""
    ended = SatisfactionResult.objects.enough().filter(ends_on__gte=first, ends_on__lte=last)
    rows = ended.filter(unit__path__startswith=unit.path).select_related("unit")
    told = [
        {
            "unit": row.unit.name,
            "service": row.service,
            "index": row.index,
            "grade": row.grade,
            "respondents": row.respondents,
            "ends_on": row.ends_on,
        }
        for row in rows.order_by("-ends_on", "unit__path", "service", "-pk")[:20]
    ]
    if not told:
        return []
    mean = ended.order_by().aggregate(mean=MEAN)["mean"]
    return [{**one, "agency": Decimal(mean).quantize(Decimal("0.01"))} for one in told]
