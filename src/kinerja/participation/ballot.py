"""The vote of a space: one person, the same number of votes, changed while it lasts, then counted.

In an open vote a choice carries the voter's name. In a secret one it carries a mark that is made of
the person, a salt of the space and the secret of this installation: nobody reads a name from the
rows alone, the voter can still change the choice, and no event is written. At the count the rows of
a secret vote are deleted and the salt with them; then not even the installation knows.
docs/decisions/0010 says who could technically know, and until when.
"""

import hashlib
import hmac
from collections.abc import Collection, Mapping
from datetime import date
from uuid import uuid4

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Count, Q

from kinerja.participation.idea import OPEN, Idea, IdeaQuerySet
from kinerja.participation.refusals import NotYours, WrongPhase
from kinerja.participation.space import Space, audience_of, is_asked
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.ballot import whole_choice

_CAST = "SELECT pg_advisory_xact_lock_shared(hashtextextended('idea-ballot', %s))"
_COUNT = "SELECT pg_advisory_xact_lock(hashtextextended('idea-ballot', %s))"
_VOTER = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


class VoteChoice(models.Model):
    """One vote of one person for one idea; `voter` is empty in a secret vote, `mark` in an open
    one. The key is random, so that it says nothing of when."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    space = models.ForeignKey(Space, models.CASCADE, related_name="choices", db_index=False)
    idea = models.ForeignKey(Idea, models.PROTECT, related_name="+")
    voter = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    mark = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(voter=None) & ~Q(mark="") | Q(voter__isnull=False, mark=""),
                name="vote_is_open_or_secret",
            ),
            models.UniqueConstraint(
                fields=["space", "voter", "idea"],
                condition=Q(voter__isnull=False),
                name="open_vote_once",
            ),
            models.UniqueConstraint(
                fields=["space", "mark", "idea"], condition=~Q(mark=""), name="secret_vote_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.space_id}: {self.idea_id}"


class VoteCount(models.Model):
    """How many chose an idea, once the vote is over."""

    space = models.ForeignKey(Space, models.CASCADE, related_name="counts", db_index=False)
    idea = models.OneToOneField(Idea, models.PROTECT, related_name="count")
    votes = models.PositiveIntegerField("suara")

    class Meta:
        ordering = ["-votes", "idea"]
        indexes = [models.Index(fields=["space", "-votes"], name="vote_count_space")]

    def __str__(self) -> str:
        return f"{self.idea}: {self.votes}"


def on_the_ballot(space: Space) -> IdeaQuerySet:
    """The ideas that can be chosen."""
    return Idea.objects.filter(space=space, state__in=OPEN).order_by("title", "pk")


def choice_of(person: Person, space: Space, on: date) -> frozenset[int]:
    """What the person has chosen so far, for that person alone while the vote lasts."""
    if not space.votes_on(on):
        return frozenset()
    return frozenset(_rows(person, space).values_list("idea_id", flat=True))


@transaction.atomic
def cast_vote(*, space: Space, ideas: Collection[Idea], by: Person, on: date) -> None:
    """Choose these ideas in place of what was chosen before.

    Errors: NotYours, WrongPhase, InvalidInput.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CAST, [space.pk])
        space = Space.objects.get(pk=space.pk)
        whose = _mark(by, space) if space.ballot == Space.Ballot.SECRET else str(by.pk)
        cursor.execute(_VOTER, [f"vote:{space.pk}:{whose}"])  # a lock can be seen: no name in it
    if not is_asked(by, space, on):
        raise NotYours("Suara diberikan pegawai yang diajak ruang gagasan ini.")
    if not space.votes_on(on) or space.counted_on is not None:
        raise WrongPhase("Pemungutan suara tidak sedang berlangsung.")
    chosen = {idea.pk for idea in ideas}
    offered = set(on_the_ballot(space).values_list("pk", flat=True))
    if not whole_choice(chosen, offered, space.votes_each):
        most = space.votes_each
        raise InvalidInput(
            "Pilih satu gagasan dari daftar."
            if most == 1
            else f"Pilih satu sampai {most} gagasan dari daftar."
        )
    rows = _rows(by, space)
    before = set(rows.values_list("idea_id", flat=True))
    if before == chosen:
        return
    rows.exclude(idea__in=chosen).delete()
    VoteChoice.objects.bulk_create(
        VoteChoice(space=space, idea_id=pk, **_whose(by, space)) for pk in chosen - before
    )
    if space.ballot == Space.Ballot.OPEN:
        record("vote.cast", about=space, person=by, by=by, data={"ideas": sorted(chosen)})


@transaction.atomic
def count_votes(*, space: Space, on: date) -> Space:
    """Count what was cast, once, after the last day of the vote; forget who chose what in a secret
    one. The one who decides is told. Twice: once. Errors: WrongPhase."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [space.pk])
    held = Space.objects.select_for_update(of=("self",)).select_related("owner").get(pk=space.pk)
    if held.counted_on is not None or held.vote_until is None:
        return held
    if held.vote_until >= on:
        raise WrongPhase("Pemungutan suara belum berakhir.")
    rows = VoteChoice.objects.filter(space=held)
    whose = "mark" if held.ballot == Space.Ballot.SECRET else "voter"
    held.voters = rows.values(whose).distinct().count()
    held.eligible = max(audience_of(held, held.vote_until).count(), held.voters)
    held.counted_on = on
    if held.shows_counts:  # what nobody may read is not kept either
        counted = dict(rows.values_list("idea").annotate(votes=Count("pk")))
        ideas = on_the_ballot(held).order_by("pk").values_list("pk", flat=True)
        VoteCount.objects.bulk_create(
            VoteCount(space=held, idea_id=pk, votes=counted.get(pk, 0)) for pk in ideas
        )
    if held.ballot == Space.Ballot.SECRET:
        rows.delete()
        held.ballot_salt = ""
    held.save(update_fields=["voters", "eligible", "counted_on", "ballot_salt"])
    data = {"voters": held.voters, "eligible": held.eligible}
    record("space.votes_counted", about=held, by=None, data=data)
    said = f"Suara sudah dihitung; putuskan gagasan dalam ruang: {held.question}"
    notify(held.owner, said[:300], f"{held.page}keputusan/")
    return held


def counts_of(space: Space) -> Mapping[int, int]:
    """Idea -> votes; empty until it is counted, and where too few voted in secret."""
    return dict(VoteCount.objects.filter(space=space).values_list("idea_id", "votes"))


def _rows(person: Person, space: Space) -> "models.QuerySet[VoteChoice]":
    return VoteChoice.objects.filter(space=space, **_whose(person, space))


def _whose(person: Person, space: Space) -> dict[str, object]:
    if space.ballot == Space.Ballot.OPEN:
        return {"voter": person}
    return {"mark": _mark(person, space)}


def _mark(person: Person, space: Space) -> str:
    secret = f"kinerja.vote:{space.ballot_salt}:{settings.SECRET_KEY}".encode()
    return hmac.new(secret, f"{space.pk}:{person.pk}".encode(), hashlib.sha256).hexdigest()
