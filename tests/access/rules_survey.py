"""The policy for surveys: officers build, leaders of the unit read, citizens answer by a link."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.access.matrix import Asked
from tests.access.policy import (
    ABOVE,
    ALL,
    APPRAISER,
    LEADS,
    PERSONNEL_ADMIN,
    SCOPE,
    SIGNED_IN,
    SURVEY_OFFICER,
    Rule,
    get,
    post,
)
from tests.access.world import NOW

from kinerja.needs.survey.answer import door_of, new_visit
from kinerja.needs.survey.door import SurveyDoor
from kinerja.needs.survey.question import Question

BUILD = frozenset({SURVEY_OFFICER, PERSONNEL_ADMIN})
READ = BUILD | ABOVE  # results, of their own units
WORDS = BUILD | APPRAISER  # who leads that very unit
OWN = frozenset({SURVEY_OFFICER})  # whoever handed the file in: Susi

RULES: list[Rule] = [
    # Without an account: whoever holds the link
    get("survey_page", ALL, thing="survey_link", public=True),
    post("survey_page", ALL, thing="survey_link", public=True, answer=303),
    get("survey_done", ALL, thing="survey_link", public=True),
    # Building
    get("surveys", BUILD | {LEADS}, refused=403),
    get("survey_new", BUILD, refused=403),
    post("survey_new", BUILD, refused=403),
    *(get(name, BUILD, thing="survey") for name in ("survey", "survey_edit", "survey_build")),
    get("survey_links", BUILD, thing="survey"),
    get("survey_preview", BUILD, thing="survey"),
    post("survey_preview", BUILD, thing="survey", answer=200, writes=False),
    get("survey_translate", BUILD, thing="survey_language"),
    get("section_edit", BUILD, thing="survey_draft_section"),
    get("question_new", BUILD, thing="survey_draft_section"),
    get("question_edit", BUILD, thing="survey_draft_question"),
    get("survey_poster", BUILD, thing="survey_door"),
    post("survey_edit", BUILD, thing="survey_draft"),
    get("survey_act", SIGNED_IN, thing="survey", answer=405),
    *(post("survey_act", BUILD, thing="survey_draft", act=act) for act in ("open", "delete")),
    *(post("survey_act", BUILD, thing="survey", act=act) for act in ("close", "copy", "screen")),
    post("survey_act", BUILD, thing="survey", act="publish"),
    *(
        post("survey_build", BUILD, thing="survey_draft", act=act)
        for act in ("section", "down", "remove")
    ),
    post("section_edit", BUILD, thing="survey_draft_section"),
    post("question_new", BUILD, thing="survey_draft_section"),
    post("question_edit", BUILD, thing="survey_draft_question"),
    post("survey_translate", BUILD, thing="survey_language"),
    *(
        post("survey_links", BUILD, thing="survey", act=act)
        for act in ("door", "group", "close", "network")
    ),
    # Results, and the words of citizens
    get("survey_results", READ, thing="survey"),
    get("survey_texts", WORDS, thing="survey", known_to=READ),
    get("survey_sheet", BUILD, thing="survey"),
    get("survey_screening", BUILD, thing="survey"),
    post("survey_screening", BUILD, thing="survey_flooded"),
    # Published: for everybody who works there
    get("satisfaction_list", SIGNED_IN),
    get("satisfaction", SIGNED_IN, thing="satisfaction"),
    post("satisfaction", READ | {SCOPE}, thing="satisfaction", known_to=SIGNED_IN),
    get("satisfaction_import", BUILD, refused=403),
    post("satisfaction_import", BUILD, refused=403),
    get("satisfaction_report", OWN, thing="old_report"),
    post("satisfaction_report", OWN, thing="old_report"),
]


def answered(asked: Asked) -> dict[str, Any]:
    door = door_of(asked.arguments["code"])
    token = new_visit(door, NOW) if door else "tidak-ada"
    return {"kunjungan": token} | {f"U{number}": "3" for number in range(1, 10)}


def _act(name: str) -> Callable[[Asked], dict[str, Any]]:
    return lambda asked: {"act": name}


def _on_question(act: str) -> Callable[[Asked], dict[str, Any]]:
    def body(asked: Asked) -> dict[str, Any]:
        first = Question.objects.filter(survey=asked.arguments["survey_id"]).first()
        return {"act": act, "question": first.pk if first else 0}

    return body


def _on_door(act: str) -> Callable[[Asked], dict[str, Any]]:
    def body(asked: Asked) -> dict[str, Any]:
        first = SurveyDoor.objects.filter(survey=asked.arguments["survey_id"]).first()
        return {"act": act, "door": first.pk if first else 0}

    return body


def a_decision(asked: Asked) -> dict[str, Any]:
    door = SurveyDoor.objects.filter(survey=asked.arguments["survey_id"]).first()
    day = NOW.date().replace(day=NOW.day - 1).isoformat()
    return {"batch": f"{door.pk if door else 0}.{day}", "counted": "1", "reason": "Ramai"}


def a_file(asked: Asked) -> dict[str, Any]:
    text = "Unit;Periode;Responden;IKM\nPuskesmas Pauh;2024;120;83,5\n"
    return {"file": SimpleUploadedFile("lama.csv", text.encode(), "text/csv")}


SURVEY = {
    "kind": "free",
    "title": "Survei baru",
    "service": "Loket",
    "opens_on": "2026-10-01",
    "closes_on": "2026-12-01",
}

BODIES: dict[tuple[str, str], Callable[[Asked], dict[str, Any]]] = {
    ("survey_page", ""): answered,
    ("survey_new", ""): lambda asked: SURVEY | {"unit": asked.world.units["K.1.1"].pk},
    ("survey_preview", ""): lambda asked: {f"U{n}": "3" for n in range(1, 10)},
    ("survey_edit", ""): lambda asked: {name: SURVEY[name] for name in SURVEY if name != "kind"},
    **{
        ("survey_act", act): _act(act)
        for act in ("open", "delete", "close", "copy", "screen", "publish")
    },
    ("survey_build", "section"): lambda asked: {"act": "section", "title": "Baru"},
    ("survey_build", "down"): _on_question("down"),
    ("survey_build", "remove"): _on_question("remove"),
    ("section_edit", ""): lambda asked: {"title": "Lain"},
    ("question_new", ""): lambda asked: {"kind": "short", "text": "Kapan?"},
    ("question_edit", ""): lambda asked: {"text": "Apa lagi?", "hint": ""},
    ("survey_translate", ""): lambda asked: {"title": "Satisfaction survey"},
    ("survey_screening", ""): a_decision,
    ("survey_links", "door"): lambda asked: {"act": "door", "kind": "open", "name": "WhatsApp"},
    ("survey_links", "group"): lambda asked: {
        "act": "group",
        "kelompok-kind": "staff",
        "kelompok-name": "Pegawai",
        "kelompok-population": "40",
    },
    ("survey_links", "close"): _on_door("close"),
    ("survey_links", "network"): _on_door("network"),
    ("satisfaction", ""): lambda asked: {"element": "U3"},
    ("satisfaction_import", ""): a_file,
    ("satisfaction_report", ""): lambda asked: {"act": "store"},
}
