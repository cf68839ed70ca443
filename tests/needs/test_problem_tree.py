"""The problem tree: levels in their order, moves without circles, nothing overwritten unseen."""

import pytest
from tests.needs.needing import TODAY, a_finding, an_officer
from tests.people.make import a_member, a_unit

from kinerja.needs.problem_tree import (
    CircularProblem,
    HasBranches,
    ProblemNode,
    add_node,
    begin_tree,
    branches_of,
    edit_node,
    remove_node,
)
from kinerja.people.refusals import InvalidInput, NotAllowed
from kinerja.records.event import Event
from kinerja.rules.refusal import ChangedMeanwhile

pytestmark = pytest.mark.django_db


@pytest.fixture
def susi():
    return an_officer()


@pytest.fixture
def tree(susi):
    return begin_tree(title="Layanan ibu", by=susi, on=TODAY)


def a_node(tree, kind, statement, parent=None, findings=()):
    return add_node(
        tree=tree,
        kind=kind,
        statement=statement,
        parent=parent,
        findings=findings,
        by=tree.begun_by,
        on=TODAY,
    )


def moved(node, parent, **changes):
    values = {
        "kind": node.kind,
        "statement": node.statement,
        "findings": list(node.findings.all()),
        "parent": parent,
    }
    return edit_node(node=node, by=node.tree.begun_by, on=TODAY, **(values | changes))


def test_findings_grow_into_a_tree_of_four_levels(tree, susi):
    slow = a_finding(susi)
    main = a_node(tree, "main", "Kematian ibu tinggi")
    problem = a_node(tree, "problem", "Rujukan lambat", main)
    root = a_node(tree, "root", "Loket satu", problem, [slow])
    issue = a_node(tree, "issue", "Tata rujukan", root)

    (top,) = branches_of(tree)

    assert list(top.walk()) == [main, problem, root, issue]
    assert list(ProblemNode.objects.get(pk=root.pk).findings.all()) == [slow]
    assert Event.objects.named("problem_tree.node_added").count() == 4


def test_a_level_never_stands_under_a_lower_one(tree):
    main = a_node(tree, "main", "Kematian ibu tinggi")
    root = a_node(tree, "root", "Loket satu", main)

    for kind, parent in (("problem", None), ("problem", root), ("main", main)):
        with pytest.raises(InvalidInput):
            a_node(tree, kind, "Lain", parent)
    a_node(tree, "root", "Sebab dari sebab", root)
    with pytest.raises(InvalidInput, match="di bawahnya"):
        moved(root, main, kind="issue")

    assert tree.nodes.count() == 3


def test_a_node_is_moved_but_never_under_itself(tree):
    main = a_node(tree, "main", "Kematian ibu tinggi")
    left, right = (a_node(tree, "problem", text, main) for text in ("Rujukan", "Gizi"))
    below = a_node(tree, "problem", "Ambulans", left)

    with pytest.raises(CircularProblem):
        moved(left, below)
    with pytest.raises(CircularProblem):
        moved(left, left)
    moved(below, right)

    assert ProblemNode.objects.get(pk=below.pk).parent == right


def test_who_comes_second_overwrites_nothing(tree):
    main = a_node(tree, "main", "Kematian ibu tinggi")
    moved(main, None, statement="Kematian ibu", revision=1)

    with pytest.raises(ChangedMeanwhile):
        moved(main, None, statement="Lain", revision=1)

    assert ProblemNode.objects.get().statement == "Kematian ibu"


def test_a_node_with_branches_stays(tree, susi):
    main = a_node(tree, "main", "Kematian ibu tinggi")
    problem = a_node(tree, "problem", "Rujukan", main)

    with pytest.raises(HasBranches):
        remove_node(node=main, by=susi, on=TODAY)
    remove_node(node=problem, by=susi, on=TODAY)

    assert list(tree.nodes.all()) == [main]
    data = Event.objects.named("problem_tree.node_removed").get().data
    assert data["statement"] == "Rujukan"


def test_others_change_nothing(tree):
    with pytest.raises(NotAllowed):
        add_node(
            tree=tree,
            kind="main",
            statement="Lain",
            by=a_member("Sari", a_unit()),
            on=TODAY,
        )
    assert not tree.nodes.exists()
