"""The agency's own logo: served to everybody, and nothing else by that address."""

from io import BytesIO

import pytest
from django.test import Client
from PIL import Image
from pytest_django.fixtures import Settings
from tests.people.make import a_person, an_admin, an_agency

from kinerja.people.agency import Agency, set_logo
from kinerja.people.person import Person
from kinerja.people.refusals import NotAllowed
from kinerja.records.attachment import attach
from kinerja.records.event import Event
from kinerja.records.refusals import FileRefused

pytestmark = pytest.mark.django_db


def a_picture(colour: str = "teal") -> bytes:
    made = BytesIO()
    Image.new("RGB", (64, 64), colour).save(made, "PNG")
    return made.getvalue()


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path
    an_agency()


@pytest.fixture
def admin() -> Person:
    return an_admin()


def test_a_logo_stands_on_every_page(client: Client, admin: Person) -> None:
    assert "<img" not in client.get("/akun/masuk/").content.decode()

    agency = set_logo(name="logo.png", content=a_picture(), by=admin)

    address = f"/merek/{agency.logo_id}/logo"
    assert f'<img src="{address}" alt=""' in client.get("/akun/masuk/").content.decode()
    served = client.get(address)
    assert served.headers["Content-Type"] == agency.logo.media_type  # type: ignore[union-attr]
    assert Image.open(BytesIO(served.content)).size == (64, 64)
    assert "immutable" in served.headers["Cache-Control"]
    assert list(Event.objects.values_list("name", "by")) == [("agency.logo_set", admin.pk)]


def test_other_files_are_not_served_by_that_address(client: Client, admin: Person) -> None:
    evidence = attach(name="foto.png", content=a_picture("red"), by=admin)

    assert client.get(f"/merek/{evidence.blob_id}/logo").status_code == 404


def test_what_is_no_picture_is_refused(admin: Person) -> None:
    with pytest.raises(FileRefused):
        set_logo(name="logo.csv", content=b"a;b\n1;2\n", by=admin)

    assert Agency.objects.get().logo is None
    assert not Event.objects.exists()


def test_only_the_personnel_admin_sets_it() -> None:
    with pytest.raises(NotAllowed):
        set_logo(name="logo.png", content=a_picture(), by=a_person("Sari"))

    assert Agency.objects.get().logo is None
