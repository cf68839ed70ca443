"""The models of this room."""

from kinerja.evaluation.assessment import Assessment
from kinerja.evaluation.calibration import Calibration, CalibrationChange, CalibrationMember
from kinerja.evaluation.delivery import Delivery
from kinerja.evaluation.draft import RatingDraft
from kinerja.evaluation.objection import Objection
from kinerja.evaluation.organisation import OrgResult
from kinerja.evaluation.overdue import OverdueNote
from kinerja.evaluation.period import Period
from kinerja.evaluation.remedy import Remedy, RemedyLine
from kinerja.evaluation.reopening import Reopening
from kinerja.evaluation.reporting import ReportedResult, ResultsReport
from kinerja.evaluation.reuse import Reuse
from kinerja.evaluation.review import Review
from kinerja.evaluation.round360.answer import NamedAnswer360, Tally360
from kinerja.evaluation.round360.rater import Rater360
from kinerja.evaluation.round360.release import Result360
from kinerja.evaluation.round360.round import Round360, Subject360

__all__ = [
    "Assessment",
    "Calibration",
    "CalibrationChange",
    "CalibrationMember",
    "Delivery",
    "NamedAnswer360",
    "Objection",
    "OrgResult",
    "OverdueNote",
    "Period",
    "Rater360",
    "RatingDraft",
    "Remedy",
    "RemedyLine",
    "Reopening",
    "ReportedResult",
    "Result360",
    "ResultsReport",
    "Reuse",
    "Review",
    "Round360",
    "Subject360",
    "Tally360",
]
