"""Pages for what went wrong: friendly, with one thing to do next, and without a database."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from tests.people.make import a_person, an_account, an_agency

from kinerja.rules.refusal import Forbidden, Refusal
from kinerja.web import errors
from kinerja.web.errors import Fault

WORDS = {
    400: "Permintaan ini tidak terbaca",
    403: "Bagian ini untuk peran lain",
    404: "Halaman tidak ditemukan",
    409: "Belum bisa dilakukan",
    413: "Kiriman ini terlalu besar",
    429: "Terlalu banyak percobaan",
    500: "Ada gangguan di pihak kami",
    503: "Instansi belum disiapkan",
}


def answer_to(status: int, request: HttpRequest) -> HttpResponse:
    return {
        400: lambda: errors.bad_request(request, BadRequest()),
        403: lambda: errors.forbidden(request, PermissionDenied()),
        404: lambda: errors.not_found(request),
        409: lambda: errors.refused(request, Refusal("Periode ini sudah ditutup.")),
        413: lambda: errors.bad_request(request, RequestDataTooBig()),
        429: lambda: errors.too_many(request),
        500: lambda: errors.server_error(request),
        503: lambda: errors.no_agency(request),
    }[status]()


@pytest.mark.parametrize("status", WORDS)
def test_each_status_has_a_page_of_its_own(status: int, rf: RequestFactory) -> None:
    response = answer_to(status, rf.get("/rencana/"))  # no database in this test

    page = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{WORDS[status]}</h1>" in page
    assert page.count('class="button primary"') == 1


def test_refused_says_the_words_of_the_refusal_and_leads_back(rf: RequestFactory) -> None:
    request = rf.get("/rencana/", headers={"referer": "http://testserver/rencana/7/"})

    page = errors.refused(request, Refusal("Periode <ini> sudah ditutup.")).content.decode()

    assert "Periode &lt;ini&gt; sudah ditutup." in page
    assert 'href="/rencana/7/"' in page


def test_a_forbidden_act_is_told_apart_from_one_that_must_wait(rf: RequestFactory) -> None:
    response = errors.refused(rf.get("/"), Forbidden("Rencana ini diubah oleh pemiliknya."))

    assert response.status_code == 403
    assert "<h1>Ini bukan tugas Anda</h1>" in response.content.decode()
    assert "Rencana ini diubah oleh pemiliknya." in response.content.decode()


def test_refused_never_leads_to_another_host(rf: RequestFactory) -> None:
    request = rf.get("/rencana/", headers={"referer": "http://testserver.jahat.example/"})

    page = errors.refused(request, Refusal("Tidak.")).content.decode()

    assert "jahat" not in page
    assert 'href="/"' in page


def test_a_part_asked_for_by_htmx_takes_the_whole_page(rf: RequestFactory) -> None:
    assert errors.not_found(rf.get("/")).headers["HX-Retarget"] == "body"


def test_server_error_stands_when_even_the_template_fails(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errors, "SERVER_ERROR", Fault(500, "Ada gangguan", "Coba lagi.", icon="?"))

    response = errors.server_error(rf.get("/"))

    assert response.status_code == 500
    assert response.content.decode() == "Ada gangguan. Coba lagi."


def test_csrf_failure_says_what_to_do() -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post("/akun/masuk/", {"login": "x", "password": "y"})

    assert response.status_code == 403
    assert "<h1>Halaman ini sudah terlalu lama terbuka</h1>" in response.content.decode()


def test_an_unknown_address_answers_404(client: Client) -> None:
    response = client.get("/tidak-ada/")

    assert response.status_code == 404
    assert "<h1>Halaman tidak ditemukan</h1>" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/tidak-ada/", "/laporan/999999/"])
def test_whoever_is_signed_in_keeps_the_menu(client: Client, path: str) -> None:
    an_agency(name="Kota Uji")
    client.force_login(an_account(a_person("Sari")))

    response = client.get(path)

    page = response.content.decode()
    assert response.status_code == 404
    assert "<h1>Halaman tidak ditemukan</h1>" in page
    assert '<nav class="nav bar" aria-label="Menu utama">' in page
    assert "<small>Kota Uji</small>" in page


@pytest.mark.django_db
def test_before_an_agency_exists_the_site_says_so(client: Client) -> None:
    response = client.get("/akun/masuk/")

    assert response.status_code == 503
    assert "<h1>Instansi belum disiapkan</h1>" in response.content.decode()
