"""Templates: versions, giving drafts to many people, and taking untouched ones back."""

from datetime import date
from decimal import Decimal

import pytest
from tests.planning.town import (
    JANUARY,
    YEAR,
    Town,
    a_draft,
    a_person,
    a_set_plan,
    a_town,
    post_of,
    seat,
)
from tests.unchanged import refused

from kinerja.people.assignment import assign
from kinerja.people.person import Person, set_status
from kinerja.people.position import add_position
from kinerja.people.refusals import InvalidInput
from kinerja.people.role import Role, grant_role
from kinerja.planning.indicator import add_indicator
from kinerja.planning.plan import Plan, start_plan
from kinerja.planning.refusals import IncompletePlan, NotYours, WrongState
from kinerja.planning.template import (
    PlanTemplate,
    TemplateUse,
    content_of,
    make_template,
    revise_template,
)
from kinerja.planning.template_use import preview, undo_use, use_template
from kinerja.planning.terms import add_term
from kinerja.planning.work_result import add_result
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.refusal import ChangedMeanwhile

pytestmark = pytest.mark.django_db

CONTENT = {
    "results": [
        {
            "title": "Pasien terlayani sesuai prosedur",
            "kind": "main",
            "quality": "output_high_control",
            "indicators": [
                {
                    "text": "Kepatuhan prosedur",
                    "aspect": "quality",
                    "target_min": "90",
                    "target_max": "95",
                    "unit_of_measure": "%",
                }
            ],
        },
        {
            "title": "Catatan keperawatan lengkap",
            "kind": "additional",
            "indicators": [{"text": "Kelengkapan", "target_text": "lengkap"}],
        },
    ],
    "terms": [["resource", "Seragam dan alat pelindung"]],
}


@pytest.fixture
def town() -> Town:
    return a_town()


@pytest.fixture
def nurses(town: Town) -> list[Person]:
    post = add_position(
        unit=town.centre, title="Perawat Terampil", kind="jf", level="terampil", by=None
    )
    found = [a_person(f"Perawat {number}", f"19900412201503293{number}") for number in range(3)]
    since = date(2024, 1, 1)
    for person in found:
        assign(person=person, position=post, kind="definitive", starts_on=since, by=None)
    return found


@pytest.fixture
def template(town: Town) -> PlanTemplate:
    return a_template(town)


def a_template(town: Town) -> PlanTemplate:
    return make_template(
        name="Perawat",
        post="Perawat Terampil",
        content=CONTENT,
        approach="quantitative",
        by=town.wati,
        on=JANUARY,
    )


def use(template: PlanTemplate, town: Town, by: Person, unit=None) -> TemplateUse:
    return use_template(
        version=template.newest,
        unit=unit or town.city,
        post=template.post,
        year=YEAR,
        by=by,
        on=JANUARY,
    )


def test_everybody_with_the_post_gets_a_draft_in_one_act(town, nurses, template):
    made = use(template, town, town.wati)

    plans = Plan.objects.filter(person__in=nurses)
    assert {plan.state for plan in plans} == {"draft"}
    assert {plan.appraiser for plan in plans} == {town.budi}
    first = plans[0]
    assert [result.title for result in first.results.order_by("number")] == [
        "Pasien terlayani sesuai prosedur",
        "Catatan keperawatan lengkap",
    ]
    assert first.prepared.use == made
    assert made.version == template.newest
    assert "templat Perawat oleh Wati Lestari" in Notice.objects.get(person=nurses[0]).text
    event = Event.objects.about(made).named("template.used").get()
    assert (event.by, event.data["plans"]) == (town.wati, 3)


def test_rows_and_events_are_those_of_the_single_verbs(town, nurses, template):
    use(template, town, town.wati)
    given = Plan.objects.get(person=nurses[0])
    by_hand = start_plan(assignment=post_of(town.sari), year=YEAR, by=town.sari, on=JANUARY)
    for said in CONTENT["results"]:
        result = add_result(
            plan=by_hand,
            title=said["title"],
            kind=said["kind"],
            quality=said.get("quality", ""),
            by=town.sari,
            on=JANUARY,
        )
        for one in said["indicators"]:
            target = {key: Decimal(one[key]) for key in ("target_min", "target_max") if key in one}
            add_indicator(result=result, by=town.sari, **one | target)
    add_term(plan=by_hand, kind="resource", text=CONTENT["terms"][0][1], by=town.sari)
    by_hand.refresh_from_db()

    assert rows(given) == rows(by_hand)
    assert told(given) == told(by_hand)
    started = Event.objects.about(given).named("plan.started").get()
    written = Event.objects.filter(person=nurses[0], pk__gte=started.pk)
    assert {event.by for event in written} == {town.wati}


def rows(plan: Plan) -> list[tuple[object, ...]]:
    own = ("state", "version", "revision", "approach", "year", "starts_on", "ends_on")
    found: list[tuple[object, ...]] = [tuple(getattr(plan, name) for name in own)]
    for result in plan.results.order_by("number"):
        found.append((result.number, result.kind, result.title, result.quality, result.revision))
        found += [
            (one.text, one.aspect, one.target_min, one.target_max, one.target_text)
            for one in result.indicators.all()
        ]
    found += [(term.kind, term.text) for term in plan.terms.all()]
    return found


