"""The role-result matrix of a leader (matriks pembagian peran dan hasil, form A.1.5).

On top stand the indicators of the leader of a unit or a team, at the side the people; a cell says
which results a person adds to that indicator, or that there is no role (6/2022 annex p. 46-49).
"""

from collections.abc import Sequence
from datetime import date
from typing import Self

from django.db import models, transaction
from django.db.models import Q

from kinerja.people.person import Person, PersonQuerySet
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.people.supervision import led_units, reports_of
from kinerja.people.tenure import Assignment
from kinerja.planning.indicator import Indicator
from kinerja.planning.plan import Plan
from kinerja.planning.refusals import NotYours, ResultInUse, UnknownParent
from kinerja.planning.revision import hold
from kinerja.planning.work_result import WorkResult
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.plan import AssignmentMode
from kinerja.rules.refusal import ChangedMeanwhile

ROLES_URL = "/matriks/peran/"


class RoleMatrixQuerySet(models.QuerySet["RoleMatrix"]):
    def visible_to(self, person: Person) -> Self:
        """One's own, and those of leaders whom one may see; staff see their own row only."""
        return self.filter(Q(leader=person) | Q(leader__in=Person.objects.visible_to(person)))


class RoleMatrix(models.Model):
    """One leader, one year."""

    leader = models.ForeignKey(Person, models.PROTECT, related_name="matrices", db_index=False)
    year = models.PositiveSmallIntegerField("tahun")
    started_on = models.DateField("dimulai")

    objects = RoleMatrixQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["leader", "year"], name="one_matrix_per_leader_and_year"
            )
        ]

    def __str__(self) -> str:
        return f"Matriks peran {self.year} {self.leader}"


class MatrixRoleQuerySet(models.QuerySet["MatrixRole"]):
    def visible_to(self, person: Person, on: date) -> Self:
        """One's own; of one's matrix; and of those whom one appraises."""
        return self.filter(
            Q(person=person) | Q(matrix__leader=person) | Q(person__in=reports_of(person, on))
        )

    def to_answer(self, person: Person, on: date) -> Self:
        """Volunteers whom this person has not answered yet, as leader or as appraiser."""
        waiting = self.filter(
            state=MatrixRole.State.WAITING, mode=AssignmentMode.VOLUNTEERED.value
        ).exclude(person=person)
        return waiting.filter(
            Q(matrix__leader=person, leader_agreed_on=None)
            | Q(person__in=reports_of(person, on), appraiser_agreed_on=None)
        )


class MatrixRole(models.Model):
    """One line of a cell: a result in the language of achievement, or the mark "no role".

    Without a person it is offered to all whose row the matrix has.
    """

    class State(models.TextChoices):
        OFFERED = "offered", "Ditawarkan"
        WAITING = "waiting", "Menunggu persetujuan"
        AGREED = "agreed", "Disepakati"
        DECLINED = "declined", "Tidak disetujui"

    matrix = models.ForeignKey(RoleMatrix, models.CASCADE, related_name="roles")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="roles")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="matrix_roles"
    )
    title = models.CharField("hasil", max_length=300, blank=True)
    no_role = models.BooleanField("tidak ada peran", default=False)
    mode = models.CharField(
        "cara",
        max_length=12,
        choices=AssignmentMode.choices(),
        default=AssignmentMode.APPOINTED.value,
    )
    state = models.CharField("keadaan", max_length=10, choices=State)
    leader_agreed_on = models.DateField(null=True, blank=True)
    appraiser_agreed_on = models.DateField(null=True, blank=True)
    reason = models.TextField("alasan", blank=True)
    offer = models.ForeignKey(  # which offer the person answered
        "self", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    result = models.ForeignKey(  # what became of it in the plan of that person
        WorkResult, models.SET_NULL, null=True, blank=True, related_name="roles"
    )

    objects = MatrixRoleQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(no_role=True, title="") | Q(no_role=False) & ~Q(title=""),
                name="matrix_role_says_something",
            ),
            models.CheckConstraint(
                condition=Q(person=None, state="offered")
                | Q(person__isnull=False) & ~Q(state="offered"),
                name="matrix_role_without_person_is_offered",
            ),
        ]

    def __str__(self) -> str:
        return self.title or "Tidak ada peran"


def may_lead_matrix(person: Person, on: date) -> bool:
    """Heads of units, also acting ones, and leads of teams."""
    leads = Assignment.objects.on(on).filter(person=person, kind=Assignment.Kind.TEAM_LEAD)
    return led_units(person, on).exists() or leads.exists()


@transaction.atomic
def start_matrix(*, year: int, by: Person, on: date) -> RoleMatrix:
    """Open one's matrix of that year; the same one again, if it is there. Errors: NotYours."""
    if not may_lead_matrix(by, on):
        raise NotYours("Matriks peran disusun oleh pimpinan unit atau ketua tim.")
    matrix, fresh = RoleMatrix.objects.get_or_create(
        leader=by, year=year, defaults={"started_on": on}
    )
    if fresh:
        record("matrix.started", about=matrix, person=by, by=by, data={"year": year})
    return matrix


