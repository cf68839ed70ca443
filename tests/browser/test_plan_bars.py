"""The bar of the plan builder: five rows by copy in at most 12 clicks, the leader's beside mine."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.conftest import Say, Visits
from tests.browser.hand import Hand
from tests.browser.visit import DESK, PHONE
from tests.people.make import an_account, an_agency
from tests.planning.town import Town, a_town, post_of

from kinerja.people.person import Person
from kinerja.planning.dialogue import set_plan, submit_plan
from kinerja.planning.indicator import add_indicator
from kinerja.planning.matrix import start_matrix, write_cell
from kinerja.planning.matrix_grid import grid_of
from kinerja.planning.plan import Plan, start_plan
from kinerja.planning.strategy import add_step
from kinerja.planning.work_result import add_result

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_CLICKS = 12
ROWS = ("Ibu hamil terlayani", "Persalinan aman", "Nifas terpantau", "Bayi sehat", "Data lengkap")


@pytest.fixture
def town(transactional_db: None) -> Town:
    an_agency(name="Kota Contoh")
    return a_town()


def a_year(person: Person, leader: Person, year: int, *titles: str) -> Plan:
    """A plan that is set."""
    on = date(year, 1, 12)
    plan = start_plan(assignment=post_of(person), year=year, by=person, on=on)
    for title in titles:
        result = add_result(plan=plan, title=title, by=person, on=on)
        add_indicator(
            result=result,
            text=f"Cakupan: {title}",
            aspect="quantity",
            target_min=Decimal(90),
            unit_of_measure="%",
            by=person,
        )
    submit_plan(plan=plan, by=person, on=on)
    set_plan(plan=plan, by=leader, on=on)
    return plan


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_five_rows_by_copy_in_twelve_clicks(
    visit: Visits, town: Town, script: bool, say: Say
) -> None:
    year = timezone.localdate().year
    a_year(town.sari, town.budi, year - 1, *ROWS)
    a_year(town.budi, town.rina, year, "Ibu dan anak sehat")
    window = visit(an_account(town.sari), size=PHONE, script=script)
    page, hand = window.go("/"), Hand(window)

    hand.follow(page.get_by_role("navigation").get_by_role("link", name="Rencana").last)
    hand.follow(page.get_by_role("link", name="Susun rencana"))
    hand.follow(page.get_by_role("button", name="Buka konsep"))
    hand.follow(page.get_by_role("button", name=f"Salin dari SKP {year - 1}"))
    expect(page.get_by_text("Data lengkap").first).to_be_visible()
    hand.follow(page.get_by_role("button", name="Ajukan rencana"))

    expect(page.get_by_text("Diajukan").first).to_be_visible()
    plan = Plan.objects.get(person=town.sari, year=year)
    assert [result.title for result in plan.results.order_by("number")] == list(ROWS)
    assert plan.state == Plan.State.SUBMITTED
    say(f"5 rows by copy: {hand.presses} clicks (most {MOST_CLICKS})")
    assert hand.presses <= MOST_CLICKS


def test_the_leaders_results_stand_beside_mine(visit: Visits, town: Town) -> None:
    today = timezone.localdate()
    a_year(town.budi, town.rina, today.year, "Ibu dan anak sehat")
    plan = start_plan(assignment=post_of(town.sari), year=today.year, by=town.sari, on=today)
    result = add_result(plan=plan, title="Ibu hamil terlayani", by=town.sari, on=today)
    add_step(result=result, text="Kunjungan rumah", due_on=date(2025, 1, 1), by=town.sari)
    window = visit(an_account(town.sari), size=DESK)
    page = window.go("/rencana/")
    window.shot("rencana")

    mine = page.locator("section[aria-labelledby='hasil-kerja']").bounding_box()
    leaders = page.locator("aside[aria-labelledby='hasil-atasan']").bounding_box()
    assert mine
    assert leaders
    assert leaders["x"] >= mine["x"] + mine["width"]
    assert abs(leaders["y"] - mine["y"]) < 40
    assert window.faults() == []


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_cell_of_the_matrix_is_written_in_place(
    visit: Visits, town: Town, size: tuple[int, int]
) -> None:
    today = timezone.localdate()
    a_year(town.budi, town.rina, today.year, *ROWS[:4])
    matrix = start_matrix(year=today.year, by=town.budi, on=today)
    column = grid_of(matrix, town.budi, today).columns[0]
    write_cell(
        matrix=matrix,
        person=town.tono,
        indicator=column,
        titles=[],
        no_role=True,
        by=town.budi,
        on=today,
    )
    window = visit(an_account(town.budi), size=size)
    page = window.go(f"/matriks/{matrix.pk}/")
    page.get_by_role("link", name="Isi peran Sari Dewi").first.click()
    page.get_by_label("Hasil yang diperankan").fill("Rujukan cepat dan tepat")
    window.shot(f"matriks-isi-{size[0]}")
    page.get_by_role("button", name="Simpan").click()
    shown = page.locator(".matrix-role", has_text="Rujukan cepat dan tepat")
    expect(shown).to_be_visible()
    window.shot(f"matriks-{size[0]}")

    assert page.url.endswith(f"/matriks/{matrix.pk}/")
    assert [role.title for role in matrix.roles.filter(person=town.sari)] == [
        "Rujukan cepat dan tepat"
    ]
    assert window.faults() == []
