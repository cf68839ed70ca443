"""The page for citizens: aggregates of the agency, without an account, once the agency opens it."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kinerja.evaluation.public_figures import PublicFigures, PublicGoal, public_figures
from kinerja.needs.complaint.setting import complaint_setting
from kinerja.web.charts import Chart, bar_chart
from kinerja.web.indonesian import angka
from kinerja.web.page import PublicRequest, public_page

KEPT_SECONDS = 15 * 60  # counted anew after that; proxies may keep it as long
KEY = "kinerja.public_figures"


@public_page
def public(request: PublicRequest) -> HttpResponse:
    """Goals, indicators and the distribution of predicates, with the hour of the count."""
    if not request.agency.public_page:
        raise Http404
    figures = _figures()
    context: dict[str, Any] = {
        "figures": figures,
        "rows": [(one, _percent(one)) for one in figures.goals],
        "chart": _drawn(figures),
        "complaints_open": complaint_setting().form_open,
        "hidden": [name for name, count in _cells(figures) if count is None],
    }
    response = render(request, "open/public.html", context)
    # Who is signed in may have messages on the page: theirs is not for a shared cache.
    shared = settings.SESSION_COOKIE_NAME not in request.COOKIES
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}" if shared else "private, no-cache"
    return response


def _figures() -> PublicFigures:
    """As they were counted at most a quarter of an hour ago."""
    known = cache.get(KEY)
    if isinstance(known, PublicFigures):
        return known
    figures = public_figures(timezone.localtime())
    cache.set(KEY, figures, KEPT_SECONDS)
    return figures


def _cells(figures: PublicFigures) -> tuple[tuple[str, int | None], ...]:
    return figures.predicates.cells if figures.predicates else ()


def _drawn(figures: PublicFigures) -> Chart | None:
    """The cells that may be told; those that may not are named beneath."""
    shown = [(name, count) for name, count in _cells(figures) if count is not None]
    if figures.predicates is None or figures.predicates.total is None:
        return None
    return bar_chart("Sebaran predikat", shown, unit="pegawai")


def _percent(goal: PublicGoal) -> str:
    return "" if goal.percent is None else f"{angka(goal.percent.quantize(Decimal(1)))}%"
