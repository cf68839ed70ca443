"""The policy for findings and needs of the whole agency: read by all, kept by analysts."""

from typing import Any

from tests.access.matrix import Asked
from tests.access.policy import (
    HEAD_OF_REGION,
    LEADS,
    OWNER,
    PERSONNEL_ADMIN,
    SCOPE,
    SIGNED_IN,
    SURVEY_OFFICER,
    UNIT_ADMIN,
    Rule,
    get,
    post,
)

from kinerja.needs.finding import Finding
from kinerja.needs.scoring import ScoringItem
from kinerja.needs.workload import WorkloadTask

WHOLE = frozenset({SURVEY_OFFICER, PERSONNEL_ADMIN, HEAD_OF_REGION})  # analyse the agency
ANALYSE = WHOLE | {UNIT_ADMIN, LEADS}  # some for their units
PLANNERS = frozenset({PERSONNEL_ADMIN, UNIT_ADMIN})
LINKERS = WHOLE | PLANNERS  # the need is the agency's, the goal is one of the unit
FINDING: dict[str, Any] = {"thing": "need_finding", "known_to": SIGNED_IN}
FEEDERS = frozenset({PERSONNEL_ADMIN, SCOPE})
COUNTERS = WHOLE | OWNER | {SCOPE}
SCORERS = OWNER | {PERSONNEL_ADMIN}
NODE: dict[str, Any] = {"thing": "problem_node", "known_to": SIGNED_IN}
NEED: dict[str, Any] = {"thing": "need", "known_to": SIGNED_IN}

RULES: list[Rule] = [
    # Findings
    get("findings", SIGNED_IN),
    get("finding_new", ANALYSE, refused=403),
    post("finding_new", WHOLE, refused=(403, 422)),
    get("finding", SIGNED_IN, thing="need_finding"),
    get("finding_withdraw", SIGNED_IN, thing="need_finding", answer=405),
    post("finding_withdraw", WHOLE, **FINDING),
    # Needs and their thread
    get("needs", SIGNED_IN),
    get("need_new", ANALYSE, refused=403),
    post("need_new", WHOLE, refused=(403, 422)),
    get("need", SIGNED_IN, thing="need"),
    *(get(f"need_{act}", WHOLE, **NEED) for act in ("edit", "close", "next")),
    *(post(f"need_{act}", WHOLE, **NEED) for act in ("edit", "close", "next")),
    get("need_goal", PLANNERS, **NEED),
    post("need_goal", frozenset({PERSONNEL_ADMIN}), thing="need", refused=(403, 422)),
    get("need_link", LINKERS, **NEED),
    post("need_link", LINKERS, **NEED, answer=422, writes=False),  # the goal serves it already
    get("need_unlink", SIGNED_IN, thing="need", answer=405),
    post("need_unlink", LINKERS, **NEED),
    # What feeds an indicator: who plans its goal
    *(rule("key_feed", FEEDERS, thing="key_indicator", refused=403) for rule in (get, post)),
    *(
        rule
        for act in ("key_feed_run", "key_feed_stop")
        for rule in (
            get(act, SIGNED_IN, thing="key_indicator", answer=405),
            post(act, FEEDERS, thing="key_indicator", refused=403),
        )
    ),
    # Workload of a unit: those who analyse it
    get("workloads", ANALYSE, refused=403),
    get("workload_new", ANALYSE, refused=403),
    post("workload_new", ANALYSE, answer=422, refused=403, writes=False),  # without a unit
    *(get(route, COUNTERS, thing="workload") for route in ("workload", "workload_sheet")),
    *(
        get(route, SIGNED_IN, thing="workload", answer=405)
        for route in ("workload_task", "workload_file", "workload_shortage")
    ),
    post("workload_task", COUNTERS, thing="workload"),
    post("workload_file", COUNTERS, thing="workload", answer=422, writes=False),
    post("workload_shortage", COUNTERS, thing="workload"),
    get("workload_task_remove", SIGNED_IN, thing="workload_task", answer=405),
    post("workload_task_remove", COUNTERS, thing="workload_task"),
    # Problem trees
    get("problem_trees", SIGNED_IN),
    get("problem_tree_new", ANALYSE, refused=403),
    post("problem_tree_new", WHOLE, refused=(403, 422)),
    get("problem_tree", SIGNED_IN, thing="problem_tree"),
    get("problem_node_new", WHOLE, thing="problem_tree", known_to=SIGNED_IN),
    post("problem_node_new", WHOLE, thing="problem_tree", known_to=SIGNED_IN),
    get("problem_node", WHOLE, **NODE),
    post("problem_node", WHOLE, **NODE),
    get("problem_node_remove", SIGNED_IN, thing="problem_node", answer=405),
    post("problem_node_remove", WHOLE, **NODE),
    # Ranking: while it runs, those who lead it and who score
    get("scorings", SIGNED_IN),
    get("scoring_new", ANALYSE, refused=403),
    post("scoring_new", WHOLE, refused=(403, 422)),
    get("scoring", SCORERS, thing="scoring"),
    post("scoring", SCORERS, thing="scoring"),
    get("scoring_close", SIGNED_IN, thing="scoring", answer=405),
    post("scoring_close", OWNER, thing="scoring", known_to=SCORERS),
]


