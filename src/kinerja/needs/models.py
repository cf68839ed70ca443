"""The models of this room."""

from kinerja.needs.complaint.category import ComplaintCategory
from kinerja.needs.complaint.clock import ComplaintClock
from kinerja.needs.complaint.complaint import (
    Complaint,
    ComplaintContact,
    ComplaintFile,
    ComplaintHolder,
    ComplaintMessage,
)
from kinerja.needs.complaint.mapping import ComplaintMapping
from kinerja.needs.complaint.setting import ComplaintSetting
from kinerja.needs.discussion import (
    Discussion,
    DiscussionFile,
    DiscussionGroup,
    DiscussionStatement,
)
from kinerja.needs.finding import Finding, FindingEvidence
from kinerja.needs.need import Need, NeedFinding
from kinerja.needs.problem_tree import NodeFinding, ProblemNode, ProblemTree
from kinerja.needs.scoring import Score, Scorer, Scoring, ScoringItem
from kinerja.needs.service_data.dataset import ServiceDataset, ServiceMeasure, ServicePlace
from kinerja.needs.service_data.detection import ServiceDetection
from kinerja.needs.service_data.load import ServiceLoad, ServiceValue
from kinerja.needs.survey.answer import SurveyAnswer
from kinerja.needs.survey.door import SurveyDoor, SurveyGroup
from kinerja.needs.survey.old_report import OldReport, UnitAlias
from kinerja.needs.survey.question import Question, Section
from kinerja.needs.survey.satisfaction import SatisfactionResult
from kinerja.needs.survey.screening import HourDecision
from kinerja.needs.survey.survey import Survey
from kinerja.needs.workload import Workload, WorkloadTask

__all__ = [
    "Complaint",
    "ComplaintCategory",
    "ComplaintClock",
    "ComplaintContact",
    "ComplaintFile",
    "ComplaintHolder",
    "ComplaintMapping",
    "ComplaintMessage",
    "ComplaintSetting",
    "Discussion",
    "DiscussionFile",
    "DiscussionGroup",
    "DiscussionStatement",
    "Finding",
    "FindingEvidence",
    "HourDecision",
    "Need",
    "NeedFinding",
    "NodeFinding",
    "OldReport",
    "ProblemNode",
    "ProblemTree",
    "Question",
    "SatisfactionResult",
    "Score",
    "Scorer",
    "Scoring",
    "ScoringItem",
    "Section",
    "ServiceDataset",
    "ServiceDetection",
    "ServiceLoad",
    "ServiceMeasure",
    "ServicePlace",
    "ServiceValue",
    "Survey",
    "SurveyAnswer",
    "SurveyDoor",
    "SurveyGroup",
    "UnitAlias",
    "Workload",
    "WorkloadTask",
]
