"""Addresses that only take forms lead a browser to the page above; help stands on every page."""

import re

import pytest
from tests.participation.town import Town
from tests.people.make import an_agency
from tests.web.evaluation.visit import enter

pytestmark = pytest.mark.django_db
BROWSER = {"accept": "text/html,application/xhtml+xml"}


@pytest.mark.parametrize("act", ["komentar", "dukung", "komentar/7/tarik"])
def test_a_browser_that_opens_the_address_of_a_form_comes_to_its_page(act: str) -> None:
    town = Town()
    one, sari = town.idea(), enter(town.sari)

    first = sari.get(f"{one.page}{act}/", headers=BROWSER)
    shown = sari.get(f"{one.page}{act}/", headers=BROWSER, follow=True)

    assert first.status_code == 302
    assert (shown.status_code, shown.request["PATH_INFO"]) == (200, one.page)


def test_a_program_and_a_part_of_a_page_are_told_that_it_only_takes_forms() -> None:
    town = Town()
    one, sari = town.idea(), enter(town.sari)

    assert sari.get(f"{one.page}komentar/").status_code == 405
    part = sari.get(f"{one.page}komentar/", headers=BROWSER | {"hx-request": "true"})
    assert part.status_code == 405


def test_a_partner_comes_back_to_the_programme(client) -> None:
    an_agency()

    answer = client.get("/mitra/tugas/5/komentar/", headers=BROWSER)

    assert (answer.status_code, answer["Location"]) == (302, "/mitra/")


def test_pages_below_one_of_the_navigation_have_help_beside_them() -> None:
    town = Town()
    one, sari = town.idea(), enter(town.sari)
    pages = {
        f"{one.page}ubah/": "/bantuan/gagasan/",
        "/kolaborasi/kalender/": "/bantuan/kolaborasi/",
        "/kolaborasi/kontribusi/": "/bantuan/kolaborasi/",
    }

    for page, guide in pages.items():
        found = re.search(r'class="help-beside no-print" href="([^"#]*)', _text(sari.get(page)))
        assert found, page
        assert found[1] == guide, page


def _text(answer) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())
