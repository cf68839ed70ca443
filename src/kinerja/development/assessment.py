"""The level that somebody was found to have: by whom, when and how; and how one sees oneself.

The newest that is still valid counts. One's own view stands beside it and never in its place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import F, Q

from kinerja.development.competency import Competency
from kinerja.development.sight import keeper_scope, leads, learner_sight
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, NotAllowed, WrongDates, check_fields
from kinerja.people.supervision import belongs_under
from kinerja.records.event import Happening, record, record_many
from kinerja.records.notice import notify
from kinerja.rules.competency import HIGHEST_LEVEL

PAGE = "/kompetensi/"


class AssessmentQuerySet(models.QuerySet["CompetencyAssessment"]):
    def visible_to(self, person: Person, on: date) -> Self:
        """One's own, of those whom one may see, and of those whose growth is one's task."""
        return self.filter(person__in=Person.objects.filter(learner_sight(person, on)))

    def standing(self) -> Self:
        return self.filter(withdrawn_on=None)

    def valid(self, on: date) -> Self:
        """Made until that day, not withdrawn, not expired."""
        expired = Q(valid_until__lt=on)
        return self.standing().filter(assessed_on__lte=on).exclude(expired)

    def counting(self, on: date) -> Self:
        """Of each person and competency the one that counts on that day."""
        newest = self.valid(on).order_by("person_id", "competency_id", "-assessed_on", "-pk")
        return newest.distinct("person_id", "competency_id")


class CompetencyAssessment(models.Model):
    """One finding of one level. `level` 0: not even the first."""

    class Method(models.TextChoices):
        TEST = "test", "Uji kompetensi"
        CENTRE = "centre", "Asesmen"
        LEADER = "leader", "Penilaian atasan"
        TRAINING = "training", "Hasil pelatihan"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="competency_assessments", db_index=False
    )
    competency = models.ForeignKey(
        Competency, models.PROTECT, related_name="assessments", verbose_name="kompetensi"
    )
    level = models.PositiveSmallIntegerField("level", validators=[MaxValueValidator(HIGHEST_LEVEL)])
    method = models.CharField("cara", max_length=8, choices=Method)
    assessed_on = models.DateField("tanggal penilaian")
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)
    source = models.CharField("dasar", max_length=300)  # the letter, or what was seen
    noted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    file_name = models.CharField("nama berkas", max_length=200, blank=True)  # empty: by hand
    file_digest = models.CharField(max_length=64, blank=True)
    withdrawn_on = models.DateField("ditarik", null=True, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-assessed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__lte=HIGHEST_LEVEL) & ~Q(source=""), name="assessment_is_whole"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("assessed_on")),
                name="assessment_valid_after",
            ),
            models.CheckConstraint(
                condition=Q(noted_by=None) | ~Q(noted_by=F("person")),
                name="nobody_assesses_oneself",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "competency", "-assessed_on", "-id"], name="assessment_newest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.competency} {self.level}"


class SelfView(models.Model):
    """Which level somebody thinks to have."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="self_views", db_index=False)
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField("level", validators=[MaxValueValidator(HIGHEST_LEVEL)])
    said_on = models.DateField("tanggal")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "competency"], name="self_view_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.competency} {self.level}"


@dataclass(frozen=True)
class Found:
    """One level to be noted."""

    person: Person
    competency: Competency
    level: int
    method: str
    assessed_on: date
    source: str
    valid_until: date | None = None


def methods_for(by: Person, person: Person, on: date) -> list[str]:
    """Leaders say what they see; what a test showed is noted by whoever looks after it."""
    if by.pk == person.pk:
        return []
    method = CompetencyAssessment.Method
    if _keeps(by, [person.pk], on):
        return [*method.values]
    return [method.LEADER.value] if leads(by, person, on) else []


def assess(
    *,
    person: Person,
    levels: Mapping[Competency, int],
    method: str,
    assessed_on: date,
    source: str,
    by: Person,
    on: date,
    valid_until: date | None = None,
) -> list[CompetencyAssessment]:
    """Note the levels of one person; he or she is told. Errors: as `assess_many`, NotAllowed."""
    if method not in methods_for(by, person, on):
        raise NotAllowed(
            "Level kompetensi dinilai atasan, atau dicatat pengelola pelatihan; bukan oleh yang"
            " bersangkutan."
        )
    found = [
        Found(person, competency, level, method, assessed_on, source, valid_until)
        for competency, level in levels.items()
    ]
    return _store(found, by=by, on=on)


def assess_many(
    *, found: Sequence[Found], file_name: str, digest: str, by: Person, on: date
) -> list[CompetencyAssessment]:
    """Note levels from a file, all or none; what is noted already is left out.

    Errors: NotAllowed for people of other units and for oneself, InvalidInput, WrongDates.
    """
    if any(one.person.pk == by.pk for one in found) or not _keeps(
        by, {one.person.pk for one in found}, on
    ):
        raise NotAllowed("Berkas ini memuat pegawai yang kompetensinya bukan tugas Anda.")
    return _store(found, by=by, on=on, file_name=file_name, digest=digest)


