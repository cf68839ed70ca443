"""A joint programme (program bersama): what several units bring about together, and until when."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Self
from uuid import UUID, uuid4

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q

from kinerja.collaboration.refusals import NotYours, ProgrammeClosed
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.people.supervision import led_units, reach_of
from kinerja.people.unit import Unit, inside
from kinerja.planning.goal import Goal, goal_scope
from kinerja.records.event import record
from kinerja.records.seen import check_seen, mark_of
from kinerja.rules.date_words import date_in_words

MOST_UNITS = 20
LONGEST_TEXT = 4_000
AROUND = timedelta(days=183)


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, person: Person, on: date) -> Self:
        """Members of today, the heads of its units and those above them, and who plans for one of
        these."""
        scope = goal_scope(person, on)
        mine = person.programme_roles.on(on).values("programme")
        units = ProgrammeUnit.objects.filter(programme=OuterRef("pk"))
        led = units.filter(inside(reach_of(person, on), "unit__path"))
        planned = units.filter(scope.within())
        return self.filter(Q(pk__in=mine) | Exists(led) | Exists(planned))

    def running(self, on: date) -> Self:
        return self.filter(closed_on=None, ends_on__gte=on)


class Programme(models.Model):
    """One programme. `key` is made on the form: twice is once."""

    name = models.CharField("nama program", max_length=200)
    purpose = models.TextField("tujuan", max_length=LONGEST_TEXT, blank=True)
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("sampai")
    units: "models.ManyToManyField[Unit, ProgrammeUnit]" = models.ManyToManyField(
        Unit, through="ProgrammeUnit", related_name="programmes"
    )
    goals: "models.ManyToManyField[Goal, ProgrammeGoal]" = models.ManyToManyField(
        Goal, through="ProgrammeGoal", related_name="programmes"
    )
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    begun_on = models.DateField("dimulai")
    closed_on = models.DateField("ditutup", null=True, blank=True)
    key = models.UUIDField(unique=True, default=uuid4, editable=False)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")) & ~Q(name=""), name="programme_is_whole"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def mark(self) -> str:
        """Stands for what can be changed of it."""
        return self.mark_with(self.goal_links.values_list("goal_id", flat=True))

    def mark_with(self, goals: Iterable[int]) -> str:
        """The same, serving these goals."""
        return mark_of(self.name, self.purpose, self.starts_on, self.ends_on, sorted(goals))


class ProgrammeUnit(models.Model):
    """A unit that carries the programme."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="unit_links", db_index=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "unit"], name="programme_unit_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} → {self.programme_id}"


