"""A measured result moves an indicator without typing, and each figure says where it is from."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from tests.needs.test_complaint import City
from tests.people.make import an_admin

from kinerja.needs.complaint.clock import ComplaintClock
from kinerja.needs.service_data.dataset import ServiceMeasure, add_dataset
from kinerja.needs.service_data.load import MeasureSheet, receive_file, store_load
from kinerja.needs.survey.satisfaction import SatisfactionResult
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput
from kinerja.people.unit import Unit
from kinerja.planning.goal import add_goal
from kinerja.planning.indicator_feed import (
    IndicatorFeed,
    ValueProvenance,
    run_feed,
    run_feeds,
    set_feed,
    sources,
    stop_feed,
)
from kinerja.planning.key_indicator import KeyIndicator, add_key_indicator, record_key_value
from kinerja.planning.refusals import NotYours
from kinerja.records.event import Event
from kinerja.rules.feed_period import finished_periods

pytestmark = pytest.mark.django_db
WIB = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 10, 12, 1, 35, tzinfo=WIB)
TODAY = NOW.date()
NEW_YEAR = date(2026, 1, 1)


@pytest.fixture
def city() -> City:
    return City()


def an_indicator(unit: Unit | None = None) -> KeyIndicator:
    goal = add_goal(
        title="Warga puas", level="objective", years=(2026, 2026), unit=unit, by=None, on=TODAY
    )
    return add_key_indicator(
        goal=goal,
        name="Hasil terukur",
        unit_of_measure="poin",
        polarity="maximise",
        period="quarter",
        by=None,
        on=TODAY,
    )


def an_index(unit: Unit, last: date, index: str, people: int = 120) -> SatisfactionResult:
    return SatisfactionResult.objects.create(
        unit=unit,
        starts_on=last.replace(day=1),
        ends_on=last,
        source="import",
        respondents=people,
        index=Decimal(index),
        grade="B",
        published_at=NOW,
    )


def fed(indicator: KeyIndicator, kind: str, subject: str, by: Person, **more: str) -> IndicatorFeed:
    return set_feed(
        indicator=indicator,
        kind=kind,
        subject=subject,
        by=by,
        on=TODAY,
        since=NEW_YEAR,
        **({"every": "quarter", "span": "period"} | more),
    )


def values(indicator: KeyIndicator) -> list[tuple[date, Decimal]]:
    return list(indicator.values.values_list("measured_on", "value"))


def test_satisfaction_of_each_finished_quarter_becomes_a_value_once(city):
    wati, indicator = an_admin("Wati"), an_indicator(city.pauh)
    march = an_index(city.pauh, date(2026, 3, 31), "78.25")
    an_index(city.pauh, date(2026, 6, 30), "82.50", 140)
    an_index(city.pauh, date(2026, 10, 10), "99.00")  # in the quarter that still runs
    an_index(city.kuranji, date(2026, 3, 31), "60.00")
    feed = fed(indicator, "satisfaction", f"{city.pauh.pk}:", wati)

    for _ in range(2):
        run_feed(feed=feed, at=NOW, on=TODAY)

    assert values(indicator) == [
        (date(2026, 3, 31), Decimal("78.2500")),
        (date(2026, 6, 30), Decimal("82.5000")),
    ]
    first = indicator.values.select_related("provenance").first()
    assert (first.origin, first.recorded_by, first.source) == (
        "system",
        None,
        "Survei kepuasan: Pauh",
    )
    told = first.provenance
    assert (told.page, told.cases, told.computed_at) == (f"/ikm/{march.pk}/", 120, NOW)
    assert (told.first_day, told.last_day) == (NEW_YEAR, date(2026, 3, 31))
    assert Event.objects.named("key_indicator.measured").count() == 2
    assert IndicatorFeed.objects.get().missing == 1  # the third quarter


def test_a_figure_that_changed_is_added_and_the_old_one_stays(city):
    wati, indicator = an_admin("Wati"), an_indicator(city.pauh)
    index = an_index(city.pauh, date(2026, 6, 30), "82.50")
    feed = fed(indicator, "satisfaction", f"{city.pauh.pk}:", wati)
    run_feed(feed=feed, at=NOW, on=TODAY)

    SatisfactionResult.objects.filter(pk=index.pk).update(index=Decimal("84.00"))
    run_feed(feed=feed, at=NOW, on=TODAY)

    assert [value for _, value in values(indicator)] == [Decimal("82.5"), Decimal("84")]
    assert ValueProvenance.objects.count() == 2


def test_what_a_person_wrote_for_that_day_is_not_replaced(city):
    wati, indicator = an_admin("Wati"), an_indicator(city.pauh)
    an_index(city.pauh, date(2026, 6, 30), "82.50")
    record_key_value(
        indicator=indicator,
        kind="realisation",
        measured_on=date(2026, 6, 30),
        value=Decimal(80),
        source="Koreksi",
        by=wati,
        on=TODAY,
    )

    stored = run_feed(
        feed=fed(indicator, "satisfaction", f"{city.pauh.pk}:", wati), at=NOW, on=TODAY
    )

    assert stored == []
    assert values(indicator) == [(date(2026, 6, 30), Decimal(80))]


def test_complaints_give_the_share_in_time_and_the_hours_of_work(city):
    wati = an_admin("Wati")
    for day, answered in ((date(2026, 9, 7), date(2026, 9, 8)), (date(2026, 9, 7), TODAY)):
        city.answer(city.forwarded(day), answered)
    clocks = ComplaintClock.objects.filter(stage="resolve")
    minutes = sum(clocks.values_list("minutes", flat=True))
    share, hours = an_indicator(city.dinas), an_indicator(city.kuranji)

    run_feed(
        feed=fed(share, "complaint", f"resolve:share:{city.dinas.pk}", wati, span="year"),
        at=NOW,
        on=TODAY,
    )
    empty = fed(hours, "complaint", f"resolve:hours:{city.kuranji.pk}", wati)

    # of two complaints one was answered the next day, the other lay beyond its limit
    last = share.values.select_related("provenance").last()
    assert (last.measured_on, last.value, last.provenance.cases) == (
        date(2026, 9, 30),
        Decimal(50),
        2,
    )
    assert run_feed(feed=empty, at=NOW, on=TODAY) == []  # no case, no figure
    assert minutes > 0


def test_only_what_is_offered_by_who_plans_and_until_it_is_stopped(city):
    wati, indicator = an_admin("Wati"), an_indicator(city.pauh)
    an_index(city.pauh, date(2026, 6, 30), "82.50")
    subject = f"{city.pauh.pk}:"

    with pytest.raises(InvalidInput, match="Pilih sumber"):
        fed(indicator, "satisfaction", f"{city.kuranji.pk}:", wati)
    with pytest.raises(NotYours):
        fed(indicator, "satisfaction", subject, city.sari)
    feed = fed(indicator, "satisfaction", subject, wati)
    with pytest.raises(NotYours):
        run_feed(feed=feed, at=NOW, on=TODAY, by=city.sari)
    for _ in range(2):
        stop_feed(feed=feed, by=wati, on=TODAY)

    assert run_feeds(at=NOW, on=TODAY) == 0
    assert values(indicator) == []
    assert Event.objects.named("key_indicator.feed_stopped").count() == 1


def test_one_source_that_fails_holds_up_no_other(city):
    wati = an_admin("Wati")
    broken, sound = an_indicator(city.pauh), an_indicator(city.pauh)
    an_index(city.pauh, date(2026, 6, 30), "82.50")
    bad = fed(broken, "satisfaction", f"{city.pauh.pk}:", wati)
    fed(sound, "satisfaction", f"{city.pauh.pk}:", wati)
    IndicatorFeed.objects.filter(pk=bad.pk).update(subject="bukan angka")

    with pytest.raises(ExceptionGroup):
        run_feeds(at=NOW, on=TODAY)

    assert (values(broken), len(values(sound))) == ([], 1)


def test_the_sources_that_there_are():
    known = {one.kind for one in sources()}
    assert known == {"satisfaction", "complaint", "service_data", "reports"}


def test_periods_are_whole_and_over():
    def spans(months: int, on: date, **more: bool) -> list[tuple[date, date]]:
        return finished_periods(months, date(2026, 1, 15), on, **more)

    assert spans(6, date(2026, 12, 31)) == []  # the first began before, the second still runs
    assert spans(6, date(2027, 1, 1)) == [(date(2026, 7, 1), date(2026, 12, 31))]
    assert spans(1, date(2026, 3, 1)) == [(date(2026, 2, 1), date(2026, 2, 28))]
    assert spans(1, date(2026, 3, 1), of_year=True) == [(date(2026, 1, 1), date(2026, 2, 28))]
    with pytest.raises(ValueError, match="whole periods"):
        finished_periods(5, NEW_YEAR, TODAY)


def test_data_of_a_service_give_the_figure_of_each_finished_month(city):
    wati, indicator = an_admin("Wati"), an_indicator()
    dataset = add_dataset(
        name="Angkutan umum", source="Tiket", frequency="month", by=city.susi, on=TODAY
    )
    load = receive_file(
        dataset=dataset,
        name="penumpang.csv",
        content=b"Bulan,Penumpang\n2026-08,90\n2026-09,60\n2026-10,5",
        by=city.susi,
        at=NOW,
        on=TODAY,
    )
    store_load(load=load, sheets={"Penumpang": MeasureSheet("orang")}, by=city.susi, on=TODAY)
    measure = ServiceMeasure.objects.get()
    feed = fed(indicator, "service_data", str(measure.pk), wati, every="month")

    run_feed(feed=feed, at=NOW, on=TODAY)

    assert values(indicator) == [(date(2026, 8, 31), Decimal(90)), (date(2026, 9, 30), Decimal(60))]
    last = indicator.values.select_related("provenance").last()
    assert last.source == "Data layanan: Angkutan umum, Penumpang"
    assert IndicatorFeed.objects.get().missing == 7  # January to July


def test_one_place_of_the_data_feeds_an_indicator_of_its_own(city):
    wati, indicator = an_admin("Wati"), an_indicator()
    dataset = add_dataset(
        name="Angkutan umum", source="Tiket", frequency="month", by=city.susi, on=TODAY
    )
    load = receive_file(
        dataset=dataset,
        name="penumpang.csv",
        content=b"Bulan,Tempat,Penumpang\n2026-09,R1,60\n2026-09,R4,15\n",
        by=city.susi,
        at=NOW,
        on=TODAY,
    )
    store_load(load=load, sheets={"Penumpang": MeasureSheet("orang")}, by=city.susi, on=TODAY)
    measure, place = ServiceMeasure.objects.get(), dataset.places.get(name="R4")
    source = next(one for one in sources() if one.kind == "service_data")
    assert [name for _, name in source.offer(indicator)] == [
        "Angkutan umum, Penumpang",
        "Angkutan umum, Penumpang, R1",
        "Angkutan umum, Penumpang, R4",
    ]
    feed = fed(indicator, "service_data", f"{measure.pk}:{place.pk}", wati, every="month")

    run_feed(feed=feed, at=NOW, on=TODAY)

    assert values(indicator) == [(date(2026, 9, 30), Decimal(15))]
    last = indicator.values.select_related("provenance").get()
    assert last.source == "Data layanan: Angkutan umum, Penumpang, R4"
    page = f"/data-layanan/{dataset.pk}/?ukuran={measure.pk}&tempat={place.pk}"
    assert last.provenance.page == page
