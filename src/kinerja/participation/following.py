"""What time does to answers: late ones are told one up, and no idea waits for somebody who left."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Coalesce

from kinerja.participation.idea import OPEN, Idea
from kinerja.participation.owner import head_over_space, move_owner, owner_for
from kinerja.participation.space import Space
from kinerja.participation.switching import hand_over
from kinerja.people.person import Person, is_present
from kinerja.people.refusals import InvalidInput
from kinerja.people.supervision import appraisers_of
from kinerja.people.tenure import Assignment
from kinerja.records.event import Event, record, type_of
from kinerja.records.notice import notify
from kinerja.rules.date_words import date_in_words
from kinerja.rules.idea import GOING_ON

AT_ONCE = 500  # of one run; the next run takes the next ones


def follow_answers(*, at: datetime, on: date) -> None:
    """Hand over what waits for people who left; tell superiors what is late. Again: nothing new."""
    replace_owners(at=at, on=on)
    tell_late(on=on)


def replace_owners(*, at: datetime, on: date) -> int:
    """Ideas that wait or go on pass to who leads there now; how many did.

    When their owner leads nothing any more; and in the box, when he or she leads neither the unit
    that the idea is about nor one above it, unless a person chose this owner.
    """
    replace_deciders(on=on)
    seats = Assignment.objects.on(on).leading().filter(is_present(on, "person__"))
    seats = seats.filter(person=OuterRef("owner"))
    about = ExpressionWrapper(OuterRef("unit__path"), TextField())
    there = seats.alias(path=about).filter(path__startswith=F("position__unit__path"))
    moves = Event.objects.named("idea.owner_moved").filter(
        about_type=type_of(Idea()), about_id=OuterRef("pk")
    )
    gone = (
        Idea.objects.filter(state__in=[*OPEN, *GOING_ON])
        .alias(chosen_by=Subquery(moves.order_by("-pk").values("by")[:1]))
        .filter(~Exists(seats) | Q(~Exists(there), space=None, chosen_by=None))
    )
    moved = 0
    for idea in gone.select_related("space__owner", "unit", "author")[:AT_ONCE]:
        try:
            owner = owner_for(idea, on)
        except InvalidInput:  # nobody leads there now; it is looked at again tomorrow
            continue
        why = "Penjawab sebelumnya tidak lagi memimpin di sana."
        move_owner(idea=idea, owner=owner, reason=why, by=None, at=at, on=on)
        moved += 1
    return moved


def replace_deciders(*, on: date) -> None:
    """A space that is not closed, and whose decider leads nothing any more, goes to who leads those
    whom it asks."""
    seats = Assignment.objects.on(on).leading().filter(is_present(on, "person__"))
    gone = Space.objects.filter(closed_on=None).exclude(owner__in=seats.values("person"))
    for space in gone.order_by("pk")[:AT_ONCE]:
        owner = head_over_space(space, (), on)
        if owner is not None:
            why = "Pemutus sebelumnya tidak lagi memimpin unit."
            hand_over(space=space, owner=owner, reason=why, by=None, on=on)


@transaction.atomic
def tell_late(*, on: date) -> int:
    """Tell the one above, and the owner, of an answer that is late; once for each day set."""
    rows = (
        Idea.objects.overdue(on)
        .annotate(told=Coalesce("told_late_on", date.min))
        .filter(told__lte=F("due_on"))
        .select_for_update(of=("self",))
        .select_related("owner", "author")[:AT_ONCE]
    )
    late = list(rows)
    owners: dict[int, Person] = {idea.owner.pk: idea.owner for idea in late if idea.owner}
    lines = appraisers_of(owners.values(), on)
    for idea in late:
        idea.told_late_on = on
        idea.save(update_fields=["told_late_on"])
        if idea.owner is None or idea.due_on is None:
            continue
        day = date_in_words(idea.due_on)
        notify(idea.owner, f"Jawaban terlambat sejak {day}: {idea.title}"[:300], idea.page)
        above = lines[idea.owner.pk].appraiser
        if above is not None:
            said = f"{idea.owner.name} belum menjawab gagasan (batas {day}): {idea.title}"
            notify(above, said[:300], idea.page)
        data = {"due": idea.due_on.isoformat()}
        record("idea.answer_late", about=idea, person=idea.owner, by=None, data=data)
    return len(late)
