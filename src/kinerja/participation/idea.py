"""An idea: what is wrong, what is proposed, who must answer by when; every text of it is kept."""

from datetime import date, datetime
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Exists, OuterRef, Q

from kinerja.needs.finding import Finding
from kinerja.needs.need import Need
from kinerja.participation.refusals import NotYours, WrongPhase
from kinerja.participation.space import Space
from kinerja.people.person import Person, PersonQuerySet
from kinerja.people.refusals import InvalidInput
from kinerja.people.unit import Unit
from kinerja.records.attachment import Attachment
from kinerja.rules.idea import GOING_ON, UNDECIDED, IdeaState, idea_rights
from kinerja.rules.space import Right, SpacePhase

LONGEST_TEXT = 3_000  # characters of a problem, of a proposal
LONGEST_REASON = 2_000
OPEN = sorted(UNDECIDED)  # for conditions: no official answer yet
KEPT_BACK = (IdeaState.DRAFT, IdeaState.WITHDRAWN)


class IdeaQuerySet(models.QuerySet["Idea"]):
    def visible_to(self, person: Person, on: date | None = None) -> Self:
        """One's own and those to which one is invited, unless one said no; those of the box that
        were handed in; those of a space for whoever sees the space."""
        with_me = CoAuthor.objects.filter(idea=OuterRef("pk"), person=person)
        mine = Q(author=person) | Q(Exists(with_me.exclude(state=CoAuthor.State.DECLINED)))
        spaces = Space.objects.visible_to(person, on)
        handed_in = ~Q(state__in=KEPT_BACK) & (Q(space=None) | Q(space__in=spaces))
        return self.filter(mine | handed_in | Q(owner=person))

    def undecided(self) -> Self:
        return self.filter(state__in=OPEN)

    def written_by(self, person: Person) -> Self:
        """As author, or as co-author who agreed."""
        agreed = CoAuthor.objects.filter(
            idea=OuterRef("pk"), person=person, state=CoAuthor.State.AGREED
        )
        return self.filter(Q(author=person) | Q(Exists(agreed)))

    def owed_by(self, person: Person, on: date) -> Self:
        """Those whose official answer the person owes on that day: in a space once its vote is
        over, and trials that wait for their end."""
        deciding = Q(space=None) | Q(space__decide_from__lte=on) & (
            Q(space__vote_until=None) | Q(space__vote_until__lt=on)
        )
        return self.filter(deciding, state__in=OPEN, owner=person)

    def overdue(self, on: date) -> Self:
        return self.filter(state__in=OPEN, due_on__lt=on)


class Idea(models.Model):
    """One idea, of a space or of the box (`space` empty)."""

    State = IdeaState

    space = models.ForeignKey(
        Space, models.PROTECT, null=True, blank=True, related_name="ideas", verbose_name="ruang"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="ideas", verbose_name="unit"
    )  # that it is about; of the box
    author = models.ForeignKey(Person, models.PROTECT, related_name="ideas")
    title = models.CharField("judul", max_length=150)
    problem = models.TextField("masalah", max_length=LONGEST_TEXT)
    proposal = models.TextField("usulan", max_length=LONGEST_TEXT)
    measure = models.CharField("yang berubah", max_length=150, blank=True)
    unit_of_measure = models.CharField("satuan", max_length=40, blank=True)
    effect_from = models.DecimalField(
        "sekarang", max_digits=14, decimal_places=2, null=True, blank=True
    )
    effect_to = models.DecimalField(
        "menjadi", max_digits=14, decimal_places=2, null=True, blank=True
    )
    finding = models.ForeignKey(
        Finding, models.PROTECT, null=True, blank=True, related_name="ideas", verbose_name="temuan"
    )
    need = models.ForeignKey(
        Need, models.PROTECT, null=True, blank=True, related_name="ideas", verbose_name="kebutuhan"
    )
    state = models.CharField(
        "keadaan", max_length=9, choices=IdeaState.choices(), default=IdeaState.DRAFT
    )
    owner = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_ideas",
        verbose_name="penjawab",
    )
    due_on = models.DateField("batas jawaban", null=True, blank=True)
    begun_at = models.DateTimeField("mulai ditulis")
    submitted_at = models.DateTimeField("diajukan", null=True, blank=True)
    decided_on = models.DateField("dijawab", null=True, blank=True)
    done_on = models.DateField("dilaksanakan", null=True, blank=True)
    supports = models.PositiveIntegerField("dukungan", default=0)  # how many rows of `Support`
    told_late_on = models.DateField(null=True, blank=True)  # the superior was told that it is late
    revision = models.PositiveIntegerField(default=1)  # grows with every change of its text
    key = models.UUIDField(unique=True, default=uuid4, editable=False)

    objects = IdeaQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(problem="") & ~Q(proposal=""), name="idea_is_whole"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(owner__isnull=False, submitted_at__isnull=False, due_on__isnull=False),
                name="idea_has_owner_and_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "trial", "rejected", "done"])
                | Q(decided_on__isnull=False),
                name="idea_decided_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_on__isnull=False), name="idea_done_has_day"
            ),
            models.CheckConstraint(
                condition=Q(measure="", effect_from=None, effect_to=None)
                | ~Q(measure="") & Q(effect_to__isnull=False),
                name="idea_effect_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_on"],
                condition=Q(state__in=["submitted", "discussed"]),
                name="idea_owed",
            ),
            models.Index(fields=["state", "-id"], name="idea_state"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def page(self) -> str:
        return f"/gagasan/{self.pk}/"

    @property
    def is_undecided(self) -> bool:
        return self.state in UNDECIDED

    @property
    def goes_on(self) -> bool:
        return self.state in GOING_ON

    def rights(self, on: date) -> frozenset[Right]:
        """What may be done with it on that day, by whoever may do it."""
        of_space = self.space.rights(on) if self.space else None
        return idea_rights(IdeaState(self.state), of_space)

    def is_late(self, on: date) -> bool:
        return self.is_undecided and self.due_on is not None and self.due_on < on


class IdeaVersion(models.Model):
    """The text of an idea as it once was; `of` names the amendment that made it."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveSmallIntegerField("versi")
    title = models.CharField("judul", max_length=150)
    problem = models.TextField("masalah")
    proposal = models.TextField("usulan")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("waktu")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["idea", "number"], name="idea_version_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class IdeaFile(models.Model):
    """One file that shows the problem or the proposal; read by all who see the idea."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="files")
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.attachment)


