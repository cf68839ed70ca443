"""The policy for periods, ratings and results."""

from typing import Any

from tests.access.matrix import Asked
from tests.access.policy import (
    APPRAISER,
    AUTHORISED_OFFICIAL,
    CALIBRATES,
    FORMER,
    INDIRECT,
    NOBODY,
    OWNER,
    PERSONNEL_ADMIN,
    RATES_THERE,
    READERS,
    SIGNED_IN,
    Rule,
    get,
    post,
)

from kinerja.evaluation.period import Period
from kinerja.evaluation.review import Review

KEEPERS = frozenset({PERSONNEL_ADMIN})
OFFICIALS = frozenset({AUTHORISED_OFFICIAL})
MEMBERS, RATERS = frozenset({CALIBRATES}), frozenset({RATES_THERE})
FORMERLY = frozenset({FORMER})
ONE_ABOVE = frozenset({INDIRECT})  # the objection is Budi's: above Rina, who rated him, is Hasan
THIS: dict[str, Any] = {"at": (("code", "2026-Q3"),)}
UNSIGNED: dict[str, Any] = {"at": (("code", "2026-Q3"), ("cause", "not_signed"))}

RULES: list[Rule] = [
    # Before the signature: the realisation is the owner's, the rating is the appraiser's
    get("evaluation_queue", SIGNED_IN),
    get("review_report", OWNER, thing="review_open"),
    post("review_report", OWNER, thing="review_open"),
    *(
        rule("review_rate", APPRAISER, thing=thing, never=OWNER)
        for thing in ("review_open", "review_rated")
        for rule in (get, post)
    ),
    get("review_draft", SIGNED_IN, thing="review_open", answer=405),
    post("review_draft", APPRAISER, thing="review_open", answer=200, never=OWNER),
    get("review_sign", APPRAISER, thing="review_rated", never=OWNER),
    post("review_sign", APPRAISER, thing="review_rated", never=OWNER),
    get("review_appoint", KEEPERS, thing="review_open", never=OWNER),
    post("review_appoint", KEEPERS, thing="review_open", never=OWNER),
    # Nobody has moved here: there is nothing to agree on (tests/web/evaluation/test_moves.py)
    get("review_reuse", NOBODY, thing="review_open"),
    post("review_reuse", NOBODY, thing="review_open"),
    # Afterwards: who signed it, the owner, and those who see the owner
    get("results", SIGNED_IN),
    get("result_show", READERS, thing="review_signed"),
    get("result_show", READERS | {FORMER}, thing="review_by_former"),
    get("result_show", NOBODY, thing="review_rated"),  # not even to its owner
    get("result_show", NOBODY, thing="review_open"),
    # What follows a result: its owner answers and objects, the superior of the appraiser decides
    get("result_answer", OWNER, thing="review_signed"),
    post("result_answer", OWNER, thing="review_signed"),
    get("result_deliver", APPRAISER, thing="review_unreceived"),
    post("result_deliver", APPRAISER, thing="review_unreceived"),
    get("objections", SIGNED_IN),
    get("objection_new", OWNER, thing="review_contestable"),
    post("objection_new", OWNER, thing="review_contestable"),
    get("objection", READERS, thing="objection"),
    post("objection", OWNER | APPRAISER, thing="objection", act="explain", known_to=READERS),
    post("objection", ONE_ABOVE, thing="objection", act="decide", known_to=READERS),
    get("objection_change", ONE_ABOVE, thing="objection", known_to=READERS),
    post("objection_change", ONE_ABOVE, thing="objection", known_to=READERS),
    # Signed means closed: opened again by two
    get("reopenings", SIGNED_IN),
    get("reopening_new", KEEPERS, thing="review_contestable", never=OWNER),
    post("reopening_new", KEEPERS, thing="review_contestable", never=OWNER),
    get("reopening", OWNER | APPRAISER | OFFICIALS | KEEPERS, thing="reopening"),
    post("reopening", OFFICIALS, thing="reopening", known_to=OWNER | APPRAISER | KEEPERS),
    # Reported to the authorised official by who signed, who was Sari's superior then
    get("reportings", SIGNED_IN),
    get("reporting_send", FORMERLY, thing="results_to_report"),
    post("reporting_send", FORMERLY, thing="results_to_report"),
    get("reporting", OWNER | OFFICIALS | KEEPERS, thing="results_report"),
    post("reporting", OFFICIALS, thing="results_report", known_to=OWNER | KEEPERS),
    # The calibration meeting
    get("calibrations", SIGNED_IN),
    get("calibration_new", MEMBERS),
    post("calibration_new", MEMBERS),
    get("calibration", MEMBERS | RATERS, thing="calibration"),
    post("calibration", MEMBERS, thing="calibration", known_to=RATERS),
    get("calibration_person", MEMBERS | APPRAISER, thing="calibrated", never=OWNER),
    get("calibration_change", APPRAISER, thing="calibrated", never=OWNER),
    post("calibration_change", APPRAISER, thing="calibrated", never=OWNER),
    # Periods
    get("periods", KEEPERS),
    get("period_open", KEEPERS),
    post("period_open", KEEPERS),
    get("period_show", KEEPERS, **THIS),
    get("period_reviews", SIGNED_IN, **THIS, answer=405),
    post("period_reviews", KEEPERS, **THIS),
    get("period_remind", SIGNED_IN, **THIS, answer=405),
    post("period_remind", KEEPERS, **THIS),
    get("period_organisation", KEEPERS, **THIS),
    post("period_organisation", KEEPERS, **THIS),
    get("period_close", KEEPERS, **THIS),
    post("period_close", KEEPERS, **THIS),
    # The control room
    get("control_room", KEEPERS),
    get("control_concern", KEEPERS, **UNSIGNED),
    post("control_concern", KEEPERS, **UNSIGNED),
    get("control_remind", SIGNED_IN, **UNSIGNED, answer=405),
    post("control_remind", KEEPERS, **UNSIGNED),
    get("control_prolong", KEEPERS, **THIS),
    post("control_prolong", KEEPERS, **THIS),
    get("control_remedy", KEEPERS, thing="remedy"),
    get("control_undo", SIGNED_IN, thing="remedy", answer=405),
    post("control_undo", KEEPERS, thing="remedy"),
]


