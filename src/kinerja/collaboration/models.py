"""The models of this room."""

from kinerja.collaboration.contribution import Contribution, LeadWord
from kinerja.collaboration.feed import CalendarKey
from kinerja.collaboration.meeting import Meeting, ProgrammeFile
from kinerja.collaboration.member import Member
from kinerja.collaboration.partner import Partner
from kinerja.collaboration.programme import Programme, ProgrammeGoal, ProgrammeUnit
from kinerja.collaboration.task import Task
from kinerja.collaboration.task_comment import TaskComment

__all__ = [
    "CalendarKey",
    "Contribution",
    "LeadWord",
    "Meeting",
    "Member",
    "Partner",
    "Programme",
    "ProgrammeFile",
    "ProgrammeGoal",
    "ProgrammeUnit",
    "Task",
    "TaskComment",
]
