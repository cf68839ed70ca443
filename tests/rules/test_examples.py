"""Every worked example of a JSON file, against the rules.

``KINERJA_EXAMPLES`` names another file of the same format, which is then run instead of the
project's own copy.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.rules.adapters import figures, procedure
from tests.rules.adapters.registry import ADAPTERS

from kinerja.rules.parameters import rule_set

REGISTERED = (figures, procedure)  # their adapters stand in ADAPTERS once they are imported
OWN_FILE = Path(__file__).with_name("examples.json")
DAY_WITHOUT_A_DATE = date(2026, 1, 1)

Example = Mapping[str, Any]


class UnknownRule(LookupError):
    """The file names a rule that the project does not have."""


class Conventions:
    """What a file says about itself: which fields are decimals, and how near is near enough."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.decimal_fields = frozenset(document["conventions"]["decimal_fields"])
        self.tolerance = {
            rule: Decimal(text) for rule, text in document["conventions"]["tolerance"].items()
        }

    def agree(self, rule: str, field: str, expected: Any, found: Any) -> bool:
        """Whether an answer is the expected one: decimals within tolerance, the rest exactly."""
        if isinstance(expected, list) and isinstance(found, list):
            pairs = zip(expected, found, strict=False)
            return len(expected) == len(found) and all(
                self.agree(rule, field, one, other) for one, other in pairs
            )
        if field in self.decimal_fields and isinstance(expected, str):
            near = self.tolerance.get(rule, Decimal(0))
            return isinstance(found, Decimal) and abs(Decimal(expected) - found) <= near
        plain = found.isoformat() if isinstance(found, date) else found
        return type(expected) is type(plain) and bool(expected == plain)


def run(example: Example, conventions: Conventions) -> dict[str, tuple[Any, Any]]:
    """Fields in which the rule disagrees with the example: expected and found."""
    rule, expected = example["rule"], example["expected"]
    if rule not in ADAPTERS:
        raise UnknownRule(rule)
    found = ADAPTERS[rule](example["inputs"], rule_set(DAY_WITHOUT_A_DATE))
    return {
        field: (value, found.get(field, "nothing"))
        for field, value in expected.items()
        if field not in found or not conventions.agree(rule, field, value, found[field])
    }


DOCUMENT = json.loads(
    Path(os.environ.get("KINERJA_EXAMPLES") or OWN_FILE).read_text(encoding="utf-8")
)


@pytest.mark.parametrize(
    "example", [pytest.param(example, id=example["id"]) for example in DOCUMENT["examples"]]
)
def test_example(example: Example) -> None:
    assert run(example, Conventions(DOCUMENT)) == {}


def test_every_rule_of_the_file_has_an_adapter() -> None:
    assert sorted(set(DOCUMENT["rules"]) - set(ADAPTERS)) == []


def test_every_adapter_belongs_to_a_rule_of_the_own_file() -> None:
    own = json.loads(OWN_FILE.read_text(encoding="utf-8"))

    assert set(ADAPTERS) == set(own["rules"])
    assert (len(own["rules"]), len(own["examples"])) == (60, 245)


@pytest.fixture
def conventions() -> Conventions:
    return Conventions({"conventions": {"decimal_fields": ["credit"], "tolerance": {}}})


def test_an_unknown_rule_fails(conventions: Conventions) -> None:
    with pytest.raises(UnknownRule, match="horoscope"):
        run({"rule": "horoscope", "inputs": {}, "expected": {}}, conventions)


@pytest.mark.parametrize(
    ("inputs", "expected", "difference"),
    [
        (
            {"study_failed": True, "predicate": "baik"},
            {"allowed": True},
            {"allowed": (True, False)},
        ),
        (
            {"study_failed": True, "predicate": "baik"},
            {"allowed": 0},
            {"allowed": (0, False)},
        ),
        (
            {"study_failed": True, "predicate": "baik"},
            {"score": 1},
            {"score": (1, "nothing")},
        ),
    ],
)
def test_a_wrong_example_is_noticed(
    conventions: Conventions,
    inputs: dict[str, Any],
    expected: dict[str, Any],
    difference: dict[str, Any],
) -> None:
    example = {"rule": "study_failed_predicate", "inputs": inputs, "expected": expected}

    assert run(example, conventions) == difference


def test_a_decimal_outside_the_tolerance_is_noticed(conventions: Conventions) -> None:
    inputs = {"level": "ahli_muda", "predicate": "baik", "months": 12}
    example = {"rule": "credit_conversion", "inputs": inputs, "expected": {"credit": "25.0001"}}

    assert run(example, conventions) == {"credit": ("25.0001", Decimal("25.0000"))}


def test_a_list_that_is_too_short_is_noticed(conventions: Conventions) -> None:
    inputs = {"required": [3, 3], "actual": [2, 3]}
    example = {"rule": "competency_gap", "inputs": inputs, "expected": {"gaps": [-1]}}

    assert run(example, conventions) == {"gaps": ([-1], [-1, 0])}


def test_another_file_is_run_instead(tmp_path: Path) -> None:
    other = dict(DOCUMENT)
    other["examples"] = [
        {
            "id": "study_failed_predicate-99",
            "rule": "study_failed_predicate",
            "inputs": {"study_failed": True, "predicate": "baik"},
            "expected": {"allowed": True},
        }
    ]
    file = tmp_path / "other.json"
    file.write_text(json.dumps(other), encoding="utf-8")

    root = OWN_FILE.parents[2]
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:django", f"{__file__}::test_example"],
        cwd=root,
        # without options of the run around it: here there is no plugin that knows them
        env={**os.environ, "KINERJA_EXAMPLES": str(file), "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert result.returncode == 1
    assert "test_example[study_failed_predicate-99]" in result.stdout
    assert "1 failed" in result.stdout
