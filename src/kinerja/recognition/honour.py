"""Employee of the month or semester: candidates from results and badges, chosen by a person.

Opening a round freezes the candidates with their figures. The authorised official (PyB) or the head
of the region decides, with a reason; nobody decides about himself or herself, or about the own
superior or direct subordinate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Value, When

from kinerja.evaluation.objection import Objection
from kinerja.evaluation.period import Period
from kinerja.evaluation.review import Review
from kinerja.people.access import leads_region, may_manage_people, roles_of
from kinerja.people.person import Person, check_may_manage_people
from kinerja.people.refusals import NotAllowed
from kinerja.people.role import Role
from kinerja.people.supervision import appraisers_of
from kinerja.recognition.badge import Badge
from kinerja.records.event import record
from kinerja.records.notice import notify, notify_all
from kinerja.rules.badge import BadgeKind
from kinerja.rules.date_words import MONTHS
from kinerja.rules.honour import CANDIDATES, Figures, order_of
from kinerja.rules.predicate import Predicate
from kinerja.rules.refusal import Refusal

ENOUGH = 20  # candidates of a round; those with the same figures stay together
MOST = 1_000  # with the same figures at the first place
NEWEST_WITHIN = timedelta(days=200)  # a result that ended longer ago says nothing of the span
LONGEST_REASON = 1_000
CRITERIA = (
    "Hasil penilaian terbaru yang sudah ditandatangani dan tidak dalam keberatan: Sangat Baik lebih"
    " dulu, lalu Baik; predikat lain tidak dicalonkan.",
    "Pada predikat yang sama: banyaknya jenis lencana berbeda yang diperoleh pada rentang itu.",
    "Angka yang sama menempati urutan yang sama. Jumlah laporan atau jam tidak pernah dihitung.",
    "Seorang pejabat memilih dari daftar ini dan menuliskan alasannya.",
)


class NoCandidates(Refusal):
    """Nobody has a released result that counts."""


class TooMany(Refusal):
    """The figures do not tell enough people apart."""


class Conflict(Refusal):
    """Who decides stands too near to the candidate."""


class AlreadyDecided(Refusal):
    """The round is over."""


class WrongSpan(Refusal):
    """The span is not over, or no span of that name."""


class NoReason(Refusal):
    """A choice needs words."""


class HonourQuerySet(models.QuerySet["Honour"]):
    def visible_to(self, person: Person, on: date) -> Self:
        """Decided ones are the agency's; open ones belong to who prepares and who decides."""
        if may_manage_people(person, on) or may_decide(person, on):
            return self
        return self.filter(decided_at__isnull=False)


class Honour(models.Model):
    """One round for one span."""

    class Span(models.TextChoices):
        MONTH = "month", "Bulan"
        SEMESTER = "semester", "Semester"

    span = models.CharField("rentang", max_length=8, choices=Span)
    first = models.DateField("dari")
    last = models.DateField("sampai")
    criteria = models.JSONField()
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    opened_at = models.DateTimeField("disiapkan")
    winner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="honours"
    )
    reason = models.TextField("alasan", blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField("diputuskan", null=True, blank=True)

    objects = HonourQuerySet.as_manager()

    class Meta:
        ordering = ["-last", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["span", "first"], name="honour_once"),
            models.CheckConstraint(
                condition=Q(decided_at=None, winner=None, decided_by=None, reason="")
                | Q(decided_at__isnull=False, winner__isnull=False, decided_by__isnull=False)
                & ~Q(reason=""),
                name="honour_is_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(winner=None) | ~Q(winner=models.F("decided_by")),
                name="nobody_honours_oneself",
            ),
        ]

    def __str__(self) -> str:
        return f"Pegawai terbaik {self.label}"

    @property
    def label(self) -> str:
        """Oktober 2026, or Semester II 2026."""
        if self.span == self.Span.MONTH:
            return f"{MONTHS[self.first.month - 1]} {self.first.year}"
        return f"Semester {'I' if self.first.month == 1 else 'II'} {self.first.year}"


