"""The questions of a survey as a page asks them: the same for citizens and for the preview.

Everything works without JavaScript. A survey that branches is asked step by step; what was
answered before travels along in hidden fields and is read again at the end.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kinerja.needs.survey.question import PublicQuestion, Question
from kinerja.needs.survey.reading import Reading, read_answers
from kinerja.rules.survey_branching import shown_questions, survey_steps

Sent = Callable[[str], Sequence[str]]
STEP, BACK = "langkah", "kembali"


@dataclass
class Choice:
    value: str
    words: str
    chosen: bool


@dataclass
class Input:
    """One question on the page, with what was typed and what is wrong with it."""

    question: PublicQuestion
    fault: str = ""
    text: str = ""
    choices: list[Choice] = field(default_factory=list)
    rows: list[tuple[str, str, list[Choice]]] = field(default_factory=list)  # name, words, choices

    @property
    def target(self) -> str:
        """The id that the summary of errors leads to."""
        code = self.question.code
        if self.rows:
            return f"{self.rows[0][0]}_1"
        return f"{code}_1" if self.choices else code


@dataclass
class Part:
    """A section with its questions on this step."""

    title: str
    inputs: list[Input] = field(default_factory=list)


@dataclass
class Step:
    """One page of the survey, of the questions `here`. `reading` is whole once `finished`; then
    nothing of the page is shown, nor built."""

    number: int
    steps: int
    questions: Sequence[PublicQuestion]  # all of them, of every step
    here: frozenset[str]
    reading: Reading
    sent: Sent
    finished: bool = False

    @cached_property
    def parts(self) -> list[Part]:
        """The sections of this step with their questions."""
        parts: list[Part] = []
        section = None
        for one in self._shown:
            if one.code not in self.here:
                continue
            if one.section != section:
                parts.append(Part(one.section_title))
                section = one.section
            parts[-1].inputs.append(_input(one, self.reading))
        return parts

    @cached_property
    def carried(self) -> list[tuple[str, str]]:
        """Hidden fields with the answers of the other steps."""
        others = (one for one in self._shown if one.code not in self.here)
        return [field for one in others for field in _carried(one, self.sent)]

    @cached_property
    def _shown(self) -> list[PublicQuestion]:
        chosen = {one.code: self.sent(one.code) for one in self.questions}
        shown = set(shown_questions([one.asked for one in self.questions], chosen))
        return [one for one in self.questions if one.code in shown]

    @property
    def faults(self) -> list[tuple[str, str]]:
        return [
            (one.target, f"{one.question.text} {one.fault}")
            for part in self.parts
            for one in part.inputs
            if one.fault
        ]

    @property
    def is_last(self) -> bool:
        return self.number == self.steps


def first_step(questions: Sequence[PublicQuestion]) -> Step:
    """The page as it opens."""
    reading = read_answers(questions, _nothing, only=())
    return _step(questions, survey_steps([one.asked for one in questions]), 0, reading, _nothing)


def next_step(questions: Sequence[PublicQuestion], sent: Sent) -> Step:
    """The page after what was sent: the same with its faults, the next, the one before, or the
    last once more, finished."""
    steps = survey_steps([one.asked for one in questions])
    if not steps:
        return first_step(questions)
    said = (list(sent(STEP)) or ["1"])[0]
    at = min(max(int(said) - 1 if said.isascii() and said.isdigit() else 0, 0), len(steps) - 1)
    chosen = {one.code: sent(one.code) for one in questions}
    shown = set(shown_questions([one.asked for one in questions], chosen))
    reading = read_answers(questions, sent, steps[at])
    if sent(BACK):
        earlier = [n for n in range(at) if shown.intersection(steps[n])]
        reading.wrong.clear()
        return _step(questions, steps, earlier[-1] if earlier else 0, reading, sent)
    if reading.wrong:
        return _step(questions, steps, at, reading, sent)
    later = [n for n in range(at + 1, len(steps)) if shown.intersection(steps[n])]
    if later:
        return _step(questions, steps, later[0], reading, sent)
    whole = reading if shown.issubset(steps[at]) else read_answers(questions, sent)
    if whole.wrong:  # something before was tampered with, or lost on the way
        first = next(n for n, step in enumerate(steps) if whole.wrong.keys() & set(step))
        return _step(questions, steps, first, whole, sent)
    step = _step(questions, steps, at, whole, sent)
    step.finished = True
    return step


def _nothing(name: str) -> Sequence[str]:
    return ()


def _step(
    questions: Sequence[PublicQuestion],
    steps: Sequence[Sequence[str]],
    at: int,
    reading: Reading,
    sent: Sent,
) -> Step:
    here = frozenset(steps[at]) if steps else frozenset()
    return Step(at + 1, len(steps), questions, here, reading, sent)


def _carried(one: PublicQuestion, sent: Sent) -> list[tuple[str, str]]:
    names = [f"{one.code}.{row}" for row, _ in one.rows] or [one.code]
    return [(name, value) for name in names for value in sent(name)]


def _input(one: PublicQuestion, reading: Reading) -> Input:
    typed: Any = reading.typed.get(one.code, "")
    found = Input(one, fault=reading.wrong.get(one.code, ""))
    if one.kind == Question.Kind.MATRIX:
        said = typed or {}
        found.rows = [
            (f"{one.code}.{row}", words, _choices(one, [said.get(row, "")]))
            for row, words in one.rows
        ]
    elif one.options:
        found.choices = _choices(one, typed if isinstance(typed, list) else [str(typed)])
    else:
        found.text = str(typed)
    return found


def _choices(one: PublicQuestion, chosen: Sequence[str]) -> list[Choice]:
    return [Choice(value, words, value in chosen) for value, words in one.options]
