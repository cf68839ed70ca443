"""How far an import's answer agrees with the outcomes written down beforehand."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

STORED = frozenset({"accept", "fix", "merge"})
NEW = frozenset({"accept", "fix"})

Place = tuple[str | None, int]


@dataclass(frozen=True)
class Difference:
    """One place where the answer differs; `row` counts from 1 as the sheet does."""

    sheet: str | None
    row: int
    expected: str
    actual: str
    why: str

    def __str__(self) -> str:
        place = f"{self.sheet} " if self.sheet else ""
        return f"{place}row {self.row}: expected {self.expected}, got {self.actual} ({self.why})"


@dataclass(frozen=True)
class Comparison:
    """`rows` were compared and `agreed` of them have an outcome that was expected.

    `disagreements`: other outcomes. `wrongly_accepted`: rows for a person to decide, rows that
    cannot be stored and rows that are no data, all stored without asking. `wrong_values`: stored
    rows with another value than the certain one. `leaks`: identifiers of refused rows, or words
    that may appear nowhere. `missing_suggestions`, `without_reason`: review and refuse rows whose
    reasons do not name the likely unit, or are empty.
    """

    rows: int
    agreed: int
    disagreements: tuple[Difference, ...]
    wrongly_accepted: tuple[Difference, ...]
    wrong_values: tuple[Difference, ...]
    leaks: tuple[Difference, ...]
    missing_suggestions: tuple[Difference, ...]
    without_reason: tuple[Difference, ...]

    @property
    def share(self) -> Fraction:
        """Agreed rows of all rows, 0 to 1."""
        return Fraction(self.agreed, self.rows)

    def report(self) -> str:
        """The comparison in lines for a person."""
        lines = [f"{self.agreed} of {self.rows} rows agree ({float(self.share):.1%})"]
        for title in (
            "disagreements",
            "wrongly_accepted",
            "wrong_values",
            "leaks",
            "missing_suggestions",
            "without_reason",
        ):
            found: tuple[Difference, ...] = getattr(self, title)
            lines.append(f"{title}: {len(found)}")
            lines.extend(f"  {difference}" for difference in found)
        return "\n".join(lines)


def compare(expected: Mapping[str, Any], actual: Mapping[str, Any]) -> Comparison:
    """Compare the answer of `kinerja import … --json` with an expected file of this folder.

    A row that the answer leaves out counts as ignored. A row that the answer has twice, or has
    though the sheet does not (unless ignored), is a disagreement.
    """
    by_row_alone = any(row["sheet"] is None for row in expected["rows"])
    answered: defaultdict[Place, list[Mapping[str, Any]]] = defaultdict(list)
    for row in actual["rows"]:
        answered[(None if by_row_alone else row["sheet"], row["row"])].append(row)

    found: dict[str, list[Difference]] = defaultdict(list)
    agreed = 0
    for wanted in expected["rows"]:
        answers = answered.pop((wanted["sheet"], wanted["row"]), [])
        agreed += _compare_row(wanted, answers, found)
    extra = 0
    for (sheet, number), answers in answered.items():
        for answer in answers:
            if answer["outcome"] != "ignore":
                extra += 1
                found["disagreements"].append(
                    Difference(sheet, number, "no such row", answer["outcome"], "not in the sheet")
                )
                if answer["outcome"] in STORED:
                    found["wrongly_accepted"].append(found["disagreements"][-1])

    text = json.dumps(actual, ensure_ascii=False)
    for word in expected.get("must_not_appear", ()):
        if word in text:
            found["leaks"].append(Difference(None, 0, "not shown", word, "secret of the file"))
    return Comparison(
        rows=len(expected["rows"]) + extra,
        agreed=agreed,
        disagreements=tuple(found["disagreements"]),
        wrongly_accepted=tuple(found["wrongly_accepted"]),
        wrong_values=tuple(found["wrong_values"]),
        leaks=tuple(found["leaks"]),
        missing_suggestions=tuple(found["missing_suggestions"]),
        without_reason=tuple(found["without_reason"]),
    )


def after_apply(expected: Mapping[str, Any]) -> dict[str, Any]:
    """What a second import of the same file must answer: `merge` for every row that was stored."""
    rows = []
    for row in expected["rows"]:
        allowed = {row["outcome"], *row.get("also", ())}
        if not allowed & STORED:
            rows.append(dict(row))
            continue
        others = sorted(allowed - STORED)
        rows.append({**row, "outcome": "merge", "also": others, "values": {}})
    return {**expected, "rows": rows}


def _compare_row(
    wanted: Mapping[str, Any],
    answers: list[Mapping[str, Any]],
    found: dict[str, list[Difference]],
) -> bool:
    """Note what differs in one row; True if its outcome agrees."""

    def note(kind: str, should: str, was: str) -> None:
        found[kind].append(Difference(wanted["sheet"], wanted["row"], should, was, wanted["why"]))

    outcomes = [answer["outcome"] for answer in answers] or ["ignore"]
    allowed = [wanted["outcome"], *wanted.get("also", ())]
    agrees = len(outcomes) == 1 and outcomes[0] in allowed
    if not agrees:
        note("disagreements", " or ".join(allowed), " and ".join(outcomes))
    storing = NEW if wanted["outcome"] == "ignore" else STORED
    if wanted["must_not_store"] and storing & set(outcomes):
        note("wrongly_accepted", " or ".join(allowed), " and ".join(outcomes))

    for answer in answers:
        outcome = answer["outcome"]
        if outcome in NEW and wanted["outcome"] in NEW:
            _compare_values(wanted.get("values", {}), answer.get("values") or {}, note)
        if outcome == "refuse":
            text = json.dumps(answer, ensure_ascii=False)
            for secret in wanted.get("must_not_appear", ()):
                if secret in _joined_digits(text):
                    note("leaks", "masked", "shown")
        if outcome in ("review", "refuse"):
            reasons = answer.get("reasons") or []
            if not any(str(reason.get("message", "")).strip() for reason in reasons):
                note("without_reason", "a reason", "none")
            suggestion = wanted.get("suggests")
            if suggestion and suggestion not in json.dumps(reasons, ensure_ascii=False):
                note("missing_suggestions", suggestion, "not named")
    return agrees


def _compare_values(wanted: Mapping[str, Any], stored: Mapping[str, Any], note: Any) -> None:
    for key, value in wanted.items():
        choices = value if isinstance(value, list) else [value]
        was = stored.get(key)
        if ("" if was is None else str(was)) not in choices:
            note("wrong_values", f"{key} {' or '.join(map(repr, choices))}", repr(was))


def _joined_digits(text: str) -> str:
    """The text with nothing between digits but what may be a sign of grouping removed.

    >>> _joined_digits('19850312 201001 1 901, "1.98E+17"')
    '198503122010011901, "198E+17"'
    """
    return re.sub(r"(?<=\d)[ .'\u00a0-](?=\d)", "", text)
