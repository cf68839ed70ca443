"""Figures of services that another system counts: ticket machines, registers of a puskesmas."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Header, Schema

from kinerja.api.interface import PROBLEMS, Token, api, whose
from kinerja.needs.service_data.dataset import LONGEST_NAME, ServiceDataset
from kinerja.needs.service_data.load import place_of, take_figures
from kinerja.needs.service_data.period import start_of
from kinerja.needs.service_data.table import Figure
from kinerja.people.token import AccessToken

MOST_FIGURES = 2_000  # in one call


class NewFigure(Schema, extra="forbid"):
    period: date  # any day of it
    measure: str = Field(min_length=1, max_length=LONGEST_NAME)  # as the data set names it
    value: Decimal = Field(gt=-(10**13), lt=10**13)
    place: str = Field(default="", max_length=LONGEST_NAME)
    cases: int | None = Field(default=None, ge=0, le=2_000_000_000)


class NewFigures(Schema, extra="forbid"):
    figures: list[NewFigure] = Field(min_length=1, max_length=MOST_FIGURES)


class Taken(Schema):
    id: int
    figures: int  # that were new


@api.post(
    "/service-data/{dataset_id}/figures",
    url_name="service_figures",
    auth=Token(AccessToken.Scope.VALUES),
    response={200: Taken, 201: Taken} | PROBLEMS,
)
def add_figures(
    request: HttpRequest, dataset_id: int, said: NewFigures, idempotency_key: Header[UUID]
) -> tuple[int, Taken]:
    """Write down figures of periods and places. The same key again: 200 with the first load."""
    person = whose(request)
    dataset = get_object_or_404(ServiceDataset.objects.visible_to(person), pk=dataset_id)
    figures = [
        Figure(
            start_of(one.period, dataset.period),
            " ".join(one.place.split()) or place_of(dataset),
            " ".join(one.measure.split()),
            one.value,
            one.cases,
        )
        for one in said.figures
    ]
    load, is_new = take_figures(
        dataset=dataset,
        figures=figures,
        by=person,
        at=timezone.now(),
        on=timezone.localdate(),
        key=idempotency_key,
    )
    return 201 if is_new else 200, Taken(id=load.pk, figures=load.figures)
