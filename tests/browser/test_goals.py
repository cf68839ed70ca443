"""The tree of goals on the smallest phone: long titles and addresses break, nothing slides."""

from decimal import Decimal

import pytest
from django.utils import timezone
from tests.browser.conftest import Visits
from tests.browser.visit import SMALLEST
from tests.people.make import an_account
from tests.web.people.conftest import City

from kinerja.planning.goal import Goal, add_goal
from kinerja.planning.key_indicator import add_key_indicator, record_key_value

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TODAY = timezone.localdate()
ADDRESS = "https://sumbar.antaranews.com/berita/" + "capaian-kinerja-" * 10 + "2025.html"
TITLE = "Terwujudnya " + "kesejahteraan" * 6 + " masyarakat yang berkelanjutan dan berkeadilan"


def a_long_goal(level: str, *parents: Goal) -> Goal:
    goal = add_goal(
        title=TITLE,
        level=level,
        years=(TODAY.year, TODAY.year),
        parents=parents,
        source=ADDRESS,
        by=None,
        on=TODAY,
    )
    indicator = add_key_indicator(
        goal=goal,
        name=TITLE,
        unit_of_measure="persen",
        polarity="maximise",
        data_source="x" * 200,
        by=None,
        on=TODAY,
    )
    for kind in ("baseline", "realisation"):
        record_key_value(
            indicator=indicator,
            kind=kind,
            measured_on=TODAY,
            value=Decimal("123456789.5"),
            source=f"{ADDRESS} {'y' * 60}",
            by=None,
            on=TODAY,
        )
    return goal


@pytest.mark.parametrize("width", [SMALLEST, 360])
def test_long_titles_and_sources_do_not_push_the_page_aside(visit: Visits, width: int) -> None:
    city = City()
    goal = a_long_goal("vision")
    for level in ("mission", "goal", "objective"):
        goal = a_long_goal(level, goal)
    window = visit(an_account(city.sari), size=(width, 740))

    indicator = goal.indicators.get()
    sheet = f"/sasaran/indikator/{indicator.pk}/rincian/"
    for path in ("/sasaran/", f"/sasaran/{goal.pk}/", sheet):
        page = window.go(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.get_by_text("sumbar.antaranews.com").first.is_visible()
        assert window.faults() == [], path


def test_the_tree_is_a_list_on_a_phone_and_drawn_on_a_desk(visit: Visits) -> None:
    city = City()
    top = a_long_goal("vision")
    a_long_goal("mission", top)
    account = an_account(city.sari)
    phone = visit(account, size=(360, 740))
    page = phone.go("/sasaran/pohon/")
    assert page.locator(".map-list").is_visible()
    assert not page.locator(".tree-drawing").is_visible()
    assert phone.faults() == []
    phone.shot("pohon-360")

    desk = visit(account, size=(1280, 800))
    page = desk.go("/sasaran/pohon/")
    assert page.locator(".tree-drawing").is_visible()
    assert not page.locator(".map-list").is_visible()
    page.locator(".tree-drawing a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/sasaran/{top.pk}/pohon/**")
    assert desk.faults() == []
    desk.shot("pohon-1280")
