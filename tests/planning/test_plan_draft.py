"""Plans in bulk are the same as one by one; an earlier plan is copied into a draft."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.planning.town import (
    JANUARY,
    YEAR,
    a_draft,
    a_person,
    a_result,
    a_set_plan,
    a_submitted,
    a_town,
    post_of,
    seat,
)
from tests.unchanged import refused

from kinerja.people.assignment import end_assignment
from kinerja.people.refusals import InvalidInput
from kinerja.people.supervision import appraiser_of
from kinerja.planning.dialogue import set_plan, submit_plan
from kinerja.planning.goal import add_goal
from kinerja.planning.indicator import Indicator, Measure, add_indicator
from kinerja.planning.key_indicator import add_key_indicator
from kinerja.planning.plan import Plan, start_plan
from kinerja.planning.plan_draft import (
    IndicatorDraft,
    PlanDraft,
    ResultDraft,
    copy_plan,
    make_plans_many,
)
from kinerja.planning.refusals import (
    IncompletePlan,
    NoAppraiser,
    NoPlanNeeded,
    NotYours,
    PlanExists,
    UnknownParent,
    WrongState,
)
from kinerja.planning.terms import PlanTerm, add_term
from kinerja.planning.work_result import WorkResult, add_result
from kinerja.records.event import Event
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db
SUBMITTED, SET = date(2026, 1, 12), date(2026, 1, 20)


@pytest.fixture
def town():
    return a_town()


@pytest.fixture
def drafts(town):
    """Rina, then Budi under her, then Sari under him: ranges, texts, kinds, goals, terms."""
    goal = add_goal(title="Ibu sehat", level="goal", years=(2025, 2029), by=None, on=JANUARY)
    key = add_key_indicator(
        goal=goal, name="K4", unit_of_measure="%", polarity="maximise", by=None, on=JANUARY
    )
    budget = IndicatorDraft(
        "Serapan anggaran",
        Decimal(95),
        Decimal("99.5"),
        measure=Measure(perspective="budget", unit_of_measure="%", key_indicator=key),
    )
    mothers = ResultDraft("Kematian ibu turun", [budget], goal=goal, quality="outcome")
    visits = IndicatorDraft(
        " Kunjungan K4 ",
        Decimal(480),
        measure=Measure(aspect="quantity", unit_of_measure="ibu", counts_reports=True),
    )
    quality = IndicatorDraft("Mutu kunjungan", target_text="Sesuai standar", measure=Measure())
    served = ResultDraft("Ibu hamil terlayani", [visits, quality], parent=mothers)
    gymnastics = ResultDraft(
        " Senam lansia ", [replace(quality)], kind="additional", assigned_by="Tim Lansia"
    )
    about = {"year": YEAR, "submitted_on": SUBMITTED, "set_on": SET}
    return [
        PlanDraft(assignment=post_of(town.rina), results=[mothers], **about),
        PlanDraft(
            assignment=post_of(town.budi),
            results=[gymnastics, served],
            terms=[("resource", "Satu bidan lagi"), ("if_met", " Piagam ")],
            **about,
        ),
        PlanDraft(
            assignment=post_of(town.sari),
            results=[ResultDraft("Ibu nifas terpantau", [visits], parent=served)],
            approach="qualitative",
            **about,
        ),
    ]


def one_by_one(drafts):
    """What a person would do with the single verbs."""
    known = {}
    for draft in drafts:
        owner = draft.assignment.person
        plan = start_plan(
            assignment=draft.assignment,
            year=draft.year,
            by=owner,
            on=draft.submitted_on,
            approach=draft.approach,
        )
        for one in draft.results:
            known[one] = add_result(
                plan=plan,
                title=one.title,
                by=owner,
                on=draft.submitted_on,
                kind=one.kind,
                parent=known.get(one.parent),
                goal=one.goal,
                quality=one.quality,
                assigned_by=one.assigned_by,
            )
            for drawn in one.indicators:
                add_indicator(
                    result=known[one],
                    text=drawn.text,
                    by=owner,
                    target_min=drawn.target_min,
                    target_max=drawn.target_max,
                    target_text=drawn.target_text,
                    **drawn.measure,
                )
        for kind, text in draft.terms:
            add_term(plan=plan, kind=kind, text=text, by=owner)
        submit_plan(plan=plan, by=owner, on=draft.submitted_on)
        set_plan(plan=plan, by=appraiser_of(owner, draft.set_on), on=draft.set_on)


def told():
    """All rows, events and notices, with names in place of ids and without times."""
    names = {}
    for model in (Plan, WorkResult, Indicator, PlanTerm):
        for row in model.objects.all():
            names[model._meta.label_lower, row.pk] = f"{owner_of(row)}: {row}"
    rows = {
        model.__name__: sorted(
            tuple(
                names[model._meta.label_lower, row.line]
                if field.attname == "line"
                else names.get((field.related_model._meta.label_lower, value), value)
                if (value := getattr(row, field.attname)) and field.related_model
                else value
                for field in model._meta.concrete_fields
                if not field.primary_key
            )
            for row in model.objects.all()
        )
        for model in (Plan, WorkResult, Indicator, PlanTerm)
    }
    events = [
        (
            event.name,
            names[event.about_type, event.about_id],
            event.person_id,
            event.by_id,
            event.reason,
            {
                key: names.get((LINKS[key], value), value) if key in LINKS else value
                for key, value in event.data.items()
            },
        )
        for event in Event.objects.filter(about_type__in=[key[0] for key in names]).order_by("pk")
    ]
    notices = [
        (notice.person_id, notice.text, names["planning.plan", int(notice.url.split("/")[2])])
        for notice in Notice.objects.order_by("pk")
    ]
    return rows, events, notices


LINKS = {
    "parent": "planning.workresult",
    "result": "planning.workresult",
    "plan": "planning.plan",
}


def owner_of(row):
    plan = row if isinstance(row, Plan) else getattr(row, "plan", None) or row.result.plan
    return plan.person.name if plan is not row else "plan"


def test_many_plans_are_the_same_as_one_by_one(drafts):
    with transaction.atomic():
        one_by_one(drafts)
        single = told()
        transaction.set_rollback(True)
    assert not Plan.objects.exists()

    plans = make_plans_many(drafts)

    rows, events, notices = told()
    assert rows == single[0]
    assert events == single[1]
    assert notices == single[2]
    assert (len(rows["Plan"]), len(rows["WorkResult"]), len(rows["Indicator"])) == (3, 4, 5)
    assert (len(events), len(notices)) == (20, 6)
    assert [plan.person.name for plan in plans] == ["Rina Marlina", "Budi Santoso", "Sari Dewi"]
    budi = Plan.objects.get(person__name="Budi Santoso")
    assert (budi.state, budi.revision, budi.set_on) == ("set", 10, SET)
    assert list(budi.results.values_list("number", "title", "kind")) == [
        (1, "Ibu hamil terlayani", "main"),
        (2, "Senam lansia", "additional"),
    ]


def test_many_plans_are_set_by_the_appraiser_of_that_day(town, drafts):
    end_assignment(assignment=post_of(town.budi), on=date(2026, 1, 15), by=None)
    alone = replace(drafts[2], results=[replace(drafts[2].results[0], parent=None)])
    with transaction.atomic():
        one_by_one([alone])
        single = told()
        transaction.set_rollback(True)

    [plan] = make_plans_many([alone])

    assert told() == single
    assert plan.appraiser == town.rina
    assert Notice.objects.get(text__contains="mengajukan").person == town.budi
    assert Event.objects.named("plan.set").get().by == town.rina


def test_many_plans_take_few_statements(town, drafts):
    def counted(wanted):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            make_plans_many(wanted)
        return len(queries)

    few = counted(drafts)
    staff = []
    for number in range(12):
        nip = f"19900101{2015}03{1}{910 + number}"
        person = a_person(f"Pegawai {number}", nip)
        staff.append(seat(person, town.centre, f"Perawat {number}", "jf", "terampil"))
    many = counted(
        [
            replace(
                drafts[2], assignment=post, results=[replace(drafts[2].results[0], parent=None)]
            )
            for post in staff
        ]
    )
    assert many <= few <= 40


@pytest.mark.parametrize(
    ("spoil", "refusal", "words"),
    [
        ({"results": []}, IncompletePlan, "Sari Dewi: Lengkapi dulu: tulis sedikitnya satu hasil"),
        ({"results": [ResultDraft("A", [])]}, IncompletePlan, "indikator dan target"),
        ({"results": [ResultDraft(" ", [])]}, InvalidInput, "Sari Dewi: Hasil kerja"),
        (
            {"results": [ResultDraft("A", [IndicatorDraft("B")])]},
            InvalidInput,
            "Sari Dewi: Isi target",
        ),
        (
            {
                "results": [
                    ResultDraft(
                        "A",
                        [
                            IndicatorDraft("B", Decimal(1), measure=Measure(counts_reports=True)),
                            IndicatorDraft("C", Decimal(1), measure=Measure(counts_reports=True)),
                        ],
                    )
                ]
            },
            InvalidInput,
            "Hanya satu indikator",
        ),
        (
            {"results": [ResultDraft("A", [], parent=ResultDraft("Entah", []))]},
            UnknownParent,
            "hasil kerja atasan belum diajukan",
        ),
        ({"year": 2023}, Exception, "tidak dipegang pada tahun 2023"),
        ({"terms": [("gift", "Emas")]}, InvalidInput, "Sari Dewi: Jenis"),
    ],
)
def test_one_bad_plan_stores_nothing_at_all(drafts, spoil, refusal, words):
    with refused(refusal, words):
        make_plans_many([*drafts[:2], replace(drafts[2], **spoil)])


def test_a_leaders_plan_stands_before_those_of_the_staff(drafts):
    with refused(UnknownParent, "Ibu hamil terlayani"):
        make_plans_many([drafts[1], drafts[0]])


def test_a_result_of_somebody_who_is_not_the_leader_is_refused(drafts, town):
    stray = replace(drafts[2].results[0], parent=drafts[0].results[0])

    with refused(IncompletePlan, "rencana atasan Anda yang sekarang"):
        make_plans_many([drafts[0], replace(drafts[2], results=[stray])])


def test_stored_results_of_the_leader_are_parents_too(town, drafts):
    leaders = a_set_plan(town.budi).results.get()
    waiting = a_submitted(town.tono).results.get()
    child = replace(drafts[2].results[0], parent=leaders)

    [plan] = make_plans_many([replace(drafts[2], results=[child])])

    assert plan.results.get().parent == leaders
    Plan.objects.all().exclude(person=town.budi).delete()
    Plan.objects.filter(person=town.budi).update(state="draft")
    with refused(UnknownParent):
        again = replace(child, parent=WorkResult.objects.get())
        make_plans_many([replace(drafts[2], results=[again])])
    assert waiting.title == "Ibu hamil terlayani"


def test_many_plans_refuse_what_exists_and_who_has_nobody_above(town, drafts):
    with refused(PlanExists, "Rina Marlina"):
        make_plans_many([drafts[0], drafts[0]])
    make_plans_many(drafts)
    with refused(PlanExists, "Rina Marlina"):
        make_plans_many(drafts)
    official = PlanDraft(
        assignment=post_of(town.mayor), year=YEAR, results=[], submitted_on=SUBMITTED, set_on=SET
    )
    with refused(NoPlanNeeded, "Hasan Wali"):
        make_plans_many([official])
    end_assignment(assignment=town.mayor.assignments.get(), on=date(2026, 1, 5), by=None)
    late = replace(drafts[0], year=2025, submitted_on=date(2026, 1, 6), set_on=SET)
    with refused(NoAppraiser, "Rina Marlina"):
        make_plans_many([late])


# --- A copy of an earlier plan


def last_years(person):
    plan = start_plan(assignment=post_of(person), year=2025, by=person, on=date(2025, 1, 10))
    return plan


def test_copy_plan_takes_results_measures_and_terms(town):
    old = last_years(town.sari)
    gone = add_goal(title="Lama", level="goal", years=(2020, 2025), by=None, on=JANUARY)
    stays = add_goal(title="Baru", level="goal", years=(2025, 2029), by=None, on=JANUARY)
    extra = add_result(
        plan=old, title="Senam", kind="additional", goal=stays, by=town.sari, on=JANUARY
    )
    first = add_result(plan=old, title="Ibu terlayani", goal=gone, by=town.sari, on=JANUARY)
    add_indicator(
        result=first,
        text="Kunjungan",
        target_min=Decimal(100),
        target_max=Decimal(120),
        aspect="quantity",
        unit_of_measure="ibu",
        baseline=Decimal(95),
        counts_reports=True,
        by=town.sari,
    )
    add_term(plan=old, kind="resource", text="Motor dinas", by=town.sari)
    plan = a_draft(town.sari)
    a_result(plan, "Sudah ada")
    before = Event.objects.count()

    copy_plan(source=old, plan=plan, by=town.sari)

    assert list(plan.results.values_list("number", "title", "kind", "goal", "parent")) == [
        (1, "Sudah ada", "main", None, None),
        (2, "Ibu terlayani", "main", None, None),
        (3, "Senam", "additional", stays.pk, None),
    ]
    copied = Indicator.objects.get(result__plan=plan, text="Kunjungan")
    assert (copied.target_min, copied.target_max, copied.baseline) == (100, 120, 95)
    assert (copied.aspect, copied.unit_of_measure, copied.counts_reports) == (
        "quantity",
        "ibu",
        True,
    )
    assert [term.text for term in plan.terms.all()] == ["Motor dinas"]
    assert Plan.objects.get(pk=plan.pk).revision == plan.revision == 3 + 4
    events = list(Event.objects.order_by("pk").values_list("name", flat=True))[before:]
    assert events == [
        "plan.copied",
        "result.added",
        "indicator.added",
        "result.added",
        "term.added",
    ]
    assert Event.objects.named("plan.copied").get().data == {"from": old.pk}
    assert extra.plan == old


def test_copy_plan_refusals(town):
    old = last_years(town.sari)
    plan = a_draft(town.sari)
    of_budi = a_set_plan(town.budi)
    waiting = a_submitted(town.tono)

    with refused(InvalidInput, "masih kosong"):
        copy_plan(source=old, plan=plan, by=town.sari)
    with refused(NotYours):
        copy_plan(source=of_budi, plan=plan, by=town.sari)
    with refused(NotYours):
        copy_plan(source=plan, plan=plan, by=town.sari)
    with refused(NotYours):
        copy_plan(source=old, plan=plan, by=town.budi)
    with refused(WrongState):
        copy_plan(source=waiting, plan=waiting, by=town.tono)
