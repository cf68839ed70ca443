"""Facts that stand beside a report and rate nobody: when it was entered, and the attendance."""

from collections.abc import Iterable, Mapping
from datetime import time

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from kinerja.people.agency import Agency
from kinerja.people.attendance import Attendance, attendance_on
from kinerja.work.lateness import with_lateness
from kinerja.work.report import Report


def with_facts(reports: Iterable[Report], agency: Agency) -> None:
    """Put `days_later` and `attendance` on each of these reports; the queries do not grow."""
    reports = list(reports)
    with_lateness(reports, agency)
    asked = [report for report in reports if not hasattr(report, "attendance_noted")]
    noted = attendance_on({(report.person_id, report.done_on) for report in asked})
    for report in reports:
        pair = report.person_id, report.done_on
        if said := vars(report).get("attendance_noted"):
            noted[pair] = attendance_of(said)
        vars(report)["attendance"] = noted.get(pair)


def noted_attendance() -> Subquery:
    """A column on reports, for lists that ask for everything at once: `attendance_noted`."""
    days = Attendance.objects.filter(person=OuterRef("person"), day=OuterRef("done_on"))
    said = JSONObject(came_at="came_at", left_at="left_at", state="state")
    return Subquery(days.order_by().values(said=said))


def attendance_of(said: Mapping[str, str | None]) -> Attendance:
    came, left = (
        time.fromisoformat(value) if value else None for value in (said["came_at"], said["left_at"])
    )
    return Attendance(came_at=came, left_at=left, state=said["state"] or "")
