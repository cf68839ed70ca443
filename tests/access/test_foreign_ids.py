"""Somebody else's id in a form, in the parameters of an address, or beside one's own."""

from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from tests.access.contents import word
from tests.access.matrix import Walk
from tests.access.rules import RULES
from tests.access.world import World, nip_of

from kinerja.evaluation.assessment import Assessment
from kinerja.planning.plan import Plan
from kinerja.work.report import Report

pytestmark = pytest.mark.django_db

MIXED = [rule for rule in RULES if rule.thing in ("photo", "file") and rule.method == "GET"]


def address(world: World, route: str, kind: str, owner: str) -> str:
    return reverse(route, kwargs=world.things[kind][owner])


@pytest.mark.parametrize("rule", MIXED, ids=lambda rule: rule.name)
def test_an_own_parent_with_anothers_child_is_not_there(walk: Walk, rule: Any) -> None:
    """Sari's report with Lina's file, and the other way round."""
    things = walk.world.things[rule.thing]
    for mine, theirs in (("sari", "lina"), ("lina", "sari")):
        first, second = things[mine], things[theirs]
        for mixed in _mixtures(first, second):
            for viewer in ("sari", "dedi", "wati"):
                path = reverse(rule.route, kwargs=mixed)
                assert walk.request(viewer, "get", path)[0] == 404, (viewer, path)


def _mixtures(first: dict[str, Any], second: dict[str, Any]) -> list[dict[str, Any]]:
    """All ways to take some arguments from one and the rest from the other."""
    mixed = [
        {key: (first, second)[pick][key] for key, pick in zip(first, picks, strict=True)}
        for picks in product((0, 1), repeat=len(first))
    ]
    return [one for one in mixed if one not in (first, second)]


def test_a_row_of_one_import_is_not_in_another(walk: Walk, world: World) -> None:
    mixed = world.things["import_row"]["office"] | world.things["import_stored"]["office"]

    assert walk.request("wati", "get", reverse("import_row", kwargs=mixed))[0] == 404


def test_the_receipt_of_another_is_not_shown(walk: Walk, world: World) -> None:
    theirs = world.things["report_waiting"]["lina"]["report_id"]

    _, _, page = walk.request("sari", "get", f"{reverse('home')}?terima={theirs}")
    _, _, nothing = walk.request("sari", "get", f"{reverse('home')}?terima=2000000000")

    assert word("Laporan", "lina").encode() not in page
    assert len(page) == len(nothing)


def test_the_queue_offers_no_undo_for_what_another_answered(walk: Walk, world: World) -> None:
    theirs = world.things["report_accepted"]["lina"]["report_id"]

    _, _, page = walk.request("budi", "get", f"{reverse('queue')}?dijawab={theirs}")

    assert list(walk.told_wrongly("budi", page)) == []
    assert word("Catatan", "lina").encode() not in page


def test_one_foreign_report_among_ones_own_stops_all(walk: Walk, world: World) -> None:
    waiting = world.things["report_waiting"]
    ids = [waiting[name]["report_id"] for name in ("sari", "tono", "lina")]

    answer = walk.act(
        "budi", "post", reverse("queue_accept"), data={"report": [f"{pk}:1" for pk in ids]}
    )

    assert answer == (404, [])


def test_a_report_is_filed_in_ones_own_name_for_ones_own_result(walk: Walk, world: World) -> None:
    theirs = world.things["plan_set_result"]["lina"]["result_id"]
    said = {"text": "Rapat.", "result": "0", "done_on": "2026-10-05", "key": str(uuid4())}

    assert walk.act("sari", "post", reverse("report_new"), data=said | {"result": theirs}) == (
        422,
        [],
    )
    more = {"person": world.people["lina"].pk, "by": world.people["lina"].pk, "state": "noted"}
    walk.request("sari", "post", reverse("report_new"), said | more)
    filed = Report.objects.get(key=said["key"])
    assert (filed.person, filed.state) == (world.people["sari"], "filed")


def test_evidence_of_another_cannot_be_taken_away(walk: Walk, world: World) -> None:
    theirs = world.things["photo"]["lina"]["evidence_id"]
    correct = address(world, "report_correct", "report_waiting", "sari")
    said = {"text": "Diperbaiki.", "result": "0", "version": "1", "without": theirs}

    walk.request("sari", "post", correct, said)

    assert walk.request("dedi", "get", address(world, "evidence_file", "photo", "lina"))[0] == 200


