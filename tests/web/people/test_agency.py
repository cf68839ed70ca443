"""The settings of the agency, and how its pages look."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from tests.web.people.conftest import City
from tests.web.work.visit import enter

from kinerja.people.agency import the_agency
from kinerja.records.event import Event

GIVEN = {
    "name": "Pemerintah Kota Jayapura",
    "kind": "region",
    "timezone": "Asia/Jayapura",
    "work_days": "6",
    "entry_cycle": "week",
    "grace_days": "2",
    "answer_days": "7",
    "cycle": "month",
    "sample_percent": "25",
    "storage_megabytes": "512",
    "thanks_a_month": "8",
    "least_respondents": "20",
    "public_page": "on",
}


def a_logo() -> SimpleUploadedFile:
    picture = BytesIO()
    Image.new("RGB", (64, 64), "#0b5a60").save(picture, "PNG")
    return SimpleUploadedFile("logo.png", picture.getvalue(), "image/png")


@pytest.fixture(autouse=True)
def _files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def test_settings_are_changed_and_count_at_once(city: City) -> None:
    client = enter(city.ani)

    answer = client.post("/pengaturan/", GIVEN)

    agency = the_agency()
    assert answer.headers["Location"] == "/pengaturan/"
    assert (agency.name, agency.timezone) == ("Pemerintah Kota Jayapura", "Asia/Jayapura")
    assert (agency.work_days, agency.cycle) == (6, "month")
    assert Event.objects.get().data == {
        "name": ["Kota Uji", "Pemerintah Kota Jayapura"],
        "timezone": ["Asia/Jakarta", "Asia/Jayapura"],
        "work_days": [5, 6],
        "entry_cycle": ["day", "week"],
        "grace_days": [1, 2],
        "answer_days": [5, 7],
        "cycle": ["quarter", "month"],
        "sample_percent": [10, 25],
        "storage_megabytes": [2048, 512],
        "thanks_a_month": [5, 8],
        "least_respondents": [10, 20],
        "public_page": [False, True],
    }
    assert "Pemerintah Kota Jayapura" in client.get("/pengaturan/").content.decode()


def test_what_is_not_offered_is_refused(city: City) -> None:
    answer = enter(city.ani).post("/pengaturan/", GIVEN | {"timezone": "Mars/Base", "name": " "})

    assert answer.status_code == 422
    assert sorted(answer.context["form"].errors) == ["name", "timezone"]
    assert the_agency().name == "Kota Uji"


def test_a_time_zone_from_the_installation_stays_choosable(city: City) -> None:
    agency = the_agency()
    agency.timezone = "Asia/Pontianak"
    agency.save()

    answer = enter(city.ani).post("/pengaturan/", GIVEN | {"timezone": "Asia/Pontianak"})

    assert answer.status_code == 302
    assert the_agency().timezone == "Asia/Pontianak"


def test_colours_and_logo_are_kept(city: City) -> None:
    answer = enter(city.ani).post(
        "/pengaturan/tampilan/", {"accent": "#123456", "attention": "", "logo": a_logo()}
    )

    agency = the_agency()
    assert answer.headers["Location"] == "/pengaturan/tampilan/"
    assert (agency.accent, agency.attention) == ("#123456", "")
    assert agency.logo is not None


def test_a_wrong_logo_leaves_the_colours_as_they_were(city: City) -> None:
    text = SimpleUploadedFile("logo.png", b"bukan gambar", "image/png")

    answer = enter(city.ani).post(
        "/pengaturan/tampilan/", {"accent": "#123456", "attention": "", "logo": text}
    )

    assert answer.status_code == 422
    assert the_agency().accent == ""
    assert Event.objects.count() == 0


def test_a_wrong_colour_is_told(city: City) -> None:
    answer = enter(city.ani).post("/pengaturan/tampilan/", {"accent": "biru", "attention": ""})

    assert answer.status_code == 422
    assert dict(answer.context["form"].errors) == {
        "__all__": ["Warna utama: Tulis warna seperti #0b5a60."]
    }
