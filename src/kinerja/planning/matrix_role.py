"""Roles in a matrix: volunteering, the answers to it, and the way into one's plan."""

from datetime import date

from django.db import transaction

from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.people.supervision import appraiser_of
from kinerja.people.tenure import Assignment
from kinerja.planning.indicator import Indicator
from kinerja.planning.matrix import (
    ROLES_URL,
    MatrixRole,
    RoleMatrix,
    belonging_to,
    columns_of,
)
from kinerja.planning.plan import Plan
from kinerja.planning.refusals import (
    AlreadyRecorded,
    IncompletePlan,
    NotYours,
    UnknownParent,
    WrongState,
)
from kinerja.planning.revision import hold
from kinerja.planning.work_result import WorkResult, add_result
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.plan import AssignmentMode

State = MatrixRole.State

# What stands between an agreed role and the plan, by the state of the plan.
NOT_YET = {
    None: "Susun dulu rencana Anda; setelah itu peran ini dapat dijadikan hasil kerja.",
    Plan.State.SUBMITTED: "Rencana Anda sedang diajukan. Tarik kembali dulu, atau tunggu jawaban.",
    Plan.State.SET: "Rencana Anda sudah ditetapkan, jadi peran ini menunggu perubahan rencana.",
    Plan.State.CLOSED: "Rencana tahun itu sudah selesai dan tidak dapat ditambah.",
}


@transaction.atomic
def volunteer(
    *,
    matrix: RoleMatrix,
    indicator: Indicator,
    title: str,
    by: Person,
    on: date,
    offer: MatrixRole | None = None,
) -> MatrixRole:
    """Ask for a role; the appraiser and the leader of the matrix answer (annex p. 46).

    Errors: NotYours, UnknownParent, AlreadyRecorded, InvalidInput.
    """
    hold(matrix)
    if not belonging_to(matrix, on).filter(pk=by.pk).exists():
        raise NotYours("Anda dapat mengajukan diri pada matriks atasan atau tim Anda.")
    if not columns_of(matrix, by).filter(pk=indicator.pk).exists():
        raise UnknownParent("Indikator ini tidak ada lagi di matriks. Muat ulang halaman.")
    title = " ".join(title.split())
    if not title:
        raise InvalidInput("Tulis dulu hasil yang ingin Anda perankan.")
    cell = matrix.roles.filter(person=by, indicator=indicator, title=title)
    if cell.exclude(state=State.DECLINED).exists():
        raise AlreadyRecorded("Peran ini sudah Anda miliki atau sudah Anda ajukan.")
    role = MatrixRole(
        matrix=matrix,
        indicator=indicator,
        person=by,
        title=title,
        mode=AssignmentMode.VOLUNTEERED.value,
        state=State.WAITING,
        offer=offer,
    )
    check_fields(role)
    role.save()
    data = {"matrix": matrix.pk, "indicator": indicator.pk, "title": title}
    record("role.volunteered", about=role, person=by, by=by, data=data)
    appraiser = appraiser_of(by, on)
    for one in {matrix.leader, appraiser} - {None}:
        if one is not None:
            text = f"{by.name} mengajukan diri untuk: {title}"
            notify(one, text[:300], "/matriks/jawaban/")
    return role


@transaction.atomic
def answer_role(*, role: MatrixRole, agree: bool, by: Person, on: date, reason: str = "") -> None:
    """Yes or, with a reason, no, by the leader of the matrix and the appraiser of that day.

    One no is enough; agreed is what both agreed to. Errors: NotYours, WrongState, IncompletePlan.
    """
    hold(role)
    person, matrix = role.person, role.matrix
    appraiser = appraiser_of(person, on) if person else None
    if person is None or by == person or by not in (matrix.leader, appraiser):
        raise NotYours("Pengajuan ini dijawab oleh pejabat penilai dan pimpinan matriks.")
    if role.state != State.WAITING or role.mode != AssignmentMode.VOLUNTEERED:
        raise WrongState("Pengajuan ini sudah dijawab.")
    reason = reason.strip()
    if not agree and not reason:
        raise IncompletePlan("Tulis alasannya, supaya pegawai tahu langkah berikutnya.")
    if by == matrix.leader:
        role.leader_agreed_on = on if agree else None
    if by == appraiser:
        role.appraiser_agreed_on = on if agree else None
    if not agree:
        role.state = State.DECLINED
    elif role.leader_agreed_on and (role.appraiser_agreed_on or appraiser is None):
        role.state = State.AGREED
    role.reason = reason
    role.save()
    name = "role.agreed" if agree else "role.declined"
    record(name, about=role, person=person, by=by, reason=reason, data={"state": role.state})
    if role.state == State.AGREED:
        _settle(role)
        notify(person, f"Peran Anda disepakati: {role.title}"[:300], ROLES_URL)
    elif role.state == State.DECLINED:
        text = f"Pengajuan peran “{role.title}” belum disetujui: {reason}"
        notify(person, text[:300], ROLES_URL)


