"""What time does to answers: late ones are told one up, and no idea waits for somebody who left."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from kinerja.participation.idea import Idea
from kinerja.participation.owner import move_owner, owner_for
from kinerja.people.person import Person, is_present
from kinerja.people.refusals import InvalidInput
from kinerja.people.supervision import appraisers_of
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.date_words import date_in_words

AT_ONCE = 500  # of one run; the next run takes the next ones


def follow_answers(*, at: datetime, on: date) -> None:
    """Hand over what waits for people who left; tell superiors what is late. Again: nothing new."""
    replace_owners(at=at, on=on)
    tell_late(on=on)


def replace_owners(*, at: datetime, on: date) -> int:
    """Ideas whose owner no longer serves go to who leads there now; how many did."""
    gone = Idea.objects.undecided().exclude(is_present(on, "owner__"))
    moved = 0
    for idea in gone.select_related("space__owner", "unit", "author")[:AT_ONCE]:
        try:
            owner = owner_for(idea, on)
        except InvalidInput:  # nobody leads there now; it is looked at again tomorrow
            continue
        why = "Penjawab sebelumnya tidak lagi bertugas."
        move_owner(idea=idea, owner=owner, reason=why, by=None, at=at, on=on)
        moved += 1
    return moved


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
