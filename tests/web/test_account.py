"""Sign-in with the NIP, lockout, the first password, second factor, sessions."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.authenticator import a_code
from tests.people.make import PASSWORD, a_person, a_role, an_account, an_agency

from kinerja.people.account import Account
from kinerja.people.role import Role
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.web.account import MfaAdapter

NIP = "198704122010012003"
NOBODY = "199001012015031002"
NEW = "bunga-mawar-di-teras"
LOCKED = "Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi."
WRONG = "NIP atau sandi tidak cocok. Periksa lalu coba lagi."
CHANGE = "/akun/sandi/"
INDEX = "/akun/keamanan/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _agency(db: None) -> None:
    an_agency()


@pytest.fixture
def sari() -> Account:
    return an_account(a_person("Sari", nip=NIP))


def sign_in(
    client: Client, login: str = NIP, password: str = PASSWORD, address: str = "10.0.0.1"
) -> HttpResponse:
    answer = {"login": login, "password": password}
    response: HttpResponse = client.post("/akun/masuk/", answer, REMOTE_ADDR=address)
    return response


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def event_names() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("name", flat=True))


# --- Sign-in


def test_sign_in_takes_the_nip_as_people_write_it(client: Client, sari: Account) -> None:
    response = sign_in(client, " 19870412 201001 2 003 ")

    assert response.status_code == 302
    assert is_in(client)


def test_a_wrong_password_answers_422_and_keeps_the_nip(client: Client, sari: Account) -> None:
    response = sign_in(client, password="salah-sekali-1")

    page = response.content.decode()
    assert response.status_code == 422
    assert page.count(WRONG) == 1
    assert f'value="{NIP}"' in page
    assert "salah-sekali-1" not in page
    assert not is_in(client)


def test_an_empty_form_names_both_fields(client: Client) -> None:
    page = sign_in(client, "", "").content.decode()

    assert '<a href="#id_login">NIP atau nama akun belum diisi.</a>' in page
    assert '<a href="#id_password">Sandi belum diisi.</a>' in page


def test_an_unknown_account_is_answered_like_a_wrong_password(
    client: Client, sari: Account
) -> None:
    known = sign_in(client, NIP, "salah-sekali-1").content.decode()
    unknown = sign_in(client, NOBODY, "salah-sekali-1").content.decode()

    assert WRONG in unknown
    assert unknown.count("<li>") == known.count("<li>")


def test_an_account_that_is_closed_cannot_enter(client: Client, sari: Account) -> None:
    sari.is_active = False
    sari.save()

    response = sign_in(client)

    assert response.headers["Location"] == "/akun/nonaktif/"
    assert not is_in(client)


def test_sign_in_never_leads_to_another_host(client: Client, sari: Account) -> None:
    response = client.post(
        "/akun/masuk/?next=https://jahat.example/", {"login": NIP, "password": PASSWORD}
    )

    assert "jahat" not in response.headers["Location"]


# --- Lockout


def test_after_five_failures_the_sixth_is_refused_even_with_the_right_password(
    client: Client, sari: Account
) -> None:
    for _ in range(5):
        assert WRONG in sign_in(client, password="salah-sekali-1").content.decode()

    response = sign_in(client)

    assert LOCKED in response.content.decode()
    assert not is_in(client)


def test_the_lock_holds_from_another_address_name_and_spelling(
    client: Client, sari: Account
) -> None:
    for number in range(5):
        sign_in(client, password="salah-sekali-1", address=f"10.0.0.{number}")

    assert LOCKED in sign_in(client, address="10.9.9.9").content.decode()
    assert LOCKED in sign_in(client, "19870412 201001 2 003").content.decode()
    other_name = client.post(
        "/akun/masuk/", {"login": NIP, "password": PASSWORD}, headers={"host": "localhost"}
    )
    assert LOCKED in other_name.content.decode()


def test_an_unknown_account_is_locked_the_same(client: Client) -> None:
    for _ in range(5):
        sign_in(client, NOBODY, "salah-sekali-1")

    assert LOCKED in sign_in(client, NOBODY, "salah-sekali-1").content.decode()


def test_the_lock_of_one_account_leaves_the_others_open(client: Client, sari: Account) -> None:
    for _ in range(6):
        sign_in(client, NOBODY, "salah-sekali-1")

    sign_in(client)

    assert is_in(client)


def test_the_lock_ends_after_five_minutes(client: Client, sari: Account) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(6):
            sign_in(client, password="salah-sekali-1")
        clock.shift(timedelta(minutes=5, seconds=1))
        sign_in(client)

    assert is_in(client)


# --- The first password


@pytest.fixture
def first(client: Client) -> Account:
    """Signed in with a first password."""
    account = an_account(a_person("Rina", nip=NIP), must_change_password=True)
    sign_in(client)
    return account


@pytest.mark.parametrize("address", ["/lainnya/", INDEX, "/akun/sesi/", "/galeri/"])
def test_until_the_first_password_is_changed_every_page_leads_there(
    client: Client, first: Account, address: str
) -> None:
    assert client.get(address).headers["Location"] == CHANGE
    assert client.post(address).headers["Location"] == CHANGE


def test_the_first_password_page_opens_and_says_why(client: Client, first: Account) -> None:
    page = client.get(CHANGE).content.decode()

    assert "<h1>Buat sandi Anda sendiri</h1>" in page


def test_changing_the_password_goes_through_the_verb(client: Client, first: Account) -> None:
    response = client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    first.refresh_from_db()
    assert response.status_code == 302
    assert not first.must_change_password
    assert first.check_password(NEW)
    assert is_in(client)
    assert event_names() == ["account.password_changed", "tour.begun"]
    assert {event.by for event in Event.objects.all()} == {first.person}
    assert client.get("/lainnya/").status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "again", "words"),
    [
        ("salah-sekali-1", NEW, NEW, "Sandi saat ini tidak cocok."),
        (PASSWORD, PASSWORD, PASSWORD, "Sandi baru harus berbeda dari sandi saat ini."),
        (PASSWORD, "123456789012", "123456789012", "angka"),
        (PASSWORD, "pendek1", "pendek1", "10"),
        (PASSWORD, NEW, f"{NEW}x", "sama"),
    ],
)
def test_a_password_that_will_not_do_changes_nothing(
    client: Client, first: Account, old: str, new: str, again: str, words: str
) -> None:
    response = client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": again})

    first.refresh_from_db()
    assert response.status_code == 422
    assert words in response.content.decode()
    assert first.check_password(PASSWORD)
    assert first.must_change_password
    assert event_names() == []


def test_changing_the_password_ends_the_other_sessions(client: Client, sari: Account) -> None:
    other = Client()
    sign_in(other)
    sign_in(client)

    client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert client.get("/lainnya/").status_code == 200
    assert Notice.objects.get().text.startswith("Sandi Anda diganti.")
    assert other.get("/lainnya/").headers["Location"] == "/akun/masuk/?next=/lainnya/"


# --- A session that has ended


def test_what_was_sent_after_the_session_leads_back_to_its_page(
    client: Client, sari: Account
) -> None:
    """The address of a button opens no page of its own."""
    sent = client.post(
        "/tinjauan/mulai/", {"year": 2026}, headers={"Referer": "http://testserver/tinjauan/?a=1"}
    )
    assert sent.headers["Location"] == "/akun/masuk/?next=/tinjauan/%3Fa%3D1"
    words = "Sesi Anda sudah berakhir. Masuk, lalu kirim sekali lagi."
    assert words in client.get(sent.headers["Location"]).content.decode()


@pytest.mark.parametrize("referer", ["https://jahat.example/", "http://testserver.jahat/", ""])
def test_after_the_session_nobody_is_led_to_another_site(client: Client, referer: str) -> None:
    sent = client.post("/usul/", {"text": "x"}, headers={"Referer": referer})
    assert sent.headers["Location"] == "/akun/masuk/?next=/usul/"


def test_the_address_of_a_button_opened_by_hand_says_what_to_do(
    client: Client, sari: Account
) -> None:
    sign_in(client)
    response = client.get("/tinjauan/mulai/")
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    page = response.content.decode()
    assert "Halaman ini dibuka lewat tombolnya" in page
    assert 'href="/"' in page


# --- The second factor


def activate_totp(client: Client) -> str:
    """Set up the authenticator app of who is signed in; the secret."""
    client.post("/akun/pastikan/", {"password": PASSWORD})
    page = client.get("/akun/keamanan/aplikasi/pasang/").content.decode()
    secret = page.split('<code class="secret">')[1].split("</code>")[0]
    response = client.post("/akun/keamanan/aplikasi/pasang/", {"code": a_code(secret)})
    assert response.headers["Location"] == "/akun/keamanan/kode/"
    return secret


def test_setting_up_asks_for_the_password_again(client: Client, sari: Account) -> None:
    sign_in(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=10), tick=False):
        response = client.get("/akun/keamanan/aplikasi/pasang/")

    assert response.headers["Location"] == (
        "/akun/pastikan/?next=%2Fakun%2Fkeamanan%2Faplikasi%2Fpasang%2F"
    )


def test_an_authenticator_app_is_asked_for_at_the_next_sign_in(
    client: Client, sari: Account
) -> None:
    sign_in(client)
    secret = activate_totp(client)
    events = Event.objects.filter(name="account.factor_added", by=sari.person)
    assert {event.data["kind"] for event in events} == {"totp", "recovery_codes"}
    assert Notice.objects.filter(person=sari.person, text__startswith="Aplikasi").count() == 1

    other = Client()
    response = sign_in(other)
    assert response.headers["Location"] == "/akun/masuk/kode/"
    assert not is_in(other)

    assert "Pakai kunci sandi" not in other.get("/akun/masuk/kode/").content.decode()

    wrong = other.post("/akun/masuk/kode/", {"code": "000000"})
    assert wrong.status_code == 422
    assert "Kode tidak cocok." in wrong.content.decode()
    with time_machine.travel(timezone.now() + timedelta(seconds=60)):  # a code counts once
        other.post("/akun/masuk/kode/", {"code": a_code(secret)})
    assert is_in(other)


def test_a_recovery_code_works_once(client: Client, sari: Account) -> None:
    sign_in(client)
    activate_totp(client)
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert len(codes) == 10

    for attempt, entered in ((Client(), True), (Client(), False)):
        sign_in(attempt)
        attempt.post("/akun/masuk/kode/", {"code": codes[0]})
        assert is_in(attempt) is entered


def test_taking_the_last_factor_off_takes_the_recovery_codes_too(
    client: Client, sari: Account
) -> None:
    sign_in(client)
    activate_totp(client)

    client.post("/akun/keamanan/aplikasi/lepas/")

    removed = Event.objects.filter(name="account.factor_removed")
    assert {event.data["kind"] for event in removed} == {"totp", "recovery_codes"}
    assert not Authenticator.objects.exists()
    sign_in(other := Client())
    assert is_in(other)


def test_secrets_of_second_factors_are_stored_encrypted(client: Client, sari: Account) -> None:
    sign_in(client)
    secret = activate_totp(client)

    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored
    assert MfaAdapter().decrypt(stored) == secret


def test_with_another_secret_of_the_installation_no_code_fits(
    client: Client, sari: Account, settings: Settings
) -> None:
    sign_in(client)
    activate_totp(client)
    stored = Authenticator.objects.get(type="totp").data["secret"]

    settings.SECRET_KEY = "lain-" * 12

    first, second = MfaAdapter().decrypt(stored), MfaAdapter().decrypt(stored)
    assert first != second
    assert len(first) == 32


@pytest.mark.parametrize(
    ("require", "role", "location"),
    [
        (False, Role.Name.SYSTEM_OPERATOR, None),
        (True, None, None),
        (True, Role.Name.SYSTEM_OPERATOR, INDEX),
        (True, Role.Name.PERSONNEL_ADMIN, INDEX),
    ],
)
def test_the_policy_leads_those_who_decide_to_a_second_factor(
    client: Client,
    sari: Account,
    settings: Settings,
    require: bool,
    role: str | None,
    location: str | None,
) -> None:
    settings.KINERJA_REQUIRE_MFA = require
    if role:
        a_role(sari.person, role)
    sign_in(client)

    assert client.get("/lainnya/").headers.get("Location") == location
    assert client.get(INDEX).status_code == 200


def test_with_a_second_factor_the_policy_is_content(
    client: Client, sari: Account, settings: Settings
) -> None:
    a_role(sari.person, Role.Name.SYSTEM_OPERATOR)
    sign_in(client)
    activate_totp(client)
    settings.KINERJA_REQUIRE_MFA = True

    assert client.get("/lainnya/").status_code == 200


# --- Sessions


def test_one_session_is_ended_from_another(client: Client, sari: Account) -> None:
    phone, office = Client(), Client()
    for one in (client, phone, office):
        sign_in(one)
    row = UserSession.objects.get(session_key=phone.session.session_key)

    client.post("/akun/sesi/", {"session": row.pk})

    assert client.get("/lainnya/").status_code == 200
    assert office.get("/lainnya/").status_code == 200
    assert phone.get("/lainnya/").status_code == 302
    assert event_names() == ["account.sessions_ended"]


def test_all_other_sessions_are_ended_at_once(client: Client, sari: Account) -> None:
    phone = Client()
    sign_in(phone)
    sign_in(client)

    client.post("/akun/sesi/")

    assert client.get("/lainnya/").status_code == 200
    assert phone.get("/lainnya/").status_code == 302


@pytest.mark.parametrize("chosen", ["0", "-1", "x", "٣", "9" * 30])
def test_the_session_of_another_person_is_not_touched(
    client: Client, sari: Account, chosen: str
) -> None:
    tono = Client()
    an_account(a_person("Tono", nip=NOBODY))
    sign_in(tono, NOBODY)
    sign_in(client)
    row = UserSession.objects.get(session_key=tono.session.session_key)

    for name in (chosen, str(row.pk)):
        assert client.post("/akun/sesi/", {"session": name}).status_code == 302

    assert tono.get("/lainnya/").status_code == 200
    assert event_names() == []


# --- What is closed


@pytest.mark.parametrize(
    "address",
    [
        "/akun/daftar/",
        "/akun/signup/",
        "/akun/email/",
        "/akun/password/reset/",
        "/accounts/login/",
        "/accounts/signup/",
        "/akun/social/login/cancelled/",
    ],
)
def test_other_pages_of_the_login_library_do_not_exist(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_logging_out_needs_a_post(client: Client, sari: Account) -> None:
    sign_in(client)

    assert client.get("/akun/keluar/").status_code == 200
    assert is_in(client)
    assert client.post("/akun/keluar/").headers["Location"] == "/akun/masuk/"
    assert not is_in(client)