@transaction.atomic
def _store(
    found: Sequence[Found], *, by: Person, on: date, file_name: str = "", digest: str = ""
) -> list[CompetencyAssessment]:
    people = {one.person.pk: one.person for one in found}
    # Two who note the same wait for each other here.
    list(Person.objects.select_for_update(of=("self",)).filter(pk__in=people).order_by("pk"))
    rows = [_row(one, by, on, file_name, digest) for one in found]
    known = noted(people, {one.competency.pk for one in found})
    fresh = [row for row in rows if _key(row) not in known]
    CompetencyAssessment.objects.bulk_create(fresh)
    record_many(
        Happening(
            "competency.assessed",
            about=row,
            person=row.person,
            by=by,
            data={
                "competency": row.competency.code,
                "level": row.level,
                "method": row.method,
                "assessed_on": row.assessed_on.isoformat(),
            },
        )
        for row in fresh
    )
    for pk in {row.person_id for row in fresh}:
        notify(people[pk], "Level kompetensi Anda dicatat. Lihat dan bandingkan.", PAGE)
    return fresh


def _row(one: Found, by: Person, on: date, file_name: str, digest: str) -> CompetencyAssessment:
    if one.assessed_on > on:
        raise WrongDates("Tanggal penilaian masih di depan.")
    if one.valid_until is not None and one.valid_until < one.assessed_on:
        raise WrongDates("Masa berlaku berakhir sebelum tanggal penilaian.")
    if not one.source.strip():
        raise InvalidInput("Tulis dasar penilaian, misalnya nomor laporan atau yang Anda lihat.")
    row = CompetencyAssessment(
        person=one.person,
        competency=one.competency,
        level=one.level,
        method=one.method,
        assessed_on=one.assessed_on,
        valid_until=one.valid_until,
        source=" ".join(one.source.split()),
        noted_by=by,
        file_name=file_name[:200],
        file_digest=digest,
    )
    check_fields(row)
    return row


def noted(people: Iterable[int], competencies: Iterable[int]) -> set[tuple[object, ...]]:
    """What is noted of these people already: person, competency, day, level, method."""
    rows = CompetencyAssessment.objects.standing().filter(
        person__in=list(people), competency__in=list(competencies)
    )
    return set(rows.values_list("person_id", "competency_id", "assessed_on", "level", "method"))


def _key(row: CompetencyAssessment) -> tuple[object, ...]:
    return row.person_id, row.competency_id, row.assessed_on, row.level, str(row.method)


def may_withdraw(assessment: CompetencyAssessment, by: Person, on: date) -> bool:
    """The leader who noted it, and whoever looks after competencies there; never oneself."""
    if assessment.person_id == by.pk:
        return False
    mine = assessment.noted_by_id == by.pk and leads(by, assessment.person, on)
    return mine or _keeps(by, [assessment.person_id], on)


@transaction.atomic
def withdraw_assessment(
    *, assessment: CompetencyAssessment, reason: str, by: Person, on: date
) -> CompetencyAssessment:
    """Take back what was noted in error; said twice: once. Errors: NotAllowed, InvalidInput."""
    rows = CompetencyAssessment.objects.select_for_update(of=("self",)).select_related("person")
    held = rows.get(pk=assessment.pk)
    if not may_withdraw(held, by, on):
        raise NotAllowed("Catatan ini ditarik oleh yang mencatatnya atau pengelola pelatihan.")
    if not reason.strip():
        raise InvalidInput("Tulis mengapa catatan ini ditarik.")
    if held.withdrawn_on is None:
        held.withdrawn_on = on
        held.save(update_fields=["withdrawn_on"])
        record(
            "competency.assessment_withdrawn",
            about=held,
            person=held.person,
            by=by,
            reason=reason.strip(),
        )
    return held


@transaction.atomic
def see_oneself(*, levels: Mapping[Competency, int], by: Person, on: date) -> None:
    """Say which levels one thinks to have; again: the later view counts. Errors: InvalidInput."""
    for competency, level in levels.items():
        row = SelfView(person=by, competency=competency, level=level, said_on=on)
        check_fields(row)
        SelfView.objects.update_or_create(
            person=by, competency=competency, defaults={"level": level, "said_on": on}
        )
    data = {"levels": {one.code: level for one, level in levels.items()}}
    record("competency.self_viewed", about=by, person=by, by=by, data=data)


def _keeps(by: Person, people: Iterable[int], on: date) -> bool:
    """Does the person look after the competencies of all of these?"""
    scope = keeper_scope(by, on)
    if scope.everything:
        return True
    wanted = set(people)
    inside = Person.objects.filter(belongs_under(scope.paths, on), pk__in=wanted)
    return inside.count() == len(wanted)
