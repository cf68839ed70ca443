"""The policy for guidance and counselling: the two, the line above, and nobody else.

The sessions are Budi's with Rina; above Rina stands Hasan.
"""

from uuid import uuid4

from tests.access.matrix import Asked
from tests.access.policy import (
    APPRAISER,
    COUNSELLOR,
    INDIRECT,
    OWNER,
    PERSONNEL_ADMIN,
    SIGNED_IN,
    Rule,
    get,
    post,
)

from kinerja.rules.competency import Competency

BOTH = OWNER | APPRAISER
ONE_ABOVE = frozenset({INDIRECT})
OFFICE = frozenset({PERSONNEL_ADMIN})
COUNSEL = frozenset({COUNSELLOR})

RULES: list[Rule] = [
    get("guidance_list", SIGNED_IN),
    get("guidance_new", APPRAISER, thing="colleague"),
    post("guidance_new", APPRAISER, thing="colleague", never=OWNER),
    get("guidance", BOTH | ONE_ABOVE, thing="guidance"),
    post("guidance", BOTH, thing="guidance", known_to=ONE_ABOVE, act="write"),
    post("guidance", BOTH, thing="guidance", known_to=ONE_ABOVE, act="agree"),
    get("guidance_confirm", SIGNED_IN, thing="guidance", answer=405),
    post("guidance_confirm", BOTH, thing="guidance", known_to=ONE_ABOVE),
    get("guidance_action", SIGNED_IN, thing="guidance_action", answer=405),
    post("guidance_action", BOTH, thing="guidance_action", known_to=ONE_ABOVE),
    # The nine statements go past the leader
    get("guidance_opinion", OWNER, thing="guidance_done"),
    post("guidance_opinion", OWNER, thing="guidance_done"),
    get("guidance_opinion", OWNER | ONE_ABOVE, thing="guidance_told"),
    get("guidance_competency", APPRAISER, thing="guidance_done"),
    post("guidance_competency", APPRAISER, thing="guidance_done", never=OWNER),
    # Confidential: appraiser, personnel unit, counsellor; the record: counsellor and employee
    get("counselling_list", SIGNED_IN),
    get("behaviour_report", APPRAISER, thing="colleague"),
    post("behaviour_report", APPRAISER, thing="unreported", never=OWNER),
    get("behaviour_show", APPRAISER | OFFICE, thing="behaviour_filed", never=OWNER),
    *(
        post("behaviour_show", OFFICE, thing="behaviour_filed", act=act, known_to=APPRAISER)
        for act in ("appoint", "decline")
    ),
    get("behaviour_show", APPRAISER | OFFICE | COUNSEL, thing="behaviour_appointed"),
    post(
        "behaviour_show",
        COUNSEL,
        thing="behaviour_appointed",
        act="record",
        known_to=APPRAISER | OFFICE,
    ),
    get("counselling_confirm", SIGNED_IN, thing="counselling_record", answer=405),
    post("counselling_confirm", OWNER, thing="counselling_record"),
]


def opened(asked: Asked) -> dict[str, str]:
    return {"kind": "coaching", "held_on": "2026-10-05", "key": str(uuid4())}


def scored(asked: Asked) -> dict[str, str]:
    said = {"recommendation": "Pelatihan."}
    for one in Competency:
        said |= {f"n_{one.value}": "3", f"a_{one.value}": "Tampak."}
    return said


def appointed(asked: Asked) -> dict[str, str]:
    nana = asked.world.people["nana"].pk
    return {"counsellor": str(nana), "planned_on": "2026-10-07", "place": "Ruang konseling"}


BODIES = {
    ("guidance_new", ""): opened,
    ("guidance", "write"): lambda asked: {"progress": "Tujuh dari sepuluh.", "revision": "3"},
    ("guidance", "agree"): lambda asked: {
        "tindakan-text": "Susun jadwal.",
        "tindakan-due_on": "2026-10-30",
    },
    ("guidance_opinion", ""): lambda asked: {f"s{number}": "yes" for number in range(1, 10)},
    ("guidance_competency", ""): scored,
    ("behaviour_report", ""): lambda asked: {
        "spoken_on": "2026-10-01",
        "problem": "Sering terlambat.",
        "done_before": "Dibicarakan.",
    },
    ("behaviour_show", "appoint"): appointed,
    ("behaviour_show", "decline"): lambda asked: {"tolak-reason": "Cukup pembinaan."},
    ("behaviour_show", "record"): lambda asked: {
        "catatan-text": "Lelah.",
        "catatan-recommendation": "Istirahat.",
    },
}