def results_of(asked: Asked) -> list[int]:
    """Ids of the results of the review that the address names."""
    rows = Review.objects.filter(pk=asked.arguments["review_id"])
    return list(rows.values_list("assessments__result", flat=True))


def realised(asked: Asked) -> dict[str, Any]:
    return {f"result_{pk}": "Semua ibu hamil diperiksa." for pk in results_of(asked)}


def rated(asked: Asked) -> dict[str, Any]:
    review = Review.objects.filter(pk=asked.arguments["review_id"]).first()
    return {
        "revision": str(review.revision) if review else "1",
        "work_result": "above",
        "work_result_reason": "Capaian melampaui target.",
        "behaviour": "meets",
        **{f"rating_{pk}": "above" for pk in results_of(asked)},
    }


def revision(asked: Asked) -> dict[str, Any]:
    return {"revision": rated(asked)["revision"]}


def changed(asked: Asked) -> dict[str, Any]:
    """Another rating for the result that the objection names."""
    review = Review.objects.filter(objection=asked.arguments["objection_id"]).first()
    results = review.assessments.values_list("result", flat=True) if review else []
    return {
        "work_result": "above",
        "work_result_reason": "Capaian melampaui target.",
        "behaviour": "meets",
        "reason": "Laporan Agustus sah.",
        **{f"rating_{pk}": "above" for pk in results},
    }


BODIES = {
    ("result_answer", ""): lambda asked: {"answer": "returned"},
    ("result_deliver", ""): lambda asked: {"received_on": "2026-07-07", "note": "Tanda terima"},
    ("objection_new", ""): lambda asked: {"reason": "Laporan Mei tidak dihitung."},
    ("objection", "explain"): lambda asked: {"penjelasan-words": "Datanya sudah ada."},
    ("objection", "decide"): lambda asked: {"putusan-reason": "Buktinya sudah cukup."},
    ("objection_change", ""): changed,
    ("review_report", ""): realised,
    ("review_rate", ""): rated,
    ("review_draft", ""): rated,
    ("review_sign", ""): revision,
    ("reopening_new", ""): lambda asked: {"reason": "Angka Mei keliru diimpor."},
    ("reopening", ""): lambda asked: {"approve": "no", "reason": "Belum terbukti."},
    ("calibration", ""): lambda asked: {"notula-minutes": "Sepakat tanpa perubahan."},
    ("calibration_new", ""): lambda asked: {
        "period": str(Period.objects.get(code="2026-Q3").pk),
        "unit": str(asked.world.units["K.1.1"].pk),
    },
    ("calibration_change", ""): lambda asked: (
        rated(asked)
        | {
            "behaviour": "above",
            "behaviour_reason": "Teladan bagi rekan.",
            "reason": "Disepakati rapat.",
        }
    ),
    ("review_appoint", ""): lambda asked: {
        "official": asked.world.people["surya"].nip,
        "basis": "Surat 800/15/2026",
    },
    ("period_open", ""): lambda asked: {"code": "2026-Q4", "setuju": "1"},
    ("control_concern", ""): lambda asked: {"kind": "reopen", "reason": "Realisasi keliru."},
    ("control_prolong", ""): lambda asked: {"closes_on": "2026-10-27", "reason": "Banjir."},
    ("period_remind", ""): lambda asked: {"sebab": "not_rated"},
    ("period_organisation", ""): lambda asked: {
        "unit": str(asked.world.units["K.1.2"].pk),
        "predicate": "baik",
        "basis": "SK Wali Kota 15/2026",
        "published_on": "2026-10-01",
    },
}
