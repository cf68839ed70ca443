"""Every component in every state: sound in both sizes, both schemes, on paper, without script."""

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Visits
from tests.browser.visit import DESK, PHONE, SMALLEST
from tests.people.make import a_person, a_role, an_account, an_agency

from kinerja.people.account import Account
from kinerja.people.role import Role


@pytest.fixture
def operator(transactional_db: None) -> Account:
    an_agency(name="Pemerintah Kota Pariaman")
    person = a_person("Oki")
    a_role(person, Role.Name.SYSTEM_OPERATOR)
    return an_account(person)


@pytest.mark.parametrize(("size", "dark"), [(PHONE, False), (DESK, True)], ids=["phone", "desk"])
def test_the_gallery_is_sound_filled_wrong_and_with_a_dialog(
    visit: Visits, operator: Account, size: tuple[int, int], dark: bool
) -> None:
    window = visit(operator, size=size, dark=dark)
    page = window.go("/galeri/")
    window.shot(f"galeri-{size[0]}-{'gelap' if dark else 'terang'}")
    for summary in page.locator("details.more > summary").all():
        summary.click()
    assert window.faults() == []

    page.get_by_role("link", name="Buka dialog").click()
    page.get_by_role("dialog", name="Hapus laporan ini?").wait_for()
    assert window.faults() == []
    page.get_by_role("link", name="Batal", exact=True).click()
    page.get_by_role("dialog").wait_for(state="hidden")

    page.get_by_role("button", name="Periksa isian").click()
    expect(page.locator("#galat")).to_be_focused()
    assert window.faults() == []
    page.get_by_role("link", name="Volume belum diisi.").click()
    expect(page.locator("#id_amount")).to_be_focused()


def test_a_dialog_opens_and_closes_without_javascript(visit: Visits, operator: Account) -> None:
    page = visit(operator, script=False).go("/galeri/")
    dialog = page.locator("#contoh-dialog")

    expect(dialog).to_be_hidden()
    page.get_by_role("link", name="Buka dialog").click()
    expect(dialog).to_be_visible()
    page.get_by_role("link", name="Batal", exact=True).click()
    expect(dialog).to_be_hidden()


def test_the_smallest_phone_does_not_scroll_sideways(visit: Visits, operator: Account) -> None:
    window = visit(operator, size=(SMALLEST, 640))

    sideways = {}
    for address in ("/galeri/", "/lainnya/", "/kesehatan/", "/akun/keamanan/"):
        window.go(address)
        sideways[address] = window.sideways()

    assert set(sideways.values()) == {0}


def test_text_at_twice_its_size_does_not_scroll_sideways(visit: Visits, operator: Account) -> None:
    window = visit(operator, size=PHONE)
    page = window.go("/lainnya/")

    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")

    assert window.sideways() == 0


def test_print_leaves_out_what_paper_cannot_do(visit: Visits, operator: Account) -> None:
    page = visit(operator, size=DESK, dark=True).go("/galeri/")

    page.emulate_media(media="print", color_scheme="dark")

    assert not page.locator(".rail").is_visible()
    assert not page.locator(".bar").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_a_form_is_sent_once_however_often_it_is_tapped(visit: Visits, operator: Account) -> None:
    window = visit(operator)
    page = window.go("/galeri/")
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.url) if asked.method == "POST" else None)

    page.get_by_role("button", name="Periksa isian").dblclick(no_wait_after=True)
    page.wait_for_selector("#galat")

    assert len(sent) == 1


def test_the_skip_link_leads_to_the_content(visit: Visits, operator: Account) -> None:
    page = visit(operator, size=DESK).go("/lainnya/")

    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#isi")).to_be_focused()


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_pages_for_what_went_wrong_are_sound(
    visit: Visits, operator: Account, size: tuple[int, int]
) -> None:
    window = visit(operator, size=size)

    window.go("/tidak-ada/")
    assert window.faults() == []
    window.go("/kesehatan/")
    assert window.faults() == []
    window.shot(f"kesehatan-{size[0]}")