def told(plan: Plan) -> list[tuple[str, list[str]]]:
    """Names of the events and what they tell, without ids."""
    ids = {"result", "plan", "parent", "goal"}
    events = Event.objects.filter(person=plan.person).order_by("pk")
    return [
        (event.name, [f"{key}={event.data[key]}" for key in sorted(event.data.keys() - ids)])
        for event in events
        if event.name.split(".")[0] in ("plan", "result", "indicator", "term")
    ]


def test_the_preview_names_who_is_skipped_and_why(town, nurses, template):
    start_plan(assignment=post_of(nurses[0]), year=YEAR, by=nurses[0], on=JANUARY)
    set_status(person=nurses[1], status="suspended", since=JANUARY, by=None, reason="Pemeriksaan")
    said = {
        one.assignment.person.name: one.skipped
        for one in preview(
            version=template.newest,
            unit=town.city,
            post="perawat  terampil",
            year=YEAR,
            by=town.wati,
            on=JANUARY,
        )
    }
    assert said["Perawat 0"] == "Sudah mempunyai rencana 2026."
    assert "tidak perlu" in said["Perawat 1"]
    assert said["Perawat 2"] == ""
    use(template, town, town.wati)
    assert Plan.objects.filter(prepared__isnull=False).get().person == nurses[2]
    with refused(IncompletePlan):
        use(template, town, town.wati)


def test_leaders_reach_their_people_and_unit_admins_their_units(town, nurses, template):
    with refused(NotYours):
        use(template, town, town.sari)
    elsewhere = a_person("Perawat Kota", "199004122015032999")
    seat(elsewhere, town.city, "Perawat Terampil", "jf", "terampil")
    use(template, town, town.budi)
    assert not Plan.objects.filter(person=elsewhere).exists()
    grant_role(person=town.tono, name=Role.Name.UNIT_ADMIN, unit=town.health, by=None, on=JANUARY)
    with refused(IncompletePlan):  # the nurses have theirs, and the city is not his
        use(template, town, town.tono)


def test_nobody_prepares_the_own_plan(town, nurses, template):
    grant_role(person=nurses[0], name=Role.Name.UNIT_ADMIN, unit=town.centre, by=None, on=JANUARY)
    use(template, town, nurses[0])
    assert not Plan.objects.filter(person=nurses[0]).exists()


def test_untouched_drafts_are_taken_back_and_the_others_named(town, nurses, template):
    made = use(template, town, town.wati)
    mine = Plan.objects.get(person=nurses[1])
    add_term(plan=mine, kind="resource", text="Sepeda motor", by=nurses[1])
    with refused(NotYours):
        undo_use(use=made, by=town.budi, on=JANUARY)

    undone = undo_use(use=made, by=town.wati, on=JANUARY)

    assert list(undone.removed) == [nurses[0], nurses[2]]
    assert list(undone.kept) == [nurses[1]]
    assert list(Plan.objects.filter(person__in=nurses)) == [mine]
    assert Event.objects.named("plan.taken_back").count() == 2
    assert "ditarik kembali" in Notice.objects.filter(person=nurses[0]).latest("pk").text
    assert not Notice.objects.filter(person=nurses[0]).exclude(url="/rencana/").exists()
    with refused(WrongState):
        undo_use(use=made, by=town.wati, on=JANUARY)


def test_a_new_version_leaves_plans_traceable_to_the_old_one(town, nurses, template):
    made = use(template, town, town.budi)
    shorter = CONTENT | {"results": CONTENT["results"][:1]}
    with refused(NotYours):
        revise_template(template=template, content=shorter, by=town.budi, on=JANUARY)
    with refused(ChangedMeanwhile):
        revise_template(template=template, content=shorter, by=town.wati, on=JANUARY, revision=7)

    second = revise_template(template=template, content=shorter, by=town.wati, on=JANUARY)

    assert (second.number, template.newest) == (2, second)
    assert made.version.number == 1
    assert Plan.objects.filter(prepared__use__version=made.version).count() == 3


def test_a_template_from_a_set_plan(town):
    plan = a_set_plan(town.sari)
    content = content_of(plan)
    assert content["results"][0]["indicators"][0]["target_min"] == "90"
    make_template(
        name="Bidan", post="Bidan", content=content, approach="quantitative",
        by=town.budi, on=JANUARY,
    )  # fmt: skip
    with pytest.raises(WrongState):
        content_of(a_draft(town.tono))


def test_a_template_that_gives_no_plan_is_refused(town):
    for results in (
        [{"title": "", "indicators": []}],
        [{"title": "x", "indicators": [{"text": "tanpa target"}]}],
    ):
        with refused(InvalidInput):
            make_template(
                name="x", post="x", content={"results": results}, approach="quantitative",
                by=town.wati, on=date(2026, 1, 1),
            )  # fmt: skip
    with refused(NotYours):
        make_template(
            name="x", post="x", content={}, approach="quantitative", by=town.sari, on=JANUARY
        )
