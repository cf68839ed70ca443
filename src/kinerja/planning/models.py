"""The models of this room."""

from kinerja.planning.goal import Goal, GoalLink
from kinerja.planning.key_indicator import KeyIndicator, KeyTarget, KeyValue
from kinerja.planning.plan import Plan
from kinerja.planning.terms import BehaviourExpectation, PlanTerm
from kinerja.planning.work_result import Indicator, WorkResult

__all__ = [
    "BehaviourExpectation",
    "Goal",
    "GoalLink",
    "Indicator",
    "KeyIndicator",
    "KeyTarget",
    "KeyValue",
    "Plan",
    "PlanTerm",
    "WorkResult",
]
