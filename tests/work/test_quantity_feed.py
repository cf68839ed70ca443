"""Quantities of accepted reports with evidence move the key indicator that they count towards."""

from datetime import date
from decimal import Decimal

import pytest
from tests.people.make import an_admin
from tests.work.make import NOW, PDF, TODAY, a_centre, a_report

from kinerja.planning.goal import add_goal
from kinerja.planning.indicator import Indicator
from kinerja.planning.indicator_feed import run_feed, set_feed
from kinerja.planning.key_indicator import add_key_indicator
from kinerja.work.verification import answer_report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_only_accepted_reports_with_evidence_add_up():
    centre, wati = a_centre(), an_admin("Wati")
    goal = add_goal(title="Ibu sehat", level="goal", years=(2026, 2026), by=None, on=TODAY)
    indicator = add_key_indicator(
        goal=goal,
        name="Pemeriksaan",
        unit_of_measure="pemeriksaan",
        polarity="maximise",
        by=None,
        on=TODAY,
    )
    Indicator.objects.filter(result=centre.checks).update(key_indicator=indicator)
    proof = [("daftar.pdf", PDF)]
    for quantity, files, verdict in (
        ("12", proof, "accept"),
        ("30", [], "accept"),  # without evidence
        ("50", proof, ""),  # nobody answered yet
        ("5.5", proof, "accept"),
    ):
        report = a_report(
            centre.sari, result=centre.checks, quantity=Decimal(quantity), files=files
        )
        if verdict:
            answer_report(report=report, verdict=verdict, by=centre.budi, at=NOW)
    feed = set_feed(
        indicator=indicator,
        kind="reports",
        subject="accepted",
        every="month",
        span="year",
        since=date(2026, 1, 1),
        by=wati,
        on=TODAY,
    )

    for _ in range(2):
        run_feed(feed=feed, at=NOW, on=date(2026, 11, 1))

    value = indicator.values.select_related("provenance").get()
    assert (value.value, value.measured_on) == (Decimal("17.5"), date(2026, 10, 31))
    assert (value.provenance.cases, value.source) == (2, "Laporan yang diterima beserta buktinya")
