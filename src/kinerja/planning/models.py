"""The models of this room."""

from kinerja.planning.criteria import CriterionJudgement
from kinerja.planning.goal import Goal, GoalLink
from kinerja.planning.indicator import Indicator
from kinerja.planning.indicator_feed import IndicatorFeed, ValueProvenance
from kinerja.planning.key_indicator import KeyIndicator, KeyTarget, KeyValue
from kinerja.planning.leader_reminder import LeaderReminder
from kinerja.planning.matrix import MatrixRole, RoleMatrix
from kinerja.planning.matrix_guest import MatrixGuest
from kinerja.planning.need_link import NeedLink
from kinerja.planning.offer import Offer
from kinerja.planning.plan import Plan
from kinerja.planning.result_step import ResultStep
from kinerja.planning.role_confirmation import RoleConfirmation
from kinerja.planning.sharing.agreement import ShareAgreement, SharePart
from kinerja.planning.sharing.received import ReceivedOffer
from kinerja.planning.sheet import IndicatorSheet, ScaleReading
from kinerja.planning.strategy import Step, Strategy
from kinerja.planning.template import PlanTemplate, PreparedPlan, TemplateUse, TemplateVersion
from kinerja.planning.terms import BehaviourExpectation, PlanTerm
from kinerja.planning.trajectory import Trajectory
from kinerja.planning.work_result import WorkResult

__all__ = [
    "BehaviourExpectation",
    "CriterionJudgement",
    "Goal",
    "GoalLink",
    "Indicator",
    "IndicatorFeed",
    "IndicatorSheet",
    "KeyIndicator",
    "KeyTarget",
    "KeyValue",
    "LeaderReminder",
    "MatrixGuest",
    "MatrixRole",
    "NeedLink",
    "Offer",
    "Plan",
    "PlanTemplate",
    "PlanTerm",
    "PreparedPlan",
    "ReceivedOffer",
    "ResultStep",
    "RoleConfirmation",
    "RoleMatrix",
    "ScaleReading",
    "ShareAgreement",
    "SharePart",
    "Step",
    "Strategy",
    "TemplateUse",
    "TemplateVersion",
    "Trajectory",
    "ValueProvenance",
    "WorkResult",
]