class Candidate(models.Model):
    """One candidate with the figures as they were when the round was opened."""

    honour = models.ForeignKey(Honour, models.CASCADE, related_name="candidates", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField("urutan")  # the same figures, the same place
    unit = models.CharField(max_length=200)
    review = models.ForeignKey(Review, models.PROTECT, related_name="+", db_index=False)
    predicate = models.CharField(max_length=15, choices=Predicate.choices())
    badges = models.JSONField()  # kinds of badges

    class Meta:
        ordering = ["place", "person__name"]
        constraints = [
            models.UniqueConstraint(fields=["honour", "person"], name="candidate_once"),
        ]

    def __str__(self) -> str:
        return f"{self.place}. {self.person}"

    @property
    def badge_words(self) -> str:
        words = ", ".join(BadgeKind(one).label for one in self.badges)
        return words or "belum ada"


@dataclass(frozen=True)
class SpanDates:
    """A month or a semester."""

    span: Honour.Span
    first: date
    last: date


def span_of(code: str) -> SpanDates:
    """2026-10, or 2026-S2. Errors: WrongSpan."""
    year, _, part = code.partition("-")
    months = {f"{month:02}": month for month in range(1, 13)}
    if not (year.isdecimal() and year.isascii() and len(year) == 4 and year >= "2000"):
        raise WrongSpan("Pilih bulan atau semester dari daftar.")
    if part in ("S1", "S2"):
        start = 1 if part == "S1" else 7
        return SpanDates(
            Honour.Span.SEMESTER, date(int(year), start, 1), _end(int(year), start + 5)
        )
    if part in months:
        month = months[part]
        return SpanDates(Honour.Span.MONTH, date(int(year), month, 1), _end(int(year), month))
    raise WrongSpan("Pilih bulan atau semester dari daftar.")


def may_decide(person: Person, on: date) -> bool:
    """The authorised official of the agency, or the head of the region."""
    return Role.Name.AUTHORISED_OFFICIAL in roles_of(person, on) or leads_region(person, on)


@transaction.atomic
def open_honour(*, code: str, by: Person, at: datetime, on: date) -> Honour:
    """Freeze the candidates of a span that is over; opened already: that round.

    Errors: NotAllowed unless `by` manages people, WrongSpan, NoCandidates, TooMany.
    """
    check_may_manage_people(by)
    dates = span_of(code)
    if dates.last >= on:
        raise WrongSpan("Rentang ini belum berakhir. Siapkan sesudah hari terakhirnya.")
    honour, new = Honour.objects.get_or_create(
        span=dates.span,
        first=dates.first,
        defaults={
            "last": dates.last,
            "criteria": list(CRITERIA),
            "opened_by": by,
            "opened_at": at,
        },
    )
    if not new:
        return honour
    candidates = _candidates(honour)
    if not candidates:
        raise NoCandidates("Belum ada hasil yang ditandatangani untuk rentang ini.")
    Candidate.objects.bulk_create(candidates)
    record("honour.opened", about=honour, by=by, data={"candidates": len(candidates)})
    return honour


@transaction.atomic
def decide_honour(
    *, honour: Honour, winner: Person, reason: str, by: Person, at: datetime, on: date
) -> Honour:
    """Choose one of the candidates, once, and tell everybody; the same choice again is the same.

    Errors: NotAllowed unless `by` may decide; AlreadyDecided; Conflict for oneself, the own
    superior or direct subordinate; NoReason.
    """
    if not may_decide(by, on):
        raise NotAllowed("Pegawai terbaik dipilih Pejabat yang Berwenang atau kepala daerah.")
    held = Honour.objects.select_for_update(of=("self",)).get(pk=honour.pk)
    words = reason.replace("\x00", "").strip()
    if held.decided_at is not None:
        if (held.winner_id, held.decided_by_id, held.reason) == (winner.pk, by.pk, words):
            return held
        raise AlreadyDecided(f"{held} sudah diputuskan.")
    if not held.candidates.filter(person=winner).exists():
        raise NotAllowed("Pilih dari daftar calon.")
    if conflict := conflict_with(winner, by, on):
        raise Conflict(conflict)
    if not words or len(words) > LONGEST_REASON:
        raise NoReason(f"Tulis alasan pilihan Anda, paling banyak {LONGEST_REASON} huruf.")
    held.winner, held.reason, held.decided_by, held.decided_at = winner, words, by, at
    held.save(update_fields=["winner", "reason", "decided_by", "decided_at"])
    record("honour.decided", about=held, person=winner, by=by, reason=words)
    notify(winner, f"Selamat. Anda terpilih sebagai pegawai terbaik {held.label}.", page_of(held))
    everybody = Person.objects.active().exclude(pk=winner.pk)
    notify_all(everybody, f"{winner.name} terpilih: pegawai terbaik {held.label}.", page_of(held))
    return held


def conflict_with(candidate: Person, decider: Person, on: date) -> str:
    """Why this person may not choose that candidate; empty: he or she may."""
    return conflicts_with([candidate], decider, on).get(candidate.pk, "")


def conflicts_with(candidates: Sequence[Person], decider: Person, on: date) -> dict[int, str]:
    """Why this person may not choose some of them, by the key of the candidate."""
    lines = appraisers_of({*candidates, decider}, on)
    found = {}
    for one in candidates:
        if one == decider:
            why = "Anda tidak dapat memilih diri sendiri."
        elif lines[one.pk].appraiser == decider:
            why = f"{one.name} bawahan langsung Anda."
        elif lines[decider.pk].appraiser == one:
            why = f"{one.name} atasan Anda."
        else:
            continue
        found[one.pk] = f"{why} Minta pejabat lain memutuskan."
    return found


def page_of(honour: Honour) -> str:
    return f"/penghargaan/{honour.pk}/"


def _candidates(honour: Honour) -> Sequence[Candidate]:
    """The first of the list, chosen by the database, placed by the rule."""
    legal = [one for one in Period.Kind if one != Period.Kind.SEMESTER]
    newest = (
        Review.objects.released()
        .filter(
            period__kind__in=legal,
            period__ends_on__range=(honour.last - NEWEST_WITHIN, honour.last),
        )
        .order_by("person_id", "-period__ends_on", "-pk")
        .distinct("person_id")
    )
    argued = Objection.objects.undecided().filter(review=OuterRef("pk"))
    places = [When(predicate=one.value, then=Value(at)) for at, one in enumerate(CANDIDATES)]
    of_span = Q(person__badges__period__ends_on__range=(honour.first, honour.last))
    rows = (
        Review.objects.filter(pk__in=newest.values("pk"))
        .filter(predicate__in=[one.value for one in CANDIDATES])
        .exclude(Exists(argued))
        .filter(person__status=Person.Status.ACTIVE)
        .annotate(
            rank=Case(*places, output_field=IntegerField()),
            kinds=Count("person__badges__kind", distinct=True, filter=of_span),
        )
        .order_by("rank", "-kinds", "person__name", "pk")
        .select_related("person", "plan__assignment__position__unit")
        .defer("snapshot")
    )
    found = _whole_places(list(rows[: MOST + 1]))
    kinds: dict[int, set[str]] = {}
    earned = Badge.objects.filter(
        person__in=[one.person_id for one in found],
        period__ends_on__range=(honour.first, honour.last),
    )
    for person, kind in earned.values_list("person_id", "kind"):
        kinds.setdefault(person, set()).add(kind)
    figures = [
        Figures(Predicate(one.predicate), len(kinds.get(one.person_id, ()))) for one in found
    ]
    orders = [order_of(one) for one in figures]
    return [
        Candidate(
            honour=honour,
            person=one.person,
            place=1 + sum(1 for other in orders if other < order),
            unit=one.plan.assignment.position.unit.name,
            review=one,
            predicate=one.predicate,
            badges=sorted(kinds.get(one.person_id, ())),
        )
        for one, order in zip(found, orders, strict=True)
    ]


def _whole_places(rows: list[Any]) -> list[Any]:
    """The first places, each with everybody who stands there: no name is cut off by its letter.

    Errors: TooMany when the first place alone holds more than can be chosen from.
    """
    kept: list[Any] = []
    for _, group in groupby(rows, key=lambda one: (one.rank, one.kinds)):
        place = list(group)
        if len(kept) + len(place) > MOST:
            break
        if kept and len(kept) + len(place) > ENOUGH:
            break
        kept += place
    if rows and not kept:
        raise TooMany(
            f"Lebih dari {MOST} pegawai mempunyai angka yang sama. Hitung lencananya dahulu, lalu"
            " siapkan lagi."
        )
    return kept


def _end(year: int, month: int) -> date:
    after = date(year + month // 12, month % 12 + 1, 1)
    return after - timedelta(days=1)
