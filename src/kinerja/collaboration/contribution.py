"""What somebody did for a programme: accepted reports, and the lead's words on a month of them.

A report knows nothing of programmes: the link stands here. What the lead says is a fact beside the
evidence that the superior reads; it is never a number and decides nothing.
"""

from datetime import date
from typing import Self

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q

from kinerja.collaboration.member import Member
from kinerja.collaboration.programme import Programme, check_leads, hold_open
from kinerja.collaboration.refusals import NotYours, WrongState
from kinerja.collaboration.task import Task
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.people.supervision import appraiser_of, reports_of
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.predicate import Rating
from kinerja.work.report import Report

LONGEST_WORDS = 600


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def seen_by(self, person: Person, on: date) -> Self:
        """One's own, those of the programmes that one leads, and those of one's own staff."""
        led = Member.objects.on(on).filter(
            person=person, role=Member.Role.LEAD, programme=OuterRef("programme")
        )
        staff = Q(report__person__in=reports_of(person, on))
        return self.filter(Q(report__person=person) | staff | Exists(led))

    def accepted(self) -> Self:
        return self.filter(report__state__in=[Report.State.NOTED, Report.State.FROZEN])

    def waiting(self) -> Self:
        """Not accepted yet."""
        return self.filter(report__state__in=Report.OPEN)

    def in_month(self, month: date) -> Self:
        return self.filter(report__done_on__year=month.year, report__done_on__month=month.month)


class Contribution(models.Model):
    """One report that was work for a programme, or for one task of it."""

    report = models.OneToOneField(Report, models.PROTECT, related_name="contribution")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="contributions")
    task = models.ForeignKey(
        Task, models.PROTECT, null=True, blank=True, related_name="contributions"
    )
    linked_on = models.DateField("dihubungkan")

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.report_id} → {self.programme_id}"


class LeadWord(models.Model):
    """What the lead says of one person's month in the programme; the newest words count."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="words", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="programme_words")
    month = models.DateField("bulan")  # its first day
    judgement = models.CharField("penilaian", max_length=10, choices=Rating.choices())
    words = models.CharField("keterangan", max_length=LONGEST_WORDS)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    said_on = models.DateField("ditulis")

    class Meta:
        ordering = ["-month", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "person", "month"], name="lead_word_once_a_month"
            ),
            models.CheckConstraint(
                condition=~Q(words="") & Q(month__day=1), name="lead_word_is_said"
            ),
            models.CheckConstraint(
                condition=~Q(person=models.F("by")), name="lead_word_never_on_oneself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.month:%Y-%m}"


@transaction.atomic
def link_report(
    *, report: Report, programme: Programme, by: Person, on: date, task: Task | None = None
) -> Contribution:
    """One's own report was work for the programme; said twice: once, elsewhere: moved.

    Errors: NotYours, ProgrammeClosed, WrongState, InvalidInput.
    """
    held = hold_open(programme)
    row = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if row.person_id != by.pk:
        raise NotYours("Laporan dihubungkan oleh pembuatnya.")
    if row.state == Report.State.WITHDRAWN:
        raise WrongState("Laporan ini sudah ditarik.")
    if not held.members.on(row.done_on).filter(person=by).exists():
        raise WrongState("Anda bukan anggota program ini pada tanggal kerja itu.")
    if task and task.programme_id != held.pk:
        raise InvalidInput("Tugas itu milik program lain.")
    known = Contribution.objects.filter(report=row).first()
    if known and (known.programme_id, known.task_id) == (held.pk, task.pk if task else None):
        return known
    row_link = known or Contribution(report=row)
    row_link.programme, row_link.task, row_link.linked_on = held, task, on
    row_link.save()
    data = {"programme": held.pk, "task": task.pk if task else None}
    record("contribution.linked", about=row_link, person=by, by=by, data=data)
    return row_link


@transaction.atomic
def unlink_report(*, contribution: Contribution, by: Person, on: date) -> None:
    """It was not; said twice: once. Errors: NotYours, ProgrammeClosed."""
    held = Contribution.objects.select_for_update(of=("self",)).filter(pk=contribution.pk).first()
    if held is None:
        return
    if held.report.person_id != by.pk:
        raise NotYours("Laporan dilepas oleh pembuatnya.")
    hold_open(held.programme)
    record("contribution.unlinked", about=held, person=by, by=by, data={"on": on.isoformat()})
    held.delete()


@transaction.atomic
def say_word(
    *,
    programme: Programme,
    person: Person,
    month: date,
    judgement: str,
    words: str,
    by: Person,
    on: date,
) -> LeadWord:
    """The lead judges somebody's month in the programme, with words; the superior is told.

    The same again changes nothing; other words replace them, the event keeps what was said.
    Errors: NotYours (also about oneself), WrongState without a contribution, InvalidInput.
    """
    held = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    check_leads(held, by, on)
    if person == by:
        raise NotYours("Tidak seorang pun menilai dirinya sendiri.")
    first = month.replace(day=1)
    if first > on:
        raise InvalidInput("Bulan itu belum tiba.")
    if judgement not in {one.value for one in Rating}:
        raise InvalidInput("Pilih penilaian yang ditawarkan.")
    text = " ".join(words.replace("\x00", "").split())
    if not text:
        raise InvalidInput("Tulis apa yang dikerjakan dan bagaimana hasilnya.")
    rows = held.contributions.accepted().in_month(first).filter(report__person=person)
    if not rows.exists():
        raise WrongState(
            f"{person.name} belum punya laporan yang diterima untuk program ini pada bulan itu."
        )
    word = LeadWord.objects.filter(programme=held, person=person, month=first).first()
    word = word or LeadWord(programme=held, person=person, month=first)
    if word.pk and (word.judgement, word.words) == (judgement, text):
        return word
    word.judgement, word.words, word.by, word.said_on = judgement, text, by, on
    check_fields(word)
    word.save()
    data = {"programme": held.pk, "month": first.isoformat(), "judgement": judgement}
    record("programme.word_said", about=word, person=person, by=by, reason=text, data=data)
    if superior := appraiser_of(person, on):
        text = f"{by.name[:80]} menulis tentang {person.name[:80]} dalam {held.name[:90]}."
        notify(superior, text, f"/kolaborasi/kontribusi/?bulan={first:%Y-%m}")
    return word
