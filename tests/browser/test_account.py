"""Sign-in, passkeys and the second factor in a real browser, under the strict policy."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect
from tests.authenticator import a_code
from tests.browser.conftest import Visits
from tests.browser.visit import DESK
from tests.people.make import PASSWORD, a_person, an_account, an_agency

from kinerja.people.account import Account

NIP = "198704122010012003"


@pytest.fixture
def sari(transactional_db: None) -> Account:
    an_agency()
    return an_account(a_person("Sari", nip=NIP))


@pytest.mark.parametrize("script", [True, False])
def test_sign_in_with_and_without_javascript(visit: Visits, sari: Account, script: bool) -> None:
    window = visit(script=script)
    page = window.go("/akun/masuk/")

    page.get_by_label("NIP atau nama akun").fill("19870412 201001 2 003")
    page.get_by_label("Sandi").fill("salah-sekali-1")
    page.get_by_role("button", name="Masuk", exact=True).click()
    summary = page.locator("#galat")
    assert "NIP atau sandi tidak cocok." in summary.inner_text()
    expect(summary).to_be_focused()
    assert page.get_by_label("NIP atau nama akun").input_value() == "19870412 201001 2 003"

    page.get_by_label("Sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page).to_have_url(window.base + "/")


def test_an_authenticator_app_is_set_up(visit: Visits, sari: Account) -> None:
    window = visit(sari)
    page = window.go("/akun/keamanan/aplikasi/pasang/")
    page.get_by_label("Sandi").fill(PASSWORD)
    page.get_by_role("button", name="Lanjutkan").click()

    secret = page.locator(".secret").inner_text()
    assert page.locator(".qr svg").bounding_box()["width"] > 150  # type: ignore[index]
    assert window.faults() == []
    page.get_by_label("Kode enam angka").fill(a_code(secret, good_for=10))
    page.get_by_role("button", name="Pasang").click()

    page.wait_for_url("**/akun/keamanan/kode/")
    assert page.locator(".codes code").count() == 10
    assert window.faults() == []


def test_a_passkey_is_added_and_opens_the_door(visit: Visits, sari: Account) -> None:
    window = visit(sari, size=DESK)
    page = window.go("/akun/keamanan/kunci/tambah/")
    page.get_by_label("Sandi").fill(PASSWORD)
    window.follow(page.get_by_role("button", name="Lanjutkan"))
    window.device()

    page.get_by_label("Nama kunci").fill("Telepon saya")
    page.get_by_label("Boleh masuk tanpa sandi").check()
    assert window.faults() == []
    page.get_by_role("button", name="Tambah kunci").click()
    page.wait_for_url("**/akun/keamanan/kode/")
    key = Authenticator.objects.get(type="webauthn")
    assert str(key) == "Telepon saya"

    window.go("/akun/keamanan/kunci/")
    assert window.faults() == []
    window.go("/akun/keluar/")
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_url("**/akun/masuk/")
    page.get_by_role("button", name="Masuk dengan sidik jari atau PIN").click()
    page.wait_for_url(window.base + "/")
    key.refresh_from_db()
    assert key.last_used_at is not None


def test_a_key_that_needs_the_password_too_is_the_second_step(visit: Visits, sari: Account) -> None:
    window = visit(sari, size=DESK)
    page = window.go("/akun/keamanan/kunci/tambah/")
    page.get_by_label("Sandi").fill(PASSWORD)
    page.get_by_role("button", name="Lanjutkan").click()
    window.device()
    page.get_by_role("button", name="Tambah kunci").click()
    page.wait_for_url("**/akun/keamanan/kode/")
    window.go("/akun/keluar/")
    page.get_by_role("button", name="Keluar").click()

    page.get_by_label("NIP atau nama akun").fill(NIP)
    page.get_by_label("Sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url("**/akun/masuk/kode/")
    assert window.faults() == []
    page.get_by_role("button", name="Pakai kunci sandi").click()
    page.wait_for_url(window.base + "/")


def test_without_javascript_no_passkey_is_offered(visit: Visits, sari: Account) -> None:
    page = visit(script=False).go("/akun/masuk/")

    assert page.get_by_role("button", name="Masuk dengan sidik jari atau PIN").count() == 0