class CoAuthor(models.Model):
    """Somebody who was asked to stand behind an idea; only who agreed is an author."""

    class State(models.TextChoices):
        INVITED = "invited", "Diundang"
        AGREED = "agreed", "Setuju"
        DECLINED = "declined", "Tidak ikut"

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="co_authors", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="co_authored")
    state = models.CharField("keadaan", max_length=8, choices=State, default=State.INVITED)
    asked_at = models.DateTimeField("diundang")
    answered_at = models.DateTimeField("dijawab", null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["idea", "person"], name="co_author_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.idea}"


def authors_of(idea: Idea) -> PersonQuerySet:
    """The author and the co-authors who agreed."""
    agreed = CoAuthor.objects.filter(idea=idea, state=CoAuthor.State.AGREED).values("person")
    return Person.objects.filter(Q(pk=idea.author_id) | Q(pk__in=agreed))


def before_decision(on: date, prefix: str = "") -> Q:
    """A condition on ideas, or what `prefix` leads to one: authors and texts may still change; in a
    space until its decision begins."""
    space = f"{prefix}space"
    running = {f"{space}__closed_on": None, f"{space}__decide_from__gt": on}
    return Q(**{space: None}) | Q(**running)


def is_author(person: Person, idea: Idea) -> bool:
    if idea.author_id == person.pk:
        return True
    agreed = idea.co_authors.filter(person=person, state=CoAuthor.State.AGREED)
    return agreed.exists()


def keep_version(idea: Idea, by: Person, at: datetime) -> IdeaVersion:
    """Keep the text of an idea as it is now; the same text as before is no new version."""
    last = idea.versions.first()
    text = {"title": idea.title, "problem": idea.problem, "proposal": idea.proposal}
    if last is not None and all(getattr(last, name) == said for name, said in text.items()):
        return last
    number = last.number + 1 if last else 1
    return IdeaVersion.objects.create(idea=idea, number=number, by=by, at=at, **text)


def held_idea(idea: Idea) -> Idea:
    """Locked, before anything is looked at."""
    rows = Idea.objects.select_for_update(of=("self",)).select_related("author", "owner", "space")
    return rows.get(pk=idea.pk)


def check_right(idea: Idea, right: Right, on: date, words: str) -> None:
    """Refuse what the state of the idea, or the phase of its space, does not allow now.

    Errors: WrongPhase, which says where the space stands.
    """
    if right in idea.rights(on):
        return
    if idea.space is not None and (idea.is_undecided or idea.state == IdeaState.DRAFT):
        phase = SpacePhase(idea.space.phase(on))
        where = "pemungutan suara" if idea.space.votes_on(on) else phase.label.lower()
        raise WrongPhase(f"{words} Ruang ini sedang dalam tahap {where}.")
    raise WrongPhase(f"{words} Keadaan gagasan ini: {IdeaState(idea.state).label.lower()}.")


def check_sees(person: Person, idea: Idea, on: date) -> None:
    """Errors: NotYours."""
    if not Idea.objects.visible_to(person, on).filter(pk=idea.pk).exists():
        raise NotYours("Gagasan ini tidak dibuka untuk Anda.")


def checked_text(text: str, missing: str, longest: int = LONGEST_TEXT) -> str:
    """Words without ends of white space. Errors: InvalidInput."""
    words = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not words:
        raise InvalidInput(missing)
    if len(words) > longest:
        raise InvalidInput(f"Ringkas sampai paling banyak {longest} huruf.")
    return words


def one_line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())
