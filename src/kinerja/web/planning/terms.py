"""The attachment of a plan (form A.1.8): resources, accountability, consequences."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kinerja.planning.plan import Plan
from kinerja.planning.terms import PlanTerm, add_term, remove_term
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.planning.plan import own_plan
from kinerja.web.planning.result import check_open


class TermForm(Form):
    """One line."""

    kind = forms.ChoiceField(label="Bagian", choices=PlanTerm.Kind.choices)
    text = TextField(label="Uraian", rows=2, max_length=300)


@page
def terms(request: PageRequest, plan_id: int) -> HttpResponse:
    """The lines of one's draft, and one more."""
    plan = own_plan(request.person, plan_id)
    check_open(plan)
    form = TermForm(request.POST or None)
    if done(form, lambda: add_term(plan=plan, by=request.person, **form.cleaned_data)):
        messages.success(request, "Ditambahkan ke lampiran.")
        return redirect("plan_terms", plan.pk)
    context = {"plan": plan, "form": form, "terms": plan.terms.all()}
    return render(request, "planning/plan/terms.html", context, status=status(form))


@page
@require_POST
def delete_term(request: PageRequest, term_id: int) -> HttpResponse:
    mine = PlanTerm.objects.filter(plan__in=Plan.objects.visible_to(request.person))
    mine = mine.filter(plan__person=request.person)
    term = get_object_or_404(mine.select_related("plan"), pk=term_id)
    remove_term(term=term, by=request.person)
    messages.success(request, "Baris lampiran dihapus.")
    return redirect("plan_terms", term.plan_id)
