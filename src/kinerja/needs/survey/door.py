"""The ways into a survey: groups of people to be asked, and the links and posters that lead in."""

from datetime import date
from secrets import token_urlsafe

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q

from kinerja.needs.survey.survey import Survey, held_survey
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.records.event import record
from kinerja.rules.refusal import Refusal
from kinerja.rules.satisfaction import survey_sample_size

MOST_DOORS = 200


class GroupIsUsed(Refusal):
    """Answers were given in its name."""


class SurveyGroup(models.Model):
    """A part of those who are asked (sampling frame): how many there are, how many are wanted."""

    class Kind(models.TextChoices):
        PUBLIC = "public", "Masyarakat"
        BUSINESS = "business", "Pelaku usaha"
        STAFF = "staff", "Pegawai"
        OTHER = "other", "Lainnya"

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="groups")
    kind = models.CharField("kelompok", max_length=8, choices=Kind)
    name = models.CharField("sebutan", max_length=100)
    population = models.PositiveIntegerField(
        "banyaknya orang", validators=[MinValueValidator(1), MaxValueValidator(300_000_000)]
    )
    target = models.PositiveIntegerField(
        "target jawaban", validators=[MinValueValidator(1), MaxValueValidator(1_000_000)]
    )

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["survey", "name"], name="survey_group_once")]

    def __str__(self) -> str:
        return self.name


class SurveyDoor(models.Model):
    """One link. A poster at a place (`venue`) and a link that is passed on (`open`) are counted
    apart; `expected` visitors a day set how much is believed; `network` is the hidden address of
    the place itself."""

    class Kind(models.TextChoices):
        VENUE = "venue", "Poster di tempat layanan"
        OPEN = "open", "Tautan yang dibagikan"

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="doors")
    group = models.ForeignKey(
        SurveyGroup, models.PROTECT, null=True, blank=True, related_name="doors"
    )
    kind = models.CharField("jenis", max_length=5, choices=Kind)
    name = models.CharField("tempat atau saluran", max_length=100)
    code = models.CharField(max_length=24, unique=True, editable=False)
    expected = models.PositiveIntegerField(
        "perkiraan pengunjung sehari",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100_000)],
    )
    network = models.BigIntegerField(null=True, blank=True)
    closed_on = models.DateField("ditutup", null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "name"], condition=Q(closed_on=None), name="survey_door_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


@transaction.atomic
def set_group(
    *,
    survey: Survey,
    kind: str,
    name: str,
    population: int,
    by: Person | None,
    on: date,
    target: int | None = None,
) -> SurveyGroup:
    """Add a group, or change the one of that name; without a target the formula gives it.

    Errors: NotAllowed, SurveyIsOver, InvalidInput.
    """
    held = held_survey(survey, by, on)
    tidy = " ".join(name.split())
    group = SurveyGroup.objects.filter(survey=held, name=tidy).first()
    group = group or SurveyGroup(survey=held, name=tidy)
    group.kind, group.population = kind, population
    group.target = target or (survey_sample_size(population) if population > 0 else 0)
    check_fields(group)
    if group.target > population:
        raise InvalidInput("Target jawaban tidak boleh lebih banyak daripada orangnya.")
    group.save()
    data = {"name": tidy, "population": population, "target": group.target}
    record("survey.group_set", about=held, by=by, data=data)
    return group


@transaction.atomic
def remove_group(*, group: SurveyGroup, by: Person, on: date) -> None:
    """Errors: NotAllowed, SurveyIsOver, GroupIsUsed while a link leads to it."""
    held = held_survey(group.survey, by, on)
    if group.doors.exists():
        raise GroupIsUsed("Ada tautan untuk kelompok ini. Kelompok tetap, agar jawabannya terbaca.")
    group.delete()
    record("survey.group_removed", about=held, by=by, data={"name": group.name})


@transaction.atomic
def add_door(
    *,
    survey: Survey,
    kind: str,
    name: str,
    by: Person | None,
    on: date,
    group: SurveyGroup | None = None,
    expected: int | None = None,
) -> SurveyDoor:
    """Make a link with a code that nobody guesses. Errors: NotAllowed, SurveyIsOver, InvalidInput
    also for a name that stands already."""
    held = held_survey(survey, by, on)
    if group is not None and group.survey_id != held.pk:
        raise InvalidInput("Pilih kelompok dari survei ini.")
    door = SurveyDoor(
        survey=held,
        group=group,
        kind=kind,
        name=" ".join(name.split()),
        code=token_urlsafe(9),
        expected=expected,
    )
    check_fields(door)
    if held.doors.filter(name=door.name, closed_on=None).exists():
        raise InvalidInput("Tempat atau saluran ini sudah mempunyai tautan.")
    if held.doors.count() >= MOST_DOORS:
        raise InvalidInput(f"Satu survei memuat paling banyak {MOST_DOORS} tautan.")
    door.save(force_insert=True)
    record("survey.door_added", about=held, by=by, data={"door": door.name, "kind": door.kind})
    return door


@transaction.atomic
def edit_door(*, door: SurveyDoor, expected: int | None, by: Person, on: date) -> SurveyDoor:
    """Say how many visitors a day are expected. Errors: NotAllowed, SurveyIsOver, InvalidInput."""
    held = held_survey(door.survey, by, on)
    before, door.expected = door.expected, expected
    check_fields(door)
    if before != expected:
        door.save(update_fields=["expected"])
        data = {"door": door.name, "expected": expected}
        record("survey.door_edited", about=held, by=by, data=data)
    return door


@transaction.atomic
def close_door(*, door: SurveyDoor, by: Person, on: date) -> SurveyDoor:
    """Take no more answers here. Said twice: once. Errors: NotAllowed, SurveyIsOver."""
    held = held_survey(door.survey, by, on)
    if door.closed_on is None:
        door.closed_on = on
        door.save(update_fields=["closed_on"])
        record("survey.door_closed", about=held, by=by, data={"door": door.name})
    return door


@transaction.atomic
def set_network(*, door: SurveyDoor, address: int | None, by: Person, on: date) -> SurveyDoor:
    """The network of the place itself (a WiFi that visitors share) may bring as many answers as
    the place has visitors; None: no longer. Errors: NotAllowed, SurveyIsOver."""
    held = held_survey(door.survey, by, on)
    door.network = address
    door.save(update_fields=["network"])
    data = {"door": door.name, "named": address is not None}
    record("survey.network_set", about=held, by=by, data=data)
    return door