def test_an_answer_changes_nothing_but_the_state(walk: Walk, world: World) -> None:
    place = world.things["report_waiting"]["sari"]
    before = Report.objects.filter(pk=place["report_id"]).values().get()
    more = {
        "text": "Diganti atasan.",
        "quantity": "99",
        "person": world.people["tono"].pk,
        "done_on": "2026-01-01",
    }

    walk.request(
        "budi",
        "post",
        reverse("queue_answer", kwargs=place),
        {"verdict": "accept", "version": "1"} | more,
    )

    after = Report.objects.filter(pk=place["report_id"]).values().get()
    assert after == before | {"state": "noted"}


def test_setting_a_plan_changes_none_of_its_words(walk: Walk, world: World) -> None:
    place = world.things["plan_submitted"]["tono"]
    plan = Plan.objects.get(pk=place["plan_id"])
    titles = list(plan.results.values_list("title", flat=True))

    walk.request(
        "budi",
        "post",
        reverse("plan_set", kwargs=place),
        {"revision": plan.revision, "title": "Diganti", "person": world.people["sari"].pk},
    )

    plan.refresh_from_db()
    assert (plan.state, plan.person) == ("set", world.people["tono"])
    assert list(plan.results.values_list("title", flat=True)) == titles


def test_a_plan_is_started_for_ones_own_post(walk: Walk, world: World) -> None:
    start = reverse("plan_start", kwargs={"year": 2028})
    theirs = {"assignment": world.post_of("lina").pk, "approach": "quantitative"}

    assert walk.act("sari", "post", start, data=theirs) == (422, [])


@pytest.mark.parametrize("owner", ["lina", "dewi", "rina"])
def test_a_result_hangs_under_the_own_leader_only(walk: Walk, world: World, owner: str) -> None:
    """Also Rina's: she leads the leader, not Sari."""
    new = address(world, "result_new", "plan_draft", "sari")
    theirs = world.things["plan_set_result"][owner]["result_id"]
    said = {
        "title": "Ibu hamil terlayani",
        "kind": "main",
        "parent": theirs,
        "iki-text": "Cakupan",
        "iki-aspect": "quantity",
        "iki-target_min": "90",
        "iki-polarity": "maximise",
    }

    status, tables = walk.act("sari", "post", new, data=said)

    # 422, or the field is not even offered: then nothing hangs there
    assert (status, tables) == (422, []) or _hangs_nowhere(walk, new, said)


def _hangs_nowhere(walk: Walk, new: str, said: dict[str, Any]) -> bool:
    walk.request("sari", "post", new, said)
    plan = Plan.objects.get(person=walk.world.people["sari"], year=2027)
    return plan.results.latest("pk").parent is None


def test_ratings_reach_the_results_of_that_review_only(walk: Walk, world: World) -> None:
    place = world.things["review_rated"]["sari"]
    theirs = world.things["plan_set_result"]["lina"]["result_id"]
    mine = world.things["plan_set_result"]["sari"]["result_id"]
    before = list(Assessment.objects.filter(result=theirs).values())
    said = {
        "revision": "",
        "work_result": "meets",
        "behaviour": "meets",
        f"rating_{mine}": "meets",
        f"rating_{theirs}": "below",
        f"note_{theirs}": "Bukan bawahan saya.",
    }

    status = walk.request("budi", "post", reverse("review_rate", kwargs=place), said)[0]

    assert status == 302
    assert list(Assessment.objects.filter(result=theirs).values()) == before


def test_a_nip_tells_nobody_whether_somebody_works_here(walk: Walk) -> None:
    """The same words for a NIP of a stranger and for one that nobody has."""
    answers = []
    for nip in (nip_of("lina"), "198503052010022999"):
        status, _, page = walk.request("sari", "post", reverse("people_search"), {"cari": nip})
        answers.append((status, page.count(nip.encode()), b"Tidak ada pegawai dengan NIP" in page))

    assert answers[0] == answers[1]
    assert answers[0][0] == 422


@pytest.mark.parametrize("words", ["Lina", "Dewi", "19850305"])
def test_a_search_finds_only_whom_one_may_see(walk: Walk, words: str) -> None:
    _, _, page = walk.request("sari", "get", f"{reverse('people_list')}?cari={words}&status=semua")

    assert b"Lina Oktavia" not in page
    assert b"Dewi Kartika" not in page
