"""Nothing is accepted in a heap before the drawn part of it was opened."""

from datetime import timedelta

import pytest
from tests.people.make import an_agency
from tests.work.make import NOW, TODAY, a_centre, a_report, days_ago, opened

from kinerja.people.agency import Agency
from kinerja.records.event import Event
from kinerja.work.correction import correct_report
from kinerja.work.reading import Reading, SampleCheck, drawn
from kinerja.work.refusals import SampleUnread, WrongState
from kinerja.work.report import Report
from kinerja.work.verification import (
    Verification,
    answer_report,
    answer_reports,
    take_back_answers,
)

pytestmark = pytest.mark.django_db


def _accept(by, *reports):
    return answer_reports(reports=reports, verdict="accept", by=by, at=NOW)


def test_a_tenth_is_drawn_and_at_least_one():
    centre = a_centre()
    reports = [a_report(centre.sari, done_on=days_ago(n)) for n in range(21)]

    assert len(drawn(reports, TODAY)) == 3
    assert len(drawn(reports[:2], TODAY)) == 1
    assert drawn(reports, TODAY) == drawn(reports[::-1], TODAY)  # the order on the page is nothing


def test_the_agency_says_how_many():
    an_agency()
    Agency.objects.update(sample_percent=50)
    centre = a_centre()

    assert len(drawn([a_report(centre.sari) for _ in range(8)], TODAY)) == 4


def test_another_day_and_another_secret_draw_others(settings):
    centre = a_centre()
    reports = [a_report(centre.sari) for _ in range(40)]
    today = drawn(reports, TODAY)

    assert drawn(reports, TODAY + timedelta(days=1)) != today
    settings.SECRET_KEY = "lain"
    assert drawn(reports, TODAY) != today


def test_a_heap_that_was_not_opened_is_refused_and_nothing_changes():
    centre = a_centre()
    reports = [a_report(centre.sari) for _ in range(12)]
    sample = drawn(reports, TODAY)
    opened(centre.budi, *(one for one in reports if one not in sample), sample[0])

    with pytest.raises(SampleUnread) as refusal:
        _accept(centre.budi, *reports)

    assert refusal.value.reports == sample[1:]
    assert sample[1].receipt in str(refusal.value)
    assert set(Report.objects.values_list("state", flat=True)) == {"filed"}
    assert not Verification.objects.exists()
    assert not SampleCheck.objects.exists()
    assert not Event.objects.exclude(name="report.filed").exists()


def test_an_opened_sample_lets_the_heap_through_and_is_kept():
    centre = a_centre()
    reports = [a_report(centre.sari) for _ in range(12)]
    sample = drawn(reports, TODAY)
    opened(centre.budi, *sample)

    _accept(centre.budi, *reports)

    assert Report.objects.accepted().count() == 12
    check = SampleCheck.objects.get()
    assert (check.by, check.size, check.drawn) == (centre.budi, 12, [one.pk for one in sample])


def test_what_somebody_else_opened_or_an_older_version_does_not_count():
    centre = a_centre()
    one, two = a_report(centre.sari, "Satu"), a_report(centre.sari, "Dua")
    opened(centre.rina, one, two)
    with pytest.raises(SampleUnread):
        _accept(centre.budi, one, two)

    opened(centre.budi, one, two)
    one = correct_report(report=one, version=1, text="Lain", by=centre.sari, at=NOW)
    two = correct_report(report=two, version=1, text="Lain juga", by=centre.sari, at=NOW)

    with pytest.raises(SampleUnread):
        _accept(centre.budi, one, two)


def test_unticking_the_drawn_ones_brings_in_the_next():
    centre = a_centre()
    reports = [a_report(centre.sari) for _ in range(30)]
    left = reports
    while len(left) > 1:
        with pytest.raises(SampleUnread) as refusal:
            _accept(centre.budi, *left)
        left = [one for one in left if one not in refusal.value.reports]

    assert not Verification.objects.exists()


def test_one_opened_report_does_not_stand_in_again_and_again():
    """Accept it with a heap, take it back, put it into the next heap: the draw leaves it out."""
    centre = a_centre()
    reports = [a_report(centre.sari) for _ in range(10)]
    (lucky,) = drawn(reports, TODAY)
    opened(centre.budi, lucky)
    _accept(centre.budi, *reports)
    more = [a_report(centre.tono) for _ in range(9)]

    with pytest.raises(SampleUnread):
        _accept(centre.budi, lucky, *more)  # accepted already
    take_back_answers(reports=[lucky], by=centre.budi, at=NOW)
    with pytest.raises(SampleUnread):
        _accept(centre.budi, lucky, *more)  # waits again

    assert Report.objects.accepted().count() == 9


def test_the_same_report_many_times_is_one():
    centre = a_centre()
    one, two = a_report(centre.sari), a_report(centre.tono)
    opened(centre.budi, one)
    (sample,) = drawn([one, two], TODAY)
    if sample == one:
        one, two = two, one
        Reading.objects.all().delete()
        opened(centre.budi, one)

    with pytest.raises(SampleUnread):
        _accept(centre.budi, one, two, one, one, one)


def test_single_answers_and_questions_need_no_sample():
    centre = a_centre()
    one, two, three = (a_report(centre.sari) for _ in range(3))

    answer_report(report=one, verdict="accept", by=centre.budi, at=NOW)
    answer_reports(reports=[two, three], verdict="ask", by=centre.budi, at=NOW, note="Berapa?")

    assert set(Report.objects.values_list("state", flat=True)) == {"noted", "asked"}
    assert not SampleCheck.objects.exists()


def test_what_else_is_wrong_is_said_first():
    centre = a_centre()
    one, two = a_report(centre.sari), a_report(centre.tono)
    answer_report(report=one, verdict="return", by=centre.budi, at=NOW, note="Kurang.")

    with pytest.raises(WrongState):
        _accept(centre.budi, one, two)
