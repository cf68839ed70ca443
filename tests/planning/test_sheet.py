"""Ordered words as targets, what was reached on them, and the sheet of an indicator (A.1.3)."""

from datetime import date
from decimal import Decimal

import pytest
from tests.planning.town import JANUARY, Town, a_draft, a_result, a_set_plan, a_town, post_of
from tests.unchanged import refused

from kinerja.people.refusals import InvalidInput
from kinerja.planning.dialogue import set_plan, submit_plan
from kinerja.planning.indicator import add_indicator, edit_indicator
from kinerja.planning.plan import start_plan
from kinerja.planning.plan_check import check_plan
from kinerja.planning.plan_draft import copy_plan
from kinerja.planning.refusals import FutureValue, NotYours, WrongState
from kinerja.planning.sheet import IndicatorSheet, ScaleReading, record_reading, write_sheet
from kinerja.planning.work_result import add_result
from kinerja.records.event import Event

pytestmark = pytest.mark.django_db
SCALE = ["belum", "sebagian", "lengkap"]
SAID = {
    "purpose": "Menilai kelengkapan",
    "definition": "Berkas menurut daftar periksa",
    "formula": "",
    "quality": "output_high_control",
    "data_source": "Daftar periksa",
    "owner": "Tata usaha",
    "period": "quarter",
}


@pytest.fixture
def town() -> Town:
    return a_town()


def scaled(town):
    """A plan that is set with a target on a scale beside one in numbers."""
    plan = a_draft(town.sari)
    result = a_result(plan)
    one = add_indicator(
        result=result, text="Berkas", target_text="lengkap", scale=SCALE, by=town.sari
    )
    submit_plan(plan=plan, by=town.sari, on=JANUARY)
    set_plan(plan=plan, by=town.budi, on=JANUARY)
    one.refresh_from_db()
    return one


def test_words_stand_beside_numbers_and_what_is_reached_is_one_of_them(town):
    one = scaled(town)
    first = date(2026, 1, 10)
    record_reading(indicator=one, word="belum", measured_on=first, by=town.sari, on=JANUARY)
    record_reading(indicator=one, word="sebagian", measured_on=JANUARY, by=town.sari, on=JANUARY)

    assert list(ScaleReading.objects.values_list("word", flat=True)) == ["belum", "sebagian"]
    assert Event.objects.about(one).named("indicator.reached").count() == 2
    with refused(InvalidInput, "belum, sebagian, lengkap"):
        record_reading(indicator=one, word="hampir", measured_on=JANUARY, by=town.sari, on=JANUARY)
    with refused(FutureValue):
        record_reading(indicator=one, word="belum", measured_on=JANUARY, by=town.sari, on=first)
    with refused(NotYours):
        record_reading(indicator=one, word="belum", measured_on=first, by=town.budi, on=JANUARY)
    numeric = one.result.indicators.exclude(pk=one.pk).get()
    with refused(InvalidInput):
        record_reading(indicator=numeric, word="90", measured_on=first, by=town.sari, on=JANUARY)


@pytest.mark.parametrize(
    ("scale", "target", "number"),
    [
        (["lengkap"], "lengkap", None),
        (["ya", "Ya"], "ya", None),
        (["belum", " "], "belum", None),
        (["belum", "x" * 61], "belum", None),
        (SCALE, "hampir", None),
        (SCALE, "lengkap", Decimal(3)),
        ([str(place) for place in range(8)], "1", None),
    ],
)
def test_a_scale_that_means_nothing_is_refused(town, scale, target, number):
    result = a_result(a_draft(town.sari))
    with refused(InvalidInput):
        add_indicator(
            result=result, text="x", target_text=target, target_min=number, scale=scale,
            by=town.sari,
        )  # fmt: skip


def test_a_target_leaves_its_scale_only_together_with_it(town):
    result = a_result(a_draft(town.sari))
    one = add_indicator(
        result=result, text="Berkas", target_text="lengkap", scale=SCALE, by=town.sari
    )
    with refused(InvalidInput):
        edit_indicator(indicator=one, text="Berkas", target_text="rapi", by=town.sari)
    edit_indicator(indicator=one, text="Berkas", target_text="rapi", scale=[], by=town.sari)
    assert (one.target_text, one.scale) == ("rapi", [])


def test_a_copy_of_last_year_keeps_the_scale(town):
    one = scaled(town)
    new = start_plan(assignment=post_of(town.sari), year=2027, by=town.sari, on=JANUARY)
    copy_plan(source=one.result.plan, plan=new, by=town.sari)
    copied = new.results.get().indicators.get(text="Berkas")
    assert (copied.scale, copied.target_text) == (SCALE, "lengkap")


def test_a_reading_waits_for_a_plan_in_force(town):
    result = a_result(a_draft(town.sari))
    one = add_indicator(
        result=result, text="Berkas", target_text="lengkap", scale=SCALE, by=town.sari
    )
    with refused(WrongState):
        record_reading(indicator=one, word="belum", measured_on=JANUARY, by=town.sari, on=JANUARY)


def test_the_sheet_says_what_an_indicator_means(town):
    one = a_set_plan(town.rina).results.get().indicators.get()
    write_sheet(indicator=one, by=town.rina, on=JANUARY, **SAID)
    write_sheet(indicator=one, by=town.rina, on=JANUARY, **SAID)  # the same again: no event
    write_sheet(indicator=one, by=town.rina, on=JANUARY, **SAID | {"period": "month"})

    sheet = IndicatorSheet.objects.get()
    assert (sheet.indicator, sheet.period, sheet.owner) == (one, "month", "Tata usaha")
    first, second = Event.objects.about(one).named("indicator.sheet_written").order_by("pk")
    assert first.data["changes"]["definition"] == ["", "Berkas menurut daftar periksa"]
    assert second.data["changes"] == {"period": ["quarter", "month"]}
    with refused(NotYours):
        write_sheet(indicator=one, by=town.mayor, on=JANUARY, **SAID)
    with refused(InvalidInput):
        write_sheet(indicator=one, by=town.rina, on=JANUARY, **SAID | {"definition": " "})


def test_the_budget_is_obligatory_in_the_plan_of_a_jpt(town):
    plan = a_draft(town.rina)
    result = add_result(plan=plan, title="Layanan baik", by=town.rina, on=JANUARY)
    add_indicator(
        result=result,
        text="Kepuasan",
        target_min=Decimal(85),
        perspective="beneficiary",
        by=town.rina,
    )
    check = check_plan(plan, appraiser=town.mayor, on=JANUARY)
    assert check.errors == ["tulis sedikitnya satu indikator perspektif Anggaran"]
