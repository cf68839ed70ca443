"""Old and new findings of a need side by side: what one round showed, and what the next one shows.

Two findings are about the same when their keys end alike ("survey:12:U3", "survey:15:U3") and
their source and unit are equal; what has no partner stands alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kinerja.needs.finding import Finding, FindingEvidence
from kinerja.needs.need import Need


@dataclass(frozen=True)
class Pair:
    """What was found before and what is found now about one thing."""

    old: Finding | None
    new: Finding | None

    @property
    def old_figure(self) -> FindingEvidence | None:
        return figure_of(self.old)

    @property
    def new_figure(self) -> FindingEvidence | None:
        return figure_of(self.new)

    @property
    def change(self) -> Decimal | None:
        """How far the figure moved; None when the two do not measure the same."""
        old, new = self.old_figure, self.new_figure
        if old is None or new is None or old.value is None or new.value is None:
            return None
        if old.unit_of_measure != new.unit_of_measure:
            return None
        return new.value - old.value


def figure_of(finding: Finding | None) -> FindingEvidence | None:
    """The first proof with a number."""
    if finding is None:
        return None
    return next((one for one in finding.evidence.all() if one.value is not None), None)


def compare(old: Need, new: Need) -> list[Pair]:
    """The findings of two rounds beside each other; four queries."""
    before = {_about(one): one for one in _findings(old)}
    now = {_about(one): one for one in _findings(new)}
    return [Pair(before.get(key), now.get(key)) for key in [*before, *(now.keys() - before.keys())]]


def _findings(need: Need) -> Iterable[Finding]:
    return need.findings.prefetch_related("evidence").order_by("source", "found_on", "pk")


def _about(finding: Finding) -> tuple[str, int | None, str]:
    """What a finding is about; one by hand is about itself alone."""
    name = finding.key.rpartition(":")[2] if ":" in finding.key else f"#{finding.pk}"
    return (finding.source, finding.unit_id, name)
