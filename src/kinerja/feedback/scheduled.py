"""What of the agreed feedback was given, is due, or is late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kinerja.feedback.feedback import Feedback
from kinerja.feedback.schedule import FeedbackSchedule
from kinerja.people.person import Person
from kinerja.people.supervision import report_ids


@dataclass(frozen=True)
class Turn:
    """One month or quarter of an agreement."""

    schedule: FeedbackSchedule
    due_on: date
    feedback: Feedback | None
    today: date

    @property
    def is_late(self) -> bool:
        """Not given, and the last day is over."""
        return self.feedback is None and self.due_on < self.today

    @property
    def state(self) -> str:
        """given, late, due."""
        return "given" if self.feedback else "late" if self.is_late else "due"


def turns_of(schedules: Iterable[FeedbackSchedule], today: date) -> list[Turn]:
    """Every turn that has begun, the oldest first; one query for all agreements."""
    schedules = list(schedules)
    given = {
        (one.schedule_id, one.due_on): one
        for one in Feedback.objects.filter(schedule__in=schedules).order_by("-pk")
    }
    turns = []
    for schedule in schedules:
        days = schedule.due_days
        begun = [day for day in days if day < today] + [day for day in days if day >= today][:1]
        turns += [Turn(schedule, day, given.get((schedule.pk, day)), today) for day in begun]
    return sorted(turns, key=lambda turn: (turn.due_on, turn.schedule.pk))


def owed_by(leader: Person, today: date) -> list[Turn]:
    """What the leader still owes people whom he or she appraises today, the oldest first."""
    team = report_ids(leader, today)
    if not team:
        return []
    promised = FeedbackSchedule.objects.agreed().filter(leader=leader, person__in=team)
    turns = turns_of(promised.select_related("person"), today)
    return [turn for turn in turns if turn.feedback is None]
