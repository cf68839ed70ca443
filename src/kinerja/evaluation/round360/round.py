"""One round of 360 feedback in a semester, and the people who are spoken of in it."""

from collections.abc import Iterable
from datetime import date
from secrets import token_hex
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q

from kinerja.evaluation.period import Period
from kinerja.evaluation.round360.refusals import WrongSettings, WrongStep
from kinerja.people.person import Person, check_may_manage_people
from kinerja.people.supervision import appraisers_of
from kinerja.people.tenure import Assignment
from kinerja.records.event import record
from kinerja.records.notice import notify_many
from kinerja.rules.date_words import date_in_words
from kinerja.rules.round360 import LOWEST_THRESHOLD, THRESHOLD
from kinerja.rules.round360_draw import MOST_LOAD

SECRET_BYTES = 32
PAGE = "/360/"


class Round360QuerySet(models.QuerySet["Round360"]):
    def running(self) -> Self:
        """Those in which people name colleagues or answer."""
        return self.filter(state__in=[Round360.State.NOMINATING, Round360.State.OPEN])


class Round360(models.Model):
    """The round of one semester. Nothing in it knows a time finer than itself."""

    class State(models.TextChoices):
        NOMINATING = "nominating", "Pengusulan penilai"
        OPEN = "open", "Pengisian"
        CLOSED = "closed", "Ditutup, hasil belum dibuka"
        RELEASED = "released", "Hasil sudah dibuka"

    class Work(models.TextChoices):
        OPEN = "open", "Penilai sedang diundi"
        RELEASE = "release", "Hasil sedang dibuka"

    period = models.OneToOneField(Period, models.PROTECT, related_name="round360")
    state = models.CharField(
        "tahap", max_length=10, choices=State.choices, default=State.NOMINATING
    )
    nominate_until = models.DateField("pengusulan sampai")  # last day, included
    closes_on = models.DateField("pengisian sampai")  # last day, included
    # How few people may stand behind what is told; a setting (U) of each round.
    threshold = models.PositiveSmallIntegerField(
        "ambang jumlah penjawab",
        default=THRESHOLD,
        validators=[MinValueValidator(LOWEST_THRESHOLD), MaxValueValidator(20)],
    )
    most_load = models.PositiveSmallIntegerField(
        "paling banyak rekan per penilai",
        default=MOST_LOAD,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )
    seed = models.CharField(max_length=32)  # of the draw, so that it can be repeated
    # Half of what opens the answers, the other half is the secret of the installation; it goes when
    # the results are released.
    secret = models.BinaryField(max_length=SECRET_BYTES, null=True)
    # What the worker does with a large round just now, and who asked (see `round360.working`).
    work = models.CharField("sedang dikerjakan", max_length=7, choices=Work.choices, blank=True)
    work_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = Round360QuerySet.as_manager()

    class Meta:
        ordering = ["-period__ends_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(nominate_until__lte=F("closes_on")), name="round360_in_order"
            ),
            models.CheckConstraint(
                condition=Q(threshold__gte=LOWEST_THRESHOLD), name="round360_threshold"
            ),
            models.CheckConstraint(
                condition=~Q(state="released") | Q(secret=None), name="round360_forgets_its_secret"
            ),
            models.CheckConstraint(
                condition=Q(work="", work_by=None) | ~Q(work="") & Q(work_by__isnull=False),
                name="round360_work_was_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"Umpan balik 360 {self.period.label}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    def takes_answers(self, on: date) -> bool:
        return self.is_open and on <= self.closes_on

    def takes_names(self, on: date) -> bool:
        """Whether colleagues can be named, and conflicts of interest."""
        return self.state == self.State.NOMINATING and on <= self.nominate_until


class Subject360QuerySet(models.QuerySet["Subject360"]):
    def led_by(self, leader: Person) -> Self:
        """People whose appraiser this person was when the round began."""
        return self.filter(appraiser=leader).exclude(person=leader)


class Subject360(models.Model):
    """One person who is spoken of in a round."""

    round = models.ForeignKey(
        Round360, models.PROTECT, related_name="subjects", db_index=False, verbose_name="putaran"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="subjects360")
    # Of the day when the round began; empty: nobody stands above the person on record.
    appraiser = models.ForeignKey(Person, models.PROTECT, null=True, related_name="led360")

    objects = Subject360QuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="subject360_once"),
            models.CheckConstraint(
                condition=Q(appraiser=None) | ~Q(appraiser=F("person")),
                name="subject360_not_led_by_oneself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.round}"


@transaction.atomic
def start_round(
    *,
    period: Period,
    nominate_until: date,
    closes_on: date,
    by: Person | None,
    on: date,
    threshold: int = THRESHOLD,
    most_load: int = MOST_LOAD,
) -> Round360:
    """Begin the round of a semester: everybody with a post is in it, and may name colleagues.

    The same period again is the round that is there. `by` manages people, or is the system (None).
    Errors: NotAllowed; WrongSettings for a period that is no semester, or days and numbers that do
    not fit.
    """
    check_may_manage_people(by)
    Period.objects.select_for_update().get(pk=period.pk)  # pressed twice, it begins once
    if (known := Round360.objects.filter(period=period).first()) is not None:
        return known
    _check_settings(period, nominate_until, closes_on, on, threshold, most_load)
    fresh = Round360.objects.create(
        period=period,
        nominate_until=nominate_until,
        closes_on=closes_on,
        threshold=threshold,
        most_load=most_load,
        seed=token_hex(16),
    )
    people = list(people_of(on))
    lines = appraisers_of(people, on)
    Subject360.objects.bulk_create(
        [
            Subject360(round=fresh, person=person, appraiser=lines[person.pk].appraiser)
            for person in people
        ],
        batch_size=2_000,
    )
    record(
        "round360.started",
        about=fresh,
        by=by,
        data={
            "period": period.code,
            "people": len(people),
            "threshold": threshold,
            "most_load": most_load,
            "nominate_until": nominate_until.isoformat(),
            "closes_on": closes_on.isoformat(),
        },
    )
    notify_many(
        people,
        f"{fresh} dimulai. Usulkan rekan yang mengenal pekerjaan Anda sampai"
        f" {date_in_words(nominate_until)}.",
        PAGE,
    )
    return fresh


def _check_settings(
    period: Period, nominate_until: date, closes_on: date, on: date, threshold: int, most_load: int
) -> None:
    if period.kind != Period.Kind.SEMESTER:
        raise WrongSettings("Putaran 360 mengikuti semester. Pilih periode semester.")
    if not period.starts_on <= on <= nominate_until <= closes_on <= period.last_day:
        raise WrongSettings(
            "Urutan tanggal: hari ini, akhir pengusulan, akhir pengisian, lalu penutupan semester"
            f" ({period.last_day:%d-%m-%Y}). Periksa kedua tanggalnya."
        )
    if threshold < LOWEST_THRESHOLD:
        raise WrongSettings(
            f"Ambang jumlah penjawab paling kecil {LOWEST_THRESHOLD} orang; di bawah itu jawaban"
            " menunjuk orangnya."
        )
    if most_load < 1:
        raise WrongSettings("Setiap penilai sedikitnya menilai satu rekan.")


def people_of(on: date) -> Iterable[Person]:
    """Civil servants in active service with a post of their own on that day."""
    posted = Assignment.objects.on(on).main().order_by().values("person")
    kinds = (Person.Kind.PNS, Person.Kind.PPPK)
    return Person.objects.present(on).filter(pk__in=posted, kind__in=kinds).order_by("pk")


def held_round(round: Round360, *states: "Round360.State") -> Round360:
    """The round as it stands now, held until the transaction ends. Errors: WrongStep."""
    held = Round360.objects.select_for_update(of=("self",)).select_related("period")
    found = held.get(pk=round.pk)
    if found.state not in states:
        raise WrongStep(
            f"Putaran ini berada pada tahap “{found.get_state_display()}”. Muat ulang halamannya."
        )
    return found