def a_need(asked: Asked) -> dict[str, Any]:
    """A need that rests on the finding of the world."""
    finding = asked.world.things["need_finding"]["susi"]["finding_id"]
    return {"statement": "Loket dekat", "review_on": "2027-09-01", "findings": [finding]}


def its_goal(asked: Asked) -> dict[str, Any]:
    return {"goal": asked.world.things["goal"]["health"]["goal_id"]}


def a_session(asked: Asked) -> dict[str, Any]:
    nips = "\n".join(asked.world.people[name].nip or "" for name in ("susi", "wati"))
    findings = Finding.objects.values_list("pk", flat=True)[:2]
    sent = {"title": "Layanan", "method": "usg", "last_day": "2026-10-30"}
    return sent | {"findings": list(findings), "nips": nips}


def its_post(asked: Asked) -> int | str:
    task = WorkloadTask.objects.filter(workload=asked.arguments["workload_id"]).first()
    return task.position_id if task else ""


def marks(asked: Asked) -> dict[str, Any]:
    items = ScoringItem.objects.filter(scoring=asked.arguments["scoring_id"])
    return {f"mark_{item.pk}_{at}": "3" for item in items for at in range(3)}


BODIES = {
    ("workload_new", ""): lambda asked: {"year": "2026", "effective_minutes": "75000"},
    ("workload_task", ""): lambda asked: {
        "position": its_post(asked),
        "name": "Rapat",
        "product": "kali",
        "volume": "12",
        "period": "month",
        "norm_minutes": "60",
    },
    ("workload_file", ""): lambda asked: {},
    ("workload_shortage", ""): lambda asked: {"jabatan": its_post(asked)},
    ("workload_task_remove", ""): lambda asked: {},
    ("key_feed", ""): lambda asked: {
        "source": "reports|accepted",
        "every": "quarter",
        "span": "period",
        "since": "2026-02-01",
    },
    ("key_feed_run", ""): lambda asked: {},
    ("key_feed_stop", ""): lambda asked: {},
    ("problem_tree_new", ""): lambda asked: {"title": "Layanan"},
    ("problem_node_new", ""): lambda asked: {"kind": "main", "statement": "Antrean"},
    ("problem_node", ""): lambda asked: {"kind": "main", "statement": "Antrean panjang"},
    ("problem_node_remove", ""): lambda asked: {},
    ("scoring_new", ""): a_session,
    ("scoring", ""): marks,
    ("scoring_close", ""): lambda asked: {},
    ("finding_new", ""): lambda asked: {"statement": "Loket jauh", "said": "Denah."},
    ("finding_withdraw", ""): lambda asked: {"reason": "Salah hitung."},
    ("need_new", ""): a_need,
    ("need_edit", ""): a_need,
    ("need_next", ""): a_need,
    ("need_close", ""): lambda asked: {"state": "served", "reason": "Kini 25 menit."},
    ("need_goal", ""): lambda asked: {
        "title": "Waktu tunggu turun",
        "level": "objective",
        "year_from": "2026",
        "year_to": "2026",
        "measure": "Waktu tunggu",
        "unit_of_measure": "menit",
        "polarity": "minimise",
    },
    ("need_link", ""): its_goal,
    ("need_unlink", ""): its_goal,
}
