"""A template given to many people in one act, and taken back as long as nobody has touched it.

Rows and events are those of the single verbs, one after the other, done by whoever used it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kinerja.people.assignment import Assignment, AssignmentQuerySet
from kinerja.people.person import Person
from kinerja.people.supervision import appraisers_of
from kinerja.people.unit import Unit
from kinerja.planning.plan import Plan, new_plan, started_data
from kinerja.planning.plan_rows import Built, store_plans
from kinerja.planning.refusals import IncompletePlan, NotYours, WrongState
from kinerja.planning.revision import hold
from kinerja.planning.template import (
    PreparedPlan,
    TemplateUse,
    TemplateVersion,
    built_from,
    reach_of,
)
from kinerja.records.event import Happening, record, record_many
from kinerja.records.notice import Notice
from kinerja.rules.refusal import Refusal


@dataclass(frozen=True)
class Candidate:
    """Somebody with that post; `skipped` says why there will be no draft."""

    assignment: Assignment
    skipped: str = ""


@dataclass(frozen=True)
class Undone:
    """What taking back did."""

    removed: Sequence[Person]
    kept: Sequence[Person]  # whose plans were changed, handed in or are in use


def preview(
    *, version: TemplateVersion, unit: Unit, post: str, year: int, by: Person | None, on: date
) -> list[Candidate]:
    """Who would get a draft, and who not and why; changes nothing."""
    return [one for one, _ in _candidates(version, _posts(unit, post, by, on), year)]


@transaction.atomic
def use_template(
    *, version: TemplateVersion, unit: Unit, post: str, year: int, by: Person | None, on: date
) -> TemplateUse:
    """Give a draft to everybody of the preview who is not skipped.

    Errors: NotYours, IncompletePlan (nobody would get one).
    """
    if by is not None and not reach_of(by, on):
        raise NotYours("Templat dipakai oleh admin kepegawaian, admin unit, atau pimpinan.")
    posts = _posts(unit, post, by, on).select_for_update(of=("self",))
    built = [one for _, one in _candidates(version, posts, year) if one]
    if not built:
        raise IncompletePlan(
            "Tidak ada pegawai yang akan menerima konsep. Periksa unit dan jabatannya."
        )
    lines = appraisers_of([one.plan.person for one in built], on)
    for one in built:
        one.plan.appraiser = lines[one.plan.person_id].appraiser
    store_plans(built)
    use = TemplateUse.objects.create(
        version=version, unit=unit, post=post, year=year, by=by, used_on=on
    )
    PreparedPlan.objects.bulk_create(
        PreparedPlan(use=use, person=one.plan.person, plan=one.plan, revision=one.plan.revision)
        for one in built
    )
    data = {"version": version.pk, "unit": unit.pk, "year": year, "plans": len(built)}
    record("template.used", about=use, by=by, data=data)
    record_many(event for one in built for event in _happenings(one, by))
    who = by.name if by else "bagian kepegawaian"
    text = f"Konsep SKP {year} Anda disiapkan dari templat {version.template} oleh {who}."
    Notice.objects.bulk_create(
        Notice(person=one.plan.person, text=text[:300], url=f"/rencana/{one.plan.pk}/")
        for one in built
    )
    return use


@transaction.atomic
def undo_use(*, use: TemplateUse, by: Person, on: date) -> Undone:
    """Take back the drafts that nobody has touched; the others stay and are named.

    Errors: NotYours, WrongState.
    """
    hold(use)
    if use.by_id != by.pk and not by.manages_people(on):
        raise NotYours("Pemakaian ini dibatalkan oleh yang melakukannya atau admin kepegawaian.")
    if use.undone_on:
        raise WrongState("Pemakaian templat ini sudah dibatalkan.")
    plans = Plan.objects.select_for_update(of=("self",)).filter(prepared__use=use)
    untouched = {plan.pk: plan for plan in plans.select_related("person").order_by("pk")}
    removed, kept, gone, happenings = [], [], [], []
    busy = set(
        plans.filter(results__indicators__roles__isnull=False).order_by().values_list("pk")
    ) | set(plans.filter(results__roles__isnull=False).order_by().values_list("pk"))
    for prepared in use.prepared.select_related("person"):
        plan = untouched.get(prepared.plan_id or 0)
        if plan is None:
            continue
        same = plan.state == Plan.State.DRAFT and plan.revision == prepared.revision
        if same and (plan.pk,) not in busy:
            removed.append(prepared.person)
            gone.append(plan.pk)
            happenings.append(
                Happening("plan.taken_back", plan, by, person=plan.person, data={"use": use.pk})
            )
        else:
            kept.append(prepared.person)
    record_many(happenings)
    Notice.objects.filter(url__in=[f"/rencana/{pk}/" for pk in gone]).update(url="/rencana/")
    Plan.objects.filter(pk__in=gone).delete()
    text = f"Konsep SKP {use.year} dari templat {use.version.template} ditarik kembali."
    Notice.objects.bulk_create(
        Notice(person=person, text=text[:300], url="/rencana/") for person in removed
    )
    use.undone_on = on
    use.save(update_fields=["undone_on"])
    data = {"removed": len(removed), "kept": [person.pk for person in kept]}
    record("template.use_undone", about=use, by=by, data=data)
    return Undone(removed, kept)


def _posts(unit: Unit, post: str, by: Person | None, on: date) -> AssignmentQuerySet:
    """Definitive posts of that title in the unit and below, of people within reach, not oneself."""
    posts = Assignment.objects.on(on).main().filter(position__unit__path__startswith=unit.path)
    posts = posts.filter(position__title__iexact=" ".join(post.split()))
    if by is not None:
        posts = posts.filter(person__in=reach_of(by, on).people()).exclude(person=by)
    return posts.select_related("person", "position__unit").order_by("person__name", "pk")


def _candidates(
    version: TemplateVersion, posts: AssignmentQuerySet, year: int
) -> list[tuple[Candidate, Built | None]]:
    rows = list(posts)
    taken = set(
        Plan.objects.filter(assignment__in=rows, year=year).values_list("assignment", flat=True)
    )
    return [_candidate(version, row, year, row.pk in taken) for row in rows]


def _candidate(
    version: TemplateVersion, row: Assignment, year: int, taken: bool
) -> tuple[Candidate, Built | None]:
    if taken:
        return Candidate(row, f"Sudah mempunyai rencana {year}."), None
    try:
        plan = new_plan(row, year, row.person, version.template.approach)
        return Candidate(row), built_from(version.content, plan)
    except Refusal as refusal:
        return Candidate(row, str(refusal)), None


def _happenings(built: Built, by: Person | None) -> list[Happening]:
    plan = built.plan
    started = Happening("plan.started", plan, by, person=plan.person, data=started_data(plan))
    return [started, *built.happenings(by)]
