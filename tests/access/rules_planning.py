"""The policy for plans and goals."""

from typing import Any

from django.db.models import Model
from tests.access.matrix import Asked
from tests.access.policy import (
    APPRAISER,
    OWNER,
    PERSONNEL_ADMIN,
    PLANS,
    READERS,
    SCOPE,
    SIGNED_IN,
    UNIT_ADMIN,
    Rule,
    get,
    post,
)
from tests.access.world import TODAY

from kinerja.people.assignment import Assignment
from kinerja.planning.goal import Goal
from kinerja.planning.key_indicator import KeyIndicator
from kinerja.planning.plan import Plan
from kinerja.planning.work_result import Indicator, WorkResult

PLANNERS = frozenset({PERSONNEL_ADMIN, SCOPE})  # of the goals of a unit
SETTING = APPRAISER  # the appraiser of today; never for oneself

# What is done to a draft is its owner's alone; of what is handed in others may know.
DRAFT: dict[str, Any] = {"thing": "plan_draft"}


def of_draft(row: str) -> dict[str, Any]:
    return {"thing": f"plan_draft_{row}"}


RULES: list[Rule] = [
    # Reading
    get("plan", SIGNED_IN),
    get("plan_inbox", SIGNED_IN),
    get("plan_show", READERS, thing="plan_set"),
    get("plan_show", OWNER, thing="plan_draft"),
    get("plan_show", READERS, thing="plan_submitted"),
    get("plan_show", READERS, thing="plan_asked_long_ago"),
    # One's own draft
    get("plan_start", SIGNED_IN, at=(("year", 2028),)),
    post("plan_start", frozenset({PLANS}), at=(("year", 2028),), refused=422),
    get("plan_copy", SIGNED_IN, **DRAFT, answer=405),
    post("plan_copy", OWNER, **DRAFT),
    get("plan_submit", SIGNED_IN, **DRAFT, answer=405),
    post("plan_submit", OWNER, **DRAFT),
    get("plan_withdraw", SIGNED_IN, thing="plan_submitted", answer=405),
    post("plan_withdraw", OWNER, thing="plan_submitted", known_to=READERS),
    get("plan_terms", OWNER, **DRAFT),
    post("plan_terms", OWNER, **DRAFT),
    get("term_remove", SIGNED_IN, **of_draft("term"), answer=405),
    post("term_remove", OWNER, **of_draft("term")),
    get("result_new", OWNER, **DRAFT),
    post("result_new", OWNER, **DRAFT),
    get("result_edit", OWNER, **of_draft("result")),
    post("result_edit", OWNER, **of_draft("result")),
    get("result_remove", SIGNED_IN, **of_draft("result"), answer=405),
    post("result_remove", OWNER, **of_draft("result")),
    get("indicator_new", OWNER, **of_draft("result")),
    post("indicator_new", OWNER, **of_draft("result")),
    get("indicator_edit", OWNER, **of_draft("indicator")),
    post("indicator_edit", OWNER, **of_draft("indicator")),
    get("indicator_remove", SIGNED_IN, **of_draft("indicator"), answer=405),
    post("indicator_remove", OWNER, **of_draft("indicator")),
    # The appraiser's answer
    get("plan_set", SIGNED_IN, thing="plan_submitted", answer=405),
    post("plan_set", SETTING, thing="plan_submitted", known_to=READERS, never=OWNER),
    get("plan_return", SETTING, thing="plan_submitted", known_to=READERS, never=OWNER),
    post("plan_return", SETTING, thing="plan_submitted", known_to=READERS, never=OWNER),
    *(
        rule("plan_expectations", SETTING, thing=thing, known_to=READERS, never=OWNER)
        for rule in (get, post)
        for thing in ("plan_submitted", "plan_set")
    ),
    # Goals are open to everybody who works there; planners look after them
    get("goals", SIGNED_IN),
    get("goal_show", SIGNED_IN, thing="goal"),
    get("goal_new", frozenset({PERSONNEL_ADMIN, UNIT_ADMIN}), refused=403),
    post("goal_new", frozenset({PERSONNEL_ADMIN}), act="of the agency", refused=(403, 422)),
    post(
        "goal_new",
        PLANNERS,
        thing="unit_of_goal",
        in_body=True,
        act="of a unit",
        refused=(403, 422),
    ),
    *(
        rule(route, PLANNERS, thing="goal", refused=403)
        for route in ("goal_edit", "key_indicator_new")
        for rule in (get, post)
    ),
    *(
        rule(route, PLANNERS, thing="key_indicator", refused=403)
        for route in ("key_indicator_edit", "key_target", "key_value")
        for rule in (get, post)
    ),
]


