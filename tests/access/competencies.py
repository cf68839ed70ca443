"""Competencies of the people of `world`, and what they plan to learn."""

from datetime import timedelta

from tests.access.world import TODAY, World
from tests.work.make import PDF

from kinerja.development.assessment import assess
from kinerja.development.competency import LEVELS, Competency, add_competency
from kinerja.development.demand import compute_demand
from kinerja.development.learning_plan import (
    LearningPlan,
    StepFile,
    add_step,
    agree_learning_plan,
    submit_learning_plan,
)
from kinerja.development.recommendation.recommendation import Proposal, Recommendation
from kinerja.development.standard import CompetencyStandard, set_standard, use_pattern
from kinerja.evaluation.review import Review
from kinerja.needs.finding import Proof, note_finding
from kinerja.records.attachment import attach


def the_competencies(world: World) -> None:
    """What posts ask for, and what the leaders of Sari and Lina found."""
    use_pattern(by=None, on=TODAY)
    CompetencyStandard.objects.filter(level="pemula").delete()  # so that there is something to fill
    midwifery = add_competency(
        code="TEK.BIDAN",
        name="Asuhan kebidanan",
        definition="",
        levels={level: f"Tingkat {level}." for level in LEVELS},
        by=None,
        on=TODAY,
    )
    line = set_standard(
        competency=midwifery,
        required=2,
        title="Bidan Terampil",
        source="SK 12/2026",
        by=None,
        on=TODAY,
    )
    world.add("competency", "office", competency_id=midwifery.pk)
    world.add("competency_standard", "office", standard_id=line.pk)
    for name, leader in (("tono", "budi"), ("yani", "dedi")):
        plan = _a_plan(world, name)
        submit_learning_plan(plan=plan, by=world.people[name], on=TODAY)
        agree_learning_plan(plan=plan, by=world.people[leader], on=TODAY)
        world.add("learning_plan_agreed", name, plan_id=plan.pk)
    world.add("learning_plan_draft", "budi", plan_id=_a_plan(world, "budi").pk)
    cooperation = Competency.objects.get(code="KJS")
    for name, leader in (("sari", "budi"), ("lina", "dedi")):
        person = world.people[name]
        (row,) = assess(
            person=person,
            levels={cooperation: 0},
            method="leader",
            assessed_on=TODAY,
            source="Rapat bulanan",
            by=world.people[leader],
            on=TODAY,
        )
        world.add("competency_assessment", name, assessment_id=row.pk)
        plan = _a_plan(world, name)
        submit_learning_plan(plan=plan, by=person, on=TODAY)
        world.add("learning_plan", name, plan_id=plan.pk)
        step = plan.steps.get()
        world.add("learning_step", name, step_id=step.pk)
        kept = StepFile.objects.create(
            step=step, attachment=attach(name="bukti.pdf", content=PDF, by=person)
        )
        world.add("learning_file", name, plan_id=plan.pk, file_id=kept.pk)
        review = Review.objects.released().filter(person=person).latest("pk")
        proposal = Proposal.objects.create(review=review, proposed_on=TODAY)
        row = Recommendation.objects.create(
            proposal=proposal,
            reason="gap",
            said="Kerja Sama: level 0, jabatan Anda mensyaratkan 1.",
            competency=cooperation,
            way="mentoring",
            score=10,
            measured_before=0,
        )
        world.add("recommendation", name, recommendation_id=row.pk)
        world.add("competent", name, person_id=person.pk)
        unit = world.post_of(name).position.unit
        world.add("competency_unit", name, unit_id=unit.pk)
        note_finding(
            source="other",
            statement=f"Antrean loket {unit.code}",
            proofs=[Proof("Dilihat saat kunjungan.")],
            by=None,
            on=TODAY,
            unit=unit,
            key=f"loket:{name}",
        )
        compute_demand(unit=unit, by=None, on=TODAY)
        world.add("demand", name, unit_id=unit.pk, competency_id=cooperation.pk)


def _a_plan(world: World, name: str) -> LearningPlan:
    step = add_step(
        aim="Memimpin rapat",
        way="mentoring",
        due_on=TODAY + timedelta(days=20),
        by=world.people[name],
        on=TODAY,
    )
    return step.plan
