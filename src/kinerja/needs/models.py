"""The models of this room."""

from kinerja.needs.finding import Finding, FindingEvidence
from kinerja.needs.need import Need, NeedFinding

__all__ = ["Finding", "FindingEvidence", "Need", "NeedFinding"]
