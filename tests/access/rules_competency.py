"""The policy for competencies and learning plans."""

import json
from collections.abc import Callable
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.access.matrix import Asked
from tests.access.policy import (
    ABOVE,
    APPRAISER,
    LEADS,
    OVERSIGHT,
    OWNER,
    PERSONNEL_ADMIN,
    READERS,
    SCOPE,
    SIGNED_IN,
    TRAINING_OFFICER,
    UNIT_ADMIN,
    Rule,
    get,
    post,
)
from tests.access.world import TODAY

from kinerja.development.competency import Competency
from kinerja.needs.finding import Finding
from kinerja.web.development.assessment_import import SALT

KEEPERS = frozenset({PERSONNEL_ADMIN, TRAINING_OFFICER})
FOLLOWERS = READERS | {TRAINING_OFFICER}  # of somebody's competencies and learning
OF_UNITS = ABOVE | OVERSIGHT | {SCOPE, TRAINING_OFFICER}  # of the figures of a unit
UNIT_READERS = OVERSIGHT | {LEADS, UNIT_ADMIN, TRAINING_OFFICER}
TEAM_LEADERS = frozenset({LEADS})
ASSESSORS = ABOVE | KEEPERS

RULES: list[Rule] = [
    get("competencies", SIGNED_IN),
    get("competency_see", SIGNED_IN),
    post("competency_see", frozenset({"plans"}), refused=422),
    get("competency_person", FOLLOWERS, thing="person"),
    get("competency_note", ASSESSORS, thing="competent", never=OWNER, known_to=FOLLOWERS),
    post("competency_note", ASSESSORS, thing="competent", never=OWNER, known_to=FOLLOWERS),
    get(
        "competency_withdraw",
        APPRAISER | KEEPERS,
        thing="competency_assessment",
        known_to=FOLLOWERS,
    ),
    post(
        "competency_withdraw",
        APPRAISER | KEEPERS,
        thing="competency_assessment",
        known_to=FOLLOWERS,
    ),
    get("competency_units", UNIT_READERS, refused=403),
    get("competency_unit", OF_UNITS, thing="competency_unit"),
    # The dictionary and the standards: read by all, kept by those whose task it is
    get("competency_dictionary", SIGNED_IN),
    get("competency_entry", SIGNED_IN, thing="competency"),
    get("competency_new", KEEPERS, refused=403),
    post("competency_new", KEEPERS, refused=403),
    get("competency_edit", KEEPERS, thing="competency", refused=403),
    post("competency_edit", KEEPERS, thing="competency", refused=403),
    post("competency_retire", KEEPERS, thing="competency", refused=403),
    get("competency_standards", SIGNED_IN),
    get("competency_standard_new", KEEPERS, refused=403),
    post("competency_standard_new", KEEPERS, refused=403),
    post("competency_standard_end", KEEPERS, thing="competency_standard", refused=403),
    post("competency_standard_fill", KEEPERS, refused=403),
    get("growth_method", KEEPERS, refused=403),
    post("growth_method", KEEPERS, refused=403),
    get("competency_import", KEEPERS, refused=403),
    post("competency_import", KEEPERS, refused=403, answer=200, writes=False),
    get("competency_import_template", KEEPERS, refused=403),
    get("competency_import_store", KEEPERS, refused=403, answer=302),
    post("competency_import_store", KEEPERS, refused=403),
    # Learning plans: of the person; agreed and reviewed by the leaders above
    get("learning_plans", SIGNED_IN),
    get("learning_team", TEAM_LEADERS, refused=403),
    get("learning_step_new", SIGNED_IN),
    post("learning_step_new", SIGNED_IN),
    get("learning_plan", FOLLOWERS, thing="learning_plan"),
    get("learning_step_finish", OWNER, thing="learning_step"),
    post("learning_step_finish", OWNER, thing="learning_step"),
    get("learning_step_drop", OWNER, thing="learning_step"),
    post("learning_step_drop", OWNER, thing="learning_step"),
    post("learning_plan_submit", OWNER, thing="learning_plan_draft", known_to=FOLLOWERS),
    post("learning_plan_agree", ABOVE, thing="learning_plan", known_to=FOLLOWERS),
    post("learning_plan_return", ABOVE, thing="learning_plan", known_to=FOLLOWERS),
    post("learning_plan_review", ABOVE, thing="learning_plan_agreed", known_to=FOLLOWERS),
    get("learning_file", FOLLOWERS, thing="learning_file"),
    # Recommendations: the choice is the person's
    get("recommendation", FOLLOWERS, thing="recommendation"),
    post("recommendation", OWNER, thing="recommendation", known_to=FOLLOWERS),
    get("recommendations_helped", KEEPERS, refused=403),
    # The demand of a unit: who reads its figures; a training grows from it in the officer's hands
    get("training_demands", UNIT_READERS, refused=403),
    get("training_demand", OF_UNITS, thing="competency_unit"),
    post("training_demand_compute", OF_UNITS, thing="competency_unit"),
    post("training_demand_name", OF_UNITS, thing="competency_unit"),
    get("training_from_demand", KEEPERS, thing="demand", known_to=OF_UNITS),
    post("training_from_demand", KEEPERS, thing="demand", known_to=OF_UNITS),
]


