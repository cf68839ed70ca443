"""What a partner does with its own task. What is said about tasks: `task_comment`."""

from datetime import date

from django.db import transaction

from kinerja.collaboration.partner import Partner
from kinerja.collaboration.refusals import InvitationOver, NotYours, StillWaiting
from kinerja.collaboration.task import Task, put_state


@transaction.atomic
def finish_as_partner(*, task: Task, partner: Partner, on: date) -> Task:
    """The partner's own task is done; said twice: once.

    Errors: InvitationOver, NotYours, StillWaiting.
    """
    owner = held_partner(partner, on)
    rows = Task.objects.select_for_update(of=("self",)).select_related("waits_for")
    held = rows.get(pk=task.pk)
    if held.partner_id != owner.pk:
        raise NotYours("Tugas ini milik pihak lain.")
    before = held.waits_for if held.is_waiting and held.state != Task.State.DONE else None
    if before and not before.shown_to_partners:  # its title is not for partners
        raise StillWaiting(
            "Tugas ini menunggu pekerjaan panitia yang belum selesai. Tanyakan lewat komentar."
        )
    return put_state(held, Task.State.DONE, by=None, on=on, partner=owner.name)


def held_partner(partner: Partner, on: date) -> Partner:
    """Locked; an invitation that ended meanwhile does nothing any more."""
    rows = Partner.objects.on(on).select_for_update(of=("self",))
    held = rows.select_related("programme").filter(pk=partner.pk).first()
    if held is None:
        raise InvitationOver("Undangan ini sudah berakhir.")
    return held
