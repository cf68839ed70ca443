"""Pages of moves: another official by appointment, the last result of the old unit, study leave."""

from datetime import date

import pytest
import time_machine
from tests.evaluation.make import IN_WINDOW, Quarter, a_judgement, rated, signed
from tests.people.make import a_head, a_position, a_unit, an_assignment
from tests.web.evaluation.visit import enter, judged, mistakes, words
from tests.work.make import a_result, a_set_plan

from kinerja.evaluation.closing import sign_review
from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.period import open_period
from kinerja.evaluation.rating import rate_review
from kinerja.evaluation.review import Review
from kinerja.evaluation.succession import follow_evaluators
from kinerja.people.assignment import Assignment
from kinerja.people.person import Person
from kinerja.planning.moves import follow_moves

MOVED = date(2026, 9, 1)


def test_the_personnel_office_appoints_another_official(quarter: Quarter):
    wati, url = enter(quarter.wati), f"/penilaian/{quarter.sari.pk}/penunjukan/"
    assert url in wati.get("/periode/2026-Q3/?sebab=not_rated").content.decode()
    assert "Sekarang dinilai Budi." in words(wati.get(url))

    wrong = wati.post(url, {"official": "123", "basis": "Surat 800/1"})
    nip = " ".join(quarter.town.rina.nip)
    done = wati.post(url, {"official": nip, "basis": "Surat 800/1"})

    assert mistakes(wrong) == ["Tidak ada pegawai dengan NIP ini. Periksa angkanya."]
    assert done["Location"] == "/periode/2026-Q3/"
    assert Review.objects.get(pk=quarter.sari.pk).appraiser == quarter.town.rina


def test_nobody_else_opens_the_appointment(quarter: Quarter):
    for person in (quarter.town.sari, quarter.town.budi, quarter.town.rina):
        assert enter(person).get(f"/penilaian/{quarter.sari.pk}/penunjukan/").status_code == 404


@pytest.fixture
def moved(quarter: Quarter) -> Quarter:
    """Sari's second quarter is signed by Budi; since September she works for Candra."""
    town = quarter.town
    second = open_period(code="2026-Q2", by=None)
    with time_machine.travel("2026-07-06T10:00:00+07:00", tick=False):
        open_reviews(period=second, on=date(2026, 7, 6), by=None)
        review = Review.objects.get(period=second, person=town.sari)
        rate_review(review=review, judgement=a_judgement(review), by=town.budi, on=date(2026, 7, 6))
        sign_review(review=review, by=town.budi, on=date(2026, 7, 6))
    alai = a_unit("Puskesmas Alai", town.health)
    a_head("Candra", alai)
    posts = Assignment.objects.filter(person=town.sari)
    posts.update(ends_on=date(2026, 8, 31))
    post = an_assignment(town.sari, a_position(alai), starts_on=MOVED)
    follow_moves(on=MOVED)
    a_result(a_set_plan(town.sari, assignment=post, starts_on=MOVED), 1, "Gizi balita membaik")
    follow_evaluators(on=IN_WINDOW)
    open_reviews(period=quarter.period, on=IN_WINDOW, by=None)
    quarter.sari = Review.objects.get(period=quarter.period, person=town.sari)
    return quarter


def test_both_agree_on_the_result_of_the_old_unit(moved: Quarter):
    sari, candra = enter(moved.town.sari), enter(Person.objects.get(name="Candra"))
    page = f"/penilaian/{moved.sari.pk}/pakai-hasil/"
    assert page in sari.get(f"/penilaian/{moved.sari.pk}/realisasi/").content.decode()
    assert page in candra.get(f"/penilaian/{moved.sari.pk}/").content.decode()
    assert "Hasil yang akan dipakai Baik" in words(sari.get(page))

    assert sari.post(page)["Location"] == "/hasil/"
    assert "Menunggu persetujuan" in words(sari.get(page))
    assert "Sari mengusulkannya 5 Oktober 2026" in words(candra.get(page))
    assert candra.post(page)["Location"] == "/penilaian/"

    sign = f"/penilaian/{moved.sari.pk}/tanda-tangan/"
    assert "Hasil unit lama dipakai atas kesepakatan." in words(candra.get(sign))
    revision = Review.objects.get(pk=moved.sari.pk).revision
    assert candra.post(sign, {"revision": revision}).status_code == 302
    result = words(sari.get(f"/hasil/{moved.sari.pk}/"))
    assert "Hasil Triwulan II 2026 di Puskesmas Pauh dipakai atas kesepakatan" in result


def test_who_did_not_move_has_no_such_page(quarter: Quarter):
    for person in (quarter.town.sari, quarter.town.budi, quarter.town.rina):
        assert enter(person).get(f"/penilaian/{quarter.sari.pk}/pakai-hasil/").status_code == 404


def test_too_late_the_page_says_so(moved: Quarter):
    with time_machine.travel("2026-10-16T10:00:00+07:00", tick=False):
        answer = enter(moved.town.sari).post(f"/penilaian/{moved.sari.pk}/pakai-hasil/")

    assert answer.status_code == 409
    assert "sudah ditutup" in words(answer)


def test_a_failed_study_is_chosen_on_the_form(quarter: Quarter):
    budi, url = enter(quarter.town.budi), f"/penilaian/{quarter.sari.pk}/"
    assert "Tidak lulus" not in words(budi.get(url))
    Person.objects.filter(pk=quarter.town.sari.pk).update(
        status="study_leave", status_since=date(2026, 2, 1)
    )
    assert "Tidak lulus: Sangat Kurang" in words(budi.get(url))

    unsaid = budi.post(url, judged(quarter.sari, study_failed="kurang"))
    fields = {"study_failed": "kurang", "behaviour_reason": "Tetap disiplin."}
    done = budi.post(url, judged(quarter.sari, **fields))

    assert unsaid.status_code == 422
    assert done["Location"] == f"/penilaian/{quarter.sari.pk}/tanda-tangan/"
    review = Review.objects.get(pk=quarter.sari.pk)
    assert (review.predicate, review.study_failed) == ("kurang", True)
    assert budi.post(done["Location"], {"revision": review.revision}).status_code == 302
    page = words(enter(quarter.town.sari).get(f"/hasil/{review.pk}/?hitung-ulang=1"))
    assert "Tugas belajar tidak lulus; predikat Kurang (Misconduct) dipilih penilai" in page
    assert "Hitungan cocok" in page


def test_a_usual_form_has_no_study(quarter: Quarter):
    signed(quarter.sari)
    rated(quarter.tono)

    assert (
        "study_failed"
        not in enter(quarter.town.budi).get(f"/penilaian/{quarter.tono.pk}/").content.decode()
    )
