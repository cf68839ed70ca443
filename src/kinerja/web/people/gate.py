"""Whom and what a request may reach here. What is not yours looks like what is not there: 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from kinerja.people.access import may_manage_people
from kinerja.people.person import Person
from kinerja.people.refusals import NotAllowed
from kinerja.people.role import Role
from kinerja.people.unit import Unit
from kinerja.web.page import PageRequest

# Tasks whose holders read the whole record of everybody: birth date, changes, tasks.
READS_RECORDS = {Role.Name.PERSONNEL_ADMIN, Role.Name.PERSONNEL_VIEWER}


def keeper(request: PageRequest) -> Person:
    """The viewer, who keeps the register. Errors: 404 for everybody else."""
    if not may_manage_people(request.person):
        raise Http404
    return request.person


def seen_person(request: PageRequest, person_id: int) -> Person:
    """A person whose page the viewer may open."""
    return get_object_or_404(Person.objects.visible_to(request.person), pk=person_id)


def kept_person(request: PageRequest, person_id: int) -> Person:
    """A person whose data the viewer may change.

    Errors: 404 unless the viewer keeps the register; NotAllowed for one's own data, because nobody
    decides about himself or herself.
    """
    by = keeper(request)
    person = seen_person(request, person_id)
    check_is_another(by, person)
    return person


def check_is_another(by: Person, person: Person) -> None:
    if by == person:
        raise NotAllowed(
            "Data kepegawaian Anda sendiri hanya dapat diubah oleh admin kepegawaian lain."
        )


def kept_unit(request: PageRequest, unit_id: int) -> Unit:
    """A unit that the viewer may change. Errors: 404 unless the viewer keeps the register."""
    keeper(request)
    return get_object_or_404(Unit.objects.select_related("parent"), pk=unit_id)


def reads_record(request: PageRequest, person: Person) -> bool:
    """Whether the viewer reads all that is known of a person: one's own, or by task."""
    return request.person == person or reads_records(request)


def reads_records(request: PageRequest) -> bool:
    """Whether the viewer has a task that opens the whole records of others."""
    return bool(request.layout.roles & READS_RECORDS)
