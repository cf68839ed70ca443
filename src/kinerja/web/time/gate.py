"""Whose working time a request may keep. What is not yours looks like what is not there: 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kinerja.people.person import Person, PersonQuerySet
from kinerja.people.time_keeping import keeps_time, kept_people
from kinerja.web.page import PageRequest


def time_keeper(request: PageRequest) -> Person:
    """The viewer, who keeps the time of others. Errors: 404 for everybody else."""
    if not keeps_time(request.person, timezone.localdate()):
        raise Http404
    return request.person


def kept(request: PageRequest) -> PersonQuerySet:
    """Those whose time the viewer keeps. Errors: 404 for whoever keeps none."""
    return kept_people(time_keeper(request), timezone.localdate())


def kept_one(request: PageRequest, person_id: int) -> Person:
    """One of them. Errors: 404."""
    return get_object_or_404(kept(request), pk=person_id)
