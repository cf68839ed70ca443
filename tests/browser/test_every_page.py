"""Every page of the site in a real browser, with the world of the access matrix in it.

Filled, empty and with errors; on the phone and on the desk, in both themes; down to 320 px.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import axe_playwright_python
import pytest
import time_machine
from django.conf import LazySettings
from django.urls import reverse
from playwright.sync_api import Page, expect
from tests.access.contents import the_world
from tests.access.matrix import API, trust
from tests.access.policy import VIEWERS, Rule
from tests.access.rules import RULES
from tests.access.rules_account import equip
from tests.access.world import NOW, World, a_city
from tests.browser.conftest import Visits
from tests.browser.visit import DESK, HOME_BYTES, PAGE_BYTES, PHONE, SMALLEST, Visit

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
# Colours take two thirds of the time of axe-core. On the second size they are asked only of what
# shows there alone, or looks different there.
COLOURS = "{runOnly: {type: 'rule', values: ['color-contrast']}}"
NO_COLOURS = "{rules: {'color-contrast': {enabled: false}}}"
LOOKS = """new Map([...document.body.querySelectorAll('*')].filter(
  one => one.checkVisibility({visibilityProperty: true, opacityProperty: true})).map(one => {
    const {color, background, fontSize, fontWeight} = getComputedStyle(one);
    return [one, [color, background, fontSize, fontWeight].join()];
  }))"""
KEEP = f"() => {{ window.looked = {LOOKS}; }}"
NEW = f"[...{LOOKS}].filter(([one, how]) => window.looked.get(one) !== how).map(([one]) => one)"
# Addresses that answer with a file, a bare word or a part of a page.
NO_PAGES = {
    *("alive", "brand_style", "brand_logo", "service_worker", "manifest"),
    *("mfa_download_recovery_codes", "team_numbers", "live_team", "calendar_feed"),
    *("evidence_file", "evidence_thumbnail", "evidence_known", "order_file", "report_send"),
    *("recap_sheet", "recap_pdf", "recap_take", "report_bulk_sheet", "value_import_template"),
    *("initiative_file", "honour_certificate", "idea_file", "announcement_file"),
    *("complaint_file", "complaint_figures_sheet", "complaint_import_template", "complaint_photo"),
    *("survey_poster", "survey_sheet", "discussion_file", "workload_sheet"),
    *("service_data_template", "service_load_file"),
    *("training_certificate", "hours_evidence", "hours_sheet", "hours_import_template"),
    *("competency_import_template", "learning_file"),
    *("sharing_offer_file", "received_offer_file", "programme_file", "unit_matches"),
}
# Whose pages are the fullest: these are asked first.
RICHEST = ("budi", "sari", "wati", "oki", "fajar", "dedi", "rina", "uli")
ASKED = (*RICHEST, *sorted(VIEWERS.keys() - {*RICHEST, ""}), "")


@dataclass(frozen=True)
class Place:
    """One page, as one person sees it."""

    name: str
    viewer: str
    path: str


@pytest.fixture
def today(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """It is the day of the world, and its files lie apart."""
    settings.MEDIA_ROOT = tmp_path / "files"
    with time_machine.travel(NOW, tick=True):
        yield


def places(world: World) -> list[Place]:
    """Every page of the policy once for each kind of thing that it shows."""
    found: dict[tuple[str, str], Place] = {}
    for rule in RULES:
        if rule.method != "GET" or rule.status != 200 or not rule.may:
            continue
        if rule.route in NO_PAGES or rule.route.startswith(API):
            continue
        place = _place(world, rule)
        found.setdefault((rule.route, rule.thing), place)
    return list(found.values())


def _place(world: World, rule: Rule) -> Place:
    things = world.things[rule.thing] if rule.thing else {"": {}}
    for viewer in ASKED:
        for owner, arguments in things.items():
            relation = {VIEWERS[viewer].relation(viewer, owner)} if owner else set()
            if rule.allows(VIEWERS[viewer].tags | relation):
                path = reverse(rule.route, kwargs=dict(rule.at) | arguments)
                return Place(rule.name, viewer, path)
    raise AssertionError(f"nobody may {rule.name}")


def faults(window: Visit, most_bytes: int = PAGE_BYTES) -> list[str]:
    """Everything that must hold on the page that is open, at all sizes and in both themes."""
    found = looks(window)
    if window.packed_bytes() > most_bytes:
        found.append(f"weighs {window.packed_bytes()} bytes of {most_bytes}")
    window.page.emulate_media(color_scheme="dark")
    found += [f"dark, axe {fault}" for fault in axe(window.page, COLOURS)]
    window.page.emulate_media(color_scheme="light")
    return found


def looks(window: Visit) -> list[str]:
    """What must hold of the page at each size."""
    page = window.page
    found = [f"console: {words}" for words in window.complaints]
    found += [f"another host: {url}" for url in window.foreign_requests()]
    for size in (DESK, PHONE):
        _look(page, size)
        wrong = axe(page) if size is DESK else axe(page, NO_COLOURS) + axe(page, COLOURS, NEW)
        page.evaluate(KEEP)
        found += [f"{size[0]} px, axe {fault}" for fault in wrong]
        found += [f"{size[0]} px, too small: {target}" for target in window.small_targets()]
    for width in (SMALLEST, PHONE[0]):
        _look(page, (width, PHONE[1]))
        if window.sideways():
            found.append(f"{width} px: scrolls sideways by {window.sideways()} px")
    window.complaints.clear()
    window.asked.clear()
    return found


def axe(page: Page, rules: str = "{}", parts: str = "[document]") -> list[str]:
    """What axe-core finds wrong with these parts of the page, by these rules (both JavaScript)."""
    found: list[str] = page.evaluate(
        f"""() => {{
          const parts = {parts};
          return parts.length === 0 ? [] : axe.run({{include: parts}}, {rules}).then(
            found => found.violations.flatMap(one => one.nodes.map(
              node => `${{one.id}}: ${{node.target}} ${{node.failureSummary}}`)));
        }}"""
    )
    return found


def _look(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})


def open_window(visit: Visits, world: World, name: str) -> Visit:
    """A window of that person in which every page comes with axe-core."""
    account = world.accounts.get(name)
    window = visit(account)
    window.context.add_init_script(AXE)
    if account is not None:
        (cookie,) = (one for one in window.context.cookies() if one["name"] == "sessionid")
        trust(cookie["value"], account)
    return window


def open_windows(visit: Visits, world: World, asked: list[Place]) -> dict[str, Visit]:
    """One window for each person whose pages are looked at."""
    return {name: open_window(visit, world, name) for name in {one.viewer for one in asked}}


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize("part", [0, 1], ids=["one half", "the other half"])
def test_every_page_holds(transactional_db: None, visit: Visits, part: int) -> None:
    world = the_world()
    equip(world)
    asked = places(world)[part::2]
    windows = open_windows(visit, world, asked)
    told = {}
    for place in asked:
        window = windows[place.viewer]
        answer = window.page.goto(window.base + place.path)
        assert answer is not None
        assert (answer.status, window.page.url) == (200, window.base + place.path), place
        most = HOME_BYTES if place.path == "/" else PAGE_BYTES
        if found := faults(window, most):
            told[f"{place.name} ({place.viewer})"] = found

    assert told == {}, json.dumps(told, indent=1)


# --- Nothing there yet, and forms that come back

# A city on its first day: people, posts and tasks, nothing written.
EMPTY = {
    "kiki": (
        *("home", "plan", "plan_inbox", "report_list", "queue", "team", "feedback_list", "inbox"),
        *("evaluation_queue", "results", "goals", "people_list", "profile", "more"),
    ),
    "budi": ("home", "queue", "team", "evaluation_queue"),
    "tamu": ("home", "report_new", "plan", "profile", "units"),
    "wati": ("people_import", "periods", "period_open", "holidays", "goals"),
}
# Empties the form of this page and sends it; false: there is no such form.
SEND_EMPTY = """() => {
  const form = [...document.querySelectorAll('main form[method=post]')].findLast(
    one => new URL(one.action).pathname === location.pathname && one.querySelector(
      'input:not([type=hidden]), textarea, select'));
  if (!form) return false;
  for (const one of form.querySelectorAll('input, textarea, select')) {
    if (one.type === 'hidden') continue;
    if (['radio', 'checkbox'].includes(one.type)) one.checked = false;
    else one.value = '';
  }
  HTMLFormElement.prototype.submit.call(form);
  return true;
}"""
COMES_BACK = {  # at least these have something that must be filled in
    *("report_new", "plan_return", "plan_terms", "result_new", "result_edit", "indicator_new"),
    *("indicator_edit", "goal_new", "goal_edit", "key_indicator_new", "key_target", "key_value"),
    *("person_new", "person_edit", "person_status", "person_leave", "role_grant", "role_end"),
    *("assignment_end", "unit_new", "unit_rename", "post_new", "unit_alias", "unit_close"),
    *("settings", "holidays", "people_import", "import_undo", "login_state"),
    *("review_rate", "review_report", "period_organisation", "account_change_password"),
}


@pytest.mark.usefixtures("today")
def test_every_page_holds_when_nothing_is_there(transactional_db: None, visit: Visits) -> None:
    world = a_city()
    told = {}
    for name, pages in EMPTY.items():
        window = open_window(visit, world, name)
        for page in pages:
            window.page.goto(window.base + reverse(page))
            if found := faults(window):
                told[f"{page} ({name})"] = found

    assert told == {}, json.dumps(told, indent=1)


@pytest.mark.usefixtures("today")
def test_every_form_that_comes_back_holds(transactional_db: None, visit: Visits) -> None:
    world = the_world()
    equip(world)
    asked = places(world)
    windows = open_windows(visit, world, asked)
    told, came_back = {}, set()
    sent = {rule.route for rule in RULES if rule.method == "POST"}
    for place in asked:
        route = place.name.split()[1]
        if route not in sent or route in came_back:
            continue
        window = windows[place.viewer]
        window.page.goto(window.base + place.path)
        with window.page.expect_event("load") as _:
            if not window.page.evaluate(SEND_EMPTY):
                window.page.reload()
        if window.page.locator("#galat").count() == 0:
            continue
        came_back.add(route)
        try:
            expect(window.page.locator("#galat")).to_be_focused(timeout=5_000)
        except AssertionError:
            told[place.name] = ["the summary of errors has no focus"]
        if found := looks(window):
            told.setdefault(place.name, []).extend(found)

    assert told == {}, json.dumps(told, indent=1)
    assert COMES_BACK - came_back == set()


@pytest.mark.usefixtures("today")
def test_what_is_wrong_with_a_page_is_found(transactional_db: None, visit: Visits) -> None:
    """Else the tests above would hold for every page."""
    window = open_window(visit, a_city(), "kiki")
    page = window.page
    page.goto(f"{window.base}/lainnya/")
    page.evaluate(
        """() => {
          const main = document.querySelector('main');
          const picture = document.createElement('img');
          picture.src = 'https://lain.example/gambar.png';
          const button = document.createElement('button');
          button.textContent = 'Kecil';
          for (const [name, value] of Object.entries(
            {height: '20px', minHeight: '0', width: '900px'})) button.style[name] = value;
          const pale = document.createElement('p');
          pale.textContent = 'Pucat';
          Object.assign(pale.style, {color: '#777', background: '#888'});
          const narrow = document.createElement('p');
          narrow.textContent = 'Pucat di telepon';
          narrow.className = 'narrow';
          document.styleSheets[0].insertRule('.narrow {color: #777; background: #888}');
          document.styleSheets[0].insertRule('@media (width > 700px) {.narrow {display: none}}');
          main.prepend(pale, narrow, picture, button);
        }"""
    )
    page.wait_for_timeout(100)

    found = " ".join(faults(window, most_bytes=1000))

    for sign in (
        *("another host: https://lain.example/gambar.png", "weighs", "console: "),
        *("360 px, axe image-alt", "1280 px, axe image-alt", "360 px, too small: <button"),
        *("1280 px, axe color-contrast", "360 px, axe color-contrast: .narrow"),
        *("dark, axe color-contrast", "320 px: scrolls sideways", "360 px: scrolls sideways"),
    ):
        assert sign in found, sign
