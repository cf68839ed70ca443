"""Thanks for a concrete piece of work, by name: peers and leaders, within a quota.

The giver says for which work; who may not see the receiver's reports says it in words, and the
receiver ties it to a report, a result or an initiative. Only what is tied stands in the evaluation,
as evidence and never as a number. The feed shows who thanked whom; the words are shown to all once
the receiver allows it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID, uuid4

from django.db import models, transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from kinerja.feedback.initiative import Initiative
from kinerja.people.access import may_manage_people
from kinerja.people.agency import the_agency
from kinerja.people.person import Person, check_may_manage_people
from kinerja.planning.work_result import WorkResult
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.appreciation import is_mutual, quota_left
from kinerja.rules.refusal import Refusal
from kinerja.work.refusals import NoteMissing, NotYours, TextTooLong
from kinerja.work.report import Report

LONGEST_TEXT = 600  # characters: thanks are short
LONGEST_WORK = 200
MUTUAL_SPAN = timedelta(days=180)  # in which thanks there and back are compared
MOST_PAIRS = 50


class QuotaUsed(Refusal):
    """The giver has thanked as often this month as the agency allows."""


class NotStanding(Refusal):
    """It was taken back or hidden."""


class AppreciationQuerySet(models.QuerySet["Appreciation"]):
    def standing(self) -> Self:
        """Neither taken back by the giver nor hidden by the personnel office."""
        return self.filter(withdrawn_at=None, hidden_at=None)

    def visible_to(self, person: Person) -> Self:
        """In the feed of everybody in the agency; what does not stand, only to the two and to the
        personnel office. Whether the words may be read: `may_read`."""
        if may_manage_people(person):
            return self
        return self.filter(
            Q(withdrawn_at=None, hidden_at=None) | Q(giver=person) | Q(receiver=person)
        )


class Appreciation(models.Model):
    """One thank-you. `key` is made on the form: the same key twice is the same thanks."""

    giver = models.ForeignKey(Person, models.PROTECT, related_name="thanks_given", db_index=False)
    receiver = models.ForeignKey(Person, models.PROTECT, related_name="thanks", db_index=False)
    work = models.CharField("pekerjaan", max_length=LONGEST_WORK)
    text = models.TextField("apresiasi")
    report = models.ForeignKey(Report, models.PROTECT, null=True, blank=True, related_name="thanks")
    result = models.ForeignKey(
        WorkResult, models.PROTECT, null=True, blank=True, related_name="thanks"
    )
    initiative = models.ForeignKey(
        Initiative, models.PROTECT, null=True, blank=True, related_name="thanks"
    )
    public = models.BooleanField("isi boleh dibaca semua", default=False)  # the receiver's word
    given_at = models.DateTimeField("waktu")
    withdrawn_at = models.DateTimeField("ditarik", null=True, blank=True)
    reported_at = models.DateTimeField("dilaporkan", null=True, blank=True)
    reported_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    report_reason = models.CharField("alasan laporan", max_length=300, blank=True)
    hidden_at = models.DateTimeField("disembunyikan", null=True, blank=True)
    hidden_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    hidden_reason = models.CharField("alasan disembunyikan", max_length=300, blank=True)
    key = models.UUIDField(unique=True, default=uuid4, editable=False)

    objects = AppreciationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")), name="appreciation_never_to_oneself"
            ),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(work=""), name="appreciation_is_for_work"
            ),
            models.CheckConstraint(
                condition=Q(report=None, result=None)
                | Q(report=None, initiative=None)
                | Q(result=None, initiative=None),
                name="appreciation_is_for_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(hidden_at=None) | ~Q(hidden_reason="") & Q(hidden_by__isnull=False),
                name="hiding_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["receiver", "given_at"], name="appreciation_receiver"),
            models.Index(fields=["giver", "given_at"], name="appreciation_giver"),
            models.Index(
                fields=["reported_at"],
                condition=Q(reported_at__isnull=False, hidden_at=None),
                name="appreciation_reported",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.receiver}"

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None and self.hidden_at is None

    @property
    def is_tied(self) -> bool:
        """To a piece of work that is on record; only then it stands in the evaluation."""
        return bool(self.report_id or self.result_id or self.initiative_id)


def may_read(person: Person, one: Appreciation, seen: Iterable[int] = ()) -> bool:
    """Whether the words are shown: the two, whoever may see the receiver (`seen`: their ids), the
    personnel office; everybody once the receiver allows it."""
    if person.pk in (one.giver_id, one.receiver_id):
        return True
    return one.stands and (one.public or one.receiver_id in seen)


def left_this_month(giver: Person, at: datetime) -> int:
    """How many more thanks this giver has this month, by the clock of the agency."""
    first = timezone.localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    given = Appreciation.objects.filter(giver=giver, given_at__gte=first).count()
    return quota_left(given, the_agency().thanks_a_month)


@transaction.atomic
def give_appreciation(
    *,
    receiver: Person,
    work: str,
    text: str,
    by: Person,
    at: datetime,
    report: Report | None = None,
    result: WorkResult | None = None,
    initiative: Initiative | None = None,
    key: UUID | None = None,
) -> Appreciation:
    """Thank somebody for a piece of work; the same key again answers with the first.

    The page hands in only a report, result or initiative that the giver may see; at most one.
    Errors: NotYours for oneself, for work of somebody else, or somebody who left; QuotaUsed;
    NoteMissing, TextTooLong.
    """
    key = key or uuid4()
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # the quota holds
    if known := Appreciation.objects.filter(key=key).first():
        if known.giver_id != by.pk:
            raise NotYours("Formulir ini sudah dipakai akun lain. Muat ulang halaman.")
        return known
    if receiver.pk == by.pk:
        raise NotYours("Apresiasi diberikan kepada orang lain, bukan diri sendiri.")
    if receiver.has_left:
        raise NotYours(f"{receiver.name} sudah tidak bertugas.")
    _check_work(receiver, report, result, initiative)
    if left_this_month(by, at) == 0:
        raise QuotaUsed("Apresiasi Anda bulan ini sudah habis. Kuota terisi lagi bulan depan.")
    one = Appreciation.objects.create(
        giver=by,
        receiver=receiver,
        work=_words(work, LONGEST_WORK, "Sebutkan pekerjaan yang Anda apresiasi."),
        text=_words(text, LONGEST_TEXT, "Tulis apa yang Anda hargai dari pekerjaan itu."),
        report=report,
        result=result,
        initiative=initiative,
        given_at=at,
        key=key,
    )
    record("appreciation.given", about=one, person=receiver, by=by, data={"tied": one.is_tied})
    notify(receiver, f"{by.name} mengapresiasi pekerjaan Anda.", page_of(one))
    return one


@transaction.atomic
def tie_appreciation(
    *,
    appreciation: Appreciation,
    by: Person,
    report: Report | None = None,
    result: WorkResult | None = None,
    initiative: Initiative | None = None,
) -> Appreciation:
    """The receiver says for which recorded work it was; then it can stand in the evaluation.

    Errors: NotYours for others, or for work of others; NotStanding; NoteMissing when nothing is
    named.
    """
    held = _held(appreciation)
    if held.receiver_id != by.pk:
        raise NotYours("Yang mengaitkan apresiasi adalah penerimanya.")
    if not (report or result or initiative):
        raise NoteMissing("Pilih laporan, hasil kerja, atau inisiatif yang dimaksud.")
    _check_work(by, report, result, initiative)
    held.report, held.result, held.initiative = report, result, initiative
    held.save(update_fields=["report", "result", "initiative"])
    data = {
        "report": report.pk if report else None,
        "result": result.pk if result else None,
        "initiative": initiative.pk if initiative else None,
    }
    record("appreciation.tied", about=held, person=by, by=by, data=data)
    return held


@transaction.atomic
def show_appreciation(*, appreciation: Appreciation, public: bool, by: Person) -> Appreciation:
    """The receiver lets everybody read the words, or not any more. Said twice: once."""
    held = _held(appreciation)
    if held.receiver_id != by.pk:
        raise NotYours("Yang menentukan siapa membaca isinya adalah penerima apresiasi.")
    if held.public != public:
        held.public = public
        held.save(update_fields=["public"])
        record("appreciation.shown", about=held, person=by, by=by, data={"public": public})
    return held


@transaction.atomic
def withdraw_appreciation(*, appreciation: Appreciation, by: Person, at: datetime) -> Appreciation:
    """The giver takes it back; a result that was signed with it stays. Said twice: once."""
    held = _locked(appreciation)
    if held.giver_id != by.pk:
        raise NotYours("Yang menarik apresiasi adalah pemberinya.")
    if held.withdrawn_at is None:
        held.withdrawn_at = at
        held.save(update_fields=["withdrawn_at"])
        record("appreciation.withdrawn", about=held, person=held.receiver, by=by)
    return held


@transaction.atomic
def report_appreciation(
    *, appreciation: Appreciation, reason: str, by: Person, at: datetime
) -> Appreciation:
    """Ask the personnel office to look at it; who asked first is kept.

    Errors: NotStanding, NoteMissing, TextTooLong.
    """
    held = _held(appreciation)
    words = _words(reason, 300, "Tulis apa yang tidak pantas atau tidak benar.")
    if held.reported_at is None:
        held.reported_at, held.reported_by, held.report_reason = at, by, words
        held.save(update_fields=["reported_at", "reported_by", "report_reason"])
        # whom it concerns is not told who reported it: the event is about the reporter
        record("appreciation.reported", about=held, person=by, by=by, reason=words)
    return held


@transaction.atomic
def judge_report(
    *, appreciation: Appreciation, hide: bool, reason: str, by: Person, at: datetime
) -> Appreciation:
    """The personnel office hides it, with a reason that the two may read, or lets it stand.

    Errors: NotAllowed; NotYours for who gave or received it; NoteMissing, TextTooLong.
    """
    check_may_manage_people(by)
    held = _held(appreciation)
    if by.pk in (held.giver_id, held.receiver_id):
        raise NotYours("Apresiasi Anda sendiri diperiksa admin lain.")
    words = _words(reason, 300, "Tulis alasan keputusan Anda.")
    if hide:
        held.hidden_at, held.hidden_by, held.hidden_reason = at, by, words
        for person in (held.giver, held.receiver):
            notify(person, "Sebuah apresiasi disembunyikan bagian kepegawaian.", page_of(held))
    held.reported_at, held.reported_by, held.report_reason = None, None, ""
    held.save()
    name = "appreciation.hidden" if hide else "appreciation.kept"
    record(name, about=held, person=held.receiver, by=by, reason=words)
    return held


@dataclass(frozen=True)
class Pair:
    """Two people who thank each other much more than others; a question, never a verdict."""

    one: Person
    other: Person
    there: int
    back: int


def mutual_pairs(at: datetime) -> list[Pair]:
    """Those of the last half year, for the personnel office only; three queries."""
    rows = Appreciation.objects.filter(given_at__gte=at - MUTUAL_SPAN, given_at__lte=at)
    between = {
        (giver, receiver): number
        for giver, receiver, number in rows.order_by()
        .values_list("giver", "receiver")
        .annotate(Count("pk"))
        .filter(pk__count__gte=2)
    }
    both = [(a, b) for a, b in between if a < b and (b, a) in between]
    people = {pk for pair in both for pk in pair}
    given = dict(
        rows.filter(giver__in=people).order_by().values_list("giver").annotate(Count("pk"))
    )
    found = [
        (a, b) for a, b in both if is_mutual(between[a, b], between[b, a], given[a] + given[b])
    ][:MOST_PAIRS]
    named = Person.objects.in_bulk({pk for pair in found for pk in pair})
    return [Pair(named[a], named[b], between[a, b], between[b, a]) for a, b in found]


def page_of(one: Appreciation) -> str:
    return f"/apresiasi/{one.pk}/"


def _check_work(
    receiver: Person,
    report: Report | None,
    result: WorkResult | None,
    initiative: Initiative | None,
) -> None:
    owners = {
        report and report.person_id,
        result and result.plan.person_id,
        initiative and initiative.owner_id,
    }
    if not owners <= {None, receiver.pk}:
        raise NotYours("Pilih pekerjaan milik penerima apresiasi.")
    if sum(1 for one in (report, result, initiative) if one) > 1:
        raise NotYours("Kaitkan dengan satu pekerjaan saja.")


def _locked(appreciation: Appreciation) -> Appreciation:
    rows = Appreciation.objects.select_for_update(of=("self",))
    return rows.select_related("giver", "receiver").get(pk=appreciation.pk)


def _held(appreciation: Appreciation) -> Appreciation:
    held = _locked(appreciation)
    if not held.stands:
        raise NotStanding("Apresiasi ini sudah ditarik atau disembunyikan.")
    return held


def _words(text: str, longest: int, missing: str) -> str:
    words = text.replace("\x00", "").strip()
    if not words:
        raise NoteMissing(missing)
    if len(words) > longest:
        raise TextTooLong(f"Ringkas sampai paling banyak {longest} huruf.")
    return words
