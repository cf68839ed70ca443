"""The pages of feeds, and the line under a figure that says where it is from."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.urls import reverse
from tests.web.evaluation.visit import mistakes, words

from kinerja.needs.survey.satisfaction import SatisfactionResult
from kinerja.planning.goal import add_goal
from kinerja.planning.indicator_feed import IndicatorFeed
from kinerja.planning.key_indicator import add_key_indicator, record_key_value


def an_indicator(town, january):
    goal = add_goal(
        title="Warga puas",
        level="objective",
        years=(2025, 2026),
        unit=town.centre,
        by=None,
        on=january,
    )
    return add_key_indicator(
        goal=goal,
        name="Indeks kepuasan",
        unit_of_measure="poin",
        polarity="maximise",
        by=None,
        on=january,
    )


def test_a_planner_chooses_the_source_and_its_figures_are_there(town, enter, january):
    indicator = an_indicator(town, january)
    index = SatisfactionResult.objects.create(
        unit=town.centre,
        starts_on=date(2025, 10, 1),
        ends_on=date(2025, 12, 31),
        source="import",
        respondents=120,
        index=Decimal("82.50"),
        grade="B",
        published_at=datetime(2026, 1, 5, tzinfo=ZoneInfo("Asia/Jakarta")),
    )
    wati, page = enter(town.wati), reverse("key_feed", args=[indicator.pk])
    sent = {
        "source": f"satisfaction|{town.centre.pk}:",
        "every": "quarter",
        "span": "period",
        "since": "2025-01-01",
    }

    bare = wati.post(page, sent | {"source": ""})
    shown = wati.post(page, sent, follow=True)

    assert (bare.status_code, mistakes(bare)) == (422, ["Sumber belum dipilih."])
    assert "Sumber diatur; 1 nilai diambil." in shown.content.decode()
    assert f'href="/ikm/{index.pk}/"' in shown.content.decode()
    said = words(shown)
    assert "Survei kepuasan: Puskesmas Pauh dari 120 data" in said
    assert "1 Oktober 2025 – 31 Desember 2025; diambil sistem" in said
    again = wati.post(reverse("key_feed_run", args=[indicator.pk]), follow=True)
    assert "Tidak ada nilai baru." in again.content.decode()
    wati.post(reverse("key_feed_stop", args=[indicator.pk]))
    assert IndicatorFeed.objects.get().stopped_on == january
    assert enter(town.sari).get(page).status_code == 403


def test_a_figure_of_a_person_names_the_person_and_an_old_one_says_so(town, enter, january):
    indicator = an_indicator(town, january)
    record_key_value(
        indicator=indicator,
        kind="realisation",
        measured_on=date(2024, 6, 30),
        value=Decimal(70),
        source="Laporan 2024",
        by=town.wati,
        on=january,
    )

    shown = words(enter(town.sari).get(f"/sasaran/{indicator.goal_id}/?tahun=2026"))

    assert "Laporan 2024 dicatat oleh Wati Lestari" in shown
    assert "Nilai sudah lama" in shown
