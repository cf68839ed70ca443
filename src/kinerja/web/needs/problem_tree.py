"""Problem trees, drawn and as a nested list; nodes are added, moved and taken out."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.needs.finding import Finding
from kinerja.needs.problem_tree import (
    Branch,
    ProblemNode,
    ProblemTree,
    add_node,
    begin_tree,
    branches_of,
    edit_node,
    remove_node,
)
from kinerja.needs.scope import may_analyse, need_scope
from kinerja.people.scope import UnitScope
from kinerja.web.asked import row_in
from kinerja.web.attempt import done, made, refusal_of, status
from kinerja.web.edit_form import EditForm
from kinerja.web.forms import Form, TextField
from kinerja.web.needs.finding import offer_units
from kinerja.web.needs.need import FindingChoices, offered_findings
from kinerja.web.needs.tabs import need_tabs
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.tree_drawing import Drawing, Leaf, draw_tree
from kinerja.web.unit_field import UnitField

SHOWN = 30
TONES = {"main": "heed", "problem": "none", "root": "none", "issue": "good"}


class TreeForm(Form):
    title = forms.CharField(
        label="Judul", max_length=200, help_text="Misalnya Layanan kesehatan ibu 2026."
    )
    unit = UnitField(empty_label="Seluruh instansi")

    def __init__(self, *args: Any, scope: UnitScope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self, scope)


class NodeChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: ProblemNode) -> str:
        return f"{obj.get_kind_display()}: {obj.statement}"


class NodeForm(EditForm):
    """One box of the tree."""

    kind = forms.ChoiceField(label="Tingkat", choices=ProblemNode.Kind.choices)
    statement = TextField(label="Uraian", rows=2, max_length=300)
    parent = NodeChoice(
        label="Di bawah",
        queryset=ProblemNode.objects.none(),
        required=False,
        empty_label="Di puncak pohon",
        help_text="Setingkat atau di atasnya; hanya masalah pokok berdiri di puncak.",
    )
    findings = FindingChoices(
        label="Temuan yang menunjukkannya", queryset=Finding.objects.none(), required=False
    )

    def __init__(
        self,
        *args: Any,
        nodes: QuerySet[ProblemNode],
        findings: QuerySet[Finding],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = nodes  # type: ignore[attr-defined]
        self.fields["findings"].queryset = findings  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        names = ("kind", "statement", "parent")
        return {name: given[name] for name in names} | {"findings": list(given["findings"])}


@page
def problem_trees(request: PageRequest) -> HttpResponse:
    rows = ProblemTree.objects.visible_to(request.person).select_related("unit")
    context = {
        "page": keyset(request, rows.annotate(count=Count("nodes")), SHOWN),
        "tabs": need_tabs("problem_trees"),
        "analyses": bool(need_scope(request.person, timezone.localdate())),
    }
    return render(request, "needs/problem_tree/list.html", context)


@page
def problem_tree_new(request: PageRequest) -> HttpResponse:
    today = timezone.localdate()
    scope = need_scope(request.person, today)
    if not scope:
        raise PermissionDenied
    form = TreeForm(request.POST or None, scope=scope)
    tree = made(form, lambda: begin_tree(by=request.person, on=today, **form.cleaned_data))
    if tree is not None:
        messages.success(request, "Pohon dimulai. Tulis masalah pokoknya.")
        return redirect("problem_node_new", tree.pk)
    return render(request, "needs/problem_tree/new.html", {"form": form}, status=status(form))


@page
def problem_tree(request: PageRequest, tree_id: int) -> HttpResponse:
    """The whole tree."""
    tree = _tree(request, tree_id)
    branches = branches_of(tree)
    context = {
        "tree": tree,
        "branches": branches,
        "drawing": _drawing(tree, branches),
        "analyses": may_analyse(request.person, timezone.localdate(), tree.unit),
    }
    return render(request, "needs/problem_tree/show.html", context)


@page
def problem_node_new(request: PageRequest, tree_id: int) -> HttpResponse:
    """Hang a node into the tree; `?induk=` names what it stands under."""
    tree, today = _kept(request, tree_id), timezone.localdate()
    parent = row_in(tree.nodes.all(), request.GET.get("induk", ""))
    form = NodeForm(
        request.POST or None,
        nodes=tree.nodes.all(),
        findings=offered_findings(request, []),
        initial={"parent": parent, "kind": _next_kind(parent)},
    )
    node = made(form, lambda: add_node(tree=tree, by=request.person, on=today, **form.values()))
    if node is not None:
        messages.success(request, "Simpul ditambahkan.")
        return redirect("problem_tree", tree.pk)
    context = {"form": form, "tree": tree}
    return render(request, "needs/problem_tree/node.html", context, status=status(form))


@page
def problem_node(request: PageRequest, node_id: int) -> HttpResponse:
    """Change a node, or hang it elsewhere."""
    node, today = _node(request, node_id), timezone.localdate()
    reasons = list(node.proofs.values_list("finding_id", flat=True))
    form = NodeForm(
        request.POST or None,
        row=node,
        nodes=node.tree.nodes.exclude(pk=node.pk),
        findings=offered_findings(request, reasons),
        initial={
            "kind": node.kind,
            "statement": node.statement,
            "parent": node.parent,
            "findings": reasons,
            "revision": node.revision,
        },
    )
    if done(
        form,
        lambda: edit_node(
            node=node,
            by=request.person,
            on=today,
            revision=form.cleaned_data["revision"],
            **form.values(),
        ),
    ):
        messages.success(request, "Perubahan disimpan.")
        return redirect("problem_tree", node.tree_id)
    context = {"form": form, "tree": node.tree, "node": node, "newer": form.newer}
    return render(request, "needs/problem_tree/node.html", context, status=status(form))


@page
@require_POST
def problem_node_remove(request: PageRequest, node_id: int) -> HttpResponse:
    """Take out a node without branches."""
    node, today = _node(request, node_id), timezone.localdate()
    refused = refusal_of(lambda: remove_node(node=node, by=request.person, on=today))
    if refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "Simpul dihapus.")
    return redirect("problem_tree", node.tree_id)


def _drawing(tree: ProblemTree, branches: list[Branch]) -> Drawing:
    leaves = [
        Leaf(
            key=str(node.pk),
            title=node.statement,
            head=node.get_kind_display(),
            foot=f"{len(node.findings.all())} temuan" if node.findings.all() else "",
            url=f"#simpul-{node.pk}",
            parent=str(node.parent_id or ""),
            tone=TONES[node.kind],
            warning="" if node.findings.all() else "Belum ada bukti",
        )
        for top in branches
        for node in top.walk()
    ]
    return draw_tree(f"Pohon masalah: {tree.title}", leaves)


def _next_kind(parent: ProblemNode | None) -> str:
    kinds = list(ProblemNode.Kind)
    if parent is None:
        return kinds[0]
    return kinds[min(kinds.index(ProblemNode.Kind(parent.kind)) + 1, len(kinds) - 1)]


def _tree(request: PageRequest, tree_id: int) -> ProblemTree:
    rows = ProblemTree.objects.visible_to(request.person).select_related("unit", "begun_by")
    return get_object_or_404(rows, pk=tree_id)


def _kept(request: PageRequest, tree_id: int) -> ProblemTree:
    tree = _tree(request, tree_id)
    if not may_analyse(request.person, timezone.localdate(), tree.unit):
        raise PermissionDenied
    return tree


def _node(request: PageRequest, node_id: int) -> ProblemNode:
    rows = ProblemNode.objects.visible_to(request.person).select_related("tree__unit", "parent")
    node = get_object_or_404(rows, pk=node_id)
    if not may_analyse(request.person, timezone.localdate(), node.tree.unit):
        raise PermissionDenied
    return node
