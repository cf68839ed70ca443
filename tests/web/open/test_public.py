"""The page for citizens: aggregates only, off until the agency opens it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.evaluation.make import ABOVE, a_quarter, signed
from tests.people.make import a_member, a_person, a_role
from tests.web.evaluation.visit import enter, words
from tests.work.make import a_result, a_set_plan

from kinerja.evaluation.opening import open_reviews
from kinerja.needs.complaint.category import set_category
from kinerja.needs.complaint.handling import forward_complaint, say_to_citizen
from kinerja.needs.complaint.intake import file_complaint
from kinerja.needs.survey.satisfaction import SatisfactionResult
from kinerja.people.agency import Agency
from kinerja.people.person import Person
from kinerja.people.role import Role
from kinerja.planning.goal import add_goal
from kinerja.planning.key_indicator import add_key_indicator, record_key_value, set_key_target

DAY = date(2026, 10, 5)


@pytest.fixture
def quarter(db, settings, tmp_path: Path):
    settings.MEDIA_ROOT = tmp_path / "files"
    with time_machine.travel("2026-10-05T10:00:00+07:00", tick=False):
        yield a_quarter()
        cache.clear()


@pytest.fixture
def opened(quarter):
    """The page is on; eight results are as expected, two above."""
    Agency.objects.update(public_page=True)
    cache.clear()
    town = quarter.town
    for number in range(8):
        person = a_member(f"Pegawai Rahasia {number}", town.centre)
        a_result(a_set_plan(person, appraiser=town.budi), 1, "Posyandu")
    open_reviews(period=quarter.period, on=DAY, by=None)
    for review in quarter.period.reviews.all():
        signed(review, *((ABOVE, ABOVE) if review in (quarter.sari, quarter.tono) else ()))
    return quarter


def _after_closing() -> str:
    cache.clear()
    with time_machine.travel("2026-10-20T10:00:00+07:00", tick=False):
        return words(Client().get("/publik/"))


def test_it_is_off_until_the_agency_opens_it(quarter):
    assert Client().get("/publik/").status_code == 404

    Agency.objects.update(public_page=True)

    assert Client().get("/publik/").status_code == 200


def test_goals_indicators_and_their_freshness(opened):
    goal = add_goal(title="Ibu dan anak sehat", level="vision", years=(2025, 2029), by=None, on=DAY)
    measure = add_key_indicator(
        goal=goal,
        name="Imunisasi lengkap",
        unit_of_measure="%",
        polarity="maximise",
        by=None,
        on=DAY,
    )
    set_key_target(
        indicator=measure,
        year=2026,
        target_min=Decimal(1_428_000),
        target_max=Decimal(1_428_000),
        by=None,
        on=DAY,
    )
    record_key_value(
        indicator=measure,
        kind="realisation",
        measured_on=date(2026, 9, 30),
        value=Decimal(45),
        source="Catatan Bidan Rahasia",
        by=None,
        on=DAY,
    )

    page = words(Client().get("/publik/"))

    assert "Dihitung 5 Oktober 2026 pukul 10.00 WIB" in page
    assert (
        "Ibu dan anak sehat Visi Capaian 0% Imunisasi lengkap: 45 % per 30 September 2026" in page
    )
    assert "(target 1.428.000 %) Data terbaru 30 September 2026." in page
    assert "Bidan Rahasia" not in page  # who measured it is not for everybody
    assert "Belum ada indeks yang diterbitkan." in page


def test_small_cells_are_not_told_and_cannot_be_counted_back(opened):
    page = _after_closing()

    # 8 and 2 of 10: the two point at people, and the eight would give them away
    assert "Triwulan III 2026, penilaian ditutup 15 Oktober 2026." in page
    assert "Sebarannya disamarkan karena menunjuk terlalu sedikit orang." in page
    assert "10" not in page[page.index("Predikat kinerja pegawai") :].replace("2026", "")


def test_large_cells_are_told(opened):
    for review in (opened.sari, opened.tono):
        review.refresh_from_db()
    town = opened.town
    for number in range(5):
        person = a_member(f"Pegawai Lain {number}", town.centre)
        a_result(a_set_plan(person, appraiser=town.budi), 1, "Arsip")
    open_reviews(period=opened.period, on=DAY, by=None)
    for review in opened.period.reviews.unrated():
        signed(review, ABOVE, ABOVE)

    page = _after_closing()

    assert "15 hasil yang sudah ditandatangani" in page
    assert "Disamarkan" not in page


def test_while_a_period_is_evaluated_nothing_of_it_is_told(opened):
    assert "Belum ada periode yang penilaiannya selesai." in words(Client().get("/publik/"))


def test_no_person_stands_on_it(opened):
    _after_closing()
    with time_machine.travel("2026-10-20T10:00:00+07:00", tick=False):
        page = Client().get("/publik/").content.decode()
        own = enter(opened.town.budi).get("/publik/").content.decode()

    for text in (page, own):
        for person in Person.objects.all():
            assert person.name not in text
            assert not person.nip or person.nip not in text


def test_it_may_be_kept_by_a_shared_cache_without_a_session_only(
    opened, django_assert_max_num_queries
):
    first = Client().get("/publik/")
    signed_in = enter(opened.town.budi).get("/publik/")
    with django_assert_max_num_queries(8):
        Client().get("/publik/")

    assert first["Cache-Control"] == "public, max-age=900"
    assert signed_in["Cache-Control"] == "private, no-cache"


def test_complaints_are_told_without_small_cells(opened):
    def page() -> str:
        cache.clear()
        return words(Client().get("/publik/"))

    empty = page()
    susi = a_person("Susi")
    a_role(susi, Role.Name.SURVEY_OFFICER)
    kind = set_category(name="Waktu", usual_class="normative", by=susi, on=DAY)
    for number in range(6):
        one = file_complaint(
            channel="form", text=f"Antre Rahasia {number}.", by=None, at=timezone.now()
        )
        forward_complaint(
            complaint=one,
            unit=opened.town.centre,
            category=kind,
            complaint_class="normative",
            by=susi,
            at=timezone.now(),
            on=DAY,
        )
        say_to_citizen(complaint=one, text="Sudah.", final=True, by=susi, at=timezone.now(), on=DAY)
        if number == 3:
            few = page()

    assert "Belum ada pengaduan tahun ini." in empty
    assert "Terlalu sedikit untuk ditampilkan tanpa menunjuk orang." in few
    assert "Pengaduan diterima 6 Sudah dijawab 6 Selesai tepat waktu 100%" in page()
    assert "Rahasia" not in page()


def test_satisfaction_is_told_from_a_smallest_number_of_answers_on(opened):
    for index, respondents, service in (("91.48", 150, "Loket"), ("60", 9, "Parkir")):
        SatisfactionResult.objects.create(
            unit=opened.town.centre,
            service=service,
            starts_on=date(2026, 7, 1),
            ends_on=date(2026, 9, 30),
            source="import",
            respondents=respondents,
            index=Decimal(index),
            grade="A",
            published_at=timezone.now(),
        )
    cache.clear()

    page = words(Client().get("/publik/"))

    assert "Loket, Puskesmas Pauh 91,48 A 150 30 September 2026" in page
    assert "Parkir" not in page