def _integrity() -> Competency:
    return Competency.objects.get(code="INT")


def a_preview(asked: Asked) -> dict[str, Any]:
    """What the page keeps for this person: one level of Sari."""
    sari = asked.world.people["sari"].pk
    rows = [[sari, _integrity().pk, 1, "test", "2026-03-01", "Laporan 7"]]
    said = json.dumps(["level.csv", "0" * 64, rows])
    return {"rows": signing.dumps([asked.person.pk if asked.person else 0, said], salt=SALT)}


def levels_file() -> SimpleUploadedFile:
    return SimpleUploadedFile(
        "level.csv",
        b"NIP;Kompetensi;Level;Tanggal;Cara;Dasar\n1;INT;1;30-06-2026;Asesmen;Laporan\n",
        "text/csv",
    )


def words(asked: Asked) -> dict[str, str]:
    return {"name": "Gizi anak", "code": "TEK.GIZI"} | {
        f"level_{level}": f"Tingkat {level}." for level in range(1, 6)
    }


BODIES: dict[tuple[str, str], Callable[[Asked], dict[str, Any]]] = {
    ("competency_see", ""): lambda asked: {f"level_{_integrity().pk}": "2"},
    ("competency_note", ""): lambda asked: {
        f"level_{_integrity().pk}": "1",
        "method": "leader",
        "assessed_on": "2026-03-01",
        "source": "Rapat",
    },
    ("competency_withdraw", ""): lambda asked: {"reason": "Salah orang"},
    ("competency_new", ""): words,
    ("competency_edit", ""): words,
    ("competency_standard_new", ""): lambda asked: {
        "level": "pengawas",
        "competency": str(_integrity().pk),
        "required": "4",
        "source": "SK 3/2026",
        "starts_on": "2026-12-01",
    },
    ("growth_method", ""): lambda asked: {
        "fit_scheme": "kkp",
        "need_weight": "40",
        "gap_weight": "30",
        "indicator_weight": "10",
        "behaviour_weight": "10",
        "finding_weight": "10",
        "pppk_hours_at_most": "24",
    },
    ("training_demand_name", ""): lambda asked: {
        "thing": f"finding:{Finding.objects.get(key=f'loket:{asked.owner}').pk}",
        "competency": str(_integrity().pk),
    },
    ("training_from_demand", ""): lambda asked: {
        "name": "Pelatihan melayani",
        "kind": "technical",
        "form": "classical",
    },
    ("learning_step_new", ""): lambda asked: {
        "aim": "Membaca data",
        "way": "self_study",
        "due_on": f"{TODAY.year + 1}-03-31",
    },
    ("learning_step_finish", ""): lambda asked: {"outcome": "Memimpin rapat sendiri"},
    ("learning_step_drop", ""): lambda asked: {"reason": "Tugas berganti"},
    ("learning_plan_return", ""): lambda asked: {"reason": "Terlalu luas"},
    ("learning_plan_review", ""): lambda asked: {"note": "Satu tercapai"},
    ("recommendation", ""): lambda asked: {"ambil-due_on": f"{TODAY.year + 1}-03-31"},
    ("competency_import", ""): lambda asked: {"file": levels_file()},
    ("competency_import_store", ""): a_preview,
}
