"""Reports that a leader leaves unanswered: noted after some working days, marked as unchecked.

The law asks for no answer (6/2022 p. 69), so silence costs the employee nothing; the days are a
setting of the agency. The leader is told a day before, and may answer afterwards too.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import DateTimeField
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from kinerja.people.agency import Agency, the_agency
from kinerja.people.calendar import agency_calendar
from kinerja.people.person import Person, PersonQuerySet
from kinerja.people.supervision import appraisers_of, reports_of
from kinerja.records.event import Happening, record_many
from kinerja.records.notice import Notice
from kinerja.records.outage import AFTER, downtimes_around
from kinerja.rules.date_words import date_in_words
from kinerja.rules.lateness import Due, answer_due, day_after_working_days
from kinerja.work.filing import BATCH
from kinerja.work.report import Report, ReportQuerySet

QUEUE = "/antrean/"


def note_unanswered(*, at: datetime) -> int:
    """Note what has waited too long; how many there were. Done again, it finds nothing new.

    Each has an event by the system. What is frozen or answered meanwhile stays as it is.
    """
    agency = the_agency()
    over = [day for day, due in _answer_days(agency, at).items() if due.until <= at]
    if not over:
        return 0
    waiting = Report.objects.waiting().annotate(since=_since(agency)).filter(since__in=over)
    ids = list(waiting.order_by("pk").values_list("pk", flat=True))
    return sum(_note(ids[first : first + BATCH], at) for first in range(0, len(ids), BATCH))


@transaction.atomic
def _note(ids: Iterable[int], at: datetime) -> int:
    held = list(
        Report.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("person")
        .filter(pk__in=ids, state=Report.State.FILED)
        .order_by("pk")
    )
    for report in held:
        report.state, report.unchecked_at = Report.State.NOTED, at
    Report.objects.filter(pk__in=[report.pk for report in held]).update(
        state=Report.State.NOTED, unchecked_at=at
    )
    record_many(
        Happening(
            "report.noted_unchecked",
            report,
            None,
            person=report.person,
            data={"version": report.version},
        )
        for report in held
    )
    return len(held)


@transaction.atomic
def remind_leaders(*, at: datetime) -> int:
    """Tell leaders what will be noted without them after the next working day: one notice a day,
    however many reports. Said again on that day, nobody is told twice."""
    agency = the_agency()
    today = at.astimezone(agency.zone).date()
    works = agency_calendar(agency, today, today + AFTER).works
    tomorrow = day_after_working_days(today, 1, works)
    days = [day for day, due in _answer_days(agency, at).items() if due.last_day == tomorrow]
    rows = Report.objects.waiting().annotate(since=_since(agency)).filter(since__in=days)
    authors = Counter(rows.values_list("person", flat=True))
    lines = appraisers_of(Person.objects.filter(pk__in=authors), today)
    waiting: Counter[Person] = Counter()
    for author, number in authors.items():
        if leader := lines[author].appraiser:
            waiting[leader] += number
    end = f"menunggu jawaban Anda sampai {date_in_words(tomorrow)}"
    told = set(
        Notice.objects.filter(person__in=waiting, url=QUEUE, text__contains=end).values_list(
            "person", flat=True
        )
    )
    notices = [
        Notice(
            person=leader,
            text=f"{number} laporan {end}. Setelah itu dicatat tanpa pemeriksaan.",
            url=QUEUE,
            sent_at=at,
        )
        for leader, number in waiting.items()
        if leader.pk not in told
    ]
    Notice.objects.bulk_create(notices, batch_size=BATCH)
    return len(notices)


def unchecked_of(leader: Person, on: date) -> ReportQuerySet:
    """What was noted in place of this leader and may still be checked, newest first."""
    return unchecked_among(reports_of(leader, on))


def unchecked_among(team: PersonQuerySet) -> ReportQuerySet:
    """The same where the direct reports are known."""
    noted = Report.objects.unchecked().filter(state=Report.State.NOTED)
    return noted.filter(person__in=team).order_by("-done_on", "-pk")


def _since(agency: Agency) -> TruncDate:
    """The day on which a report began to wait, as a column."""
    moment = Coalesce("waiting_since", "filed_at", output_field=DateTimeField())
    return TruncDate(moment, tzinfo=agency.zone)


def _answer_days(agency: Agency, at: datetime) -> dict[date, Due]:
    """Day on which reports began to wait -> until when; a handful of days, whatever waits."""
    rows = Report.objects.waiting().annotate(since=_since(agency)).order_by()
    days = sorted(rows.values_list("since", flat=True).distinct())
    if not days:
        return {}
    today = timezone.localdate(at, agency.zone)
    last = max(today, days[-1]) + timedelta(days=agency.answer_days) + AFTER
    works = agency_calendar(agency, days[0], last).works
    outages = downtimes_around(days[0], last, agency.zone)
    return {day: answer_due(day, agency.answer_days, works, outages, agency.zone) for day in days}
