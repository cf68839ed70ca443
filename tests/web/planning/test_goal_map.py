"""The performance tree, the page of an indicator, targets by month, weights and coverage."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.planning.test_goal_progress import a_forest
from tests.planning.town import JANUARY, a_draft, a_result, a_set_plan
from tests.web.unchanged import everything

from kinerja.planning.goal import Goal, GoalLink, add_goal, link_goal
from kinerja.planning.key_indicator import (
    KeyIndicator,
    KeyValue,
    add_key_indicator,
    record_key_value,
    set_key_target,
)
from kinerja.planning.trajectory import Trajectory
from kinerja.planning.work_result import WorkResult


def a_goal(title, *parents, unit=None, level="objective"):
    return add_goal(
        title=title,
        level=level,
        years=(2025, 2029),
        parents=parents,
        unit=unit,
        by=None,
        on=JANUARY,
    )


def an_indicator(goal, *values, target="14", name="Prevalensi stunting", polarity="minimise"):
    indicator = add_key_indicator(
        goal=goal, name=name, unit_of_measure="%", polarity=polarity, by=None, on=JANUARY
    )
    set_key_target(
        indicator=indicator,
        year=2026,
        target_min=Decimal(target),
        target_max=Decimal(target),
        by=None,
        on=JANUARY,
    )
    for day, value, kind in values:
        record_key_value(
            indicator=indicator,
            kind=kind,
            measured_on=day,
            value=Decimal(value),
            source="LKjIP",
            by=None,
            on=date(2026, 12, 31),
        )
    return indicator


BASELINE = (date(2025, 12, 31), "15.7", "baseline")
NOW = (date(2026, 1, 10), "14.52", "realisation")


def test_the_tree_from_the_vision_to_people(town, enter):
    vision = a_goal("Kota sehat", level="vision")
    goal = a_goal("Stunting turun", vision, unit=town.health)
    other = a_goal("Keluarga bahagia", vision)
    link_goal(child=goal, parent=other, by=None, on=JANUARY)
    an_indicator(goal, BASELINE, NOW)
    WorkResult.objects.filter(plan=a_set_plan(town.tono, "Ibu hamil terlayani")).update(goal=goal)

    page = enter(town.budi).get("/sasaran/pohon/").content.decode()

    assert (
        'aria-label="Sasaran · Dinas Kesehatan. Stunting turun. 96,3% · 10 Jan 2026"' in page
    )  # (2 - 14.52/14) * 100
    assert f'href="/sasaran/{vision.pk}/pohon/?tahun=2026"' in page
    assert "Hasil kerja · Tono Wijaya" in page
    assert '<path class="edge second"' in page
    assert "Juga mendukung “Keluarga bahagia”." in page
    assert "Belum ada nilai" not in page  # the others take what serves them
    peer = enter(town.sari).get("/sasaran/pohon/").content.decode()
    assert "Tono" not in peer
    assert "1 pegawai mendukung" in peer


def test_a_part_of_the_tree_and_one_unit(town, enter):
    vision = a_goal("Kota sehat", level="vision")
    goal = a_goal("Stunting turun", vision, unit=town.health)
    a_goal("Posyandu aktif", goal, unit=town.centre)
    a_goal("Jalan mulus", vision)
    sari = enter(town.sari)

    part = sari.get(f"/sasaran/{goal.pk}/pohon/").content.decode()
    assert "Posyandu aktif" in part
    assert "Jalan mulus" not in part
    unit = sari.get("/sasaran/pohon/", {"unit": town.centre.pk}).content.decode()
    assert "Kota sehat" in unit
    assert "Posyandu aktif" in unit
    assert "instansi. Jalan mulus" not in unit  # no box; still named as a part without a value
    for strange in ("x", "²", "99999999"):
        assert sari.get("/sasaran/pohon/", {"unit": strange}).status_code == 200
    assert sari.get("/sasaran/999999/pohon/").status_code == 404
    assert "Tidak ada sasaran di sini" in sari.get("/sasaran/pohon/?tahun=2040").content.decode()


@pytest.mark.parametrize("number", [1, 40, 400])
def test_the_tree_asks_the_same_number_of_questions(town, enter, django_assert_num_queries, number):
    a_forest(number)
    sari = enter(town.sari)
    sari.get("/sasaran/pohon/")

    with django_assert_num_queries(QUESTIONS):
        page = sari.get("/sasaran/pohon/").content.decode()
    assert f"{number} sasaran" in page


QUESTIONS = 16


def test_a_tree_that_is_too_large_is_cut_and_says_so(town, enter):
    a_forest(400)

    page = enter(town.sari).get("/sasaran/pohon/").content.decode()

    assert "400 sasaran, 31 digambar" in page  # 1 + 5 + 25
    assert "lagi di bawahnya" in page
    assert Goal.objects.count() == 400


def test_the_list_of_many_goals_carries_only_what_is_open(town, enter):
    a_forest(400)
    Goal.objects.filter(title="Sasaran 0").update(level="vision")

    page = enter(town.sari).get("/sasaran/").content.decode()

    assert "400 sasaran pada tahun 2026." in page
    assert "Halaman ini memuat tingkat yang dibuka" in page
    assert all(f">Sasaran {at}</a>" in page for at in range(1, 6))
    assert "Sasaran 399" not in page


def test_the_list_opens_down_to_a_level(town, enter):
    vision = a_goal("Visi kita", level="vision")
    a_goal("Sasaran kita", a_goal("Misi kita", vision, level="mission"))
    sari = enter(town.sari)

    first = sari.get("/sasaran/").content.decode()
    deeper = sari.get("/sasaran/?buka=objective").content.decode()

    assert first.count("<details open>") == 1
    assert deeper.count("<details open>") == 2
    assert sari.get("/sasaran/?buka=nonsense").content.decode().count("<details open>") == 1


def test_the_page_of_an_indicator_tells_the_gap_in_words(town, enter):
    indicator = an_indicator(a_goal("Stunting turun"), BASELINE, NOW)
    other = an_indicator(
        indicator.goal,
        (date(2026, 1, 10), "97.3", "realisation"),
        target="95",
        name="Imunisasi",
        polarity="maximise",
    )
    sari = enter(town.sari)

    page = sari.get(f"/sasaran/indikator/{indicator.pk}/rincian/").content.decode()
    above = sari.get(f"/sasaran/indikator/{other.pk}/rincian/").content.decode()

    assert "Lebih 0,52 poin dari target." in page
    assert "96,3%" in page
    assert "15,7%" in page  # the baseline beside it
    assert "Garis lurus" in page
    assert page.count('class="provenance') == 3  # the last value, and each of the list
    assert "Catat nilai" not in page
    assert "Target terlampaui 2,3 poin." in above
    assert "102,4%" in above  # more than the target stays more


def test_targets_by_month_of_an_indicator(town, enter):
    indicator = an_indicator(a_goal("Stunting turun"), BASELINE)
    wati, url = enter(town.wati), f"/sasaran/indikator/{indicator.pk}/bulanan/?tahun=2026"
    assert "Garis lurus: 14,85" in wati.get(url).content.decode()  # June: 15.7 - 1.7/2
    form = {"shape": "level", "m6": "14,9", "m12": "14", "revision": str(revision(indicator))}

    answer = wati.post(url, form)

    assert (answer.status_code, answer.url) == (302, f"/sasaran/indikator/{indicator.pk}/rincian/")
    assert Trajectory.objects.get().by_month == {6: Decimal("14.9"), 12: Decimal(14)}
    shown = wati.get(f"/sasaran/indikator/{indicator.pk}/rincian/").content.decode()
    assert "Target per bulan disepakati" in shown
    before = everything()
    late = wati.post(url, form)
    assert late.status_code == 422
    wrong = wati.post(url, form | {"m12": "13", "revision": str(revision(indicator))})
    assert "belum sama dengan target setahun" in wrong.content.decode()
    assert wati.post(url, form | {"m12": "empat belas"}).status_code == 422
    assert everything() == before


def revision(indicator):
    return KeyIndicator.objects.get(pk=indicator.pk).revision


def test_targets_by_month_of_the_own_plan(town, enter):
    mine = a_result(a_draft(town.sari)).indicators.get()
    url = f"/rencana/indikator/{mine.pk}/bulanan/"
    sari = enter(town.sari)
    assert f'href="{url}"' in sari.get(f"/rencana/{mine.result.plan_id}/").content.decode()
    form = {"shape": "cumulative", "m3": "20", "m12": "90"}

    assert enter(town.budi).post(url, form).status_code == 404
    assert sari.post(url, form).status_code == 302

    assert mine.trajectory.by_month == {3: Decimal(20), 12: Decimal(90)}
    agreed = a_set_plan(town.tono).results.get().indicators.get()
    leader = enter(town.budi)
    address = f"/rencana/indikator/{agreed.pk}/bulanan/"
    assert leader.get(address).status_code == 200
    assert leader.post(address, form).status_code == 403
    assert enter(town.tono).post(address, form).status_code == 403


def test_weights_at_the_form(town, enter):
    goal = a_goal("Kota sehat")
    one, two = a_goal("Satu", goal), a_goal("Dua", goal)
    wati, url = enter(town.wati), f"/sasaran/{goal.pk}/bobot/"
    form = {f"g{one.pk}": "62,5", f"g{two.pk}": "30"}

    wrong = wati.post(url, form)

    assert wrong.status_code == 422
    assert "Jumlah bobot sekarang 92,5%" in wrong.content.decode()
    assert wati.post(url, form | {f"g{two.pk}": "37,5"}).status_code == 302
    weights = GoalLink.objects.order_by("pk").values_list("weight", flat=True)
    assert list(weights) == [Decimal("62.5"), Decimal("37.5")]
    stale = wati.post(url, form | {f"g{two.pk}": "37,5", "revision": "1"})
    assert stale.status_code == 422
    assert "Belum ada bagian" in wati.get(f"/sasaran/{one.pk}/bobot/").content.decode()
    assert enter(town.sari).get(url).status_code == 403


def test_coverage_names_what_is_open_with_one_next_action(town, enter):
    goal = a_goal("Ibu sehat")
    plan = a_set_plan(town.tono)
    wati = enter(town.wati)

    first = wati.get("/sasaran/cakupan/").content.decode()
    assert f'href="/pegawai/{town.sari.pk}/"' in first
    loose = wati.get("/sasaran/cakupan/?bagian=not_aligned").content.decode()
    assert f'href="/rencana/{plan.pk}/"' in loose
    bare = wati.get("/sasaran/cakupan/?bagian=no_measure").content.decode()
    assert f'href="/sasaran/{goal.pk}/indikator/baru/"' in bare
    assert "Semua bobot pas" in wati.get("/sasaran/cakupan/?bagian=weights").content.decode()
    link_goal(child=a_goal("Bidan"), parent=goal, weight=Decimal(60), by=None, on=JANUARY)
    wrong = wati.get("/sasaran/cakupan/?bagian=weights").content.decode()
    assert f'href="/sasaran/{goal.pk}/bobot/"' in wrong
    assert enter(town.sari).get("/sasaran/cakupan/").status_code == 403
    assert (
        "Ibu sehat"
        not in enter(town.budi).get("/sasaran/cakupan/?bagian=no_measure").content.decode()
    )


def test_the_library_fills_in_a_new_indicator(town, enter):
    goal = a_goal("Pelayanan cepat")
    wati = enter(town.wati)
    found = wati.get("/sasaran/pustaka/?cari=kepuasan").content.decode()
    assert "Indeks Kepuasan Masyarakat (IKM)" in found
    assert "97,21" in found
    assert "Pakai" not in enter(town.sari).get("/sasaran/pustaka/").content.decode()
    assert wati.get("/sasaran/pustaka/?cari=zakat").content.decode().count("Tidak ada yang") == 1

    chosen = wati.get("/sasaran/pustaka/IKM/", {"goal": goal.pk})

    assert chosen.url == f"/sasaran/{goal.pk}/indikator/baru/?pustaka=IKM"
    assert "Survei Kepuasan Masyarakat" in wati.get(chosen.url).content.decode()
    form = {
        "name": "IKM dinas",
        "unit_of_measure": "indeks",
        "polarity": "maximise",
        "period": "half_year",
    }
    assert wati.post(chosen.url, form).status_code == 302
    made = KeyIndicator.objects.get()
    assert (made.name, made.from_library) == ("IKM dinas", "IKM")
    shown = wati.get(f"/sasaran/indikator/{made.pk}/rincian/").content.decode()
    assert "Dari pustaka" in shown
    assert wati.get("/sasaran/pustaka/IKM/?goal=999").status_code == 422
    assert wati.get("/sasaran/pustaka/TIDAK-ADA/").url == "/sasaran/pustaka/"


def a_file(text):
    return SimpleUploadedFile("nilai.csv", text.encode(), "text/csv")


def test_values_from_a_file_are_stored_when_they_are_confirmed(town, enter):
    indicator = an_indicator(a_goal("Stunting turun"))
    wati = enter(town.wati)
    text = (
        "Indikator;Tanggal;Nilai;Sumber\n"
        "Prevalensi stunting;31-12-2025;15,7;Survei\n"
        "Lain;31-12-2025;15,7;Survei\n"
    )
    before = everything()

    page = wati.post("/sasaran/nilai/impor/", {"file": a_file(text)})

    assert everything() == before
    body = page.content.decode()
    assert "Indikator tidak dikenal" in body
    assert "Siap disimpan" in body
    rows = page.context["form"]["rows"].value()
    stranger = enter(town.sari).post("/sasaran/nilai/simpan/", {"rows": rows})
    assert stranger.status_code == 403
    assert everything() == before
    assert wati.post("/sasaran/nilai/simpan/", {"rows": rows}).status_code == 302
    value = KeyValue.objects.get()
    assert (value.indicator, value.value, value.origin) == (indicator, Decimal("15.7"), "file")
    wati.post("/sasaran/nilai/simpan/", {"rows": rows})
    assert KeyValue.objects.count() == 1
    tampered = wati.post("/sasaran/nilai/simpan/", {"rows": rows + "x"}, follow=True)
    assert "Pratinjau sudah kedaluwarsa" in tampered.content.decode()
    shown = wati.get(f"/sasaran/indikator/{indicator.pk}/rincian/").content.decode()
    assert "dibaca dari berkas oleh" in shown
    wrong = wati.post("/sasaran/nilai/impor/", {"file": a_file("Nama;NIP\nSari;1\n")})
    assert wrong.status_code == 422


def test_the_example_file_can_be_filled_in_and_sent(town, enter):
    an_indicator(a_goal("Stunting turun"))
    wati = enter(town.wati)

    answer = wati.get("/sasaran/nilai/contoh/")

    assert answer["Content-Disposition"] == 'attachment; filename="nilai-indikator.xlsx"'
    sent = SimpleUploadedFile("nilai-indikator.xlsx", answer.content)
    page = wati.post("/sasaran/nilai/impor/", {"file": sent})
    assert page.status_code == 200  # its columns are known; it has no rows yet
    assert "Tidak ada nilai baru" in page.content.decode()
