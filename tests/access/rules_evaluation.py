"""The policy for periods, ratings and results."""

from typing import Any

from tests.access.matrix import Asked
from tests.access.policy import (
    APPRAISER,
    FORMER,
    NOBODY,
    OWNER,
    PERSONNEL_ADMIN,
    READERS,
    SIGNED_IN,
    Rule,
    get,
    post,
)

from kinerja.evaluation.review import Review

KEEPERS = frozenset({PERSONNEL_ADMIN})
THIS: dict[str, Any] = {"at": (("code", "2026-Q3"),)}

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
    # Afterwards: who signed it, the owner, and those who see the owner
    get("results", SIGNED_IN),
    get("result_show", READERS, thing="review_signed"),
    get("result_show", READERS | {FORMER}, thing="review_by_former"),
    get("result_show", NOBODY, thing="review_rated"),  # not even to its owner
    get("result_show", NOBODY, thing="review_open"),
    # Periods
    get("periods", KEEPERS),
    get("period_open", KEEPERS),
    post("period_open", KEEPERS),
    get("period_show", KEEPERS, **THIS),
    get("period_reviews", SIGNED_IN, **THIS, answer=405),
    post("period_reviews", KEEPERS, **THIS),
    get("period_organisation", KEEPERS, **THIS),
    post("period_organisation", KEEPERS, **THIS),
    get("period_close", KEEPERS, **THIS),
    post("period_close", KEEPERS, **THIS),
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


BODIES = {
    ("review_report", ""): realised,
    ("review_rate", ""): rated,
    ("review_draft", ""): rated,
    ("review_sign", ""): revision,
    ("period_open", ""): lambda asked: {"code": "2026-Q4", "setuju": "1"},
    ("period_organisation", ""): lambda asked: {
        "unit": str(asked.world.units["K.1.2"].pk),
        "predicate": "baik",
        "basis": "SK Wali Kota 15/2026",
        "published_on": "2026-10-01",
    },
}
