"""The models of this room."""

from kinerja.work.data_quality import QualityRun, QualitySignal
from kinerja.work.delegation import Delegation
from kinerja.work.evidence import Evidence
from kinerja.work.evidence_match import EvidenceMatch
from kinerja.work.factor import Factor
from kinerja.work.freeze import ReportFreeze
from kinerja.work.order import Duty, Order
from kinerja.work.reading import Reading, SampleCheck
from kinerja.work.recap_file import RecapContent, RecapFile
from kinerja.work.report import Report
from kinerja.work.rollup import Changed, Counting, UnitDay
from kinerja.work.sample_audit import AuditItem, AuditReply, SampleAudit
from kinerja.work.signal import Signal
from kinerja.work.standing import UnitStanding, Warned
from kinerja.work.template import ReportTemplate
from kinerja.work.verification import Verification
from kinerja.work.warning import WarningLimits

__all__ = [
    "AuditItem",
    "AuditReply",
    "Changed",
    "Counting",
    "Delegation",
    "Duty",
    "Evidence",
    "EvidenceMatch",
    "Factor",
    "Order",
    "QualityRun",
    "QualitySignal",
    "Reading",
    "RecapContent",
    "RecapFile",
    "Report",
    "ReportFreeze",
    "ReportTemplate",
    "SampleAudit",
    "SampleCheck",
    "Signal",
    "UnitDay",
    "UnitStanding",
    "Verification",
    "Warned",
    "WarningLimits",
]
