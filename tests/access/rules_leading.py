"""The policy for the matrix of roles and what leaders prepare for their people."""

from tests.access.policy import (
    APPRAISER,
    AUTHORISED_OFFICIAL,
    DIRECT,
    HEAD_OF_REGION,
    INDIRECT,
    LEADER,
    LEADS,
    LEADS_TEAM,
    OWNER,
    PERSONNEL_ADMIN,
    READERS,
    SCOPE,
    SELF,
    SIGNED_IN,
    UNIT_ADMIN,
    Rule,
    get,
    post,
)

PREPARERS = frozenset({PERSONNEL_ADMIN, UNIT_ADMIN, LEADS})
OF_TEMPLATE = frozenset({SELF, PERSONNEL_ADMIN})
OF_USE = OF_TEMPLATE
COPIERS = frozenset({DIRECT, INDIRECT, SCOPE, PERSONNEL_ADMIN, AUTHORISED_OFFICIAL, HEAD_OF_REGION})
OF_MATRIX = {"thing": "matrix", "known_to": READERS}

RULES: list[Rule] = [
    get("matrix", SIGNED_IN, answer=302),
    get("matrix_start", SIGNED_IN, at=(("year", 2028),), answer=405),
    post("matrix_start", frozenset({LEADS, LEADS_TEAM}), at=(("year", 2028),), refused=403),
    get("matrix_show", READERS, thing="matrix"),
    *(rule("matrix_cell", OWNER, thing="matrix_cell", known_to=READERS) for rule in (get, post)),
    get("matrix_invite", OWNER, **OF_MATRIX),
    post("matrix_invite", OWNER, **OF_MATRIX),
    get("matrix_team", SIGNED_IN, thing="matrix", answer=405),
    post("matrix_team", OWNER, **OF_MATRIX, writes=False),
    get("matrix_answers", SIGNED_IN),
    *(
        rule("guest_answer", APPRAISER, thing="matrix_guest", refused=(403, 404))
        for rule in (get, post)
    ),
    *(
        rule("role_answer", APPRAISER, thing="role_asked", known_to=OWNER, never=OWNER)
        for rule in (get, post)
    ),
    get("my_roles", SIGNED_IN),
    *(rule("role_volunteer", frozenset({LEADER}), thing="matrix_column") for rule in (get, post)),
    get("role_take", SIGNED_IN, thing="role_agreed", answer=405),
    post("role_take", OWNER, thing="role_agreed"),
    get("roles_take", SIGNED_IN, at=(("year", 2028),), answer=405),
    post("roles_take", SIGNED_IN, at=(("year", 2028),), writes=False),
    # Review, action plans, workblocks, sheets
    get("result_review", READERS, thing="plan_set_result"),
    post(
        "result_review",
        APPRAISER,
        thing="plan_set_result",
        known_to=READERS,
        never=OWNER,
        refused=(403, 404),
    ),
    get("goal_review", SIGNED_IN, thing="goal"),
    post("goal_review", frozenset({PERSONNEL_ADMIN, SCOPE}), thing="goal", refused=403),
    get("action_plan", READERS, thing="plan_set_result"),
    post("action_plan", OWNER, thing="plan_set_result", known_to=READERS),
    *(
        rule
        for route in ("step_finish", "step_remove")
        for rule in (
            get(route, SIGNED_IN, thing="step", answer=405),
            post(route, OWNER, thing="step", known_to=READERS),
        )
    ),
    get("strategy_show", READERS, thing="strategy"),
    post("strategy_show", OWNER, thing="strategy", known_to=READERS),
    *(rule("strategy_edit", OWNER, thing="strategy", known_to=READERS) for rule in (get, post)),
    get("strategy_remove", SIGNED_IN, thing="strategy", answer=405),
    post("strategy_remove", OWNER, thing="strategy", known_to=READERS),
    *(
        rule("strategy_new", OWNER, thing="result_of_leader", known_to=READERS)
        for rule in (get, post)
    ),
    get("sheet_show", READERS, thing="plan_set_indicator"),
    *(
        rule("sheet_edit", OWNER, thing="plan_set_indicator", known_to=READERS)
        for rule in (get, post)
    ),
    get("reading_new", OWNER, thing="indicator_with_scale"),
    post("reading_new", OWNER, thing="indicator_with_scale", answer=422, writes=False),
    # Templates: for those who may prepare plans of others
    get("templates", PREPARERS, refused=403),
    *(rule("template_new", PREPARERS, refused=403) for rule in (get, post)),
    *(
        rule("template_from", COPIERS, thing="plan_of_staff", refused=(403, 404))
        for rule in (get, post)
    ),
    get("template_show", PREPARERS, thing="template", refused=403),
    *(
        rule(route, OF_TEMPLATE, thing="template", refused=403)
        for route in ("template_result", "template_term")
        for rule in (get, post)
    ),
    get("template_drop", SIGNED_IN, thing="template", at=(("number", 1),), answer=405),
    post("template_drop", OF_TEMPLATE, thing="template", at=(("number", 1),), refused=403),
    get("template_use", PREPARERS, thing="template", refused=403),
    post(
        "template_use",
        frozenset({PERSONNEL_ADMIN, HEAD_OF_REGION}),
        thing="template",
        refused=(403, 422),
    ),
    get("template_used", OF_USE, thing="template_used"),
    get("template_undo", SIGNED_IN, thing="template_used", answer=405),
    post("template_undo", OF_USE, thing="template_used"),
]

STRATEGY = {"title": "Jemput bola", "target": "Cakupan pelayanan"}
TEMPLATE = {"name": "Sanitarian", "post": "Sanitarian", "approach": "quantitative"}

BODIES = {
    ("matrix_cell", ""): lambda asked: {"titles": "Rujukan cepat"},
    ("matrix_invite", ""): lambda asked: {"nip": asked.world.people["eko"].nip},
    ("template_new", ""): lambda asked: TEMPLATE,
    ("template_from", ""): lambda asked: TEMPLATE,
    ("template_result", ""): lambda asked: (
        {"title": "Sanitasi baik", "kind": "main", "text": "Rumah sehat", "target_min": "80"}
    ),
    ("template_term", ""): lambda asked: {"kind": "resource", "text": "Alat uji"},
    ("template_use", ""): lambda asked: {
        "unit": str(asked.world.units["K"].pk),
        "post": "Pengemudi",
        "year": "2026",
    },
    ("result_review", ""): lambda asked: {"specific": "fits"},
    ("goal_review", ""): lambda asked: {"specific": "fits"},
    ("action_plan", ""): lambda asked: {"text": "Kunjungan rumah"},
    ("step_finish", ""): lambda asked: {"done": "1"},
    ("strategy_show", ""): lambda asked: (
        {"text": "Rujukan", "part": "activity", "manner": "routine"}
    ),
    ("strategy_edit", ""): lambda asked: STRATEGY | {"revision": "1"},
    ("strategy_new", ""): lambda asked: STRATEGY,
    ("sheet_edit", ""): lambda asked: {
        "purpose": "Menilai cakupan",
        "definition": "Yang dilayani dibanding sasaran",
        "quality": "output_high_control",
        "data_source": "Catatan puskesmas",
        "period": "quarter",
    },
    ("reading_new", ""): lambda asked: {"word": "belum", "measured_on": "2026-10-01"},
    ("guest_answer", ""): lambda asked: {"agree": "ya"},
    ("role_answer", ""): lambda asked: {"agree": "ya"},
    ("role_volunteer", ""): lambda asked: {"title": "Kunjungan rumah lengkap"},
}
