"""Branches: a question whose condition rests on one that is not asked is not asked either."""

from kinerja.rules.survey_branching import Asked, Condition, shown_questions, survey_steps


def _rests(code: str, on: str, section: int = 1) -> Asked:
    return Asked(code, section, (Condition(on, frozenset({"1"})),))


CHAIN = [Asked("P1", 1), _rests("P2", "P1"), _rests("P3", "P2"), Asked("P4", 2)]


def test_a_chain_falls_with_its_first_link() -> None:
    assert shown_questions(CHAIN, {"P1": ["1"], "P2": ["1"]}) == ["P1", "P2", "P3", "P4"]
    assert shown_questions(CHAIN, {"P1": ["2"], "P2": ["1"]}) == ["P1", "P4"]


def test_a_condition_on_what_comes_later_never_holds() -> None:
    assert shown_questions([_rests("P1", "P2"), Asked("P2", 1)], {"P2": ["1"]}) == ["P2"]


def test_each_answer_is_sent_before_what_rests_on_it() -> None:
    assert survey_steps(CHAIN) == [["P1"], ["P2"], ["P3"], ["P4"]]
    assert survey_steps([Asked("P1", 1), Asked("P2", 1), Asked("P3", 2)]) == [["P1", "P2", "P3"]]
    assert survey_steps([]) == []
