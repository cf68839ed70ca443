"""Badges from signed results: earned once, with the evidence they rest on."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from tests.evaluation.make import (
    ABOVE,
    IN_WINDOW,
    Quarter,
    a_quarter,
    an_accepted_report,
    signed,
)
from tests.work.make import PDF, WIB

from kinerja.feedback.initiative import note_outside_voice, record_initiative, speak_on
from kinerja.people.refusals import InvalidInput, NotAllowed, WrongDates
from kinerja.planning.strategy import Step
from kinerja.recognition.badge import (
    Badge,
    BadgeRule,
    award_badges,
    limits_on,
    recent_periods,
    rule_words,
    set_badge_rule,
    since_words,
)
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.badge import BadgeKind, BadgeLimits

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 1, 10, tzinfo=WIB)


@pytest.fixture
def quarter(settings, tmp_path) -> Quarter:
    settings.MEDIA_ROOT = tmp_path / "files"
    return a_quarter()


def _award(quarter: Quarter) -> list[tuple[str, str]]:
    award_badges(period=quarter.period, on=IN_WINDOW)
    return list(Badge.objects.order_by("pk").values_list("person__name", "kind"))


def _proven(quarter: Quarter) -> None:
    town = quarter.town
    for result in (town.checks, town.classes):
        an_accepted_report(town.sari, town.budi, result)


def _served(quarter: Quarter) -> None:
    town = quarter.town
    one = record_initiative(
        kind="service",
        title="Loket lansia",
        text="Lansia dilayani lebih dulu.",
        done_on=date(2026, 8, 20),
        measure="waktu tunggu",
        unit_of_measure="menit",
        before=Decimal(60),
        after=Decimal(12),
        source="buku antrean",
        files=[("bukti.pdf", PDF)],
        by=town.sari,
        at=AT,
        on=IN_WINDOW,
    )
    speak_on(initiative=one, words="Benar.", by=town.budi, at=AT, on=IN_WINDOW)
    note_outside_voice(
        initiative=one,
        outsider="Ibu Aminah",
        words="Cepat.",
        file=("kartu.pdf", PDF),
        by=town.sari,
        at=AT,
    )


def test_many_reports_alone_earn_nothing(quarter):
    for day in range(1, 29):
        an_accepted_report(
            quarter.town.sari, quarter.town.budi, quarter.town.checks, done_on=date(2026, 9, day)
        )
    signed(quarter.sari)

    assert _award(quarter) == []


def test_quality_rests_on_the_rating_and_its_evidence(quarter):
    _proven(quarter)
    review = signed(quarter.sari, ABOVE)
    signed(quarter.tono, ABOVE)  # nothing is proven there

    assert _award(quarter) == [("Sari", "quality")]
    badge = Badge.objects.get()
    assert badge.evidence == [{"text": "Hasil Triwulan III 2026", "url": f"/hasil/{review.pk}/"}]
    assert badge.limits == {"least_steps": 2, "on_time_percent": 100, "change_percent": 10}
    assert Notice.objects.filter(text__contains="lencana Mutu hasil").count() == 1
    event = Event.objects.named("badge.earned").get()
    assert (event.person, event.by) == (quarter.town.sari, None)


def test_awarded_again_nothing_is_new(quarter):
    _proven(quarter)
    signed(quarter.sari, ABOVE)

    assert _award(quarter) == _award(quarter)
    assert award_badges(period=quarter.period, on=IN_WINDOW) == 0
    assert Event.objects.named("badge.earned").count() == 1


def test_a_draft_rating_earns_nothing(quarter):
    _proven(quarter)

    assert _award(quarter) == []


def test_steps_by_their_days(quarter):
    for done in (date(2026, 8, 1), date(2026, 8, 15)):
        Step.objects.create(
            result=quarter.town.checks, text="Posyandu", due_on=date(2026, 8, 15), done_on=done
        )
    Step.objects.create(result=quarter.tonos, text="Arsip", due_on=date(2026, 8, 15))
    signed(quarter.sari)
    signed(quarter.tono)

    assert _award(quarter) == [("Sari", "on_time")]
    assert Badge.objects.get().evidence[0]["text"] == (
        "2 dari 2 langkah rencana aksi selesai pada waktunya"
    )


def test_a_service_and_an_innovation_are_seen_by_others(quarter):
    _served(quarter)
    signed(quarter.sari)

    assert _award(quarter) == [("Sari", "innovation"), ("Sari", "service")]
    assert {one["text"] for badge in Badge.objects.all() for one in badge.evidence} == {
        "Loket lansia"
    }


def test_a_semester_earns_nothing_of_its_own(quarter):
    quarter.period.kind = "semester"

    assert award_badges(period=quarter.period, on=IN_WINDOW) == 0


def test_limits_hold_from_a_day_on(quarter):
    day = date(2026, 11, 1)
    said = {"valid_from": day, "by": quarter.wati, "on": IN_WINDOW}
    assert since_words(IN_WINDOW) == "bawaan aplikasi"

    set_badge_rule(least_steps=4, on_time_percent=80, **said)
    set_badge_rule(least_steps=4, on_time_percent=80, **said)

    assert limits_on(IN_WINDOW) == BadgeLimits()
    assert limits_on(day) == BadgeLimits(4, 80, 10)
    assert since_words(day) == "berlaku sejak 1 November 2026"
    assert "Sedikitnya 4 langkah" in dict(rule_words(limits_on(day)))[BadgeKind.ON_TIME]
    assert Event.objects.named("badge.rule_set").count() == 1
    for refusal, wrong in (
        (WrongDates, said | {"valid_from": date(2026, 10, 4)}),
        (NotAllowed, said | {"by": quarter.town.budi}),
        (InvalidInput, said | {"least_steps": 0}),
    ):
        with pytest.raises(refusal):
            set_badge_rule(**wrong)
    assert BadgeRule.objects.count() == 1


def test_who_sees_them(quarter):
    _proven(quarter)
    signed(quarter.sari, ABOVE)
    _award(quarter)
    town = quarter.town

    assert [Badge.objects.visible_to(one).count() for one in (town.sari, town.budi, town.tono)] == [
        1,
        1,
        0,
    ]
    assert recent_periods(datetime(2026, 10, 5, tzinfo=WIB)) == [quarter.period]
    assert recent_periods(datetime(2026, 9, 5, tzinfo=WIB)) == []
