"""What leaders of `world` do with the plans of their people: the matrix of roles."""

from decimal import Decimal

from tests.access.world import TODAY, World

from kinerja.planning.indicator import Indicator, add_indicator
from kinerja.planning.matrix import start_matrix, write_cell
from kinerja.planning.matrix_grid import grid_of
from kinerja.planning.matrix_guest import invite
from kinerja.planning.matrix_role import volunteer
from kinerja.planning.plan import Plan
from kinerja.planning.strategy import add_step, add_strategy
from kinerja.planning.template import make_template
from kinerja.planning.template_use import use_template
from kinerja.planning.work_result import WorkResult, add_result


def the_templates(world: World) -> None:
    """One of Wati's; Uli, who administers the unit, gave another one to the sanitarian."""
    plan = world.things["plan_set"]["sari"]
    world.add("plan_of_staff", "sari", **plan)
    content = {
        "results": [
            {
                "title": "Air minum diperiksa",
                "indicators": [{"text": "Sampel", "target_min": "40", "unit_of_measure": "sampel"}],
            }
        ]
    }
    for name in ("wati", "uli"):
        template = make_template(
            name=f"Templat {name}",
            post="Epidemiolog Kesehatan",
            content=content,
            approach="quantitative",
            by=world.people[name],
            on=TODAY,
        )
        world.add("template", name, template_id=template.pk)
    use = use_template(
        version=template.newest,
        unit=world.units["K.1"],
        post=template.post,
        year=2026,
        by=world.people["uli"],
        on=TODAY,
    )
    world.add("template_used", "uli", use_id=use.pk)


def the_steps(world: World) -> None:
    """Sari has a step; Budi, who leads, a workblock."""
    result = WorkResult.objects.get(pk=world.things["plan_set_result"]["sari"]["result_id"])
    step = add_step(result=result, text="Langkah Melati", due_on=TODAY, by=world.people["sari"])
    world.add("step", "sari", step_id=step.pk)
    led = WorkResult.objects.get(pk=world.things["plan_set_result"]["budi"]["result_id"])
    strategy = add_strategy(
        result=led, title="Langkah Seroja", target="Cakupan", by=world.people["budi"]
    )
    world.add("strategy", "budi", strategy_id=strategy.pk)
    world.add("result_of_leader", "budi", result_id=led.pk)
    for name in ("sari", "budi"):
        one = Indicator.objects.get(result=world.things["plan_set_result"][name]["result_id"])
        world.add("plan_set_indicator", name, indicator_id=one.pk)
    draft = world.things["plan_draft_result"]["sari"]
    scaled = add_indicator(
        result=WorkResult.objects.get(pk=draft["result_id"]),
        text="Kelengkapan Rencana Melati",
        target_text="lengkap",
        scale=["belum", "lengkap"],
        by=world.people["sari"],
    )
    world.add("indicator_with_scale", "sari", indicator_id=scaled.pk)


def the_matrix(world: World) -> None:
    """Budi's of this year and the next; Sari has a role and asks for one, Yani is a guest."""
    budi, sari = world.people["budi"], world.people["sari"]
    matrix = start_matrix(year=2026, by=budi, on=TODAY)
    indicator = grid_of(matrix, budi, TODAY).columns[0]
    cell = {"matrix_id": matrix.pk, "indicator_id": indicator.pk}
    world.add("matrix", "budi", matrix_id=matrix.pk)
    world.add("matrix_column", "budi", **cell)
    world.add("matrix_cell", "budi", **cell, person_id=sari.pk)
    asked = volunteer(
        matrix=matrix, indicator=indicator, title="Peran Melati: rujukan", by=sari, on=TODAY
    )
    world.add("role_asked", "sari", role_id=asked.pk)
    guest = invite(matrix=matrix, person=world.people["yani"], by=budi, on=TODAY)
    world.add("matrix_guest", "yani", guest_id=guest.pk)
    coming = start_matrix(year=2027, by=budi, on=TODAY)
    draft = Plan.objects.get(pk=world.things["plan_draft"]["budi"]["plan_id"])
    result = add_result(plan=draft, title="Rujukan lintas unit berjalan", by=budi, on=TODAY)
    column = add_indicator(result=result, text="Rujukan", target_min=Decimal(90), by=budi)
    write_cell(
        matrix=coming,
        person=sari,
        indicator=column,
        titles=["Peran Melati"],
        by=budi,
        on=TODAY,
    )
    world.add("role_agreed", "sari", role_id=coming.roles.get().pk)
