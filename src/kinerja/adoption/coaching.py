"""Coaching of a unit that lags: planned, held, what was agreed; and how the unit stood around it.

A session helps people to use the system. Who was invited and came is kept for the next session, no
count of it is shown about a person, and nothing of it reaches a rating.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import connection, models, transaction
from django.db.models import Q

from kinerja.adoption.practice.practised import Practised
from kinerja.adoption.refusals import OutOfScope, TooSoon, WrongState
from kinerja.adoption.usage import UnitUsage, Usage, usage_under, week_of
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, WrongDates, check_fields
from kinerja.people.role import Role
from kinerja.people.scope import UnitScope, scope_of
from kinerja.people.supervision import led_units
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit
from kinerja.records.event import record
from kinerja.records.notice import notify_all
from kinerja.records.seen import check_seen, mark_of
from kinerja.rules.adoption import Stage
from kinerja.rules.date_words import date_in_words

COACHES = (Role.Name.PERSONNEL_ADMIN, Role.Name.TRAINING_OFFICER, Role.Name.UNIT_ADMIN)
LONGEST_TEXT = 3_000  # characters
FURTHEST = timedelta(days=366)
MOST_GUESTS = 300  # more is a lecture: units below have their own
SETTLED = timedelta(weeks=2)  # so long after it the figures have had time to move


class CoachingQuerySet(models.QuerySet["Coaching"]):
    def visible_to(self, person: Person, on: date) -> Self:
        """Those of units that one coaches or leads, and those to which one is invited."""
        scope = coaching_scope(person, on)
        led = UnitScope(
            everything=False, paths=tuple(led_units(person, on).values_list("path", flat=True))
        )
        return self.filter(
            scope.within() | led.within() | Q(pk__in=_invitations(person).values("coaching"))
        )


class Coaching(models.Model):
    """One session for one unit with those below. `key` is made on the form: twice is once."""

    class State(models.TextChoices):
        PLANNED = "planned", "Direncanakan"
        HELD = "held", "Terlaksana"
        CANCELLED = "cancelled", "Dibatalkan"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="unit")
    day = models.DateField("tanggal")
    topic = models.CharField("topik", max_length=200)
    place = models.CharField("tempat", max_length=150)
    stage = models.CharField("yang didampingi", max_length=10, choices=Stage.choices(), blank=True)
    coach = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="pendamping")
    state = models.CharField("keadaan", max_length=9, choices=State, default=State.PLANNED)
    agreed = models.TextField("yang disepakati", blank=True, max_length=LONGEST_TEXT)
    reason = models.CharField("alasan dibatalkan", max_length=300, blank=True)
    planned_at = models.DateTimeField("direncanakan")
    key = models.UUIDField(unique=True, default=uuid4, editable=False)

    objects = CoachingQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(topic="") & ~Q(place=""), name="coaching_is_whole"),
            models.CheckConstraint(
                condition=~Q(state="held") | ~Q(agreed=""), name="coaching_held_with_agreement"
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(reason=""), name="coaching_off_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} ({self.unit})"

    @property
    def page(self) -> str:
        return f"/adopsi/pendampingan/{self.pk}/"

    @property
    def record_seen(self) -> str:
        """Stands for what is recorded now: whether it was held, what was agreed, who came."""
        came = self.guests.filter(came=True).order_by("person").values_list("person", flat=True)
        return mark_of(self.state, self.agreed, list(came))


class CoachingGuest(models.Model):
    """Somebody invited; `came` is empty until it was held."""

    only_told = True  # an import of these people can still be undone (`people.imports.undo`)

    coaching = models.ForeignKey(Coaching, models.CASCADE, related_name="guests", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    came = models.BooleanField("hadir", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coaching", "person"], name="coaching_guest_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.coaching_id}"


@dataclass(frozen=True)
class Around:
    """How the unit stood in the last week before the session, and in the newest one after."""

    before: Usage | None
    after: Usage | None
    before_week: date | None
    after_week: date | None
    settled: bool  # two weeks have passed


def coaching_scope(person: Person, on: date) -> UnitScope:
    """The units that the person coaches on that day."""
    return scope_of(person, COACHES, on)


def _invitations(person: Person) -> "models.QuerySet[CoachingGuest]":
    return CoachingGuest.objects.filter(person=person)


@transaction.atomic
def plan_coaching(
    *,
    unit: Unit,
    day: date,
    topic: str,
    place: str,
    by: Person,
    at: datetime,
    on: date,
    stage: str = "",
    people: Iterable[Person] | None = None,
    key: UUID | None = None,
) -> Coaching:
    """Plan a session and invite people of the unit; None: all of the unit with those below.

    The same key again: the first. Errors: OutOfScope, InvalidInput, WrongDates.
    """
    key = key or uuid4()
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # two taps: the second one waits
    if known := Coaching.objects.filter(key=key, coach=by).first():
        return known
    _check_coaches(by, unit, on)
    if not on <= day <= on + FURTHEST:
        raise WrongDates("Pilih hari ini atau sesudahnya, paling lama setahun ke depan.")
    row = Coaching(
        unit=unit,
        day=day,
        topic=_line(topic),
        place=_line(place),
        stage=stage,
        coach=by,
        planned_at=at,
        key=key,
    )
    if not row.topic or not row.place:
        raise InvalidInput("Tulis topik dan tempat pendampingan.")
    check_fields(row)
    row.save(force_insert=True)
    staff = people_of(unit, on)
    if people is not None:
        chosen = {person.pk for person in people}
        staff = staff.filter(pk__in=chosen)
        if not chosen or staff.count() != len(chosen):
            raise InvalidInput("Pilih pegawai unit ini; sedikitnya satu.")
    invited = _invite(row, staff)
    if not invited:
        raise InvalidInput("Belum ada pegawai di unit ini.")
    if invited > MOST_GUESTS:
        raise InvalidInput(
            f"Dampingi paling banyak {MOST_GUESTS} orang sekaligus; pilih unit di bawahnya."
        )
    text = f"Pendampingan {date_in_words(day)}: {row.topic}. Tempat: {row.place}."
    guests = Person.objects.filter(pk__in=row.guests.values("person"))
    notify_all(guests, text[:300], row.page)
    data = {"unit": unit.pk, "day": day.isoformat(), "invited": invited, "stage": stage}
    record("coaching.planned", about=row, by=by, data=data)
    return row


@transaction.atomic
def hold_coaching(
    *,
    coaching: Coaching,
    came: Iterable[int],
    agreed: str,
    by: Person,
    on: date,
    seen: str = "",
) -> Coaching:
    """Note who came (ids of those invited) and what was agreed; the same again: nothing.

    `seen`: the record from which the form was filled (`record_seen`); empty: whatever stands
    now.
    Errors: OutOfScope, WrongState, TooSoon, InvalidInput, ChangedMeanwhile.
    """
    held = _held(coaching, by, on)
    words = agreed.replace("\x00", "").strip()
    ids = {*came}
    if on < held.day:
        raise TooSoon(f"Catat setelah terlaksana, mulai {date_in_words(held.day)}.")
    if not words or len(words) > LONGEST_TEXT:
        raise InvalidInput(f"Tulis apa yang disepakati, paling banyak {LONGEST_TEXT} huruf.")
    if held.guests.filter(person__in=ids).count() != len(ids):
        raise InvalidInput("Yang hadir dipilih dari yang diundang.")
    now = {*held.guests.filter(came=True).values_list("person", flat=True)}
    if held.state == Coaching.State.HELD and held.agreed == words and now == ids:
        return held
    check_seen(seen, held.record_seen, "Hasil ini")
    held.guests.update(came=False)
    held.guests.filter(person__in=ids).update(came=True)
    held.state, held.agreed = Coaching.State.HELD, words
    held.save(update_fields=["state", "agreed"])
    record("coaching.held", about=held, by=by, data={"came": len(ids)})
    return held


@transaction.atomic
def cancel_coaching(*, coaching: Coaching, reason: str, by: Person, on: date) -> Coaching:
    """Call it off with a reason; those invited are told. Said twice: once.

    Errors: OutOfScope, WrongState, InvalidInput.
    """
    held = _held(coaching, by, on, also_cancelled=True)
    if not _line(reason):
        raise InvalidInput("Tulis mengapa pendampingan ini dibatalkan.")
    if held.state == Coaching.State.HELD:
        raise WrongState("Pendampingan ini sudah terlaksana.")
    if held.state == Coaching.State.PLANNED:
        held.state, held.reason = Coaching.State.CANCELLED, _line(reason)[:300]
        held.save(update_fields=["state", "reason"])
        guests = Person.objects.filter(pk__in=held.guests.values("person"))
        text = f"Pendampingan {date_in_words(held.day)} dibatalkan: {held.reason}"
        notify_all(guests, text[:300], held.page)
        record("coaching.cancelled", about=held, by=by, reason=held.reason)
    return held


def around(coaching: Coaching, on: date) -> Around:
    """How the unit with those below stood before and after; three queries.

    Before is the last week that was kept ahead of the week of the session.
    """
    weeks = UnitUsage.objects.under(coaching.unit).order_by()
    session = week_of(coaching.day)
    first = weeks.filter(week__lt=session).aggregate(found=models.Max("week"))["found"]
    last = weeks.filter(week__gt=session, week__lte=on).aggregate(found=models.Max("week"))["found"]
    return Around(
        before=usage_under(coaching.unit, first) if first else None,
        after=usage_under(coaching.unit, last) if last else None,
        before_week=first,
        after_week=last,
        settled=on >= coaching.day + SETTLED,
    )


def practised_among(coaching: Coaching) -> int:
    """How many of those invited have finished an exercise in practice mode; a number, no names."""
    done = Practised.objects.filter(person=models.OuterRef("person")).order_by()
    return coaching.guests.filter(models.Exists(done)).count()


def people_of(unit: Unit, on: date) -> models.QuerySet[Person]:
    """Who belongs to the unit, or to one below, by a definitive post."""
    seats = Assignment.objects.main().on(on).filter(position__unit__path__startswith=unit.path)
    return Person.objects.present(on).filter(pk__in=seats.order_by().values("person"))


def may_coach(person: Person, coaching: Coaching, on: date) -> bool:
    """Change it, and read who was invited and came."""
    return coaching_scope(person, on).covers(coaching.unit)


def _invite(row: Coaching, people: models.QuerySet[Person]) -> int:
    """Written by the database, however many they are."""
    try:
        ids, values = people.order_by().values_list("pk").query.sql_with_params()
    except EmptyResultSet:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO adoption_coachingguest (coaching_id, person_id)"  # noqa: S608 - of models
            f" SELECT %s, asked.id FROM ({ids}) AS asked (id)",
            [row.pk, *values],
        )
        return int(cursor.rowcount)


def _check_coaches(by: Person, unit: Unit, on: date) -> None:
    if not coaching_scope(by, on).covers(unit):
        raise OutOfScope(
            "Pendampingan direncanakan admin kepegawaian, pengelola pelatihan, atau admin unit."
        )


def _held(coaching: Coaching, by: Person, on: date, *, also_cancelled: bool = False) -> Coaching:
    """Locked, for who coaches there. Errors: OutOfScope, WrongState."""
    rows = Coaching.objects.select_for_update(of=("self",)).select_related("unit")
    held = rows.get(pk=coaching.pk)
    _check_coaches(by, held.unit, on)
    if held.state == Coaching.State.CANCELLED and not also_cancelled:
        raise WrongState("Pendampingan ini sudah dibatalkan.")
    return held


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())
