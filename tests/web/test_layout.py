"""The frame of every page: navigation by role, titles, the guards of addresses."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, RequestFactory
from django.utils import timezone
from django_htmx.middleware import HtmxDetails
from tests.people.make import a_head, a_member, a_person, a_role, a_unit, an_account, an_agency

from kinerja.people.account import Account
from kinerja.people.person import Person
from kinerja.people.role import Role
from kinerja.records.notice import notify
from kinerja.rules.refusal import Refusal
from kinerja.web.layout import Layout
from kinerja.web.page import GUARD, PageRequest, page, public_page, routes

pytestmark = pytest.mark.django_db


def layout_of(person: Person | None, path: str = "/lainnya/") -> Layout:
    request = RequestFactory().get(path)
    request.agency = an_agency()  # type: ignore[attr-defined]
    request.person = person  # type: ignore[attr-defined]
    return Layout(request)


def labels(layout: Layout) -> dict[str, list[str]]:
    return {group.name: [link.label for link in group.links] for group in layout.groups}


# --- Navigation


def test_an_employee_sees_what_everybody_sees() -> None:
    groups = labels(layout_of(a_member("Sari", a_unit())))

    assert groups[""] == [
        *("Beranda", "Rencana", "Lapor", "Perintah", "Hasil", "Umpan balik", "Kotak masuk")
    ]
    assert groups["Organisasi"] == [
        "Sasaran",
        "Sasaran bersama",
        "Kolaborasi",
        "Peran saya",
        "Peran dalam matriks",
        "Hambatan",
        "Umpan balik 360",
        "Apresiasi",
        "Gagasan",
        "Inisiatif",
        "Lencana",
        "Pegawai terbaik",
    ]
    groups_of_all = {"", "Kebutuhan", "Organisasi", "Pengembangan", "Informasi", "Bantuan"}
    assert set(groups) == groups_of_all


def test_who_leads_a_unit_sees_team_queue_and_rating() -> None:
    budi = a_head("Budi", a_unit("Puskesmas"))

    assert labels(layout_of(budi))["Memimpin"] == [
        "Tim",
        "Pantauan",
        "Rekap",
        "Mutu data",
        "Antrean",
        "Rencana masuk",
        "Matriks peran",
        "Templat rencana",
        "Penilaian",
        "Keberatan",
        "Pelaporan hasil",
    ]


def test_who_leads_and_receives_results_finds_them_in_one_place() -> None:
    surya = a_head("Surya", a_unit("Sekretariat"))
    a_role(surya, Role.Name.AUTHORISED_OFFICIAL)

    groups = labels(layout_of(surya))

    assert groups["Pengawasan"] == ["Buka kembali", "Pelaporan hasil"]
    assert "Pelaporan hasil" not in groups["Memimpin"]


@pytest.mark.parametrize(
    ("role", "group", "expected"),
    [
        (
            Role.Name.PERSONNEL_ADMIN,
            "Kepegawaian",
            [
                *("Pegawai", "Unit kerja", "Waktu kerja", "Impor data", "Templat rencana"),
                *("Ruang kendali", "Periode penilaian", "Pengaturan"),
            ],
        ),
        (Role.Name.PERSONNEL_VIEWER, "Kepegawaian", ["Pegawai", "Unit kerja"]),
        (
            Role.Name.UNIT_ADMIN,
            "Kepegawaian",
            ["Pegawai", "Unit kerja", "Waktu kerja", "Templat rencana"],
        ),
        (Role.Name.SYSTEM_OPERATOR, "Sistem", ["Kesehatan sistem", "Galeri komponen"]),
        (Role.Name.INSPECTOR, "Sistem", None),
    ],
)
def test_tasks_open_their_entries(role: str, group: str, expected: list[str] | None) -> None:
    person = a_person("Wati")
    a_role(person, role, a_unit() if role == Role.Name.UNIT_ADMIN else None)

    assert labels(layout_of(person)).get(group) == expected


def test_a_task_that_has_ended_opens_nothing() -> None:
    person = a_person("Wati")
    a_role(person, Role.Name.SYSTEM_OPERATOR, ends_on=date(2026, 1, 2))

    assert "Sistem" not in labels(layout_of(person))


def test_the_bar_has_five_places_with_reporting_in_the_middle() -> None:
    unit = a_unit("Puskesmas")
    sari, budi = a_member("Sari", unit), a_head("Budi", unit)

    bar = layout_of(sari).bar
    assert [link.label for link in bar] == ["Beranda", "Rencana", "Lapor", "Hasil", "Lainnya"]
    assert [link.label for link in bar if link.press] == ["Lapor"]
    assert [link.label for link in layout_of(budi).bar][3] == "Tim"


def test_who_does_not_report_finds_something_else_in_the_middle() -> None:
    mayor, guest = a_head("Hasan", a_unit("Kota")), a_person("Tamu")
    Person.objects.filter(pk=mayor.pk).update(kind=Person.Kind.OFFICIAL)
    mayor.refresh_from_db()

    bar = layout_of(mayor).bar
    assert [link.label for link in bar] == ["Beranda", "Rencana", "Antrean", "Tim", "Lainnya"]
    assert [link.label for link in bar if link.press] == ["Antrean"]
    assert "Lapor" not in labels(layout_of(mayor))[""]
    bar = layout_of(guest).bar
    assert [link.label for link in bar] == ["Beranda", "Rencana", "Kotak masuk", "Hasil", "Lainnya"]
    assert [link.label for link in bar if link.press] == ["Kotak masuk"]


def test_lainnya_lists_what_the_bar_has_no_room_for() -> None:
    groups = {group.name: group.links for group in layout_of(a_member("Sari", a_unit())).everything}

    assert [link.label for link in groups[""]] == ["Perintah", "Umpan balik", "Kotak masuk"]
    assert [link.label for link in groups["Akun"]] == [
        "Profil saya",
        "Pengenalan",
        "Jejak saya",
        "Kalender saya",
        "Gangguan sistem",
        "Keamanan akun",
        "Ganti sandi",
        "Sesi masuk",
        "Token akses",
    ]


@pytest.mark.parametrize(
    ("path", "current"), [("/rencana/", "page"), ("/rencana/7/", "true"), ("/rencanaku/", "")]
)
def test_an_entry_knows_when_one_is_there_or_below_it(path: str, current: str) -> None:
    bar = layout_of(a_member("Sari", a_unit()), path).bar

    assert {link.label: link.current for link in bar} == {
        "Beranda": "",
        "Rencana": current,
        "Lapor": "",
        "Hasil": "",
        "Lainnya": "",
    }


def test_only_one_entry_of_the_rail_is_current() -> None:
    groups = layout_of(a_head("Budi", a_unit("Puskesmas")), "/rencana/masuk/").groups

    links = [link for group in groups for link in group.links]
    assert [link.label for link in links if link.current] == ["Rencana masuk"]


def test_unread_notices_are_counted_on_the_inbox() -> None:
    sari = a_person("Sari")
    notify(sari, "Laporan diterima.", "/laporan/1/")
    notify(a_person("Tono"), "Bukan untuk Sari.", "/")

    (inbox,) = (link for link in layout_of(sari).groups[0].links if link.label == "Kotak masuk")
    assert inbox.count == 1


def test_the_page_lainnya_shows_name_and_nip_and_the_way_out(client: Client) -> None:
    an_agency()
    sari = a_person("Sari", back_title="A.Md.Keb", nip="198704122010012003")
    client.force_login(an_account(sari))

    shown = client.get("/lainnya/").content.decode()

    assert "<strong>Sari, A.Md.Keb</strong>" in shown
    assert "NIP 19870412 201001 2 003" in shown
    assert 'action="/akun/keluar/"' in shown


# --- The base template


def test_the_title_is_said_once_and_stands_in_tab_and_heading(rf: RequestFactory) -> None:
    template = engines["django"].from_string(
        "{% extends 'base.html' %}{% block title %}Lapor <b>{{ what }}</b>{% endblock %}"
    )
    request = rf.get("/")
    request.user = AnonymousUser()
    request.agency = an_agency(name="Kota Uji")  # type: ignore[attr-defined]
    request.session = {}  # type: ignore[assignment]

    shown = template.render({"what": "Ma'ruf <script>"}, request)

    assert "<title>Lapor Ma&#x27;ruf &lt;script&gt; · Kota Uji</title>" in shown
    assert "<h1>Lapor <b>Ma&#x27;ruf &lt;script&gt;</b></h1>" in shown
    assert '<html lang="id">' in shown


# --- The guards


def a_request(user: Account | AnonymousUser, **headers: str) -> HttpRequest:
    request = RequestFactory().get("/rencana/", headers=headers)
    request.user = user
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    return request


@page
def where_and_when(request: PageRequest) -> HttpResponse:
    return HttpResponse(f"{request.person.name} {request.agency.name} {timezone.localtime():%H}")


@page
def refusing(request: PageRequest) -> HttpResponse:
    raise Refusal("Periode ini sudah ditutup.")


@public_page
def for_all(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ya")


def test_page_knows_the_person_and_keeps_the_time_of_the_agency() -> None:
    an_agency(name="Kota Jayapura", timezone="Asia/Jayapura")
    account = an_account(a_person("Sari"))

    said = where_and_when(a_request(account)).content.decode()  # type: ignore[attr-defined]

    hour = datetime.now(ZoneInfo("Asia/Jayapura")).strftime("%H")
    assert said == f"Sari Kota Jayapura {hour}"
    assert timezone.get_current_timezone_name() == "Asia/Jakarta"  # put back afterwards


def test_page_leads_to_sign_in_and_back() -> None:
    response = where_and_when(a_request(AnonymousUser()))

    assert response.headers["Location"] == "/akun/masuk/?next=/rencana/"


def test_a_part_without_sign_in_takes_the_whole_page_there() -> None:
    current = "http://testserver/rencana/7/"
    asked = a_request(AnonymousUser(), hx_request="true", hx_current_url=current)

    response = where_and_when(asked)

    assert response.headers["HX-Redirect"] == "/akun/masuk/?next=/rencana/7/"


def test_a_refusal_becomes_a_page_with_its_words() -> None:
    an_agency()

    response = refusing(a_request(an_account(a_person("Sari"))))

    assert response.status_code == 409
    assert "Periode ini sudah ditutup." in response.content.decode()  # type: ignore[attr-defined]


def test_public_page_needs_no_sign_in() -> None:
    an_agency()

    assert for_all(a_request(AnonymousUser())).status_code == 200


def test_every_address_of_the_site_carries_a_guard() -> None:
    unguarded = [route.pattern for route in routes() if not route.guard]

    assert unguarded == []


def test_the_public_addresses_are_these() -> None:
    public = {route.name for route in routes() if route.guard == "public"}

    assert public == {
        "account_login",
        "account_logout",
        "account_inactive",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "alive",
        "brand_style",
        "brand_logo",
        "offline_shell",
        "service_worker",
        "manifest",
        "outside_answer",
        "survey_page",
        "survey_done",
        "public",
        "training_check",
        "practice_begin",
        "channel_stop",
        "practice_closed",
        "calendar_feed",
        "complain",
        "partner_comment",
        "partner_enter",
        "partner_file",
        "partner_finish",
        "partner_home",
        "partner_leave",
        "complaint_content",
        "complaint_find",
        "complaint_photo",
        "complaint_reply",
        "complaint_ticket",
        "api:openapi-json",
        "api:api-root",
    }


def test_a_view_without_a_guard_is_noticed() -> None:
    assert getattr(page, GUARD, "") == ""
    assert getattr(where_and_when, GUARD) == "person"
