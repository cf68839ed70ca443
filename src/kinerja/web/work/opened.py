"""A report was handed out to the one who answers it: noted for the sample (`work.reading`)."""

from django.utils import timezone

from kinerja.people.person import Person
from kinerja.work.reading import note_reading
from kinerja.work.report import Report
from kinerja.work.verification import may_answer


def note_if_verifier(person: Person, report: Report) -> bool:
    """Whether the person answers this report; then it is noted that it was opened."""
    answers = may_answer(person, report, timezone.localdate())
    if answers:
        note_reading(report=report, by=person, at=timezone.now())
    return answers
