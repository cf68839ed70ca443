"""Measures of a result: their targets, and which one counts the reports."""

from decimal import Decimal

import pytest
from tests.planning.town import JANUARY, a_draft, a_submitted, a_town
from tests.unchanged import refused

from kinerja.people.refusals import InvalidInput
from kinerja.planning.goal import add_goal
from kinerja.planning.indicator import Indicator, add_indicator, edit_indicator, remove_indicator
from kinerja.planning.key_indicator import add_key_indicator
from kinerja.planning.plan import Plan
from kinerja.planning.refusals import NotYours, WrongState
from kinerja.planning.work_result import add_result
from kinerja.records.event import Event
from kinerja.rules.refusal import ChangedMeanwhile

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return a_town()


@pytest.fixture
def result(town):
    return add_result(plan=a_draft(town.sari), title="Ibu terlayani", by=town.sari, on=JANUARY)


def test_add_indicator_with_everything(town, result):
    goal = add_goal(title="Ibu sehat", level="goal", years=(2025, 2029), by=None, on=JANUARY)
    key = add_key_indicator(
        goal=goal, name="K4", unit_of_measure="%", polarity="maximise", by=None, on=JANUARY
    )

    indicator = add_indicator(
        result=result,
        text=" Ibu hamil diperiksa empat kali ",
        target_min=Decimal(80),
        target_max=Decimal(90),
        by=town.sari,
        aspect="quantity",
        unit_of_measure="ibu",
        polarity="maximise",
        baseline=Decimal("72.5"),
        counts_reports=True,
        key_indicator=key,
    )

    stored = Indicator.objects.get()
    assert (stored.text, stored.aspect) == ("Ibu hamil diperiksa empat kali", "quantity")
    assert (stored.target_min, stored.target_max, stored.target_text) == (80, 90, "")
    assert (stored.baseline, stored.unit_of_measure) == (Decimal("72.5"), "ibu")
    assert stored.counts_reports is True
    assert stored.key_indicator == key
    event = Event.objects.about(indicator).get()
    assert (event.name, event.person) == ("indicator.added", town.sari)
    assert event.data == {
        "result": result.pk,
        "text": "Ibu hamil diperiksa empat kali",
        "target": ["80", "90"],
        "target_text": "",
        "unit_of_measure": "ibu",
    }
    assert Plan.objects.get().revision == 3


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ({"target_min": Decimal(90)}, (90, 90, "")),
        ({"target_max": Decimal(5)}, (5, 5, "")),
        ({"target_min": Decimal(0), "target_max": Decimal(3)}, (0, 3, "")),
        ({"target_text": " Tersedia setiap triwulan "}, (None, None, "Tersedia setiap triwulan")),
    ],
    ids=["a point", "the upper end alone", "a range", "a text"],
)
def test_the_forms_of_a_target(town, result, given, stored):
    add_indicator(result=result, text="Cakupan", by=town.sari, **given)

    assert Indicator.objects.values_list("target_min", "target_max", "target_text").get() == stored


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({}, "Isi target"),
        ({"target_text": "  "}, "Isi target"),
        ({"target_min": Decimal(9), "target_max": Decimal(8)}, "Batas bawah"),
        ({"target_min": Decimal(1), "text": " "}, "Indikator"),
        ({"target_min": Decimal(1), "aspect": "beauty"}, "Aspek"),
        ({"target_min": Decimal(1), "perspective": "beauty"}, "Perspektif"),
        ({"target_min": Decimal("0.00001")}, "Target dari"),
        ({"target_text": "Baik", "counts_reports": True}, "dengan target angka"),
    ],
)
def test_add_indicator_with_bad_input_is_refused(town, result, bad, words):
    with refused(InvalidInput, words):
        add_indicator(**{"result": result, "text": "Cakupan", "by": town.sari} | bad)


def test_one_measure_of_a_result_counts_the_reports(town, result):
    first = add_indicator(
        result=result, text="A", target_min=Decimal(1), counts_reports=True, by=town.sari
    )
    second = add_indicator(result=result, text="B", target_min=Decimal(1), by=town.sari)

    with refused(InvalidInput, "Hanya satu indikator"):
        add_indicator(
            result=result, text="C", target_min=Decimal(1), counts_reports=True, by=town.sari
        )
    with refused(InvalidInput, "Hanya satu indikator"):
        edit_indicator(
            indicator=second, text="B", target_min=Decimal(1), counts_reports=True, by=town.sari
        )
    edit_indicator(indicator=first, text="A lagi", target_min=Decimal(1), by=town.sari)
    with refused(InvalidInput, "dengan target angka"):
        edit_indicator(indicator=first, text="A", target_text="Baik", by=town.sari)


def test_edit_indicator_tells_what_changed_and_keeps_the_rest(town, result):
    indicator = add_indicator(
        result=result, text="Cakupan", target_min=Decimal(90), aspect="quality", by=town.sari
    )

    edit_indicator(
        indicator=indicator,
        text="Cakupan",
        target_min=Decimal(90),
        target_max=Decimal("95.5"),
        by=town.sari,
        revision=1,
    )

    stored = Indicator.objects.get()
    assert (stored.target_max, stored.aspect, stored.revision) == (Decimal("95.5"), "quality", 2)
    assert Event.objects.named("indicator.edited").get().data == {
        "changes": {"target_max": ["90", "95.5"]}
    }


def test_the_second_writer_of_an_indicator_is_told(town, result):
    indicator = add_indicator(result=result, text="A", target_min=Decimal(1), by=town.sari)
    edit_indicator(indicator=indicator, text="B", target_min=Decimal(1), by=town.sari, revision=1)

    with refused(ChangedMeanwhile):
        edit_indicator(
            indicator=indicator, text="C", target_min=Decimal(1), by=town.sari, revision=1
        )
    with refused(ChangedMeanwhile):
        remove_indicator(indicator=indicator, by=town.sari, revision=1)


def test_remove_indicator(town, result):
    indicator = add_indicator(result=result, text="A", target_min=Decimal(1), by=town.sari)

    remove_indicator(indicator=indicator, by=town.sari)

    assert not Indicator.objects.exists()
    assert Event.objects.named("indicator.removed").get().data["text"] == "A"
    assert Plan.objects.get().revision == 4


def test_only_the_owner_of_a_draft_changes_its_measures(town, result):
    indicator = add_indicator(result=result, text="A", target_min=Decimal(1), by=town.sari)

    with refused(NotYours):
        add_indicator(result=result, text="B", target_min=Decimal(1), by=town.budi)
    with refused(NotYours):
        edit_indicator(indicator=indicator, text="B", target_min=Decimal(1), by=town.budi)
    with refused(NotYours):
        remove_indicator(indicator=indicator, by=town.budi)
    waiting = a_submitted(town.tono).results.get()
    with refused(WrongState):
        add_indicator(result=waiting, text="B", target_min=Decimal(1), by=town.tono)
    with refused(WrongState):
        remove_indicator(indicator=waiting.indicators.get(), by=town.tono)
