"""Values of indicators that another system measures (dashboard of immunisation, of complaints)."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Schema

from kinerja.api.interface import PROBLEMS, Token, api, whose
from kinerja.people.token import AccessToken
from kinerja.planning.key_indicator import KeyIndicator, KeyValue, record_key_value
from kinerja.planning.refusals import AlreadyRecorded


class Kind(StrEnum):
    BASELINE = "baseline"
    REALISATION = "realisation"


class NewValue(Schema, extra="forbid"):
    measured_on: date  # the last day that the value covers
    value: Decimal
    source: str = Field(min_length=1, max_length=300)  # which system, which report
    kind: Kind = Kind.REALISATION


class Recorded(Schema):
    id: int
    measured_on: date
    value: Decimal
    source: str
    kind: str


@api.post(
    "/indicators/{indicator_id}/values",
    url_name="values",
    auth=Token(AccessToken.Scope.VALUES),
    response={200: Recorded, 201: Recorded} | PROBLEMS,
)
def add_value(request: HttpRequest, indicator_id: int, said: NewValue) -> tuple[int, KeyValue]:
    """Write down a measured value with its source. The same once more: 200, nothing is added."""
    person = whose(request)
    indicator = get_object_or_404(KeyIndicator.objects.visible_to(person), pk=indicator_id)
    try:
        row = record_key_value(
            indicator=indicator,
            kind=said.kind,
            measured_on=said.measured_on,
            value=said.value,
            source=said.source,
            by=person,
            on=timezone.localdate(),
            origin=KeyValue.Origin.SYSTEM,
        )
    except AlreadyRecorded:
        there = indicator.values.filter(kind=said.kind, measured_on=said.measured_on)
        return 200, there.latest("pk")
    return 201, row
