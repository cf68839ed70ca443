"""The pages of the matrix: the leader fills cells, staff volunteer and take their roles over."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.planning.town import JANUARY, YEAR, a_draft, a_person, a_set_plan, seat
from tests.web.unchanged import everything

from kinerja.planning.matrix import MatrixRole, RoleMatrix, start_matrix, write_cell
from kinerja.planning.matrix_grid import grid_of
from kinerja.planning.matrix_guest import MatrixGuest

REFERRAL = "Rujukan cepat dan tepat"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def matrix(town) -> RoleMatrix:
    a_set_plan(town.budi)
    return start_matrix(year=YEAR, by=town.budi, on=JANUARY)


def cell_url(matrix, person) -> str:
    indicator = grid_of(matrix, matrix.leader, JANUARY).columns[0]
    return f"/matriks/{matrix.pk}/sel/{indicator.pk}/{person.pk if person else 0}/"


def write(matrix, person, *titles):
    indicator = grid_of(matrix, matrix.leader, JANUARY).columns[0]
    write_cell(
        matrix=matrix,
        person=person,
        indicator=indicator,
        titles=titles,
        by=matrix.leader,
        on=JANUARY,
    )


def test_a_leader_opens_the_matrix_and_staff_come_to_their_roles(town, enter):
    a_set_plan(town.budi)
    budi = enter(town.budi)
    assert "Belum ada matriks 2026" in budi.get("/matriks/").content.decode()

    answer = budi.post("/matriks/mulai/2026/")

    assert answer.url == f"/matriks/{RoleMatrix.objects.get().pk}/"
    page = budi.get(answer.url).content.decode()
    assert "Sari Dewi" in page
    assert "Cakupan pelayanan" in page
    assert enter(town.sari).get("/matriks/").url == "/matriks/peran/"
    assert enter(town.sari).post("/matriks/mulai/2026/").status_code == 403


def test_a_cell_is_written_without_javascript(town, enter, matrix):
    budi, url = enter(town.budi), cell_url(matrix, town.sari)
    assert "Tidak ada peran" in budi.get(url).content.decode()

    answer = budi.post(url, {"titles": f"{REFERRAL}\nCatatan lengkap\n"})

    assert (answer.status_code, answer.url) == (302, f"/matriks/{matrix.pk}/")
    assert [role.title for role in matrix.roles.all()] == [REFERRAL, "Catatan lengkap"]


def test_a_cell_is_written_in_place(town, enter, matrix):
    budi, url = enter(town.budi), cell_url(matrix, town.sari)
    form = budi.get(url, **HTMX).content.decode()
    assert "<form" in form
    assert "<html" not in form

    answer = budi.post(url, {"titles": REFERRAL}, **HTMX)

    assert answer.status_code == 200
    assert REFERRAL in answer.content.decode()
    assert "<form" not in answer.content.decode()
    shown = budi.get(url + "?batal=1", **HTMX).content.decode()
    assert REFERRAL in shown
    assert "<form" not in shown


def test_a_refusal_keeps_what_was_typed(town, enter, matrix):
    write(matrix, town.sari, "Yang lain")
    before = everything()
    body = {"titles": REFERRAL, "before": ""}
    answer = enter(town.budi).post(cell_url(matrix, town.sari), body)

    assert answer.status_code == 422
    assert REFERRAL in answer.content.decode()
    assert "sudah berubah" in answer.content.decode()
    assert everything() == before


def test_the_matrix_is_read_above_and_not_beside(town, enter, matrix):
    for person, status in ((town.rina, 200), (town.sari, 404), (town.tono, 404)):
        assert enter(person).get(f"/matriks/{matrix.pk}/").status_code == status
    page = enter(town.rina).get(f"/matriks/{matrix.pk}/").content.decode()
    assert "Undang pegawai" not in page
    assert enter(town.rina).get(cell_url(matrix, town.sari)).status_code == 404
    assert enter(town.budi).get(cell_url(matrix, town.wati)).status_code == 404


def test_somebody_of_another_unit_is_asked_for_and_agreed_to(town, enter, matrix):
    budi, url = enter(town.budi), f"/matriks/{matrix.pk}/undang/"
    assert budi.post(url, {"nip": "111111111111111111"}).status_code == 422
    assert budi.post(url, {"nip": town.sari.nip}).status_code == 422
    assert budi.post(url, {"nip": f" {town.wati.nip[:8]} {town.wati.nip[8:]}"}).status_code == 302
    guest = MatrixGuest.objects.get()
    mayor = enter(town.mayor)
    assert "Wati Lestari" in mayor.get("/matriks/jawaban/").content.decode()
    page = f"/matriks/undangan/{guest.pk}/"
    assert "Budi Santoso" in mayor.get(page).content.decode()
    assert mayor.post(page, {"agree": "tidak", "reason": ""}).status_code == 422
    assert mayor.post(page, {"agree": "ya"}).url == "/matriks/jawaban/"
    assert "Unit lain, disetujui" in budi.get(f"/matriks/{matrix.pk}/").content.decode()
    assert enter(town.wati).post(page, {"agree": "ya"}).status_code == 403
    assert enter(town.tono).get(page).status_code == 404


def test_the_team_is_taken_in_at_once(town, enter, matrix):
    answer = enter(town.budi).post(f"/matriks/{matrix.pk}/tim/", follow=True)
    assert "Semua sudah masuk." in answer.content.decode()


def test_an_employee_volunteers_is_answered_and_takes_the_role_over(town, enter, matrix):
    write(matrix, None, REFERRAL)
    sari, budi = enter(town.sari), enter(town.budi)
    assert REFERRAL in sari.get("/matriks/peran/").content.decode()
    offer = matrix.roles.get()
    url = f"/matriks/{matrix.pk}/ajukan/{offer.indicator_id}/"
    assert REFERRAL in sari.get(f"{url}?tawaran={offer.pk}").content.decode()
    assert sari.post(url, {"title": ""}).status_code == 422
    assert sari.post(f"{url}?tawaran={offer.pk}", {"title": REFERRAL}).url == "/matriks/peran/"
    role = MatrixRole.objects.get(person=town.sari)
    answer = f"/matriks/peran/{role.pk}/jawab/"
    assert "1 pengajuan menunggu" in budi.get(f"/matriks/{matrix.pk}/").content.decode()
    assert sari.get(answer).status_code == 403
    assert enter(town.tono).get(answer).status_code == 404
    assert budi.post(answer, {"agree": "ya"}).status_code == 302
    assert "Susun dulu rencana" in sari.get("/matriks/peran/").content.decode()
    plan = a_draft(town.sari)
    assert "Jadikan semua" in sari.get("/matriks/peran/").content.decode()
    assert budi.post(f"/matriks/peran/{role.pk}/ambil/").status_code == 404
    assert sari.post(f"/matriks/peran/{role.pk}/ambil/").url == f"/rencana/{plan.pk}/"
    assert plan.results.get().title == REFERRAL
    assert (
        "Tidak ada peran" in sari.post("/matriks/peran/ambil/2026/", follow=True).content.decode()
    )


def test_who_has_no_row_finds_no_roles(town, enter, matrix):
    page = enter(town.wati).get("/matriks/peran/").content.decode()
    assert "Belum ada matriks untuk Anda" in page
    indicator = grid_of(matrix, matrix.leader, JANUARY).columns[0]
    assert enter(town.wati).get(f"/matriks/{matrix.pk}/ajukan/{indicator.pk}/").status_code == 404


def test_agreed_roles_stand_beside_the_draft_and_are_taken_in_one_tap(town, enter, matrix):
    write(matrix, town.sari, REFERRAL, "Catatan lengkap")
    plan, sari = a_draft(town.sari), enter(town.sari)
    page = sari.get(f"/rencana/{plan.pk}/").content.decode()
    assert "2 peran dari matriks" in page

    sari.post("/matriks/peran/ambil/2026/")

    titles = [result.title for result in plan.results.order_by("number")]
    assert titles == [REFERRAL, "Catatan lengkap"]
    assert "peran dari matriks" not in sari.get(f"/rencana/{plan.pk}/").content.decode()


def test_the_page_costs_the_same_for_two_and_for_forty(town, enter, matrix):
    budi = enter(town.budi)
    budi.get(f"/matriks/{matrix.pk}/")
    with CaptureQueriesContext(connection) as few:
        budi.get(f"/matriks/{matrix.pk}/")
    for number in range(40):
        person = a_person(f"Pegawai {number:02}", f"1990041220150329{number + 10:02}")
        seat(person, town.centre, f"Perawat {number}", "jf", "terampil")
        write(matrix, person, f"Hasil {number}")
    with CaptureQueriesContext(connection) as many:
        page = budi.get(f"/matriks/{matrix.pk}/")
    assert "Hasil 39" in page.content.decode()
    assert len(many) == len(few)
