"""The policy for plans and goals."""

import json
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from tests.access.matrix import Asked
from tests.access.policy import (
    APPRAISER,
    LEADS,
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
from kinerja.planning.indicator import Indicator
from kinerja.planning.key_indicator import KeyIndicator
from kinerja.planning.plan import Plan
from kinerja.planning.role import role_of
from kinerja.planning.work_result import WorkResult
from kinerja.web.planning.value_import import SALT

PLANNING = frozenset({PERSONNEL_ADMIN, UNIT_ADMIN})
PLANNERS = frozenset({PERSONNEL_ADMIN, SCOPE})  # of the goals of a unit
SETTING = APPRAISER  # the appraiser of today; never for oneself
BOTH = OWNER | APPRAISER

# What is done to a draft is its owner's alone; of what is handed in others may know.
DRAFT: dict[str, Any] = {"thing": "plan_draft"}


def of_draft(row: str) -> dict[str, Any]:
    return {"thing": f"plan_draft_{row}"}


def of_submitted(row: str) -> dict[str, Any]:
    return {"thing": f"plan_submitted_{row}"}


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
    # A new version of a plan that is set
    get("plan_amend", BOTH, thing="plan_set", known_to=READERS),
    post("plan_amend", BOTH, thing="plan_set", known_to=READERS),
    get("plan_amendment_cancel", SIGNED_IN, thing="plan_change", answer=405),
    post("plan_amendment_cancel", OWNER, thing="plan_change"),
    get("plan_versions", READERS, thing="plan_set"),
    get("plan_versions", OWNER, thing="plan_change"),
    # How a result goes on
    get("result_state", BOTH, thing="plan_set_result", known_to=READERS),
    post("result_state", BOTH, thing="plan_set_result", known_to=READERS),
    # Hanging results under those of the leader, and reminding
    get("plan_link", OWNER, thing="plan_set", known_to=READERS),
    post("plan_link", OWNER, thing="plan_set", known_to=READERS, writes=False),
    get("plan_remind", SIGNED_IN, **DRAFT, answer=405),
    post("plan_remind", OWNER, **DRAFT),
    # Talking about a target while the plan is agreed on
    get("offer_new", BOTH, **of_submitted("indicator"), known_to=READERS),
    post(
        "offer_new", BOTH, **of_submitted("indicator"), known_to=READERS, answer=422, writes=False
    ),
    get("offer_answer", OWNER, thing="offer", known_to=READERS),
    post("offer_answer", OWNER, thing="offer", known_to=READERS),
    # The appraiser's superior, a silent owner, a new appraiser
    get("plan_ask_above", SIGNED_IN, thing="plan_late", answer=405),
    post("plan_ask_above", OWNER, thing="plan_late", known_to=READERS),
    get("plan_dialogue", SIGNED_IN, **DRAFT, answer=405),
    post("plan_dialogue", APPRAISER, **DRAFT),
    get("plan_agree_anew", SIGNED_IN, thing="plan_of_former", answer=405),
    post("plan_agree_anew", APPRAISER, thing="plan_of_former", known_to=READERS),
    # One's role
    get("role", SIGNED_IN),
    get("role_confirm", SIGNED_IN, answer=405),
    post("role_confirm", SIGNED_IN),
    get("role_team", SIGNED_IN),
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
    get("goal_map", SIGNED_IN),
    get("goal_map_of", SIGNED_IN, thing="goal"),
    get("indicator_library", SIGNED_IN),
    get("key_indicator_show", SIGNED_IN, thing="key_indicator"),
    get("goal_coverage", PLANNING | frozenset({LEADS}), refused=403),
    get("library_use", PLANNING, at=(("code", "IKM"),), refused=403),
    get("value_import", PLANNING, refused=403),
    post("value_import", PLANNING, refused=403, answer=200, writes=False),
    get("value_import_template", PLANNING, refused=403),
    get("value_import_store", PLANNING, refused=403, answer=302),
    post("value_import_store", PLANNING, refused=403),
    get("indicator_trajectory", OWNER, **of_draft("indicator")),
    post("indicator_trajectory", OWNER, **of_draft("indicator")),
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
        for route in ("goal_edit", "goal_weights", "key_indicator_new")
        for rule in (get, post)
    ),
    *(
        rule(route, PLANNERS, thing="key_indicator", refused=403)
        for route in ("key_indicator_edit", "key_target", "key_trajectory", "key_value")
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


MONTHS = {"shape": "level", "m6": "45", "m12": "90", "note": "Sesuai jadwal kegiatan"}


def weights(asked: Asked) -> dict[str, Any]:
    """All parts weigh the same, said in percents."""
    goal = found(Goal, asked, "goal_id")
    parts = list(goal.links_down.values_list("child_id", flat=True)) if goal else []
    even = {f"g{pk}": f"{100 // len(parts)}" for pk in parts}
    return even | revision(goal)


def a_preview(asked: Asked) -> dict[str, Any]:
    """What the page keeps for this person, who looks after the health office's indicators."""
    indicator = asked.world.things["key_indicator"]["health"]["indicator_id"]
    rows = [[indicator, "2026-07-31", "88.5", "Laporan Juli"]]
    said = json.dumps(["nilai.csv", "0" * 64, rows])
    return {"rows": signing.dumps([asked.person.pk if asked.person else 0, said], salt=SALT)}


def values_file() -> SimpleUploadedFile:
    return SimpleUploadedFile(
        "nilai.csv",
        b"Indikator;Tanggal;Nilai;Sumber\nTidak ada;30-06-2026;87,5;Laporan\n",
        "text/csv",
    )


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
    ("result_state", ""): lambda asked: {"kind": "done", "note": "Tercapai."},
    ("offer_new", ""): lambda asked: {"target_min": "92", "reason": "Tahun lalu 91."},
    ("offer_answer", ""): lambda asked: {"answer": "accept"},
    ("plan_link", ""): of_plan(),
    ("role_confirm", ""): lambda asked: {
        "digest": role_of(asked.person, TODAY).digest if asked.person else "x"
    },
    ("plan_amend", ""): lambda asked: {"change": "target", "reason": "Alat rusak."},
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
    ("goal_weights", ""): weights,
    ("key_trajectory", ""): lambda asked: (
        MONTHS | revision(found(KeyIndicator, asked, "indicator_id"))
    ),
    ("indicator_trajectory", ""): lambda asked: (
        MONTHS | revision(found(Indicator, asked, "indicator_id"))
    ),
    ("value_import", ""): lambda asked: {"file": values_file()},
    ("value_import_store", ""): a_preview,
    ("key_value", ""): lambda asked: {
        "kind": "realisation",
        "value": "88,5",
        "measured_on": "2026-09-30",
        "source": "Laporan triwulan III",
    },
}