@transaction.atomic
def take_role(*, role: MatrixRole, by: Person, on: date) -> WorkResult:
    """Make an agreed role a result of one's draft; again: the same result.

    It hangs under the result of the leader if that is one's appraiser and the plan of the leader is
    handed in; else the post of the leader is named. Errors: NotYours, WrongState.
    """
    hold(role)
    if role.person_id != by.pk:
        raise NotYours("Peran dijadikan hasil kerja oleh pegawai yang bersangkutan.")
    if role.result is not None:
        return role.result
    if role.state != State.AGREED or role.no_role:
        raise WrongState("Hanya peran yang disepakati yang dapat dijadikan hasil kerja.")
    plan = plan_of(by, role.matrix.year, on)
    if plan is None or not plan.is_open:
        raise WrongState(NOT_YET[Plan.State(plan.state) if plan else None])
    same = MatrixRole.objects.filter(
        matrix=role.matrix_id,
        person=by,
        title=role.title,
        indicator__result=role.indicator.result_id,
        result__plan=plan,
    )
    twin = same.select_related("result").first()
    result = twin.result if twin else None
    if result is None:  # one result may serve several indicators of the leader's result
        result = _add(role, plan, by, on)
    role.result = result
    role.save(update_fields=["result"])
    record("role.taken", about=role, person=by, by=by, data={"result": result.pk})
    return result


@transaction.atomic
def take_roles(*, by: Person, year: int, on: date) -> list[WorkResult]:
    """Make all of one's agreed roles of that year results of the draft. Errors: as `take_role`."""
    return [take_role(role=role, by=by, on=on) for role in open_roles(by, year)]


def open_roles(person: Person, year: int) -> list[MatrixRole]:
    """Agreed roles of that year that stand in no plan yet."""
    mine = MatrixRole.objects.filter(person=person, matrix__year=year, state=State.AGREED)
    return list(
        mine.filter(result=None, no_role=False)
        .select_related("matrix__leader", "indicator__result__plan")
        .order_by("pk")
    )


def plan_of(person: Person, year: int, on: date) -> Plan | None:
    """The plan of that year for the post that the person holds today; an open change first."""
    post = Assignment.objects.on(on).main().filter(person=person).first()
    if post is None:
        return None
    drafts = Plan.objects.filter(assignment=post, year=year, state=Plan.State.DRAFT)
    return drafts.first() or Plan.objects.of_person(person, year).filter(assignment=post).first()


def _add(role: MatrixRole, plan: Plan, by: Person, on: date) -> WorkResult:
    leader, above = role.matrix.leader, role.indicator.result
    offered = WorkResult.objects.of_leader(leader, plan.year).filter(pk=above.pk)
    if appraiser_of(by, on) == leader and offered.exists():
        return add_result(plan=plan, title=role.title, parent=above, by=by, on=on)
    post = Assignment.objects.on(on).main().filter(person=leader).select_related("position").first()
    said = post.position.title if post else leader.name
    return add_result(plan=plan, title=role.title, assigned_by=said[:150], by=by, on=on)


def _settle(role: MatrixRole) -> None:
    """The offer is taken, and the cell no longer says that there is no role."""
    if role.offer is not None:
        role.offer.delete()
    MatrixRole.objects.filter(
        matrix=role.matrix_id, person=role.person_id, indicator=role.indicator_id, no_role=True
    ).delete()
