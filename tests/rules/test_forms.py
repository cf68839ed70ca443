"""Which form, and who signs where."""

import pytest

from kinerja.rules.forms import (
    Form,
    Signer,
    document_form,
    document_signatures,
    evaluation_form,
    feedback_form,
    plan_form,
)
from kinerja.rules.plan import PlanApproach
from kinerja.rules.position import PositionKind


@pytest.mark.parametrize(
    ("kind", "approach", "found"),
    [
        ("jpt", "qualitative", ("A.1.1", "B.1.3", "C.1.1")),
        ("jpt", "quantitative", ("A.1.2", "B.1.4", "C.1.2")),
        ("independent_unit_head", "qualitative", ("A.1.1", "B.1.3", "C.1.1")),
        ("independent_unit_head", "quantitative", ("A.1.2", "B.1.4", "C.1.2")),
        ("ja", "qualitative", ("A.1.6", "B.1.3", "C.1.1")),
        ("ja", "quantitative", ("A.1.7", "B.1.5", "C.1.3")),
        ("jf", "qualitative", ("A.1.6", "B.1.3", "C.1.1")),
        ("jf", "quantitative", ("A.1.7", "B.1.5", "C.1.3")),
    ],
)
def test_plan_feedback_and_evaluation(
    kind: str, approach: str, found: tuple[str, str, str]
) -> None:
    who, how = PositionKind(kind), PlanApproach(approach)

    assert (plan_form(who, how), feedback_form(who, how), evaluation_form(who, how)) == found


@pytest.mark.parametrize(
    ("evaluated_by", "changed", "form", "signatures"),
    [
        ("appraiser", False, "D.1.1", {"appraiser": 6, "employee": 7}),
        ("appraiser_superior", False, "D.1.2", {"appraiser_superior": 6, "employee": 7}),
        (
            "appraiser",
            True,
            "D.1.3",
            {"appraiser": 9, "employee": 10, "appraiser_superior": 11},
        ),
        (
            "appraiser_superior",
            True,
            "D.1.3",
            {"appraiser": 9, "employee": 10, "appraiser_superior": 11},
        ),
    ],
)
def test_document(evaluated_by: str, changed: bool, form: str, signatures: dict[str, int]) -> None:
    found = document_form(Signer(evaluated_by), changed)

    assert found == form
    assert document_signatures(found) == signatures


def test_nobody_evaluates_oneself() -> None:
    with pytest.raises(ValueError, match="nobody evaluates oneself"):
        document_form(Signer.EMPLOYEE, result_changed_after_objection=False)


def test_a_plan_is_no_evaluation_document() -> None:
    with pytest.raises(ValueError, match=r"A\.1\.1 is not an evaluation document"):
        document_signatures(Form.A_1_1)
