"""The library of ready indicators: complete, with a source for every figure."""

from decimal import Decimal

import pytest
from tests.planning.town import JANUARY

from kinerja.planning.goal import Goal, add_goal
from kinerja.planning.key_indicator import KeyIndicator, add_key_indicator
from kinerja.planning.library import library, library_entry, library_fields, search_library
from kinerja.rules.achievement import Polarity

ENTRIES = [pytest.param(entry, id=code) for code, entry in library().items()]


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_entry_says_everything_that_an_indicator_needs(entry):
    assert all(
        (entry.name, entry.definition, entry.formula, entry.unit_of_measure, entry.data_source)
    )
    assert entry.source
    assert entry.period in KeyIndicator.Period.values
    assert entry.level in Goal.Level.values
    assert entry.polarity in set(Polarity)
    assert len(entry.code) <= 40
    for figure in entry.figures:
        assert figure.source
        assert figure.kind_label
        assert 2000 <= figure.year <= 2026


@pytest.mark.parametrize(
    "words",
    [
        "imunisasi",
        "vaksinasi",
        "pemeriksaan kesehatan",
        "partisipasi sekolah",
        "mutu mengajar",
        "waktu tanggap pengaduan",
        "standar layanan",
        "kepuasan masyarakat",
        "trayek",
        "kunjungan",
    ],
)
def test_the_services_that_were_asked_for_are_there(words):
    assert search_library(words)


def test_search_takes_all_words_and_a_field():
    assert [entry.code for entry in search_library("waktu PENGADUAN")] == ["ADUAN-WAKTU"]
    assert {entry.field for entry in search_library(field="Pariwisata")} == {"Pariwisata"}
    assert search_library("zakat") == []
    assert library_fields()[0] == "Kesehatan"
    assert len(search_library()) == len(library())


def test_figures_are_those_that_were_printed():
    """Binjai vaccinated 2,902 health workers of an estimated 2,490: more than 100 percent."""
    entry = library_entry("VAKSIN-NAKES")

    assert entry is not None
    assert entry.figures[0].value == Decimal("116.55") == round(Decimal(290200) / 2490, 2)
    assert library_entry("NOTHING") is None


@pytest.mark.django_db
def test_an_indicator_remembers_the_entry_it_came_from():
    goal = add_goal(title="Anak sehat", level="goal", years=(2025, 2029), by=None, on=JANUARY)
    entry = library()["IMUN-LENGKAP"]

    made = add_key_indicator(
        goal=goal,
        name=entry.name,
        unit_of_measure=entry.unit_of_measure,
        polarity=entry.polarity,
        definition=entry.definition,
        period=entry.period,
        from_library=entry.code,
        by=None,
        on=JANUARY,
    )

    assert library_entry(KeyIndicator.objects.get(pk=made.pk).from_library) == entry
