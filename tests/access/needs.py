"""What `world` needs: findings, problem trees, needs, workload."""

from datetime import date
from decimal import Decimal

from tests.access.world import NOW, TODAY, World

from kinerja.needs.finding import Finding, Proof, note_finding
from kinerja.needs.need import note_need
from kinerja.needs.problem_tree import add_node, begin_tree
from kinerja.needs.scoring import open_scoring, score
from kinerja.needs.workload import NewTask, begin_workload, put_tasks
from kinerja.planning.goal import Goal
from kinerja.planning.indicator_feed import set_feed
from kinerja.planning.key_indicator import KeyIndicator
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
    tree = begin_tree(title="Layanan", by=susi, on=TODAY)
    node = add_node(tree=tree, kind="main", statement="Antrean", by=susi, on=TODAY)
    _scored(
        world,
        finding,
        note_finding(source="other", statement="Loket jauh", proofs=[proof], by=susi, on=TODAY),
    )
    world.add("problem_tree", "susi", tree_id=tree.pk)
    world.add("problem_node", "susi", node_id=node.pk)
    the_feeds(world)
    _workload(world)
    world.add("need_finding", "susi", finding_id=finding.pk)
    world.add("need", "susi", need_id=need.pk)


def the_feeds(world: World) -> None:
    """Accepted reports feed every indicator."""
    for place in world.things["key_indicator"].values():
        set_feed(
            indicator=KeyIndicator.objects.get(pk=place["indicator_id"]),
            kind="reports",
            subject="accepted",
            every="month",
            span="year",
            since=date(2026, 1, 1),
            by=world.people["wati"],
            on=TODAY,
        )


def _scored(world: World, *findings: Finding) -> None:
    """Susi and Wati have scored in a session that Susi leads and that still runs."""
    people = [world.people["susi"], world.people["wati"]]
    session = open_scoring(
        title="Prioritas 2027",
        method="usg",
        subjects=findings,
        people=people,
        last_day=date(2026, 10, 30),
        by=people[0],
        on=TODAY,
    )
    marks = {item.pk: (4, 4, 4) for item in session.items.all()}
    for person in people:
        score(scoring=session, marks=marks, by=person, at=NOW, on=TODAY)
    world.add("scoring", "susi", scoring_id=session.pk)


def _workload(world: World) -> None:
    """Rina analyses her own unit: one post has more to do than its people can."""
    rina, unit = world.people["rina"], world.units["K.1"]
    post = unit.positions.filter(leads=False).order_by("pk")[0]
    workload = begin_workload(unit=unit, year=2026, effective_minutes=75_000, by=rina, on=TODAY)
    new = NewTask(post, "Memeriksa", "berkas", Decimal(90_000), "year", Decimal(15))
    (task,) = put_tasks(workload=workload, tasks=[new], by=rina, on=TODAY)
    world.add("workload", "rina", workload_id=workload.pk)
    world.add("workload_task", "rina", workload_id=workload.pk, task_id=task.pk)
