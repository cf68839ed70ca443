"""The list of adapters, and how the codes, decimals and dates of an example are read."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from kinerja.rules.label import Labelled
from kinerja.rules.parameters import RuleSet

Inputs = Mapping[str, Any]
Answer = dict[str, Any]
Adapter = Callable[[Inputs, RuleSet], Answer]
Code = TypeVar("Code", bound=Labelled)

ADAPTERS: dict[str, Adapter] = {}


def adapter(function: Adapter) -> Adapter:
    """Register a function under its own name, which is the name of the rule."""
    ADAPTERS[function.__name__] = function
    return function


def decimals(values: list[str]) -> list[Decimal]:
    return [Decimal(value) for value in values]


def day(text: str) -> date:
    return date.fromisoformat(text)


def free_days(inputs: Inputs) -> frozenset[date]:
    return frozenset(day(text) for text in inputs["holidays"])


# Codes that a file may use for what the project calls otherwise; the glossary knows both.
SYNONYMS = {
    "jpt": "jpt_pratama",  # where a file does not tell the three levels apart
    "ja": "ja_jf",
    "jf": "ja_jf",
    "ja_jf": "ja",
    "pre_retirement_leave": "pre_retirement",
    "mpp": "pre_retirement",
    "cltn": "unpaid_leave",
    "non_structural_body_leader": "non_structural_body",
    "non_structural_body_member": "non_structural_body",
    "non_structural_member": "non_structural_body",
    "temporarily_suspended": "suspended",
    "jf_in_structural_post": "structural_post",
    "functional_officer_in_structural_post": "structural_post",
    "initiative": "strategic_initiative",
    "jf_without_team": "jf",
    "employee_is_plt": "employee_acts_as_plt",
    "acting_plt": "employee_acts_as_plt",
    "plt_ended": "employee_plt_ended",
    "seconded_outside_government": "seconded",
    "secondment": "seconded",
    "auto_close_after_response": "auto_close",
    "close": "auto_close",
    "SMA": "SLTA",
    "SMP": "SLTP",
    "below_slta": "SLTP",
    "below": "SLTP",
    "none": "permenpanrb_6_2022",
    "off": "permenpanrb_6_2022",
}


def read(kind: type[Code], code: str) -> Code:
    """A code of a closed list, under the project's own name or a synonym."""
    try:
        return kind(code)
    except ValueError:
        return kind(SYNONYMS.get(code, code))


def codes(values: Any) -> list[str]:
    return [value.value for value in values]
