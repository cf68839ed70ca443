"""A session: one training held on certain days, with its places and the days to enrol."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q

from kinerja.development.refusals import SessionClosed, TrainingRetired
from kinerja.development.scope import check_runs_trainings
from kinerja.development.training import HOURS, Training
from kinerja.people.person import Person
from kinerja.people.refusals import WrongDates, check_fields
from kinerja.people.unit import Unit
from kinerja.records.event import record
from kinerja.rules.date_words import span_in_words

LONGEST = 366  # days
MOST_PARTS = 4  # of a day
MOST_PLACES = 500  # more people are several sessions


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, person: Person) -> Self:
        """The calendar of trainings is open to everybody who works there."""
        return self.all()

    def held(self) -> Self:
        return self.filter(cancelled_on=None)

    def touching(self, first: date, last: date) -> Self:
        """Those with at least one of these days."""
        return self.filter(starts_on__lte=last, ends_on__gte=first)

    def open_for(self, day: date) -> Self:
        """Those for which one may enrol on that day."""
        return self.held().filter(enrol_from__lte=day, enrol_until__gte=day)


class Session(models.Model):
    """One time at which a training is held; both days included."""

    training = models.ForeignKey(Training, models.PROTECT, related_name="sessions")
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("sampai")
    place = models.CharField("tempat", max_length=200)
    quota = models.PositiveIntegerField(
        "kuota", validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)]
    )
    enrol_from = models.DateField("pendaftaran dibuka")
    enrol_until = models.DateField("pendaftaran ditutup")
    parts_a_day = models.PositiveSmallIntegerField(
        "daftar hadir sehari",
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PARTS)],
    )
    # Where this session differs from the catalogue, or the catalogue does not know.
    hours_jp = models.DecimalField(
        "lama (JP)", max_digits=6, decimal_places=1, null=True, blank=True, validators=HOURS
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="untuk unit"
    )  # with those below; empty: for everybody
    note = models.TextField("keterangan", max_length=2_000, blank=True)
    cancelled_on = models.DateField("dibatalkan", null=True, blank=True)
    settled_on = models.DateField("hasil ditetapkan", null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="session_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(enrol_until__gte=F("enrol_from")), name="session_enrols_in_order"
            ),
            models.CheckConstraint(condition=Q(quota__gte=1), name="session_has_places"),
        ]
        indexes = [models.Index(fields=["starts_on", "id"], name="session_start")]

    def __str__(self) -> str:
        return f"{self.training}, {self.days}"

    @property
    def days(self) -> str:
        """The days in words."""
        return span_in_words(self.starts_on, self.ends_on)

    @property
    def hours(self) -> Decimal | None:
        """Its own hours, else those of the catalogue; None: nobody knows."""
        return self.hours_jp if self.hours_jp is not None else self.training.hours_jp

    @property
    def dates(self) -> list[date]:
        count = (self.ends_on - self.starts_on).days + 1
        return [self.starts_on + timedelta(days=at) for at in range(count)]

    def is_open(self, day: date) -> bool:
        """Whether one may enrol on that day."""
        return self.cancelled_on is None and self.enrol_from <= day <= self.enrol_until


SESSION_FIELDS = (
    *("starts_on", "ends_on", "place", "quota", "enrol_from", "enrol_until", "parts_a_day"),
    *("hours_jp", "unit", "note"),
)


@transaction.atomic
def plan_session(
    *,
    training: Training,
    starts_on: date,
    ends_on: date,
    place: str,
    quota: int,
    enrol_from: date,
    enrol_until: date,
    by: Person | None,
    on: date,
    parts_a_day: int = 1,
    hours_jp: Decimal | None = None,
    unit: Unit | None = None,
    note: str = "",
) -> Session:
    """Set the days of a training. Errors: NotAllowed, TrainingRetired, WrongDates, InvalidInput."""
    check_runs_trainings(by, on, unit)
    if training.retired_on is not None:
        raise TrainingRetired("Pelatihan ini tidak lagi ditawarkan.")
    session = Session(
        training=training,
        starts_on=starts_on,
        ends_on=ends_on,
        place=place,
        quota=quota,
        enrol_from=enrol_from,
        enrol_until=enrol_until,
        parts_a_day=parts_a_day,
        hours_jp=hours_jp,
        unit=unit,
        note=note,
    )
    check_session(session)
    session.save(force_insert=True)
    record("session.planned", about=session, by=by, data=session_data(session))
    return session


def held_session(session: Session) -> Session:
    """The row, locked; for verbs of everything that hangs on it."""
    rows = Session.objects.select_for_update(of=("self",)).select_related("training", "unit")
    return rows.get(pk=session.pk)


def check_runs(session: Session) -> None:
    """Errors: SessionClosed."""
    if session.cancelled_on is not None:
        raise SessionClosed("Sesi ini dibatalkan.")
    if session.settled_on is not None:
        raise SessionClosed("Hasil sesi ini sudah ditetapkan.")


def check_session(session: Session) -> None:
    """Errors: WrongDates, InvalidInput."""
    session.place = " ".join(session.place.split())
    session.note = session.note.replace("\x00", "").strip()
    check_fields(session)
    if session.ends_on < session.starts_on:
        raise WrongDates("Tanggal akhir sesi lebih awal daripada tanggal mulainya.")
    if (session.ends_on - session.starts_on).days >= LONGEST:
        raise WrongDates("Sesi ini lebih dari setahun. Periksa tahunnya.")
    if session.enrol_until < session.enrol_from:
        raise WrongDates("Pendaftaran ditutup sebelum dibuka. Periksa tanggalnya.")
    if session.enrol_until > session.ends_on:
        raise WrongDates("Pendaftaran ditutup paling lambat pada hari terakhir sesi.")


def session_data(session: Session) -> dict[str, Any]:
    """What an event says of it."""
    return {
        "training": session.training_id,
        "starts_on": session.starts_on.isoformat(),
        "ends_on": session.ends_on.isoformat(),
        "place": session.place,
        "quota": session.quota,
        "enrol_from": session.enrol_from.isoformat(),
        "enrol_until": session.enrol_until.isoformat(),
        "parts_a_day": session.parts_a_day,
        "hours_jp": str(session.hours_jp.normalize()) if session.hours_jp is not None else None,
        "unit": session.unit_id,
    }
