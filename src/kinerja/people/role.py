"""Tasks that give rights beyond one's place in the line: granted to a person, with dates."""

from datetime import date
from typing import Self

from django.db import models, transaction

from kinerja.people.person import Person, check_may_manage_people
from kinerja.people.refusals import InvalidInput, NotAllowed, RoleHeld, WrongDates, check_fields
from kinerja.people.unit import Unit
from kinerja.records.event import record
from kinerja.rules.date_words import date_in_words


class RoleQuerySet(models.QuerySet["Role"]):
    def on(self, day: date) -> Self:
        return self.filter(starts_on__lte=day).filter(
            models.Q(ends_on=None) | models.Q(ends_on__gte=day)
        )

    def covering(self, path: str) -> Self:
        """In a condition on other rows: the tasks for the unit whose path is in that column."""
        outer = models.ExpressionWrapper(models.OuterRef(path), models.TextField())
        here = models.Q(unit=None) | models.Q(outer_path__startswith=models.F("unit__path"))
        return self.alias(outer_path=outer).filter(here)


class Role(models.Model):
    """One task of one person; `unit` limits it to that unit and those below (empty: all)."""

    class Name(models.TextChoices):
        PERSONNEL_ADMIN = "personnel_admin", "Admin kepegawaian"
        PERSONNEL_VIEWER = "personnel_viewer", "Pembaca kepegawaian"
        UNIT_ADMIN = "unit_admin", "Admin unit"
        AUTHORISED_OFFICIAL = "authorised_official", "Pejabat yang Berwenang"
        CALIBRATION_MEMBER = "calibration_member", "Anggota rapat kalibrasi"
        COUNSELLOR = "counsellor", "Konselor"
        TRAINING_OFFICER = "training_officer", "Pengelola pelatihan"
        SURVEY_OFFICER = "survey_officer", "Pengelola survei"
        INSPECTOR = "inspector", "Inspektorat"
        SYSTEM_OPERATOR = "system_operator", "Pengelola sistem"

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles", db_index=False)
    name = models.CharField("tugas", max_length=20, choices=Name)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("sampai", null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="role_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~models.Q(name="unit_admin") | models.Q(unit__isnull=False),
                name="unit_admin_has_unit",
            ),
        ]
        indexes = [models.Index(fields=["person", "name"], name="role_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_name_display()}"


@transaction.atomic
def grant_role(
    *,
    person: Person,
    name: str,
    by: Person | None,
    on: date,
    unit: Unit | None = None,
    ends_on: date | None = None,
) -> Role:
    """Give a person a task from a day on (until `ends_on`, included).

    Errors: NotAllowed unless `by` is another person who manages people, or the system (None);
    InvalidInput, WrongDates, RoleHeld.
    """
    check_may_grant(by, person)
    if ends_on and ends_on < on:
        raise WrongDates("Tanggal akhir tugas lebih awal daripada tanggal mulainya.")
    role = Role(person=person, name=name, unit=unit, starts_on=on, ends_on=ends_on)
    check_fields(role)
    if name == Role.Name.UNIT_ADMIN and unit is None:
        raise InvalidInput("Pilih unit untuk tugas admin unit.")
    running = Role.objects.filter(person=person, name=name, unit=unit)
    if running.filter(models.Q(ends_on=None) | models.Q(ends_on__gte=on)).exists():
        raise RoleHeld(f"{person.name} sudah mempunyai tugas {role.get_name_display()}.")
    role.save(force_insert=True)
    data = {
        "role": name,
        "unit": unit.pk if unit else None,
        "starts_on": on.isoformat(),
        "ends_on": ends_on.isoformat() if ends_on else None,
    }
    record("role.granted", about=role, person=person, by=by, data=data)
    return role


@transaction.atomic
def end_role(*, role: Role, by: Person | None, on: date) -> None:
    """Take the task away: `on` is its last day. Errors: NotAllowed, WrongDates."""
    check_may_grant(by, role.person)
    if on < role.starts_on:
        raise WrongDates("Tanggal akhir tugas lebih awal daripada tanggal mulainya.")
    if role.ends_on and on > role.ends_on:
        raise WrongDates(f"Tugas ini sudah berakhir {date_in_words(role.ends_on)}.")
    role.ends_on = on
    role.save(update_fields=["ends_on"])
    data = {"role": role.name, "ends_on": on.isoformat()}
    record("role.ended", about=role, person=role.person, by=by, data=data)


def check_may_grant(by: Person | None, person: Person) -> None:
    """Personnel admins give tasks to others, nobody to himself or herself."""
    check_may_manage_people(by)
    if by == person:
        raise NotAllowed("Tugas Anda sendiri hanya dapat diubah oleh admin kepegawaian lain.")
