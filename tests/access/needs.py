"""What `world` needs: findings, problem trees, needs, workload."""

from datetime import date
from decimal import Decimal

from tests.access.world import TODAY, World

from kinerja.needs.finding import Proof, note_finding
from kinerja.needs.need import note_need
from kinerja.planning.goal import Goal
from kinerja.planning.need_link import link_need


def the_needs(world: World) -> None:
    """Susi looks after a need of the whole agency, with the finding that shows it and a goal."""
    susi = world.people["susi"]
    proof = Proof("Rata-rata di loket.", value=Decimal(90), unit_of_measure="menit", cases=40)
    finding = note_finding(
        source="other", statement="Waktu tunggu lama", proofs=[proof], by=susi, on=TODAY
    )
    need = note_need(
        statement="Antrean pendek",
        findings=[finding],
        review_on=date(2027, 10, 1),
        by=susi,
        on=TODAY,
    )
    goal = Goal.objects.get(pk=world.things["goal"]["health"]["goal_id"])
    link_need(need=need, goal=goal, by=susi, on=TODAY)
    world.add("need_finding", "susi", finding_id=finding.pk)
    world.add("need", "susi", need_id=need.pk)
