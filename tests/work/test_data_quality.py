"""Signals of data quality: found at night, seen by those who may ask, settled with a reason."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from tests.people.make import a_person, a_role
from tests.work.make import NOW, TODAY, WIB, Centre, a_centre, a_report, days_ago

from kinerja.people.leave import Leave
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput
from kinerja.people.role import Role
from kinerja.planning.goal import Goal
from kinerja.planning.key_indicator import KeyIndicator, KeyValue
from kinerja.work.data_quality import QualityRun, QualitySignal, find_signals, settle_signal
from kinerja.work.refusals import NotYours
from kinerja.work.report import Report
from kinerja.work.verification import Verification

pytestmark = pytest.mark.django_db
TEXT = "Melayani pendaftaran pasien umum di loket dua bersama kader posyandu"


@pytest.fixture
def centre() -> Centre:
    return a_centre()


def _report(by: Person, day: int, text: str = "", **fields: object) -> Report:
    """A row as it is, of a day of that many days ago."""
    done = days_ago(day)
    said = {
        "person": by,
        "unit": by.assignments.get().position.unit,
        "text": text or f"Kegiatan {uuid4()}",
        "done_on": done,
        "filed_at": datetime(done.year, done.month, done.day, 15, tzinfo=WIB),
        "key": uuid4(),
    } | fields
    return Report.objects.create(**said)


def _found(kind: str = "") -> list[tuple[str, str | None]]:
    find_signals(on=TODAY, at=NOW)
    rows = QualitySignal.objects.order_by("pk")
    rows = rows.filter(kind=kind) if kind else rows
    return [(one.kind, one.person.name if one.person else None) for one in rows]


def test_the_same_text_twice_on_a_day(centre: Centre):
    first = _report(centre.sari, 3, TEXT)
    second = _report(centre.sari, 3, TEXT.upper() + "!")
    _report(centre.sari, 4, TEXT)
    _report(centre.tono, 3, "Apel pagi")
    _report(centre.tono, 3, "Apel pagi")

    assert _found("duplicate") == [("duplicate", "Sari")]
    assert QualitySignal.objects.get(kind="duplicate").reports == [first.pk, second.pk]


def test_a_text_of_a_colleague(centre: Centre):
    first = _report(centre.sari, 3, TEXT)
    copy = _report(centre.tono, 2, TEXT)
    _report(centre.dewi, 2, TEXT)  # of another unit

    assert _found("copied") == [("copied", "Tono")]
    assert QualitySignal.objects.get(kind="copied").reports == [copy.pk, first.pk]


def test_an_amount_far_above_ones_own(centre: Centre):
    indicator = centre.checks.indicators.get()
    amounts = [20, 25, 18, 30, 22, 24, 900]
    for day, amount in enumerate(amounts):
        _report(centre.sari, 20 - day, indicator=indicator, quantity=Decimal(amount))

    assert _found("amount") == [("amount", "Sari")]
    assert QualitySignal.objects.get(kind="amount").said == (
        "Jumlah 900 pada 28 September 2026; biasanya sekitar 24 dalam 6 laporan lain."
    )


def test_a_week_without_reports_counts_only_without_leave(centre: Centre):
    for person in (centre.sari, centre.tono):
        for day in (*range(1, 11), *range(18, 32)):
            _report(person, day)
    Leave.objects.create(
        person=centre.tono, kind="annual", starts_on=days_ago(17), ends_on=days_ago(11)
    )

    assert _found("gap") == [("gap", "Sari")]
    assert QualitySignal.objects.get().said == (
        "5 hari kerja berturut-turut tanpa laporan dan tanpa cuti, 25 September 2026 sampai"
        " 1 Oktober 2026."
    )


def test_days_that_were_filed_within_an_hour(centre: Centre):
    for day in range(3, 10):
        _report(centre.sari, day, filed_at=NOW - timedelta(days=1, minutes=day))
        _report(centre.tono, day)

    assert _found("batch") == [("batch", "Sari")]


def test_one_who_is_returned_far_more_often(centre: Centre):
    for number in range(30):
        for person, returned in ((centre.sari, number % 3 == 0), (centre.tono, False)):
            Verification.objects.create(
                report=_report(person, 1 + number % 25),
                version=1,
                verdict="return" if returned else "accept",
                note="Kurang jelas." if returned else "",
                by=centre.budi,
                at=NOW - timedelta(days=1),
            )

    assert _found("returned") == [("returned", "Sari")]
    assert "10 dari 30 laporan dikembalikan" in QualitySignal.objects.get(kind="returned").said


def test_values_of_indicators_that_are_old_or_odd(centre: Centre):
    goal = Goal.objects.create(
        unit=centre.health, title="Sehat", year_from=2025, year_to=2029, level="program"
    )
    names = {"lama": 200, "aneh": 5}
    for name, last in names.items():
        one = KeyIndicator.objects.create(
            goal=goal, name=name, unit_of_measure="%", polarity="higher", period="month"
        )
        for number in range(14):
            odd = name == "aneh" and number == 0
            KeyValue.objects.create(
                indicator=one,
                kind="realisation",
                measured_on=days_ago(last + 30 * number),
                value=Decimal(900 if odd else 80 + number % 3),
                source="laporan",
                recorded_by=centre.rina,
            )

    assert _found() == [("stale", None), ("outlying", None)]
    seen = QualitySignal.objects.visible_to(centre.rina, TODAY)
    assert seen.count() == 2
    assert not QualitySignal.objects.visible_to(centre.budi, TODAY).exists()


def test_those_who_see_the_work_see_it_and_nobody_sees_ones_own(centre: Centre):
    _report(centre.sari, 3, TEXT)
    _report(centre.sari, 3, TEXT)
    find_signals(on=TODAY, at=NOW)
    inspector = a_person("Ina")
    a_role(inspector, Role.Name.INSPECTOR)

    def sees(person: Person) -> bool:
        return QualitySignal.objects.visible_to(person, TODAY).exists()

    assert [sees(one) for one in (centre.budi, centre.rina, inspector)] == [True] * 3
    assert [sees(one) for one in (centre.sari, centre.tono, centre.dewi)] == [False] * 3


def test_what_is_settled_stays_settled_and_what_was_put_right_goes(centre: Centre):
    for person in (centre.sari, centre.tono):
        for _ in range(2):
            _report(person, 3, f"{TEXT} {person.name} pagi siang sore malam nanti lagi saja")
    find_signals(on=TODAY, at=NOW)
    of_sari = QualitySignal.objects.get(person=centre.sari)

    with pytest.raises(InvalidInput):
        settle_signal(signal=of_sari, reason=" ", by=centre.budi, at=NOW, on=TODAY)
    for by in (centre.sari, centre.dewi):
        with pytest.raises(NotYours):
            settle_signal(signal=of_sari, reason="Ya", by=by, at=NOW, on=TODAY)
    settle_signal(signal=of_sari, reason="Dua sesi", by=centre.budi, at=NOW, on=TODAY)
    settle_signal(signal=of_sari, reason="Lain", by=centre.rina, at=NOW, on=TODAY)
    Report.objects.filter(person=centre.tono).update(state=Report.State.WITHDRAWN)

    assert find_signals(on=TODAY, at=NOW + timedelta(days=1)) == 0
    left = QualitySignal.objects.get()
    assert (left.person, left.reason, left.settled_by) == (centre.sari, "Dua sesi", centre.budi)
    assert QualityRun.objects.get().at == NOW + timedelta(days=1)


def test_a_report_filed_the_usual_way_raises_nothing(centre: Centre):
    a_report(centre.sari)
    a_report(centre.tono, "Menyuntik 8 bayi di posyandu Melati bersama kader")

    assert _found() == []
