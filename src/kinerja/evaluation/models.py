"""The models of this room."""

from kinerja.evaluation.assessment import Assessment
from kinerja.evaluation.draft import RatingDraft
from kinerja.evaluation.organisation import OrgResult
from kinerja.evaluation.period import Period
from kinerja.evaluation.review import Review

__all__ = ["Assessment", "OrgResult", "Period", "RatingDraft", "Review"]
