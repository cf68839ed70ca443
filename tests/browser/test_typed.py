"""What was typed into a form waits while a unit is chosen on the way."""

from collections.abc import Iterator

import pytest
import time_machine
from playwright.sync_api import expect
from tests.browser.conftest import Visits
from tests.browser.steps import open_link, write
from tests.people.make import an_account
from tests.planning.sharing.festival import a_festival

from kinerja.people.agency import found_agency

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def march() -> Iterator[None]:
    """It is noon of 2 March 2026."""
    with time_machine.travel("2026-03-02T12:00:00+07:00", tick=True):
        yield


def test_shares_stay_while_one_more_unit_is_chosen(visit: Visits, march: None) -> None:
    found_agency(name="Kota Contoh")
    town = a_festival()
    tia = visit(an_account(town.tia))
    page = tia.go(f"/sasaran/{town.goal.pk}/bersama/usul/")
    write(page, {"Peran": "Promosi", "Bagian (%)": "62,5", "Mengapa bersama": "Satu festival."})

    open_link(tia, "Tambah unit")
    open_link(tia, "Dinas Perdagangan")

    expect(page.get_by_label("Peran").first).to_have_value("Promosi")
    expect(page.get_by_label("Bagian (%)").first).to_have_value("62,5")
    expect(page.get_by_label("Mengapa bersama")).to_have_value("Satu festival.")
    expect(page.get_by_label("Peran").last).to_have_value("")
    page.reload()
    expect(page.get_by_label("Peran").first).to_have_value("")
    assert tia.faults() == []


def test_a_programme_keeps_its_name_and_goals_while_units_are_chosen(
    visit: Visits, march: None
) -> None:
    found_agency(name="Kota Contoh")
    town = a_festival()
    tia = visit(an_account(town.tia))
    page = tia.go("/kolaborasi/baru/")
    write(page, {"Nama program": "Pekan Kuliner"})
    page.get_by_label(town.goal.title).check()

    open_link(tia, "Tambah unit")
    open_link(tia, "Dinas Perdagangan")

    expect(page.get_by_label("Nama program")).to_have_value("Pekan Kuliner")
    expect(page.get_by_label(town.goal.title)).to_be_checked()
