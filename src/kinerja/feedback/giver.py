"""Who gives feedback to whom: the role that the record names, and who is near enough to say."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from kinerja.people.person import Person, PersonQuerySet
from kinerja.people.supervision import BELONGING_KINDS, Line, appraisers_of, report_ids
from kinerja.people.tenure import Assignment
from kinerja.rules.feedback import FeedbackGiver

Pair = tuple[int, int]  # ids of the giver and the receiver


def roles_between(pairs: Iterable[tuple[Person, Person]], on: date) -> dict[Pair, FeedbackGiver]:
    """What each giver is to the receiver on that day; the number of queries is constant."""
    pairs = list(pairs)
    people = {person.pk: person for pair in pairs for person in pair}
    lines = appraisers_of(people.values(), on)
    return {
        (giver.pk, receiver.pk): _role(giver, receiver, lines[giver.pk], lines[receiver.pk])
        for giver, receiver in pairs
    }


def _role(
    giver: Person, receiver: Person, above_giver: Line, above_receiver: Line
) -> FeedbackGiver:
    if giver in (above_receiver.appraiser, above_receiver.superior):
        return FeedbackGiver.LEADER
    if receiver in (above_giver.appraiser, above_giver.superior):
        return FeedbackGiver.SUBORDINATE
    if above_giver.appraiser and above_giver.appraiser == above_receiver.appraiser:
        return FeedbackGiver.PEER
    return FeedbackGiver.OTHER


def colleagues(person: Person, on: date) -> PersonQuerySet:
    """Those to whom the person may give feedback, and whom he or she may ask for it: whom one may
    see, the two above, who has the same appraiser, works in the same unit, or in the same team."""
    line = appraisers_of([person], on)[person.pk]
    near = [one.pk for one in (line.appraiser, line.superior) if one]
    if line.appraiser:
        near += report_ids(line.appraiser, on)
    own = Assignment.objects.on(on).filter(person=person)
    beside = Assignment.objects.on(on).filter(
        Q(
            position__unit__in=own.filter(kind__in=BELONGING_KINDS).values("position__unit"),
            kind__in=BELONGING_KINDS,
        )
        | Q(position__in=own.values("position"))
    )
    seen = Person.objects.visible_to(person, on).values("pk")
    reached = Q(pk__in=near) | Q(pk__in=beside.values("person")) | Q(pk__in=seen)
    return Person.objects.filter(reached).exclude(pk=person.pk)