def columns_of(matrix: RoleMatrix, reader: Person) -> models.QuerySet[Indicator]:
    """The leader's indicators of that year, as the plan numbers them; drafts count too (p. 27).

    Only the leader reads those of a draft here.
    """
    plans = Plan.objects.of_person(matrix.leader, matrix.year)
    shown = Q(result__plan__in=plans) | Q(pk__in=matrix.roles.values("indicator"))
    if reader.pk != matrix.leader_id:
        shown &= ~Q(result__plan__state=Plan.State.DRAFT)
    return (
        Indicator.objects.filter(shown)
        .select_related("result__plan")
        .order_by("result__plan_id", "result__number", "pk")
    )


def belonging_to(matrix: RoleMatrix, on: date) -> PersonQuerySet:
    """Who has a row today: the leader's own people, and guests who were not declined."""
    own = reports_of(matrix.leader, on).values("pk")
    guests = matrix.guests.exclude(state="declined").values("person")
    return Person.objects.filter(Q(pk__in=own) | Q(pk__in=guests)).exclude(pk=matrix.leader_id)


@transaction.atomic
def write_cell(
    *,
    matrix: RoleMatrix,
    person: Person | None,
    indicator: Indicator,
    titles: Sequence[str],
    by: Person,
    on: date,
    no_role: bool = False,
    before: Sequence[str] | None = None,
) -> None:
    """Say what a person adds to an indicator; without a person: what is offered to all.

    `before` is what the form showed. Results that stand in a plan already, and those for which the
    person volunteered, stay. Errors: NotYours, UnknownParent, ChangedMeanwhile, ResultInUse,
    InvalidInput.
    """
    hold(matrix)
    _check_leader(matrix, by)
    if person and not belonging_to(matrix, on).filter(pk=person.pk).exists():
        raise NotYours("Pegawai ini tidak ada di matriks Anda. Undang dulu bila dari unit lain.")
    if not columns_of(matrix, by).filter(pk=indicator.pk).exists():
        raise UnknownParent("Pilih indikator dari rencana Anda sendiri untuk tahun matriks ini.")
    lines = list(dict.fromkeys(" ".join(title.split()) for title in titles if title.strip()))
    if no_role and (lines or person is None):
        raise InvalidInput("Pilih salah satu: tulis hasilnya, atau tandai tidak ada peran.")
    cell = list(
        matrix.roles.select_for_update(of=("self",)).filter(person=person, indicator=indicator)
    )
    appointed = [role for role in cell if role.mode == AssignmentMode.APPOINTED]
    old = [role.title for role in appointed if not role.no_role]
    if before is not None and list(before) != old:
        raise ChangedMeanwhile("Isi sel ini sudah berubah. Bandingkan, lalu simpan sekali lagi.")
    kept = _drop(appointed, lines, no_role)
    if no_role and any(role.mode == AssignmentMode.VOLUNTEERED for role in cell):
        raise InvalidInput("Pegawai ini mengajukan diri di sini. Jawab dulu pengajuannya.")
    state = _first_state(matrix, person)
    new = [title for title in lines if title not in kept]
    for title in [*new, *([""] if no_role and "" not in kept else [])]:
        role = MatrixRole(
            matrix=matrix,
            indicator=indicator,
            person=person,
            title=title,
            no_role=not title,
            state=state,
            leader_agreed_on=on,
        )
        check_fields(role)
        role.save()
    if lines == old and no_role == any(role.no_role for role in appointed):
        return
    data = {"indicator": indicator.pk, "before": old, "after": lines, "no_role": no_role}
    record("matrix.cell_written", about=matrix, person=person, by=by, data=data)
    if person and new and state == MatrixRole.State.AGREED:
        tell_role(person, matrix, new)


def tell_role(person: Person, matrix: RoleMatrix, titles: Sequence[str]) -> None:
    """Say to a person which roles are new."""
    said = "; ".join(titles)
    text = f"{matrix.leader.name} memberi Anda peran untuk {matrix.year}: {said}"
    notify(person, text if len(text) <= 300 else text[:297] + "...", ROLES_URL)


def _drop(appointed: Sequence[MatrixRole], lines: Sequence[str], no_role: bool) -> set[str]:
    """Delete what the cell no longer says; the titles that stay ("": the mark)."""
    kept = set()
    for role in appointed:
        if (role.no_role and no_role) or role.title in lines:
            kept.add(role.title)
        elif role.result_id:
            raise ResultInUse(
                f"“{role.title}” sudah menjadi hasil kerja pegawai ini. Minta pegawai menghapusnya"
                " dulu dari rencananya."
            )
        else:
            role.delete()
    return kept


def _first_state(matrix: RoleMatrix, person: Person | None) -> str:
    """An own employee needs nobody else's consent; a guest that of the appraiser (p. 46)."""
    if person is None:
        return MatrixRole.State.OFFERED
    guest = matrix.guests.filter(person=person).first()
    agreed = guest is None or guest.state == "agreed"
    return MatrixRole.State.AGREED if agreed else MatrixRole.State.WAITING


def _check_leader(matrix: RoleMatrix, by: Person) -> None:
    if matrix.leader_id != by.pk:
        raise NotYours("Hanya pimpinan yang menyusun matriks ini yang dapat mengubahnya.")
