"""Every kind of event of the house has a sentence on the trail, or a reason to stay away."""

import ast
import re
from pathlib import Path

import kinerja
from kinerja.evaluation.delivery import Delivery
from kinerja.evaluation.objection import Objection
from kinerja.evaluation.reopening import Reopening
from kinerja.planning.result_step import ResultStep
from kinerja.web.people.trail_words import HIDDEN, SENTENCES
from kinerja.work.delegation import Delegation
from kinerja.work.duty import STEPS
from kinerja.work.sample_audit import AuditItem

HOUSE = Path(kinerja.__file__).parent
KIND = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")
WRITERS = {"record", "Happening", "_tell", "_happenings"}  # the calls that write an event
# Words with a dot that begin like an event and are none.
NO_EVENTS = {
    *("report.js", "report.done_on", "report.unit_id", "pair.day", "pair.unit"),
    "feedback.request",  # part of an address of a template
}
# f-strings: how they begin -> the kinds that they stand for.
MADE = {
    "result.": [f"result.{one}" for one in ResultStep.Kind.values],
    "order.": [f"order.{one}" for one in STEPS],
    "audit.": [f"audit.{one}" for one in AuditItem.Verdict.values if one],
    "delegation.": [f"delegation.{one}" for one in Delegation.State.values if one != "offered"],
    "factor.": [f"factor.{one}" for one in ("solved", "closed")],
    "feedback.": [f"feedback.{one}" for one in ("answered", "declined", "withdrawn")],
    "objection.": [f"objection.{one}" for one in Objection.Ruling.values],
    "reopening.": [f"reopening.{one}" for one in Reopening.Decision.values],
    "review.": [f"review.{one}" for one in Delivery.Answer.values],
}


def _trees() -> list[ast.Module]:
    files = [
        file
        for file in HOUSE.rglob("*.py")
        if "migrations" not in file.parts and file.name != "trail_words.py"
    ]
    return [ast.parse(file.read_text(encoding="utf-8")) for file in files]


def _first_words(tree: ast.Module) -> set[str]:
    """Names written out in a call that writes an event."""
    return {
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", getattr(call.func, "attr", "")) in WRITERS
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


def kinds() -> set[str]:
    """All kinds: written out in the call, chosen beforehand, or put together."""
    trees = _trees()
    known = {name for tree in trees for name in _first_words(tree)}
    subjects = {name.partition(".")[0] for name in known} | {key[:-1] for key in MADE}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if KIND.fullmatch(node.value) and node.value.partition(".")[0] in subjects:
                    known.add(node.value)
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                start = str(node.values[0].value)
                if re.fullmatch(r"[a-z0-9_]+\.", start) and start[:-1] in subjects:
                    known.update(MADE[start])  # KeyError: say in MADE what it stands for
    return {name for name in known if KIND.fullmatch(name)} - NO_EVENTS


def test_every_kind_has_a_sentence_or_a_reason():
    said = SENTENCES.keys() | HIDDEN.keys()

    assert kinds() - said == set()
    assert not SENTENCES.keys() & HIDDEN.keys()
    assert all(SENTENCES.values())


def test_no_sentence_is_left_of_what_is_gone():
    assert (SENTENCES.keys() | HIDDEN.keys()) - kinds() == set()


def test_what_nobody_may_read_here_is_named():
    for name in ("guidance.opinion_given", "behaviour.reported", "counselling.held"):
        assert name in HIDDEN
    for name in ("review.rated", "review.draft_kept", "objection.explained", "audit.in_order"):
        assert name in HIDDEN
    assert {name for name in kinds() if name.startswith("round360.")} <= HIDDEN.keys()
