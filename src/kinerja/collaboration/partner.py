"""Partners from outside (a community, a business): they see one programme and nothing else.

A lead hands out a link that works once. Opening it gives the browser a key of its own, apart from
the sessions of staff; both are kept as digests only. The invitation has a last day and can be taken
back at once.
"""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.db.models import Q

from kinerja.collaboration.programme import Programme, hold_to_lead, leads, one_line
from kinerja.collaboration.refusals import InvitationOver, InvitedAlready, NotYours
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.records.event import record
from kinerja.rules.date_words import date_in_words

LONGEST = timedelta(days=366)
LINK_DAYS = 14  # so long the link may wait to be opened; our setting


class PartnerQuerySet(models.QuerySet["Partner"]):
    def on(self, day: date) -> Self:
        """Those whose invitation holds on that day."""
        return self.filter(revoked_at=None, ends_on__gte=day, programme__closed_on=None)


class Partner(models.Model):
    """One partner of one programme. No account, no row among the people."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="partners")
    name = models.CharField("nama", max_length=100)
    organisation = models.CharField("komunitas atau usaha", max_length=150)
    mail = models.CharField("surel", max_length=254, blank=True)
    ends_on = models.DateField("sampai")
    invited_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    invited_on = models.DateField("diundang")
    link_digest = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField("dibuka", null=True, blank=True)
    visit_digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    revoked_at = models.DateTimeField("dicabut", null=True, blank=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(organisation=""), name="partner_is_named"
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None, visit_digest=None) | Q(opened_at__isnull=False),
                name="partner_opened_link",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.organisation})"

    def is_open(self, on: date) -> bool:
        return self.revoked_at is None and self.ends_on >= on


@transaction.atomic
def invite_partner(
    *,
    programme: Programme,
    name: str,
    organisation: str,
    mail: str,
    ends_on: date,
    by: Person,
    on: date,
) -> tuple[Partner, str]:
    """Invite somebody from outside; the partner and the word of the link, which is told once.

    Errors: NotYours, ProgrammeClosed, InvitedAlready, InvalidInput.
    """
    held = hold_to_lead(programme, by, on)
    if ends_on < on:
        raise InvalidInput("Hari terakhir undangan tidak boleh sudah lewat.", about="ends_on")
    if ends_on > on + LONGEST:
        last = date_in_words(on + LONGEST)
        raise InvalidInput(f"Undangan berlaku paling lama setahun: {last}.", about="ends_on")
    address = mail.strip()
    if address:
        try:
            validate_email(address)
        except ValidationError:
            raise InvalidInput(
                "Tulis alamat surel yang benar, atau kosongkan.", about="mail"
            ) from None
    who, where = one_line(name), one_line(organisation)
    if held.partners.on(on).filter(name__iexact=who, organisation__iexact=where).exists():
        raise InvitedAlready(
            f"{who} ({where}) sudah diundang. Bila tautannya hilang, tekan Tautan baru pada"
            " namanya."
        )
    word = secrets.token_urlsafe(32)
    partner = Partner(
        programme=held,
        name=who,
        organisation=where,
        mail=address,
        ends_on=ends_on,
        invited_by=by,
        invited_on=on,
        link_digest=digest(word),
    )
    check_fields(partner)
    partner.save(force_insert=True)
    data = {"programme": held.pk, "ends_on": ends_on.isoformat()}
    record("partner.invited", about=partner, by=by, data=data)
    return partner, word


@transaction.atomic
def open_invitation(*, word: str, at: datetime, on: date) -> str:
    """Open the link, once: the key of the visit. Errors: InvitationOver."""
    rows = Partner.objects.select_for_update(of=("self",)).select_related("programme")
    partner = rows.filter(link_digest=digest(word)).first()
    if partner is None or not partner.is_open(on) or partner.programme.closed_on:
        raise InvitationOver("Tautan ini tidak berlaku. Minta tautan baru kepada ketua program.")
    if partner.opened_at is not None or on > partner.invited_on + timedelta(days=LINK_DAYS):
        raise InvitationOver(
            "Tautan ini sudah dipakai atau terlalu lama. Minta tautan baru kepada ketua program."
        )
    key = secrets.token_urlsafe(32)
    partner.opened_at, partner.visit_digest = at, digest(key)
    partner.save(update_fields=["opened_at", "visit_digest"])
    record("partner.opened", about=partner, by=None)
    return key


@transaction.atomic
def renew_link(*, partner: Partner, by: Person, on: date) -> str:
    """A new link in place of the one before; the visit that was open ends.

    Errors: NotYours, ProgrammeClosed, InvitationOver.
    """
    hold_to_lead(partner.programme, by, on)
    held = Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
    if not held.is_open(on):
        raise InvitationOver("Undangan ini sudah berakhir; undang mitra itu lagi.")
    word = secrets.token_urlsafe(32)
    held.link_digest, held.invited_on = digest(word), on
    held.opened_at, held.visit_digest = None, None
    held.save(update_fields=["link_digest", "invited_on", "opened_at", "visit_digest"])
    record("partner.link_renewed", about=held, by=by)
    return word


@transaction.atomic
def revoke_partner(*, partner: Partner, by: Person, at: datetime, on: date) -> Partner:
    """Take the invitation back, at once; said twice: once. Errors: NotYours."""
    held = (
        Partner.objects.select_for_update(of=("self",))
        .select_related("programme")
        .get(pk=partner.pk)
    )
    if not leads(by, held.programme, on):
        raise NotYours("Undangan mitra dicabut ketua program.")
    if held.revoked_at is None:
        held.revoked_at, held.visit_digest = at, None
        held.save(update_fields=["revoked_at", "visit_digest"])
        record("partner.revoked", about=held, by=by)
    return held


def partner_of(key: str, on: date) -> Partner | None:
    """Whose visit it is, while the invitation holds; one query."""
    if not key or len(key) > 100:
        return None
    rows = Partner.objects.on(on).select_related("programme")
    return rows.filter(visit_digest=digest(key)).first()


def came_by(word: str, partner: Partner) -> bool:
    """Is this the link by which the partner came in?"""
    return secrets.compare_digest(digest(word), partner.link_digest)


def digest(word: str) -> str:
    return hashlib.sha256(word.encode("utf-8", "replace")).hexdigest()
