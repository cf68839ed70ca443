"""What a training moved: figures of groups, with how sure they are and what could mislead."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from kinerja.development.effect import (
    NEAR,
    Finding,
    PeopleMeasure,
    effect_on_people,
    effect_on_units,
    settled_sessions,
    shared_indicators,
)
from kinerja.development.scope import runs_trainings
from kinerja.development.training import Training
from kinerja.people.access import leads_region
from kinerja.rules.training_effect import LEAST_GROUP
from kinerja.web.page import PageRequest, page


@page
def effect(request: PageRequest, training_id: int) -> HttpResponse:
    """Ratings of participants, and an indicator of units, before and after."""
    today = timezone.localdate()
    if not (runs_trainings(request.person, today) or leads_region(request.person, today)):
        raise PermissionDenied
    one = get_object_or_404(Training.objects.visible_to(request.person), pk=training_id)
    found: list[Finding] = [effect_on_people(one, measure) for measure in PeopleMeasure]
    names = shared_indicators(one)
    chosen = request.GET.get("indikator", "")
    if chosen in names:
        found.append(effect_on_units(one, chosen))
    context = {
        "one": one,
        "found": found,
        "names": names,
        "chosen": chosen,
        "sessions": len(settled_sessions(one)),
        "least": LEAST_GROUP,
        "months": NEAR.days // 30,
    }
    return render(request, "development/training/effect.html", context)
