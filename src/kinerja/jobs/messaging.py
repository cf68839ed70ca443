"""Reminders by WhatsApp and Telegram: to numbers that were confirmed, in the rhythm and outside of
the quiet hours that a person has chosen for mail. A message says how much waits, and the way here.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from kinerja.integrations.gateway.adapters import gateways_on
from kinerja.integrations.gateway.channel import Channel, stop_link
from kinerja.integrations.gateway.message import Message, post_message
from kinerja.jobs.reminding import turn
from kinerja.people.agency import the_agency
from kinerja.people.person import is_present
from kinerja.records.mail import MailPreference, preference_of
from kinerja.records.notice import Notice
from kinerja.web.inbox.pending import pending_of
from kinerja.web.inbox.words import message

Mode = MailPreference.Mode


def remind_by_message(*, at: datetime) -> int:
    """Put the messages that are due now into their box: how many. Again: nobody gets a second."""
    kinds = [one.kind for one in gateways_on()]
    if not kinds:
        return 0
    local = at.astimezone(the_agency().zone)
    return sum(_remind(pk, local) for pk in turn(_due(kinds, local), local))


def _due(kinds: list[str], local: datetime) -> list[int]:
    """Confirmed numbers whose person is present and got no message of today yet, or wants each."""
    day = Message.objects.filter(
        person=OuterRef("person"), kind=OuterRef("kind"), key__startswith=f"daily/{local.date()}/"
    )
    instant = MailPreference.objects.filter(person=OuterRef("person"), mode=Mode.INSTANT)
    none = MailPreference.objects.filter(person=OuterRef("person"), mode=Mode.NONE)
    rows = Channel.objects.confirmed().filter(is_present(local.date(), "person__"), kind__in=kinds)
    rows = rows.exclude(Exists(none))
    wants_each = rows.filter(Exists(instant))
    if local.hour >= settings.KINERJA_DIGEST_HOUR:
        wants_each = wants_each | rows.exclude(Exists(instant)).exclude(Exists(day))
    return list(wants_each.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _remind(pk: int, local: datetime) -> bool:
    """One message for one number, if there is anything to say."""
    rows = Channel.objects.confirmed().select_for_update(of=("self",), skip_locked=True)
    channel = rows.select_related("person").filter(pk=pk).first()
    if channel is None:
        return False
    person = channel.person
    wish = preference_of(person)
    if wish.is_quiet(local.time()):
        return False
    unread = Notice.objects.visible_to(person).unread()
    newest = unread.aggregate(last=Max("pk"))["last"] or channel.told_to
    if wish.mode == Mode.INSTANT and newest <= channel.told_to:
        return False
    with timezone.override(local.tzinfo):
        waiting = sum(one.number for one in pending_of(person, local.date()) if one.in_mail)
    number = unread.count()
    if channel.told_to < newest:
        channel.told_to = newest
        channel.save(update_fields=["told_to"])
    if not waiting and not number:
        return False
    daily = f"daily/{local.date()}/{channel.pk}"
    made = post_message(
        person=person,
        kind=channel.kind,
        address=channel.address,
        key=daily if wish.mode == Mode.DAILY else f"instant/{channel.pk}/{newest}",
        text=message(waiting, number, settings.KINERJA_SITE_URL, stop_link(channel)),
        at=local,
    )
    return made is not None
