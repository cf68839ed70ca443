"""A partner from outside on a phone: the link, the programme, a comment, a finished task."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from playwright.sync_api import expect
from tests.browser.conftest import Visits
from tests.collaboration.festival import a_task, a_team
from tests.planning.sharing.festival import MARCH

from kinerja.collaboration.partner import invite_partner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def march() -> Iterator[None]:
    """It is noon of 2 March 2026."""
    with time_machine.travel("2026-03-02T12:00:00+07:00", tick=True):
        yield


def test_a_partner_enters_comments_finishes_and_leaves(visit: Visits, march: None) -> None:
    team = a_team()
    partner, word = invite_partner(
        programme=team.programme,
        name="Ibu Rahma",
        organisation="Paguyuban Kuliner",
        mail="",
        ends_on=date(2026, 6, 30),
        by=team.town.tia,
        on=MARCH,
    )
    a_task(team, "Dirikan 20 stan", partner=partner)
    guest = visit()
    page = guest.go(f"/mitra/masuk/{word}/")
    assert guest.faults() == []
    guest.follow(page.get_by_role("button", name="Buka program"))
    expect(page.get_by_role("heading", name="Festival Pesisir")).to_be_visible()
    assert guest.faults() == []
    page.get_by_text("Tulis komentar").click()
    page.get_by_label("Komentar").fill("Tenda kurang dua.")
    guest.follow(page.get_by_role("button", name="Kirim komentar"))
    expect(page.get_by_text("Tenda kurang dua.")).to_be_visible()
    guest.follow(page.get_by_role("button", name="Tandai selesai"))
    expect(page.get_by_text("Tugas ditandai selesai.")).to_be_visible()
    guest.follow(page.get_by_role("button", name="Keluar dari perangkat ini"))
    expect(page.get_by_role("heading", name="Sudah keluar")).to_be_visible()
