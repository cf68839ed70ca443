"""The models of this room."""

from kinerja.work.evidence import Evidence
from kinerja.work.feedback import Feedback
from kinerja.work.freeze import ReportFreeze
from kinerja.work.report import Report
from kinerja.work.verification import Verification

__all__ = ["Evidence", "Feedback", "Report", "ReportFreeze", "Verification"]
