"""How predicates spread, as a page shows it: the table, the guide in words, what lies outside."""

from typing import Any

from kinerja.evaluation.distribution import Distribution
from kinerja.evaluation.organisation import OrgResult
from kinerja.rules.distribution import distribution_majority
from kinerja.rules.predicate import OrgPredicate, Predicate
from kinerja.web.indonesian import NOTHING, angka


def spread_shown(distribution: Distribution) -> dict[str, Any]:
    """What `evaluation/spread.html` needs."""
    organisation = distribution.organisation
    return {
        "distribution": distribution,
        "counts": _shares(distribution),
        "guide": curve_words(organisation) if organisation else "",
    }


def _shares(distribution: Distribution) -> list[tuple[Predicate, int, str]]:
    """Each predicate with its people and their part of all who are rated, whole per cents."""
    rated = distribution.rated
    return [
        (one, number, f"{angka(round(100 * number / rated))}%" if rated else NOTHING)
        for one, number in distribution.counts.items()
    ]


def curve_words(result: OrgResult) -> str:
    """What the class of the organisation suggests for most people; it never binds."""
    majority = distribution_majority(OrgPredicate(result.predicate)).label
    return (
        f"Predikat {result.unit} untuk {result.period}: {result.get_predicate_display()}"
        f" ({result.basis}). Idealnya sebagian besar pegawainya {majority}; predikat lain tetap"
        " mungkin (hlm. 94–97)."
    )
