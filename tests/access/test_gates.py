"""What stands before every page: sign-in, the first password, the second factor, the token."""

import json
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.urls import reverse
from tests.access.matrix import SIGN_IN, Walk
from tests.access.policy import ANONYMOUS, SIGNED_IN, Rule
from tests.access.rules import RULES

from kinerja.people.account import Account
from kinerja.web.page import routes

pytestmark = pytest.mark.django_db

GUARDS = {route.name: route.guard for route in routes()}
BEFORE_THE_FIRST_PASSWORD = {
    *("account_change_password", "account_logout", "alive", "brand_style", "brand_logo"),
    *("api:openapi-json", "api:api-root"),  # say how programs ask; nothing of anybody
}


def guarded(*guards: str) -> Iterator[Rule]:
    """One rule for each address with one of these guards."""
    seen = set()
    for rule in RULES:
        if GUARDS[rule.route] in guards and rule.route not in seen:
            seen.add(rule.route)
            yield rule


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_part_asked_for_without_sign_in_leads_the_whole_page_there(
    walk: Walk, method: str
) -> None:
    for rule in guarded("person", "account"):
        status, headers, content = walk.request(
            "", method, walk.address(rule), headers={"HX-Request": "true"}
        )

        assert (status, content) == (200, b""), rule.route
        assert headers["HX-Redirect"].startswith(SIGN_IN), rule.route


@pytest.mark.parametrize(
    "headers",
    [{"Authorization": "Bearer 0123456789"}, {"Authorization": "Basic dG9ubzpzYW5kaQ=="}],
    ids=["a token", "a password"],
)
def test_a_program_without_a_session_gets_nothing(walk: Walk, headers: dict[str, str]) -> None:
    for rule in guarded("person", "account"):
        status, _, content = walk.request(
            "", "get", walk.address(rule), headers=headers | {"Accept": "application/json"}
        )

        words = ["Masuk lagi, lalu kirim sekali lagi."]
        assert (status, json.loads(content)) == (401, {"code": "sign-in", "words": words})


def test_until_the_first_password_is_changed_nothing_else_opens(walk: Walk) -> None:
    Account.objects.filter(login="wati").update(must_change_password=True)
    first = reverse("account_change_password")

    led = {
        rule.route: walk.request("wati", "get", walk.address(rule))[:2]
        for rule in guarded("person", "account", "public")
    }

    open_ones = {
        route
        for route, (status, headers) in led.items()
        if (status, headers.get("Location")) != (302, first)
    }
    assert open_ones == BEFORE_THE_FIRST_PASSWORD


@pytest.mark.parametrize("name", ["budi", "dedi", "uli", "wati", "surya", "kiki", "oki", "hasan"])
def test_who_decides_needs_a_second_factor_where_the_agency_asks_for_it(
    walk: Walk, settings: LazySettings, name: str
) -> None:
    settings.KINERJA_REQUIRE_MFA = True
    has_one = name == "oki"

    for rule in guarded("person"):
        if rule.answer == 405:
            continue
        status, headers, _ = walk.request(name, "get", walk.address(rule))
        led = (status, headers.get("Location")) == (302, reverse("mfa_index"))
        assert led is not has_one, rule.route
    for rule in guarded("account"):
        _, headers, _ = walk.request(name, "get", walk.address(rule))
        assert headers.get("Location") != reverse("mfa_index"), rule.route


@pytest.mark.parametrize("name", ["sari", "gita", "tamu"])
def test_who_decides_nothing_needs_none(walk: Walk, settings: LazySettings, name: str) -> None:
    settings.KINERJA_REQUIRE_MFA = True

    assert walk.request(name, "get", reverse("home"))[0] == 200


OWN_TOKEN = {"survey_page"}  # asks for the signed visit, and reads no session (decision 0009)


def test_no_act_is_done_without_the_token_of_the_page(walk: Walk) -> None:
    """What another site lets the browser send carries the session, but no token."""
    faults = []
    for rule in RULES:
        if rule.method != "POST" or rule.route.startswith("api:"):  # those read no session at all
            continue
        name = "" if ANONYMOUS in rule.may and not rule.may & SIGNED_IN else "wati"
        status, tables = walk.act(name, "post", walk.address(rule), token=False)
        refused = 422 if rule.route in OWN_TOKEN else 403
        if status != refused or tables:
            faults.append(f"{rule.name}: {status}, changed {tables}")

    assert faults == []
