"""Competencies of the people of `world`, and what they plan to learn."""

from tests.access.world import TODAY, World

from kinerja.development.assessment import assess
from kinerja.development.competency import LEVELS, Competency, add_competency
from kinerja.development.standard import CompetencyStandard, set_standard, use_pattern


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
        world.add("competent", name, person_id=person.pk)
        world.add("competency_unit", name, unit_id=world.post_of(name).position.unit_id)
