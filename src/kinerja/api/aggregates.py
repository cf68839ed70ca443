"""The numbers of another agency, pushed by its own program (see `integrations.hub`)."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body, Schema

from kinerja.api.interface import PROBLEMS, Token, api, whose
from kinerja.integrations.hub.received import Received, receive_said
from kinerja.people.token import AccessToken


class Kept(Schema):
    agency: str  # its code
    period: str
    made_at: datetime


@api.post(
    "/aggregates",
    url_name="aggregates",
    auth=Token(AccessToken.Scope.AGGREGATES),
    response={200: list[Kept], 201: list[Kept]} | PROBLEMS,
)
def add_aggregates(request: HttpRequest, said: Body[dict[str, Any]]) -> tuple[int, list[Kept]]:
    """Keep an aggregate, or a bundle of them, as `kinerja aggregate --json` writes it.

    The same once more: 200, nothing is added.
    """
    rows = receive_said(said=said, by=whose(request), at=timezone.now())
    kept = [_kept(row) for row in rows]
    return 201 if any(row.is_new for row in rows) else 200, kept


def _kept(row: Received) -> Kept:
    return Kept(agency=row.member.code, period=f"{row.month:%Y-%m}", made_at=row.made_at)
