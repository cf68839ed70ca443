"""The models of this room."""

from kinerja.development.assessment import CompetencyAssessment, SelfView
from kinerja.development.competency import Competency, CompetencyLevel
from kinerja.development.method import GrowthMethod
from kinerja.development.session import Session
from kinerja.development.standard import CompetencyStandard
from kinerja.development.training import Training

__all__ = [
    "Competency",
    "CompetencyAssessment",
    "CompetencyLevel",
    "CompetencyStandard",
    "GrowthMethod",
    "SelfView",
    "Session",
    "Training",
]
