"""Reminders by mail: put together in the quiet of the worker, for those who want them.

A daily mail is made once a day, from the hour of the installation on; an instant one when there are
new notices. Neither in the quiet hours of the person. A run takes so many people; the next goes on
where it stopped, so that people to whom there is nothing to say keep nobody waiting.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from kinerja.people.agency import the_agency
from kinerja.people.person import is_present
from kinerja.records.mail import Mail, MailPreference, mail_is_configured, post_mail
from kinerja.records.notice import Notice
from kinerja.web.inbox.pending import pending_of
from kinerja.web.inbox.words import reminder

Mode = MailPreference.Mode
MOST = 500  # people a run
RUN_MINUTES = 5  # between two runs (see `tasks`)


def remind(*, at: datetime) -> int:
    """Put the mails that are due now into the box: how many. Said again, nobody gets a second."""
    if not mail_is_configured():
        return 0
    local = at.astimezone(the_agency().zone)
    made = 0
    for pk in turn(_due(local), local):
        made += _remind(pk, local)
    return made


def turn(due: Sequence[int], local: datetime) -> Sequence[int]:
    """The part of those who are due that this run looks at; the runs of some hours see them all."""
    runs = -(-len(due) // MOST)
    if runs <= 1:
        return due
    now = (local.hour * 60 + local.minute) // RUN_MINUTES % runs
    return due[now * MOST : (now + 1) * MOST]


def _due(local: datetime) -> list[int]:
    """Those who may have something to be told; the day's mail was not made yet."""
    newest = Notice.objects.filter(person=OuterRef("person")).order_by().values("person")
    latest = Coalesce(Subquery(newest.annotate(last=Max("pk")).values("last")), 0)
    today = Mail.objects.filter(person=OuterRef("person"), key__startswith=_day_key(local.date()))
    wanted = Q(mode=Mode.INSTANT, newest__gt=F("told_to"))
    if local.hour >= settings.KINERJA_DIGEST_HOUR:
        wanted |= Q(~Exists(today), mode=Mode.DAILY)
    rows = MailPreference.objects.annotate(newest=latest).filter(
        wanted, is_present(local.date(), "person__"), confirmed_at__isnull=False
    )
    rows = rows.exclude(address="").order_by("pk")
    quiet = [one.pk for one in rows if not one.is_quiet(local.time())]
    return quiet


@transaction.atomic
def _remind(pk: int, local: datetime) -> bool:
    """One mail for one person, if there is anything to say."""
    rows = MailPreference.objects.select_for_update(of=("self",), skip_locked=True)
    preference = rows.select_related("person").filter(pk=pk).first()
    if preference is None:
        return False
    person = preference.person
    unread = Notice.objects.visible_to(person).unread()
    newest = unread.aggregate(last=Max("pk"))["last"] or preference.told_to
    with timezone.override(local.tzinfo):
        pending = [one for one in pending_of(person, local.date()) if one.in_mail]
        number = unread.count()
        if preference.mode == Mode.DAILY:
            key, due = f"{_day_key(local.date())}{person.pk}", True
        else:
            key, due = f"instant/{person.pk}/{newest}", newest > preference.told_to
        said = due and bool(pending or number)
        subject, text, html = reminder(pending, number, settings.KINERJA_SITE_URL)
    if preference.told_to < newest:
        preference.told_to = newest
        preference.save(update_fields=["told_to"])
    if not said:
        return False
    mail = post_mail(
        person=person,
        address=preference.address,
        key=key,
        subject=subject,
        text=text,
        html=html,
        at=local,
    )
    return mail is not None


def _day_key(day: date) -> str:
    return f"daily/{day.isoformat()}/"
