"""The problem tree: main problem, problems, root causes and strategic issues, each with its proof.

A tree belongs to a unit or to the whole agency. A node stands under one that is at the same level
or above it in this order; nodes move, but never under themselves.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from django.db import models, transaction
from django.db.models import Q

from kinerja.needs.finding import Finding
from kinerja.needs.scope import check_may_analyse
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.people.unit import Unit
from kinerja.records.event import record
from kinerja.rules.refusal import ChangedMeanwhile, Refusal

MOST_NODES = 200  # of one tree: what people can still read


class CircularProblem(Refusal):
    """A node cannot stand under itself."""


class HasBranches(Refusal):
    """Other nodes stand under it."""


class ProblemTreeQuerySet(models.QuerySet["ProblemTree"]):
    def visible_to(self, person: Person) -> Self:
        """Like the findings in them, open to everybody who works there."""
        return self.all()


class ProblemTree(models.Model):
    """One analysis."""

    title = models.CharField("judul", max_length=200)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="problem_trees",
        verbose_name="unit kerja",
    )
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    begun_on = models.DateField("dimulai")

    objects = ProblemTreeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="problem_tree_named")]

    def __str__(self) -> str:
        return self.title


class ProblemNodeQuerySet(models.QuerySet["ProblemNode"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(tree__in=ProblemTree.objects.visible_to(person))


class ProblemNode(models.Model):
    """One box of a tree; `revision` grows with every change."""

    class Kind(models.TextChoices):
        MAIN = "main", "Masalah pokok"
        PROBLEM = "problem", "Masalah"
        ROOT = "root", "Akar masalah"
        ISSUE = "issue", "Isu strategis"

    tree = models.ForeignKey(ProblemTree, models.CASCADE, related_name="nodes")
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="di bawah",
    )
    kind = models.CharField("tingkat", max_length=7, choices=Kind)
    statement = models.CharField("uraian", max_length=300)
    findings: "models.ManyToManyField[Finding, NodeFinding]" = models.ManyToManyField(
        Finding, through="NodeFinding", related_name="nodes"
    )
    revision = models.PositiveIntegerField(default=1)

    objects = ProblemNodeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(statement=""), name="problem_is_said"),
            models.CheckConstraint(
                condition=Q(parent=None, kind="main") | Q(parent__isnull=False),
                name="problem_top_is_main",
            ),
        ]

    def __str__(self) -> str:
        return self.statement


class NodeFinding(models.Model):
    """A finding that shows a node."""

    node = models.ForeignKey(ProblemNode, models.CASCADE, related_name="proofs", db_index=False)
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["node", "finding"], name="node_finding_once")
        ]

    def __str__(self) -> str:
        return f"{self.node_id}: {self.finding_id}"


LEVELS = list(ProblemNode.Kind)


@dataclass
class Branch:
    """A node with what stands under it."""

    node: ProblemNode
    branches: list["Branch"] = field(default_factory=list)

    def walk(self) -> Iterator[ProblemNode]:
        """From the top down."""
        yield self.node
        for branch in self.branches:
            yield from branch.walk()


@transaction.atomic
def begin_tree(*, title: str, by: Person, on: date, unit: Unit | None = None) -> ProblemTree:
    """Begin an analysis. Errors: NotAllowed, InvalidInput."""
    check_may_analyse(by, on, unit)
    tree = ProblemTree(title=" ".join(title.split()), unit=unit, begun_by=by, begun_on=on)
    check_fields(tree)
    tree.save(force_insert=True)
    record("problem_tree.begun", about=tree, by=by, data={"title": tree.title})
    return tree


@transaction.atomic
def add_node(
    *,
    tree: ProblemTree,
    kind: str,
    statement: str,
    by: Person,
    on: date,
    parent: ProblemNode | None = None,
    findings: Sequence[Finding] = (),
) -> ProblemNode:
    """Hang one node into the tree. Errors: NotAllowed, InvalidInput."""
    held = _held(tree, by, on)
    if held.nodes.count() >= MOST_NODES:
        raise InvalidInput(f"Satu pohon memuat paling banyak {MOST_NODES} simpul. Mulai yang baru.")
    _check_place(held, kind, parent)
    node = ProblemNode(tree=held, kind=kind, statement=" ".join(statement.split()), parent=parent)
    check_fields(node)
    node.save(force_insert=True)
    NodeFinding.objects.bulk_create(NodeFinding(node=node, finding=one) for one in findings)
    data = {"node": node.pk, "kind": str(kind), "statement": node.statement}
    record("problem_tree.node_added", about=held, by=by, data=data)
    return node


@transaction.atomic
def edit_node(
    *,
    node: ProblemNode,
    kind: str,
    statement: str,
    parent: ProblemNode | None,
    findings: Sequence[Finding],
    by: Person,
    on: date,
    revision: int | None = None,
) -> ProblemNode:
    """Change a node or hang it elsewhere; nothing is overwritten unseen.

    Errors: NotAllowed, ChangedMeanwhile, CircularProblem, InvalidInput.
    """
    tree = _held(node.tree, by, on)
    held = _node(node, revision)
    _check_place(tree, kind, parent)
    _check_below(held, kind)
    if parent is not None and parent.pk in _under(tree, held):
        raise CircularProblem(f"“{parent.statement}” sudah berada di bawah simpul ini.")
    before = [held.kind, held.statement, held.parent_id]
    held.kind, held.statement, held.parent = kind, " ".join(statement.split()), parent
    check_fields(held)
    old = set(held.proofs.values_list("finding_id", flat=True))
    new = {one.pk for one in findings}
    if before == [held.kind, held.statement, held.parent_id] and old == new:
        return held
    held.proofs.exclude(finding__in=new).delete()
    NodeFinding.objects.bulk_create(
        NodeFinding(node=held, finding=one) for one in findings if one.pk not in old
    )
    held.revision += 1
    held.save()
    data = {"node": held.pk, "before": before, "findings": sorted(new)}
    record("problem_tree.node_edited", about=tree, by=by, data=data)
    return held


@transaction.atomic
def remove_node(*, node: ProblemNode, by: Person, on: date) -> None:
    """Take out a node under which nothing stands; the event keeps what it said.

    Errors: NotAllowed, ChangedMeanwhile, HasBranches.
    """
    tree = _held(node.tree, by, on)
    held = _node(node, None)
    if held.children.exists():
        raise HasBranches("Pindahkan dulu simpul di bawahnya.")
    data = {"node": held.pk, "kind": held.kind, "statement": held.statement}
    held.delete()
    record("problem_tree.node_removed", about=tree, by=by, data=data)


def branches_of(tree: ProblemTree) -> list[Branch]:
    """The whole tree from the top down; three queries."""
    nodes = list(tree.nodes.prefetch_related("findings").order_by("pk"))
    branches = {node.pk: Branch(node) for node in nodes}
    tops: list[Branch] = []
    for node in nodes:
        above = branches[node.parent_id].branches if node.parent_id else tops
        above.append(branches[node.pk])
    return tops


def _held(tree: ProblemTree, by: Person, on: date) -> ProblemTree:
    """One change of a tree at a time, so that two together never close a circle."""
    rows = ProblemTree.objects.select_for_update(of=("self",)).select_related("unit")
    held = rows.get(pk=tree.pk)
    check_may_analyse(by, on, held.unit)
    return held


def _node(node: ProblemNode, revision: int | None) -> ProblemNode:
    held = ProblemNode.objects.filter(pk=node.pk).first()
    if held is None:
        raise ChangedMeanwhile("Simpul ini sudah dihapus. Muat ulang halaman.")
    if revision is not None and held.revision != revision:
        raise ChangedMeanwhile("Simpul ini sudah diubah orang lain. Muat ulang halaman.")
    return held


def _check_place(tree: ProblemTree, kind: str, parent: ProblemNode | None) -> None:
    if kind not in LEVELS:
        raise InvalidInput("Pilih tingkat simpul.")
    if parent is None:
        if kind != ProblemNode.Kind.MAIN:
            raise InvalidInput("Hanya masalah pokok berdiri di puncak; pilih simpul di atasnya.")
        return
    if parent.tree_id != tree.pk:
        raise InvalidInput("Pilih simpul dari pohon yang sama.")
    if kind == ProblemNode.Kind.MAIN or LEVELS.index(ProblemNode.Kind(kind)) < LEVELS.index(
        ProblemNode.Kind(parent.kind)
    ):
        raise InvalidInput(
            "Urutannya masalah pokok, masalah, akar masalah, isu strategis; pilih simpul yang"
            " setingkat atau di atasnya."
        )


def _check_below(node: ProblemNode, kind: str) -> None:
    """What stands under it must still fit."""
    below = [ProblemNode.Kind(one) for one in node.children.values_list("kind", flat=True)]
    if any(LEVELS.index(one) < LEVELS.index(ProblemNode.Kind(kind)) for one in below):
        raise InvalidInput("Simpul di bawahnya bertingkat lebih tinggi. Ubah itu dulu.")


def _under(tree: ProblemTree, node: ProblemNode) -> set[int]:
    """Ids of the node and of everything under it."""
    for top in branches_of(tree):
        for branch in _all(top):
            if branch.node.pk == node.pk:
                return {one.pk for one in branch.walk()}
    return {node.pk}


def _all(branch: Branch) -> Iterator[Branch]:
    yield branch
    for one in branch.branches:
        yield from _all(one)
