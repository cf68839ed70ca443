"""One row for each post that somebody holds, and what the database refuses by itself.

The verbs are in `people.assignment`; who appraises whom follows from these rows
(`people.supervision`).
"""

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value

from kinerja.people.person import Person
from kinerja.people.position import Position


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def on(self, day: date) -> Self:
        """Those that run on that day."""
        return self.filter(starts_on__lte=day).ending_from(day)

    def ending_from(self, day: date) -> Self:
        """Those that run on that day or later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def main(self) -> Self:
        """Definitive posts: a person has at most one at a time."""
        return self.filter(kind=Assignment.Kind.DEFINITIVE)

    def leading(self) -> Self:
        """Those that lead a unit, definitive or acting."""
        return self.filter(leads=True, kind__in=Assignment.LEADING_KINDS)


def _same(field: str) -> Func:
    """A range of one number: it overlaps only itself (gist needs no extension for ranges)."""
    return Func(F(field), F(field), Value("[]"), function="int8range")


def _never_at_once(name: str, *fields: str, condition: Q) -> ExclusionConstraint:
    """Rows that are equal in `fields` may not share a day."""
    days = Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange")
    return ExclusionConstraint(
        name=name,
        expressions=[*((_same(field), "&&") for field in fields), (days, "&&")],
        condition=condition,
    )


class Assignment(models.Model):
    """One dated assignment (penugasan). `reports_to` names a leading post when the superior is
    not the head of the unit; empty means: derived from the tree (see `people.supervision`)."""

    class Kind(models.TextChoices):
        DEFINITIVE = "definitive", "Definitif"
        PLT = "plt", "Pelaksana tugas (Plt)"
        PLH = "plh", "Pelaksana harian (Plh)"
        TEAM_LEAD = "team_lead", "Ketua tim"
        TEAM_MEMBER = "team_member", "Anggota tim"
        SECONDMENT = "secondment", "Diperbantukan"

    ACTING_KINDS = (Kind.PLT, Kind.PLH)
    LEADING_KINDS = (Kind.DEFINITIVE, Kind.PLT, Kind.PLH)

    # The indexes below begin with these two.
    person = models.ForeignKey(Person, models.PROTECT, related_name="assignments", db_index=False)
    position = models.ForeignKey(
        Position, models.PROTECT, related_name="assignments", db_index=False
    )
    # What the post says; a foreign key over both columns keeps it true (migration 0002).
    leads = models.BooleanField("memimpin unit", editable=False)
    kind = models.CharField("cara", max_length=12, choices=Kind, default=Kind.DEFINITIVE)
    starts_on = models.DateField("TMT")
    ends_on = models.DateField("sampai", null=True, blank=True)  # last day, included
    reports_to = models.ForeignKey(
        Position, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="atasan"
    )
    decree = models.CharField("nomor SK", max_length=100, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="assignment_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(leads=True) | ~Q(kind__in=["plt", "plh"]),
                name="acting_only_for_leading_posts",
            ),
            models.CheckConstraint(
                condition=Q(reports_to=None) | ~Q(reports_to=F("position")),
                name="post_never_reports_to_itself",
            ),
            _never_at_once(
                "person_has_one_definitive_post", "person", condition=Q(kind="definitive")
            ),
            _never_at_once(
                "post_has_one_definitive_head",
                "position",
                condition=Q(kind="definitive", leads=True),
            ),
            _never_at_once("post_has_one_plt", "position", condition=Q(kind="plt")),
            _never_at_once("post_has_one_plh", "position", condition=Q(kind="plh")),
            _never_at_once(
                "person_holds_post_once",
                "person",
                "position",
                condition=Q(kind__in=["definitive", "plt", "plh"]),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "starts_on"], name="assignment_person"),
            models.Index(fields=["position", "starts_on"], name="assignment_position"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.position}"
