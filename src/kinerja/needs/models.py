"""The models of this room."""

from kinerja.needs.finding import Finding, FindingEvidence

__all__ = ["Finding", "FindingEvidence"]