class ProgrammeGoal(models.Model):
    """A goal that the programme serves."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="goal_links", db_index=False
    )
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "goal"], name="programme_goal_once")
        ]

    def __str__(self) -> str:
        return f"{self.goal_id} → {self.programme_id}"


def may_begin(person: Person, on: date) -> bool:
    """Heads of units, and planners."""
    return led_units(person, on).exists() or bool(goal_scope(person, on))


@transaction.atomic
def begin_programme(
    *,
    name: str,
    purpose: str,
    starts_on: date,
    ends_on: date,
    units: Sequence[Unit],
    goals: Sequence[Goal],
    by: Person,
    on: date,
    key: UUID | None = None,
) -> Programme:
    """Begin a programme, which one leads oneself at first; the same key again: the first.

    Errors: NotYours, InvalidInput.
    """
    key = key or uuid4()
    if known := Programme.objects.filter(key=key).first():
        return known
    if not may_begin(by, on):
        raise NotYours("Program bersama dimulai pimpinan unit atau perencana.")
    _check(starts_on, ends_on, units, on)
    programme = Programme(
        name=one_line(name),
        purpose=purpose.replace("\x00", "").strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        begun_by=by,
        begun_on=on,
        key=key,
    )
    check_fields(programme)
    programme.save(force_insert=True)
    ProgrammeUnit.objects.bulk_create(
        ProgrammeUnit(programme=programme, unit=unit) for unit in units
    )
    ProgrammeGoal.objects.bulk_create(
        ProgrammeGoal(programme=programme, goal=goal) for goal in goals
    )
    programme.members.create(
        person=by,
        role="lead",
        state="agreed",
        starts_on=min(on, starts_on),
        asked_by=by,
        asked_on=on,
        answered_by=by,
        answered_on=on,
    )
    data = {"units": [one.pk for one in units], "goals": [one.pk for one in goals]}
    record("programme.begun", about=programme, by=by, data=data)
    return programme


@transaction.atomic
def edit_programme(
    *,
    programme: Programme,
    name: str,
    purpose: str,
    starts_on: date,
    ends_on: date,
    goals: Sequence[Goal],
    by: Person,
    on: date,
    seen: str = "",
) -> Programme:
    """Change what it is called, when it runs, and which goals it serves; the same: nothing.

    `seen`: the `mark` that the form was filled from; empty: whatever stands now.
    Errors: NotYours, ProgrammeClosed, ChangedMeanwhile, InvalidInput (also when an open task or a
    coming meeting would lie outside).
    """
    held = hold_to_lead(programme, by, on)
    before = held.mark
    if starts_on.year < 2000:
        raise InvalidInput("Hari pertama program paling awal tahun 2000.", about="starts_on")
    _check_end(starts_on, ends_on, 2100)
    held.name, held.purpose = one_line(name), purpose.replace("\x00", "").strip()
    held.starts_on, held.ends_on = starts_on, ends_on
    wanted = {goal.pk for goal in goals}
    if held.mark_with(wanted) == before:
        return held
    check_seen(seen, before, "Program ini")
    check_fields(held)
    _check_what_is_open(held, on)
    held.save()
    held.goal_links.exclude(goal__in=wanted).delete()
    known = set(held.goal_links.values_list("goal_id", flat=True))
    ProgrammeGoal.objects.bulk_create(
        ProgrammeGoal(programme=held, goal_id=pk) for pk in sorted(wanted - known)
    )
    record("programme.edited", about=held, by=by, data={"goals": sorted(wanted)})
    return held


@transaction.atomic
def close_programme(*, programme: Programme, by: Person, on: date) -> Programme:
    """It is over: nothing changes any more, partners see it no longer. Said twice: once.

    Errors: NotYours.
    """
    held = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    check_leads(held, by, on)
    if held.closed_on is None:
        held.closed_on = on
        held.save(update_fields=["closed_on"])
        record("programme.closed", about=held, by=by)
    return held


def leads(person: Person, programme: Programme, on: date) -> bool:
    """Is the person a lead of the programme on that day?

    When none serves any more, the heads of its units and those above them stand in, so that
    somebody can invite another one or close it.
    """
    if has_lead(programme, on):
        return programme.members.on(on).filter(person=person, role="lead").exists()
    units = programme.unit_links.filter(inside(reach_of(person, on), "unit__path"))
    return person.serves(on) and units.exists()


def has_lead(programme: Programme, on: date) -> bool:
    return programme.members.on(on).filter(role="lead").exists()


def check_leads(programme: Programme, by: Person, on: date) -> None:
    """Errors: NotYours."""
    if not leads(by, programme, on):
        raise NotYours("Ini dilakukan ketua program.")


def hold_to_lead(programme: Programme, by: Person, on: date) -> Programme:
    """Locked, for its lead. Errors: NotYours, ProgrammeClosed."""
    held = hold_open(programme)
    check_leads(held, by, on)
    return held


def hold_open(programme: Programme) -> Programme:
    """Locked, while it is open. Errors: ProgrammeClosed."""
    held = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    if held.closed_on is not None:
        raise ProgrammeClosed("Program ini sudah ditutup dan tidak berubah lagi.")
    return held


def page_of(programme: Programme) -> str:
    return f"/kolaborasi/{programme.pk}/"


def days_of(programme: Programme) -> tuple[date, date]:
    """The first and the last day that anything of the programme may have."""
    return programme.starts_on - AROUND, programme.ends_on + AROUND


def check_near(programme: Programme, day: date, about: str) -> None:
    """Days of a programme lie within it, or half a year around it: what prepares it, what follows.

    Errors: InvalidInput.
    """
    first, last = days_of(programme)
    if not first <= day <= last:
        raise InvalidInput(
            f"Pilih hari antara {date_in_words(first)} dan {date_in_words(last)}: masa program ini"
            " serta setengah tahun sebelum dan sesudahnya.",
            about=about,
        )


def _check_what_is_open(programme: Programme, on: date) -> None:
    """Errors: InvalidInput."""
    first, last = days_of(programme)
    tasks = programme.tasks.exclude(state="done").order_by("due_on").values_list("title", "due_on")
    coming = programme.meetings.filter(held_on__gte=on).values_list("title", "held_on")
    for what, days in (("Tugas", tasks), ("Acara", coming)):
        for title, day in days:
            if not first <= day <= last:
                raise InvalidInput(
                    f"{what} “{title}” pada {date_in_words(day)} akan berada lebih dari setengah"
                    " tahun di luar masa program. Ubah dulu harinya.",
                    about="ends_on" if day > last else "starts_on",
                )


def _check(starts_on: date, ends_on: date, units: Sequence[Unit], on: date) -> None:
    if not 1 <= len(units) <= MOST_UNITS:
        raise InvalidInput(f"Pilih 1 sampai {MOST_UNITS} unit yang menjalankan program ini.")
    if any(one.closed_on for one in units):
        raise InvalidInput("Salah satu unit sudah ditutup; pilih yang lain.")
    if not on.year - 1 <= starts_on.year <= on.year + 5:
        raise InvalidInput(
            f"Hari pertama program antara tahun {on.year - 1} dan {on.year + 5}.", about="starts_on"
        )
    _check_end(starts_on, ends_on, on.year + 10)


def _check_end(starts_on: date, ends_on: date, last_year: int) -> None:
    if ends_on < starts_on:
        raise InvalidInput("Hari terakhir tidak boleh sebelum hari pertama.", about="ends_on")
    if ends_on.year > last_year:
        raise InvalidInput(f"Hari terakhir paling lambat tahun {last_year}.", about="ends_on")


def one_line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())
