"""The leader's answer to a report: accept, ask, or return."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from kinerja.people.person import Person, PersonQuerySet
from kinerja.people.supervision import appraiser_of, appraisers_of, reports_of
from kinerja.records.event import Happening, record_many
from kinerja.records.notice import Notice
from kinerja.rules.refusal import ChangedMeanwhile
from kinerja.work.delegation import principals_of, stands_in
from kinerja.work.filing import BATCH, check_not_frozen
from kinerja.work.reading import fresh_among, keep_sample
from kinerja.work.refusals import NoteMissing, NotYours, TextTooLong, WrongState
from kinerja.work.report import Report, ReportQuerySet

LONGEST_NOTE = 2_000  # characters
NOTICE_LENGTH = 300  # characters that a notice holds


class Verification(models.Model):
    """One answer of one leader to one report, as it read in that version."""

    class Verdict(models.TextChoices):
        ACCEPT = "accept", "Terima"
        ASK = "ask", "Tanya"
        RETURN = "return", "Kembalikan"

    report = models.ForeignKey(Report, models.CASCADE, related_name="verifications")
    version = models.PositiveSmallIntegerField()
    verdict = models.CharField("jawaban", max_length=6, choices=Verdict)
    note = models.TextField("catatan", blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="atas nama"
    )  # the leader who is away
    at = models.DateTimeField("waktu")
    taken_back_at = models.DateTimeField("dibatalkan", null=True, blank=True)

    class Meta:
        ordering = ["report", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="accept") | ~Q(note=""), name="verification_has_note"
            ),
            models.UniqueConstraint(
                fields=["report", "version"],
                condition=Q(taken_back_at=None),
                name="verification_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.report_id}"


STATE_AFTER = {
    Verification.Verdict.ACCEPT: Report.State.NOTED,
    Verification.Verdict.ASK: Report.State.ASKED,
    Verification.Verdict.RETURN: Report.State.RETURNED,
}
EVENTS = {
    Verification.Verdict.ACCEPT: "report.accepted",
    Verification.Verdict.ASK: "report.asked",
    Verification.Verdict.RETURN: "report.returned",
}


@dataclass(frozen=True)
class Answer:
    """What a leader says to a report, before it is stored. `report` is as the leader read it."""

    report: Report
    verdict: str
    by: Person
    at: datetime
    note: str = ""


def queue_of(leader: Person, on: date) -> ReportQuerySet:
    """Reports of direct reports that wait for this leader, oldest first.

    Also those that wait for a leader in whose name the person answers; never one's own.
    """
    return queue_among(leader, reports_of(leader, on), principals_of(leader, on), on)


def queue_among(
    leader: Person, team: PersonQuerySet, principals: Iterable[Person], on: date
) -> ReportQuerySet:
    """The same where the direct reports and those in whose name one answers are known."""
    whose = Q(person__in=team)
    for principal in principals:
        whose |= Q(person__in=reports_of(principal, on))
    waiting = Report.objects.waiting().filter(whose).exclude(person=leader)
    return waiting.order_by("done_on", "pk")


def principals_for(
    person: Person,
    reports: Iterable[Report],
    on: date,
    principals: Sequence[Person] | None = None,
) -> dict[int, Person]:
    """Author -> the leader in whose name the person would answer; empty for one's own team.

    `reports` come with their authors. One query for whoever stands in for nobody, none where
    `principals` are known already.
    """
    if not (principals_of(person, on) if principals is None else principals):
        return {}
    lines = appraisers_of({report.person for report in reports}, on)
    return {
        author: line.appraiser
        for author, line in lines.items()
        if line.appraiser and line.appraiser.pk != person.pk
    }


def may_answer(person: Person, report: Report, on: date) -> bool:
    """The appraiser of the author on that day, or who stands in, while nobody has answered."""
    if not report.awaits_answer or report.person_id == person.pk:
        return False
    leader = appraiser_of(report.person, on)
    if leader is None:
        return False
    return leader.pk == person.pk or bool(stands_in([(leader.pk, person.pk)], on))


@transaction.atomic
def answer_report(
    *, report: Report, verdict: str, by: Person, at: datetime, note: str = ""
) -> Verification:
    """Accept, ask about, or return one report.

    Errors: NotYours (not the leader of the author today), NoteMissing, TextTooLong, WrongState,
    ChangedMeanwhile (corrected since the leader read it), PeriodFrozen.
    """
    (verification,) = answer_many([Answer(report, verdict, by, at, note)])
    return verification


@transaction.atomic
def answer_reports(
    *, reports: Sequence[Report], verdict: str, by: Person, at: datetime, note: str = ""
) -> list[Verification]:
    """The same answer to many reports: all of them, or none.

    Before many are accepted together, the reports that `drawn` names must have been opened by this
    person. Errors: SampleUnread, and as `answer_report`.
    """
    answers = [Answer(report, verdict, by, at, note) for report in reports]
    together = verdict == Verification.Verdict.ACCEPT and len(reports) > 1
    fresh = fresh_among(reports) if together else []
    given = answer_many(answers)
    if fresh:
        keep_sample(reports=fresh, by=by, at=at)
    return given


@transaction.atomic
def answer_many(answers: Iterable[Answer]) -> list[Verification]:
    """Different answers to different reports: all of them, or none.

    The same answer said twice is answered with the first one. Errors: as `answer_report`.
    """
    answers = list(answers)
    held = {report.pk: report for report in _held(answer.report for answer in answers)}
    principals = _check_leaders(answers, held)
    given = _given([report for report in held.values() if not report.awaits_answer])
    found: list[Verification] = []
    new: list[Verification] = []
    for answer in answers:
        report = held[answer.report.pk]
        verdict, note = (
            Verification.Verdict(answer.verdict),
            answer.note.replace("\x00", "").strip(),
        )
        if verdict != Verification.Verdict.ACCEPT and not note:
            raise NoteMissing("Tulis apa yang ditanyakan atau perlu diperbaiki.")
        if len(note) > LONGEST_NOTE:
            raise TextTooLong(f"Catatan memuat paling banyak {LONGEST_NOTE} huruf. Ringkas dulu.")
        told = given.get(report.pk)
        if told and (told.by_id, told.verdict, told.note) == (answer.by.pk, verdict, note):
            found.append(told)
            continue
        if not report.awaits_answer:
            raise WrongState(
                f"Laporan {report.receipt} sudah {report.get_state_display().lower()}."
                " Muat ulang antrean untuk melihat keadaannya."
            )
        if report.version != answer.report.version:
            raise ChangedMeanwhile(
                f"Laporan {report.receipt} baru saja diperbaiki penulisnya. Baca lagi, lalu jawab."
            )
        report.state, report.unchecked_at = STATE_AFTER[verdict], None
        told = Verification(
            report=report,
            version=report.version,
            verdict=verdict,
            note=note,
            by=answer.by,
            on_behalf_of=principals.get(report.pk),
            at=answer.at,
        )
        given[report.pk] = told
        found.append(told)
        new.append(told)
    check_not_frozen((one.report.result, one.report.done_on) for one in new)
    for state in {one.report.state for one in new}:
        these = [one.report_id for one in new if one.report.state == state]
        Report.objects.filter(pk__in=these).update(state=state, unchecked_at=None)
    Verification.objects.bulk_create(new, batch_size=BATCH)
    record_many(
        Happening(
            EVENTS[Verification.Verdict(one.verdict)],
            one.report,
            one.by,
            person=one.report.person,
            on_behalf_of=one.on_behalf_of,
            reason=one.note,
            data={"version": one.version},
        )
        for one in new
    )
    Notice.objects.bulk_create(
        [_notice(one) for one in new if one.verdict != Verification.Verdict.ACCEPT],
        batch_size=BATCH,
    )
    return found


@transaction.atomic
def take_back_answers(*, reports: Sequence[Report], by: Person, at: datetime) -> int:
    """Undo one's own last answers: all of them, or none; the reports wait again.

    What waits already is left as it is. Errors: NotYours, WrongState, PeriodFrozen.
    Returns how many were undone.
    """
    held = {report.pk: report for report in _held(reports)}
    answers = [Answer(report, "", by, at) for report in held.values()]
    principals = _check_leaders(answers, held)
    given = _given([report for report in held.values() if report.state != Report.State.FILED])
    undone = []
    for report in held.values():
        if report.state == Report.State.FILED:
            continue
        told = given.get(report.pk)
        if report.state == Report.State.FROZEN or told is None:
            raise WrongState(
                f"Jawaban untuk laporan {report.receipt} tidak dapat dibatalkan lagi:"
                f" laporan ini sudah {report.get_state_display().lower()}."
            )
        if told.by_id != by.pk:
            raise NotYours("Jawaban hanya dapat dibatalkan oleh yang memberikannya.")
        report.state, told.taken_back_at = Report.State.FILED, at
        told.report, report.waiting_since = report, at
        undone.append(told)
    check_not_frozen((one.report.result, one.report.done_on) for one in undone)
    Report.objects.filter(pk__in=[one.report_id for one in undone]).update(
        state=Report.State.FILED, waiting_since=at
    )
    Verification.objects.filter(pk__in=[one.pk for one in undone]).update(taken_back_at=at)
    record_many(
        Happening(
            "report.answer_taken_back",
            one.report,
            by,
            person=one.report.person,
            on_behalf_of=principals.get(one.report.pk),
        )
        for one in undone
    )
    return len(undone)


def _held(reports: Iterable[Report]) -> ReportQuerySet:
    """The reports as they stand now, held until the transaction ends."""
    return (
        Report.objects.select_for_update(of=("self",))
        .select_related("person", "result")
        .filter(pk__in=[report.pk for report in reports])
        .order_by("pk")
    )


def _check_leaders(answers: Sequence[Answer], held: Mapping[int, Report]) -> dict[int, Person]:
    """Report -> the leader in whose name it is answered, where somebody stands in.

    Errors: NotYours unless each answer comes from the appraiser of the author on its day, or from
    who stands in; never from the author.
    """
    principals: dict[int, Person] = {}
    by_day: dict[date, list[Answer]] = {}
    for answer in answers:
        by_day.setdefault(timezone.localdate(answer.at), []).append(answer)
    for day, some in by_day.items():
        leaders = appraisers_of([held[answer.report.pk].person for answer in some], day)
        lent: list[tuple[int, Answer, Person]] = []
        for answer in some:
            author = held[answer.report.pk].person_id
            line = leaders.get(author)
            leader = line.appraiser if line else None
            if leader is None or author == answer.by.pk:
                raise _not_yours()
            if leader.pk != answer.by.pk:
                lent.append((answer.report.pk, answer, leader))
        standing = stands_in(((leader.pk, answer.by.pk) for _, answer, leader in lent), day)
        for pk, answer, leader in lent:
            if (leader.pk, answer.by.pk) not in standing:
                raise _not_yours()
            principals[pk] = leader
    return principals


def _not_yours() -> NotYours:
    return NotYours("Laporan ini diperiksa oleh atasan langsung penulisnya.")


def _given(reports: Sequence[Report]) -> dict[int, Verification]:
    """The last answer to each report that still stands; no query without reports."""
    if not reports:
        return {}
    standing = Verification.objects.filter(report__in=reports, taken_back_at=None).order_by("pk")
    last = {answer.report_id: answer for answer in standing}
    return {
        report.pk: last[report.pk]
        for report in reports
        if report.pk in last and last[report.pk].version == report.version
    }


def _notice(answer: Verification) -> Notice:
    text = f"{answer.by.name}: {answer.note}"
    if len(text) > NOTICE_LENGTH:
        text = text[: NOTICE_LENGTH - 1] + "…"
    return Notice(person=answer.report.person, text=text, url=f"/laporan/{answer.report.pk}/")
