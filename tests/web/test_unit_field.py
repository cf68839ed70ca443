"""One unit in a form: a list of few, a search among many; it works without JavaScript too."""

import re

import pytest
from django.http import QueryDict
from tests.people.make import a_person, a_unit, an_agency
from tests.web.work.visit import enter

from kinerja.people.unit import Unit, UnitName
from kinerja.web.forms import Form
from kinerja.web.unit_field import FEW, MOST, UnitField

pytestmark = pytest.mark.django_db


class PlaceForm(Form):
    unit = UnitField()


def the_form(said: str = "", *, needed: bool = True, at: Unit | None = None) -> PlaceForm:
    form = PlaceForm(QueryDict(said)) if said else PlaceForm(initial={"unit": at})
    field = form.fields["unit"]
    field.queryset = Unit.objects.open()  # type: ignore[attr-defined]
    field.required = field.widget.is_required = needed
    if not needed:
        field.empty_label = "Seluruh instansi"  # type: ignore[attr-defined]
    return form


def the_choices(html: str) -> list[tuple[str, bool]]:
    """The marks that are offered: the key of the unit, and whether it is marked."""
    found = re.findall(r'<input type="radio" name="unit" value="(\d+)"( checked)?>', html)
    return [(pk, bool(marked)) for pk, marked in found]


@pytest.fixture
def city() -> Unit:
    an_agency()
    return a_unit("Kota Contoh", code="K")


@pytest.fixture
def schools(city: Unit) -> list[Unit]:
    """So many that no list shows them all."""
    return [a_unit(f"SD Negeri {number}", city, code=f"SD{number}") for number in range(FEW + 5)]


def test_few_units_are_a_list(city: Unit) -> None:
    clinic = a_unit("Puskesmas Air Camar", city)
    html = str(the_form(at=clinic)["unit"])

    assert re.findall(r'<option value="(\d*)"( selected)?>([^<]+)', html) == [
        ("", "", "Pilih"),
        (str(city.pk), "", "Kota Contoh"),
        (str(clinic.pk), " selected", "Puskesmas Air Camar"),
    ]


def test_many_units_are_a_search_that_holds_what_is_chosen(schools: list[Unit]) -> None:
    html = str(the_form(at=schools[3])["unit"])

    assert "<select" not in html
    assert 'name="unit_cari" value="SD Negeri 3"' in html
    assert the_choices(html) == [(str(schools[3].pk), True)]


def test_a_name_of_one_unit_is_that_unit(schools: list[Unit]) -> None:
    for said in ("SD Negeri 3", "sd negeri 3", "SD3", "negeri 44"):
        form = the_form(f"unit_cari={said}")
        assert form.is_valid(), said
        assert form.cleaned_data["unit"] == schools[44 if "44" in said else 3]


def test_another_name_of_it_finds_it_too(schools: list[Unit]) -> None:
    UnitName.objects.create(unit=schools[7], name="Inpres Padang Besi")
    form = the_form("unit_cari=padang besi")
    assert form.is_valid()
    assert form.cleaned_data["unit"] == schools[7]


def test_words_of_several_lay_them_out_and_keep_the_words(schools: list[Unit]) -> None:
    form = the_form("unit_cari=negeri 4")

    assert form.errors == {"unit": ["Beberapa unit cocok. Pilih salah satu di bawah kolom ini."]}
    html = str(form["unit"])
    fitting = [4, 14, 24, 34, 40, 41, 42, 43, 44]
    assert sorted(the_choices(html)) == sorted((str(schools[n].pk), False) for n in fitting)
    assert 'value="negeri 4"' in html


def test_a_mark_that_fits_the_words_counts(schools: list[Unit]) -> None:
    form = the_form(f"unit_cari=negeri 4&unit={schools[42].pk}")
    assert form.is_valid()
    assert form.cleaned_data["unit"] == schools[42]


def test_a_mark_left_from_other_words_does_not(schools: list[Unit]) -> None:
    form = the_form(f"unit_cari=SD Negeri 7&unit={schools[42].pk}")
    assert form.is_valid()
    assert form.cleaned_data["unit"] == schools[7]


def test_more_than_a_page_of_them_says_so(schools: list[Unit]) -> None:
    html = str(the_form("unit_cari=negeri")["unit"])
    assert len(the_choices(html)) == MOST
    assert "Masih ada unit lain yang cocok" in html


@pytest.mark.parametrize("said", ["tidak ada", "%00", "'; --", "x" * 5_000, "a b c d e f g h i j"])
def test_words_of_none_are_refused(schools: list[Unit], said: str) -> None:
    form = the_form(f"unit_cari={said}&unit={schools[1].pk}")
    assert not form.is_valid()
    str(form["unit"])


def test_no_words_are_no_unit(schools: list[Unit]) -> None:
    empty = f"unit_cari=&unit={schools[1].pk}"
    assert the_form(empty).errors == {"unit": ["Unit kerja belum dipilih."]}
    form = the_form(empty, needed=False)
    assert form.is_valid()
    assert form.cleaned_data["unit"] is None


def test_a_key_alone_is_taken_as_from_a_list(schools: list[Unit]) -> None:
    form = the_form(f"unit={schools[5].pk}")
    assert form.is_valid()
    assert form.cleaned_data["unit"] == schools[5]


def test_a_closed_unit_is_not_found(schools: list[Unit]) -> None:
    Unit.objects.filter(pk=schools[5].pk).update(closed_on="2026-01-01")
    for said in (f"unit={schools[5].pk}", "unit_cari=SD5"):
        assert not the_form(said).is_valid()


# --- While it is typed


def test_the_search_answers_with_marks_for_the_field_that_asked(schools: list[Unit]) -> None:
    browser = enter(a_person("Tono"))
    html = browser.get("/organisasi/cocok/?kolom=unit&unit_cari=negeri+44").content.decode()
    assert the_choices(html) == [(str(schools[44].pk), False)]

    html = browser.get("/organisasi/cocok/?kolom=unit&unit_cari=tidak+ada").content.decode()
    assert "Tidak ada unit dengan kata itu" in html


def test_a_made_up_name_of_a_field_is_not_repeated(schools: list[Unit]) -> None:
    browser = enter(a_person("Tono"))
    address = "/organisasi/cocok/"
    html = browser.get(address, {"kolom": '"><b>', "unit_cari": "SD44"}).content.decode()
    assert the_choices(html) == [(str(schools[44].pk), False)]
