"""The policy speaks of every address and of every act, and the matrix can fail."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db.models import Q
from django.urls import URLPattern, URLResolver, get_resolver
from tests.access.matrix import Walk
from tests.access.policy import VIEWERS, Rule
from tests.access.rules import RULES

from kinerja.people.person import gate
from kinerja.people.role import Role
from kinerja.web.page import routes
from kinerja.work.report import ReportQuerySet

pytestmark = pytest.mark.django_db

POSTED_TO = {rule.route for rule in RULES if rule.method == "POST"}
NOTING = {rule.route for rule in RULES if rule.method == "GET" and rule.changes}  # that it was read
# Who may be anybody: no sign-in. Everything else asks who one is.
PUBLIC = {
    *("alive", "brand_style", "brand_logo"),
    *("account_login", "account_logout", "account_inactive"),
    *("mfa_authenticate", "mfa_login_webauthn"),
    *("offline_shell", "service_worker", "manifest", "api:openapi-json"),
    "api:api-root",
    "outside_answer",
    *("survey_page", "survey_done"),
    "public",
    *("complain", "complaint_content", "complaint_find", "complaint_photo", "complaint_reply"),
    "complaint_ticket",
    "calendar_feed",  # by its secret word
    *("partner_home", "partner_enter", "partner_leave"),  # by a cookie of their own
    *("partner_finish", "partner_comment", "partner_file"),
    "training_check",
    *("practice_begin", "practice_closed"),
    "channel_stop",
}


def test_every_address_has_its_policy() -> None:
    assert {route.name for route in routes()} == {rule.route for rule in RULES}


def test_every_address_has_a_name_and_a_guard() -> None:
    names = [route.name for route in routes()]

    assert sorted(names) == sorted(set(names))
    assert {route.name for route in routes() if route.guard == "public"} == PUBLIC
    assert {route.guard for route in routes()} == {"person", "account", "public", "token"}


def test_every_address_that_reads_a_form_has_a_policy_for_it() -> None:
    """Views say POST where they read one; those of allauth have a method `post`."""
    reading = {name for name, view in _views() if _reads_a_form(view)}

    assert reading - POSTED_TO == set()


def test_every_role_of_the_product_is_walked() -> None:
    tags = {tag for viewer in VIEWERS.values() for tag in viewer.tags}
    walked = {viewer.role.replace(" ", "_") for viewer in VIEWERS.values()} | tags

    assert {role.value for role in Role.Name} - walked == set()


@pytest.mark.parametrize("name", ["", "sari", "wati"])
def test_addresses_without_an_act_take_no_post(walk: Walk, name: str) -> None:
    faults = []
    for rule in _one_for_each_address(lambda rule: rule.route not in POSTED_TO | NOTING):
        status, tables = walk.act(name, "post", walk.address(rule))
        if status >= 500 or tables:
            faults.append(f"POST {rule.route}: {status}, changed {tables}")

    assert faults == []


@pytest.mark.parametrize("name", ["", "wati"])
def test_another_method_does_no_more_than_a_post(walk: Walk, name: str) -> None:
    faults = []
    for rule in _one_for_each_address():
        status, tables = walk.act(name, "put", walk.address(rule))
        if status >= 500 or (tables and rule.route not in POSTED_TO | NOTING):
            faults.append(f"PUT {rule.route}: {status}, changed {tables}")

    assert faults == []


# --- The matrix can fail


FEW = {name: VIEWERS[name] for name in ("sari", "kiki")}


def faults_of(walk: Walk, *names: str) -> set[str]:
    """The rules of these names in which the walk finds that somebody is let in (`test_matrix`
    finds none)."""
    return {
        rule.name
        for rule in RULES
        if rule.name in names and any("may not" in fault for fault in walk.faults(rule, FEW))
    }


def test_the_matrix_notices_when_everybody_sees_everybody(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = (
        "GET person_show person",
        "GET team_member person",
        "GET report_detail report_waiting",
        "GET evidence_file photo",
        "GET evidence_thumbnail photo",
        "GET plan_show plan_set",
        "GET plan_show plan_submitted",
        "GET result_show review_signed",
        "POST feedback_give report_accepted",
    )
    monkeypatch.setattr(gate, "sight", lambda viewer, on: Q())

    assert faults_of(walk, *names) == set(names)


def test_the_matrix_notices_when_everybody_keeps_the_register(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kinerja.people.person.Person.manages_people", lambda self, on: True)

    names = ("POST person_new", "POST settings", "POST period_open", "POST unit_rename unit")

    assert faults_of(walk, *names) == set(names)


def test_the_matrix_notices_what_a_page_tells(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    """All reports in everybody's own list: the status is right, the words are not."""
    monkeypatch.setattr(ReportQuerySet, "of", lambda self, person: self)
    (rule,) = (rule for rule in RULES if rule.name == "GET report_list")

    faults = walk.faults(rule)

    assert "GET report_list: employee (sari): the page tells “Laporan” of lina" in faults
    assert not any("head of region" in fault for fault in faults)


def test_the_matrix_notices_a_request_that_proves_nothing(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An act whose body is not valid: it is refused to all, for another reason."""
    monkeypatch.setattr(walk, "bodies", {})
    (rule,) = (rule for rule in RULES if rule.name == "POST report_new")

    assert any("is not a valid one" in fault for fault in walk.faults(rule))


# --- Helpers


def _one_for_each_address(wanted: Callable[[Rule], bool] = lambda rule: True) -> list[Rule]:
    return list({rule.route: rule for rule in RULES if wanted(rule)}.values())


def _views() -> Iterator[tuple[str, Any]]:
    """Those of pages; operations for programs are declared with their method."""
    waiting: list[URLPattern | URLResolver] = list(get_resolver().url_patterns)
    for pattern in waiting:  # grows while it is walked
        if isinstance(pattern, URLResolver):
            waiting += [] if pattern.namespace == "api" else pattern.url_patterns
        else:
            yield pattern.name or "", pattern.callback


def _reads_a_form(view: Any) -> bool:
    inner = inspect.unwrap(view)
    made_of = getattr(inner, "view_class", None)
    return hasattr(made_of, "post") if made_of else "POST" in inspect.getsource(inner)
