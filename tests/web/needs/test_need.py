"""The pages of findings and needs: from evidence to goals and back."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from tests.development.make_training import Office, a_session, a_training, enrolled
from tests.needs.needing import NEXT_YEAR, a_finding, a_need, an_officer
from tests.people.make import a_member, a_unit, an_admin
from tests.web.evaluation.visit import enter, mistakes, words

from kinerja.needs.finding import Finding
from kinerja.needs.need import Need, note_need
from kinerja.people.person import Person
from kinerja.planning.goal import Goal, add_goal
from kinerja.planning.key_indicator import add_key_indicator, record_key_value
from kinerja.planning.need_link import link_need

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 1)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel("2026-09-01T10:00:00+07:00", tick=False):
        yield


@pytest.fixture
def susi() -> Person:
    return an_officer()


def test_a_finding_is_written_by_hand_with_what_shows_it(susi):
    client = enter(susi)
    form = {"statement": "Loket jauh", "said": "Denah: 300 m.", "value": "300", "address": ""}

    empty = client.post("/temuan/baru/", {"statement": "Loket jauh"})
    wrong = client.post("/temuan/baru/", form | {"address": "/tidak-ada/"})
    kept = client.post(
        "/temuan/baru/", form | {"unit_of_measure": "m", "address": "/sasaran/"}, follow=True
    )

    assert (empty.status_code, mistakes(empty)) == (422, ["Bukti belum diisi."])
    assert mistakes(wrong) == [
        "Situs ini tidak punya halaman itu. Salin alamatnya sesudah nama situs."
    ]
    assert "300 m Denah: 300 m." in words(kept)
    assert Finding.objects.get().noted_by == susi
    assert enter(a_member("Sari", a_unit())).get("/temuan/baru/").status_code == 403


def test_findings_are_narrowed_by_source_unit_and_year(susi):
    dinas = a_unit("Dinas Kesehatan")
    a_finding(susi, "Loket jauh", unit=dinas)
    a_finding(susi, "Parkir sempit", on=date(2025, 5, 1))
    client = enter(a_member("Sari", dinas))

    def shown(query: str) -> list[str]:
        return [one.statement for one in client.get(f"/temuan/?{query}").context["page"]]

    assert shown("") == ["Parkir sempit", "Loket jauh"]
    assert shown("tahun=2025") == ["Parkir sempit"]
    assert shown(f"unit={dinas.pk}") == ["Loket jauh"]
    assert shown("sumber=complaint") == []


def test_a_finding_is_taken_back_with_its_reason(susi):
    one = a_finding(susi)
    client = enter(susi)

    bare = client.post(f"/temuan/{one.pk}/tarik/", {"reason": ""})
    gone = client.post(f"/temuan/{one.pk}/tarik/", {"reason": "Salah hitung."}, follow=True)

    assert (bare.status_code, mistakes(bare)) == (422, ["Mengapa ditarik belum diisi."])
    assert "Ditarik 1 September 2026: Salah hitung." in words(gone)


def test_a_need_grows_from_a_finding_and_is_changed_and_closed(susi):
    one, client = a_finding(susi), enter(susi)

    form = client.get(f"/kebutuhan/baru/?temuan={one.pk}").context["form"]
    assert form.initial["statement"] == "Waktu tunggu lama"
    sent = {"statement": "Antrean pendek", "review_on": "2027-09-01", "findings": [one.pk]}
    client.post("/kebutuhan/baru/", sent)
    need = Need.objects.get()
    page = f"/kebutuhan/{need.pk}/"

    late = client.post(f"{page}ubah/", sent | {"review_on": "2026-01-01", "revision": "1"})
    assert mistakes(late) == ["Tanggal tinjauan harus sesudah hari ini."]
    client.post(f"{page}ubah/", sent | {"why": "Warga menunggu.", "revision": "1"})
    again = client.post(f"{page}ubah/", sent | {"why": "Lain.", "revision": "1"})
    assert (again.status_code, Need.objects.get().why) == (422, "Warga menunggu.")
    done = client.post(
        f"{page}selesai/", {"state": "served", "reason": "Kini 25 menit."}, follow=True
    )
    assert "Terpenuhi 1 September 2026. Kini 25 menit." in words(done)


def test_the_thread_shows_goals_and_what_their_measures_did_since(susi):
    need = a_need(susi)
    goal = add_goal(title="Cepat", level="objective", years=(2026, 2026), by=None, on=TODAY)
    indicator = add_key_indicator(
        goal=goal,
        name="Waktu tunggu",
        unit_of_measure="menit",
        polarity="minimise",
        by=None,
        on=TODAY,
    )
    for day, value in ((date(2026, 8, 1), 90), (date(2026, 10, 31), 60)):
        record_key_value(
            indicator=indicator,
            kind="realisation",
            measured_on=day,
            value=Decimal(value),
            source="Buku antrean",
            by=None,
            on=date(2026, 11, 1),
        )
    link_need(need=need, goal=goal, by=susi, on=TODAY)
    sari = a_member("Sari", a_unit())

    with time_machine.travel("2026-11-01T10:00:00+07:00", tick=False):
        response = enter(sari).get(f"/kebutuhan/{need.pk}/")

    before = words(enter(sari).get(f"/kebutuhan/{need.pk}/"))
    said = "Saat kebutuhan dicatat: 90 menit (1 Agustus 2026). Belum ada nilai baru sejak itu."
    assert f"Sasaran, seluruh instansi, 2026 Waktu tunggu {said}" in before
    said = "Saat kebutuhan dicatat: 90 menit (1 Agustus 2026). Terakhir: 60 menit (31 Oktober 2026)"
    assert said in words(response)
    (strand,) = response.context["strands"]
    (since,) = strand.measures
    assert (since.change, since.better) == (-30, True)
    assert since.chart.moment.text == "Kebutuhan dicatat"
    for back in (f"/sasaran/{goal.pk}/", reverse("key_indicator_show", args=[indicator.pk])):
        assert f'href="/kebutuhan/{need.pk}/"' in enter(sari).get(back).content.decode()
    assert 'class="button primary"' not in response.content.decode()


def test_a_planner_makes_a_goal_from_it_or_links_one(susi):
    need, client = a_need(susi), enter(an_admin("Wati"))
    page = f"/kebutuhan/{need.pk}/"
    form = {
        "title": "Waktu tunggu turun",
        "level": "objective",
        "year_from": "2026",
        "year_to": "2026",
        "measure": "Waktu tunggu",
        "unit_of_measure": "menit",
        "polarity": "minimise",
        "target": "30",
    }
    other = add_goal(title="Loket baru", level="activity", years=(2026, 2026), by=None, on=TODAY)

    bare = client.post(f"{page}sasaran/", form | {"measure": ""})
    made = client.post(f"{page}sasaran/", form, follow=True)
    client.post(f"{page}hubungkan/", {"goal": other.pk})

    assert mistakes(bare) == ["Indikator belum diisi."]
    assert "Waktu tunggu turun" in words(made)
    assert Goal.objects.filter(need_links__need=need).count() == 2
    client.post(f"{page}lepas/", {"goal": other.pk})
    assert Goal.objects.filter(need_links__need=need).count() == 1
    assert enter(susi).get(f"{page}sasaran/").status_code == 403


def test_the_thread_leads_to_a_training_and_tells_who_has_learnt_since(susi):
    office = Office()
    finding = a_finding(susi, unit=office.centre)
    need = note_need(
        statement="Antrean pendek",
        unit=office.centre,
        findings=[finding],
        review_on=NEXT_YEAR,
        by=susi,
        on=TODAY,
    )
    page, demand = f"/kebutuhan/{need.pk}/", f"/kebutuhan-pelatihan/{office.centre.pk}/"
    training = a_training("Melayani dengan cepat", need=need)
    assert "Melayani dengan cepat Bahasa, klasikal Kebutuhan" in words(enter(office.budi).get(page))
    session = a_session(training, starts_on=TODAY, ends_on=TODAY, settled_on=TODAY)
    enrolled(session, office.sari, office.tono, passed=True)

    shown = enter(office.budi).get(page)
    asked = enter(office.budi).get(f"{demand}?kebutuhan={need.pk}")

    said = "Melayani dengan cepat Bahasa, klasikal; 2 pegawai lulus sejak kebutuhan dicatat"
    assert said in words(shown)
    assert f'href="{demand}?kebutuhan={need.pk}"' in shown.content.decode()
    assert asked.context["name_form"]["thing"].value() == f"need:{need.pk}"
    assert enter(office.budi).get(f"{demand}?kebutuhan=x").status_code == 200
    assert demand not in enter(office.tono).get(page).content.decode()


def test_the_next_round_shows_old_and_new_side_by_side(susi):
    need = a_need(susi, a_finding(susi, key="survey:1:U3"))
    faster = a_finding(susi, "Lebih cepat", value="35", key="survey:2:U3")
    sent = {"statement": "Di bawah 30", "review_on": "2027-09-01", "findings": [faster.pk]}

    response = enter(susi).post(f"/kebutuhan/{need.pk}/nilai-ulang/", sent, follow=True)

    assert "Waktu tunggu lama 90 menit dari 40 data" in words(response)
    assert "Lebih cepat 35 menit dari 40 data -55" in words(response).replace("−", "-")


def test_a_near_review_waits_in_the_inbox(susi):
    a_need(susi)

    with time_machine.travel("2027-08-20T10:00:00+07:00", tick=False):
        shown = words(enter(susi).get("/kotak-masuk/"))

    assert "Kebutuhan perlu ditinjau kembali" in shown
