"""A discussion with those whom the agency serves: who took part, what was said, how many agreed.

Groups are told by number; names are optional and read only by those who keep the discussion. A
statement becomes a finding by one verb.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from uuid import UUID, uuid4

from django.db import models, transaction
from django.db.models import Q

from kinerja.needs.finding import Finding, Proof, note_finding
from kinerja.needs.scope import check_may_analyse, may_analyse
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.people.unit import Unit
from kinerja.records.attachment import Attachment, attach
from kinerja.records.event import record

LONGEST_MINUTES = 20_000  # characters
MOST_FILES = 5
MOST_PEOPLE = 100_000


class DiscussionQuerySet(models.QuerySet["Discussion"]):
    def visible_to(self, person: Person) -> Self:
        """What was said in public is open to everybody who works there (names are not)."""
        return self.filter(withdrawn_on=None) | self.filter(kept_by=person)


class Discussion(models.Model):
    """One meeting. `key` is made on the form: twice is once."""

    class Kind(models.TextChoices):
        FGD = "fgd", "Diskusi kelompok terarah (FGD)"
        MEETING = "meeting", "Pertemuan pemangku kepentingan"
        MUSRENBANG = "musrenbang", "Musrenbang"
        HEARING = "hearing", "Forum konsultasi publik"

    kind = models.CharField("jenis", max_length=10, choices=Kind)
    title = models.CharField("judul", max_length=200)
    held_on = models.DateField("tanggal")
    place = models.CharField("tempat", max_length=150)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="discussions",
        verbose_name="unit kerja",
    )  # empty: of the agency as a whole
    minutes = models.TextField("notulen", blank=True)
    kept_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("dicatat")
    withdrawn_on = models.DateField("ditarik", null=True, blank=True)
    key = models.UUIDField(unique=True, default=uuid4, editable=False)

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(place=""), name="discussion_is_whole"
            )
        ]

    def __str__(self) -> str:
        return self.title


class DiscussionGroup(models.Model):
    """How many came from one group of stakeholders; `names` only where they agreed to be named."""

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="groups")
    name = models.CharField("kelompok", max_length=100)
    number = models.PositiveIntegerField("jumlah hadir")
    names = models.TextField("nama", blank=True, max_length=5_000)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["discussion", "name"], name="discussion_group_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1) & ~Q(name=""), name="discussion_group_came"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DiscussionStatement(models.Model):
    """What one group said, and how many of all who were there agreed."""

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="statements")
    group = models.ForeignKey(DiscussionGroup, models.PROTECT, related_name="statements")
    text = models.CharField("pernyataan", max_length=300)
    support = models.PositiveIntegerField("dukungan")

    class Meta:
        ordering = ["-support", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["discussion", "group", "text"], name="discussion_statement_once"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="discussion_statement_is_said"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def finding_key(self) -> str:
        return f"discussion:{self.pk}"


class DiscussionFile(models.Model):
    """Minutes, a list of those present, a photo. They may name people: for the keepers alone."""

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="files")
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.attachment)


@dataclass(frozen=True)
class Present:
    """One group before it is stored."""

    name: str
    number: int
    names: str = ""


def may_keep(person: Person, discussion: Discussion, on: date) -> bool:
    """Change it, and read names and files."""
    return discussion.kept_by_id == person.pk or may_analyse(person, on, discussion.unit)


@transaction.atomic
def record_discussion(
    *,
    kind: str,
    title: str,
    held_on: date,
    place: str,
    groups: Sequence[Present],
    by: Person,
    at: datetime,
    on: date,
    unit: Unit | None = None,
    minutes: str = "",
    files: Sequence[tuple[str, bytes]] = (),
    key: UUID | None = None,
) -> Discussion:
    """Write down a meeting that was held; the same key again: the first.

    Errors: NotAllowed, InvalidInput, FileRefused.
    """
    key = key or uuid4()
    if known := Discussion.objects.filter(key=key).first():
        return known
    check_may_analyse(by, on, unit)
    if held_on > on:
        raise InvalidInput("Catat setelah diskusinya berlangsung; tanggalnya masih di depan.")
    _check_groups(groups)
    if len(files) > MOST_FILES:
        raise InvalidInput(f"Lampirkan paling banyak {MOST_FILES} berkas.")
    discussion = Discussion(
        kind=kind,
        title=_line(title),
        held_on=held_on,
        place=_line(place),
        unit=unit,
        minutes=_minutes(minutes),
        kept_by=by,
        recorded_at=at,
        key=key,
    )
    check_fields(discussion)
    discussion.save(force_insert=True)
    for one in groups:
        row = DiscussionGroup(
            discussion=discussion, name=_line(one.name), number=one.number, names=one.names.strip()
        )
        check_fields(row)
        row.save(force_insert=True)
    for name, content in files:
        kept = attach(name=name, content=content, by=by)
        DiscussionFile.objects.create(discussion=discussion, attachment=kept)
    data = {
        "kind": str(kind),
        "groups": len(groups),
        "people": sum(one.number for one in groups),
        "files": len(files),
    }
    record("discussion.recorded", about=discussion, by=by, data=data)
    return discussion


@transaction.atomic
def add_statement(
    *, discussion: Discussion, group: DiscussionGroup, text: str, support: int, by: Person, on: date
) -> DiscussionStatement:
    """Write down what a group said; the same words of it again: the later number of supporters.

    Errors: NotAllowed, InvalidInput.
    """
    held = _held(discussion, by, on)
    if group.discussion_id != held.pk:
        raise InvalidInput("Pilih kelompok yang hadir dalam diskusi ini.")
    present = sum(held.groups.values_list("number", flat=True))
    if not 1 <= support <= present:
        raise InvalidInput(f"Dukungan antara 1 dan {present}, jumlah yang hadir.")
    words = _line(text)
    row = DiscussionStatement.objects.filter(discussion=held, group=group, text=words).first()
    if row is not None and row.support == support:
        return row
    row = row or DiscussionStatement(discussion=held, group=group, text=words)
    row.support = support
    check_fields(row)
    row.save()
    data = {"statement": row.pk, "support": support, "present": present}
    record("discussion.statement_added", about=held, by=by, data=data)
    return row


@transaction.atomic
def remove_statement(*, statement: DiscussionStatement, by: Person, on: date) -> None:
    """Take it out again, unless a finding rests on it. Errors: NotAllowed, InvalidInput."""
    held = _held(statement.discussion, by, on)
    if Finding.objects.standing().filter(key=statement.finding_key).exists():
        raise InvalidInput("Pernyataan ini sudah menjadi temuan; tarik dulu temuannya.")
    pk = statement.pk
    if DiscussionStatement.objects.filter(pk=pk).delete()[0]:
        record("discussion.statement_removed", about=held, by=by, data={"statement": pk})


@transaction.atomic
def write_minutes(*, discussion: Discussion, minutes: str, by: Person, on: date) -> Discussion:
    """Replace the minutes; the same words: nothing. Errors: NotAllowed, InvalidInput."""
    held = _held(discussion, by, on)
    words = _minutes(minutes)
    if held.minutes != words:
        held.minutes = words
        held.save(update_fields=["minutes"])
        record("discussion.minutes_written", about=held, by=by, data={"letters": len(words)})
    return held


@transaction.atomic
def withdraw_discussion(*, discussion: Discussion, reason: str, by: Person, on: date) -> Discussion:
    """Take it back, with a reason; findings that rest on it stand. Said twice: once.

    Errors: NotAllowed, InvalidInput.
    """
    held = _held(discussion, by, on, also_withdrawn=True)
    if not reason.strip():
        raise InvalidInput("Tulis mengapa diskusi ini ditarik.")
    if held.withdrawn_on is None:
        held.withdrawn_on = on
        held.save(update_fields=["withdrawn_on"])
        record("discussion.withdrawn", about=held, by=by, reason=reason.strip()[:300])
    return held


def finding_from_statement(*, statement: DiscussionStatement, by: Person, on: date) -> Finding:
    """One tap: what was said becomes a finding, with the meeting as its evidence; again: the first.

    Errors: NotAllowed, InvalidInput.
    """
    held = statement.discussion
    if held.withdrawn_on is not None:
        raise InvalidInput("Diskusi ini sudah ditarik.")
    present = sum(held.groups.values_list("number", flat=True))
    said = (
        f"{held.get_kind_display()} “{held.title}”: disampaikan {statement.group.name}, "
        f"didukung {statement.support} dari {present} yang hadir."
    )
    proof = Proof(
        said,
        page=page_of(held),
        value=None,
        cases=present,
        measured_on=held.held_on,
    )
    return note_finding(
        source=Finding.Source.DISCUSSION,
        statement=statement.text,
        proofs=[proof],
        by=by,
        on=on,
        unit=held.unit,
        key=statement.finding_key,
    )


def page_of(discussion: Discussion) -> str:
    return f"/diskusi/{discussion.pk}/"


def _check_groups(groups: Sequence[Present]) -> None:
    if not groups:
        raise InvalidInput("Tulis sedikitnya satu kelompok yang hadir.")
    names = [_line(one.name).lower() for one in groups]
    if "" in names:
        raise InvalidInput("Tulis nama kelompok yang hadir.")
    if len(set(names)) < len(names):
        raise InvalidInput("Satu kelompok ditulis dua kali; gabungkan jumlahnya.")
    if any(not 1 <= one.number <= MOST_PEOPLE for one in groups):
        raise InvalidInput("Jumlah hadir tiap kelompok sedikitnya satu.")


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())


def _minutes(text: str) -> str:
    words = text.replace("\x00", "").strip()
    if len(words) > LONGEST_MINUTES:
        raise InvalidInput(f"Notulen paling banyak {LONGEST_MINUTES} huruf; lampirkan berkasnya.")
    return words


def _held(
    discussion: Discussion, by: Person, on: date, *, also_withdrawn: bool = False
) -> Discussion:
    """Locked, for who may change it. Errors: NotAllowed, InvalidInput."""
    rows = Discussion.objects.select_for_update(of=("self",)).select_related("unit")
    held = rows.get(pk=discussion.pk)
    if held.kept_by_id != by.pk:
        check_may_analyse(by, on, held.unit)
    if held.withdrawn_on is not None and not also_withdrawn:
        raise InvalidInput("Diskusi ini sudah ditarik.")
    return held
