"""The headers of every answer, and the limit of one request."""

import pytest
from django.test import Client
from tests.people.make import a_person, an_account, an_agency

from kinerja.web.errors import MOST_BYTES


@pytest.mark.django_db
def test_every_page_carries_the_strict_policy(client: Client) -> None:
    an_agency()

    response = client.get("/akun/masuk/")

    assert response.headers["Content-Security-Policy"] == (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    )
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_pages_of_a_signed_in_person_are_not_kept_on_shared_computers(client: Client) -> None:
    an_agency()
    client.force_login(an_account(a_person("Sari")))

    assert client.get("/lainnya/").headers["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_no_template_carries_inline_script_or_style(client: Client) -> None:
    an_agency()
    client.force_login(an_account(a_person("Sari")))

    page = client.get("/akun/keamanan/").content.decode()

    assert " style=" not in page
    assert " onclick=" not in page
    assert "<style" not in page


@pytest.mark.django_db
def test_request_limit_refuses_before_it_reads(client: Client) -> None:
    response = client.post("/akun/masuk/", CONTENT_LENGTH=str(MOST_BYTES + 1))

    assert response.status_code == 413
    assert "Kiriman ini terlalu besar" in response.content.decode()