def found(model: type[Model], asked: Asked, name: str) -> Any:
    """The row that the address names, if it is there."""
    return model._default_manager.filter(pk=asked.arguments[name]).first()


def revision(row: Any) -> dict[str, str]:
    """What the form carries to tell which state it was filled from."""
    return {"revision": str(row.revision) if row else "1"}


def of_plan(**values: str) -> Any:
    return lambda asked: values | revision(found(Plan, asked, "plan_id"))


def a_result(asked: Asked) -> dict[str, Any]:
    measure = {f"iki-{name}": value for name, value in MEASURE.items()}
    return {"title": "Ibu hamil terlayani", "kind": "main"} | measure


def changed_result(asked: Asked) -> dict[str, Any]:
    row = found(WorkResult, asked, "result_id")
    return {"title": "Ibu hamil terlayani lengkap", "kind": "main"} | revision(row)


MEASURE = {
    "text": "Cakupan pelayanan ibu",
    "aspect": "quantity",
    "target_min": "91,5",
    "unit_of_measure": "%",
    "polarity": "maximise",
}
GOAL = {
    "title": "Pelayanan cepat",
    "level": "objective",
    "year_from": "2025",
    "year_to": "2029",
}


def a_goal_of_the_unit(asked: Asked) -> dict[str, Any]:
    return GOAL | {"unit": str(asked.arguments["unit_id"])}


def changed_goal(asked: Asked) -> dict[str, Any]:
    goal = found(Goal, asked, "goal_id")
    unit = {"unit": str(goal.unit_id)} if goal and goal.unit_id else {}
    return GOAL | unit | revision(goal)


def changed_key_indicator(asked: Asked) -> dict[str, Any]:
    row = found(KeyIndicator, asked, "indicator_id")
    return KEY_INDICATOR | revision(row)


def a_target(asked: Asked) -> dict[str, Any]:
    row = found(KeyIndicator, asked, "indicator_id")
    return {"year": "2027", "target_min": "92"} | revision(row)


KEY_INDICATOR = {
    "name": "Cakupan pelayanan",
    "unit_of_measure": "%",
    "polarity": "maximise",
    "period": "year",
}


def started(asked: Asked) -> dict[str, Any]:
    """For the own post; whoever has none tries it with Sari's."""
    own = Assignment.objects.on(TODAY).main()
    assignment = own.filter(person=asked.person).first() or asked.world.post_of("sari")
    return {"assignment": str(assignment.pk), "approach": "quantitative"}


BODIES = {
    ("plan_start", ""): started,
    ("plan_submit", ""): of_plan(),
    ("plan_set", ""): of_plan(),
    ("plan_return", ""): of_plan(reason="Lengkapi target."),
    ("plan_expectations", ""): of_plan(service="Sambut setiap warga."),
    ("plan_terms", ""): lambda asked: {"kind": "resource", "text": "Satu sepeda motor dinas."},
    ("result_new", ""): a_result,
    ("result_edit", ""): changed_result,
    ("indicator_new", ""): lambda asked: MEASURE,
    ("indicator_edit", ""): lambda asked: (
        MEASURE | revision(found(Indicator, asked, "indicator_id"))
    ),
    ("goal_new", "of the agency"): lambda asked: GOAL,
    ("goal_new", "of a unit"): a_goal_of_the_unit,
    ("goal_edit", ""): changed_goal,
    ("key_indicator_new", ""): lambda asked: KEY_INDICATOR,
    ("key_indicator_edit", ""): changed_key_indicator,
    ("key_target", ""): a_target,
    ("key_value", ""): lambda asked: {
        "kind": "realisation",
        "value": "88,5",
        "measured_on": "2026-09-30",
        "source": "Laporan triwulan III",
    },
}
