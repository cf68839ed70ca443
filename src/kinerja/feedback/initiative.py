"""An initiative, an innovation or a service to visitors: recorded with its evidence and effect.

The effect is a figure before and after, with where it was read. The superior, colleagues and those
who were served say what they saw; it stands in the evaluation beside the reports, as a fact and
never as a number of its own.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Self
from uuid import UUID, uuid4

from django.db import models, transaction
from django.db.models import Q

from kinerja.participation.answer import TAKEN_UP
from kinerja.participation.idea import Idea, check_sees
from kinerja.participation.outcome import note_effect
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.people.supervision import appraisers_of
from kinerja.planning.work_result import WorkResult
from kinerja.records.attachment import Attachment, attach
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.feedback import FeedbackGiver
from kinerja.rules.refusal import Refusal
from kinerja.work.evidence import check_room, read_files
from kinerja.work.refusals import NoteMissing, NotYours, TextTooLong

LONGEST_TEXT = 3_000  # characters
MOST_FILES = 5


class Withdrawn(Refusal):
    """The owner took it back."""


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    def visible_to(self, person: Person) -> Self:
        """One's own, those of people whom one may see, and those that were shared with all."""
        standing = Q(withdrawn_at=None)
        others = Q(owner__in=Person.objects.visible_to(person)) | Q(shared=True)
        return self.filter(Q(owner=person) | others & standing)

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class Initiative(models.Model):
    """What somebody did beyond the ordinary. `key` is made on the form: twice is once."""

    class Kind(models.TextChoices):
        INITIATIVE = "initiative", "Inisiatif"
        INNOVATION = "innovation", "Inovasi"
        SERVICE = "service", "Pelayanan kepada pengunjung"

    owner = models.ForeignKey(Person, models.PROTECT, related_name="initiatives")
    kind = models.CharField("jenis", max_length=10, choices=Kind)
    title = models.CharField("judul", max_length=150)
    text = models.TextField("yang dilakukan")
    done_on = models.DateField("tanggal")
    result = models.ForeignKey(
        WorkResult, models.PROTECT, null=True, blank=True, related_name="initiatives"
    )  # of the plan that it serves
    idea = models.ForeignKey(
        Idea, models.PROTECT, null=True, blank=True, related_name="initiatives"
    )  # that it tries out or carries out
    measure = models.CharField("yang diukur", max_length=150)
    unit_of_measure = models.CharField("satuan", max_length=40)
    before = models.DecimalField("sebelum", max_digits=14, decimal_places=2)
    after = models.DecimalField("sesudah", max_digits=14, decimal_places=2)
    source = models.CharField("sumber angka", max_length=200)
    shared = models.BooleanField("dibagikan kepada rekan", default=False)
    recorded_at = models.DateTimeField("dicatat")
    withdrawn_at = models.DateTimeField("ditarik", null=True, blank=True)
    key = models.UUIDField(unique=True, default=uuid4, editable=False)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(text="") & ~Q(measure="") & ~Q(source=""),
                name="initiative_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class InitiativeFile(models.Model):
    """One file that proves it, or the letter of somebody who was served."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="files")
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="initiative_file")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.attachment)


class Voice(models.Model):
    """What one person says about an initiative, by name. Of somebody outside the agency the owner
    types the words and hands in the letter that proves them."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="voices")
    giver = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    outsider = models.CharField("pihak yang dilayani", max_length=150, blank=True)
    role = models.CharField("sebagai", max_length=11, choices=FeedbackGiver.choices())
    words = models.TextField("tanggapan")
    proof = models.OneToOneField(
        InitiativeFile, models.PROTECT, null=True, blank=True, related_name="voice"
    )
    said_at = models.DateTimeField("waktu")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="voice_has_words"),
            models.CheckConstraint(
                condition=Q(giver__isnull=False, outsider="")
                | Q(giver=None, proof__isnull=False) & ~Q(outsider=""),
                name="voice_is_somebodys",
            ),
            models.UniqueConstraint(
                fields=["initiative", "giver"],
                condition=Q(giver__isnull=False),
                name="voice_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.initiative}"

    @property
    def name(self) -> str:
        return self.giver.name if self.giver else self.outsider


@transaction.atomic
def record_initiative(
    *,
    kind: str,
    title: str,
    text: str,
    done_on: date,
    measure: str,
    unit_of_measure: str,
    before: Decimal,
    after: Decimal,
    source: str,
    files: Sequence[tuple[str, bytes]],
    by: Person,
    at: datetime,
    on: date,
    result: WorkResult | None = None,
    idea: Idea | None = None,
    key: UUID | None = None,
) -> Initiative:
    """Write down what one did oneself, with evidence and effect; the same key again: the first.

    The superior is told; where it carries out an idea, those who proposed and supported that are
    told of the effect. Errors: InvalidInput for a part that is missing, a day ahead or an idea that
    was not taken up, NotYours for a result of somebody else, FilesRefused, NoteMissing without
    evidence, TextTooLong.
    """
    key = key or uuid4()
    if known := Initiative.objects.filter(key=key).first():
        return _own(known, by)
    if done_on > on:
        raise InvalidInput("Catat setelah dikerjakan; tanggalnya masih di depan.")
    if result is not None and result.plan.person_id != by.pk:
        raise NotYours("Pilih hasil kerja dari rencana Anda sendiri.")
    if idea is not None:
        idea = Idea.objects.get(pk=idea.pk)
        check_sees(by, idea, on)
        if idea.state not in TAKEN_UP:
            raise InvalidInput("Gagasan ini belum diterima atau diuji coba.")
    proofs = read_files(files)
    if not proofs:
        raise NoteMissing("Lampirkan sedikitnya satu bukti: foto, data, atau surat.")
    check_room([(by, proofs)])
    initiative = Initiative(
        owner=by,
        kind=kind,
        title=" ".join(title.split()),
        text=_words(text, "Tulis apa yang Anda lakukan."),
        done_on=done_on,
        result=result,
        idea=idea,
        measure=" ".join(measure.split()),
        unit_of_measure=" ".join(unit_of_measure.split()),
        before=before,
        after=after,
        source=" ".join(source.split()),
        recorded_at=at,
        key=key,
    )
    check_fields(initiative)
    initiative.save(force_insert=True)
    _attach(initiative, files, by)
    data = {"kind": initiative.kind, "files": len(files)}
    record("initiative.recorded", about=initiative, person=by, by=by, data=data)
    leader = appraisers_of([by], on)[by.pk].appraiser
    if leader is not None:
        said = f"{by.name} mencatat {_kind(initiative)}: {initiative.title}"
        notify(leader, said[:300], page_of(initiative))
    if idea is not None:
        note_effect(idea=idea, figure=_effect(initiative), by=by)
    return initiative


@transaction.atomic
def share_initiative(*, initiative: Initiative, shared: bool, by: Person) -> Initiative:
    """Let all colleagues read it and answer, or only those above again. Said twice: once."""
    held = _held(initiative)
    _own(held, by)
    if held.shared != shared:
        held.shared = shared
        held.save(update_fields=["shared"])
        record("initiative.shared", about=held, person=by, by=by, data={"shared": shared})
    return held


@transaction.atomic
def speak_on(*, initiative: Initiative, words: str, by: Person, at: datetime, on: date) -> Voice:
    """Say by name what one saw of it; again: the later words count, the event keeps the former.

    Errors: NotYours for the owner, and for whoever may not see it; NoteMissing, TextTooLong.
    """
    held = _held(initiative)
    if held.owner_id == by.pk:
        raise NotYours("Tanggapan datang dari orang lain. Minta atasan atau rekan menanggapinya.")
    if not Initiative.objects.visible_to(by).filter(pk=held.pk).exists():
        raise NotYours("Inisiatif ini tidak dibagikan kepada Anda.")
    text = _words(words, "Tulis apa yang Anda lihat dari inisiatif ini.")
    voice = Voice.objects.filter(initiative=held, giver=by).first()
    if voice is not None and voice.words == text:
        return voice
    data = {"before": voice.words} if voice else {}
    voice = voice or Voice(initiative=held, giver=by, role=role_to(held.owner, by, on))
    voice.words, voice.said_at = text, at
    voice.save()
    record("initiative.answered", about=held, person=held.owner, by=by, data=data)
    notify(held.owner, f"{by.name} menanggapi inisiatif Anda: {held.title}"[:300], page_of(held))
    return voice


@transaction.atomic
def note_outside_voice(
    *,
    initiative: Initiative,
    outsider: str,
    words: str,
    file: tuple[str, bytes],
    by: Person,
    at: datetime,
) -> Voice:
    """Write down what somebody who was served said, with the letter or picture that proves it.

    The page says that the owner typed it. The same words of the same person again: the first.
    Errors: NotYours, NoteMissing, TextTooLong, FilesRefused.
    """
    held = _held(initiative)
    _own(held, by)
    name = " ".join(outsider.split())[:150]
    text = _words(words, "Tulis tanggapan pihak yang dilayani.")
    if not name:
        raise NoteMissing("Tulis siapa yang dilayani, misalnya nama dan asalnya.")
    if known := Voice.objects.filter(initiative=held, outsider=name, words=text).first():
        return known
    proofs = read_files([file])
    check_room([(by, proofs)])
    (kept,) = _attach(held, [file], by)
    voice = Voice.objects.create(
        initiative=held,
        outsider=name,
        role=FeedbackGiver.OTHER,
        words=text,
        proof=kept,
        said_at=at,
    )
    record("initiative.outside_voice", about=held, person=by, by=by)
    return voice


@transaction.atomic
def withdraw_initiative(*, initiative: Initiative, by: Person, at: datetime) -> Initiative:
    """Take it back; what was signed with it stays as it was. Said twice: once."""
    held = _locked(initiative)
    _own(held, by)
    if held.withdrawn_at is None:
        held.withdrawn_at = at
        held.save(update_fields=["withdrawn_at"])
        record("initiative.withdrawn", about=held, person=by, by=by)
    return held


def role_to(owner: Person, giver: Person, on: date) -> FeedbackGiver:
    """As what somebody speaks, by the line of that day: leader, subordinate, or colleague."""
    lines = appraisers_of([owner, giver], on)
    if giver in (lines[owner.pk].appraiser, lines[owner.pk].superior):
        return FeedbackGiver.LEADER
    if owner == lines[giver.pk].appraiser:
        return FeedbackGiver.SUBORDINATE
    return FeedbackGiver.PEER


def page_of(initiative: Initiative) -> str:
    return f"/inisiatif/{initiative.pk}/"


def _attach(
    initiative: Initiative, files: Sequence[tuple[str, bytes]], by: Person
) -> list[InitiativeFile]:
    return [
        InitiativeFile.objects.create(
            initiative=initiative, attachment=attach(name=name, content=content, by=by)
        )
        for name, content in files[:MOST_FILES]
    ]


def _locked(initiative: Initiative) -> Initiative:
    rows = Initiative.objects.select_for_update(of=("self",)).select_related("owner")
    return rows.get(pk=initiative.pk)


def _held(initiative: Initiative) -> Initiative:
    held = _locked(initiative)
    if held.withdrawn_at is not None:
        raise Withdrawn("Inisiatif ini sudah ditarik.")
    return held


def _own(initiative: Initiative, by: Person) -> Initiative:
    if initiative.owner_id != by.pk:
        raise NotYours("Inisiatif ini dicatat orang lain; hanya ia yang mengubahnya.")
    return initiative


def _effect(initiative: Initiative) -> str:
    """The figure before and after, as a sentence tells it."""
    before, after = (
        f"{number.normalize():f}".replace(".", ",")
        for number in (initiative.before, initiative.after)
    )
    return f"{initiative.measure} {before} menjadi {after} {initiative.unit_of_measure}"


def _kind(initiative: Initiative) -> str:
    return Initiative.Kind(initiative.kind).label.lower()


def _words(text: str, missing: str) -> str:
    words = text.replace("\x00", "").strip()
    if not words:
        raise NoteMissing(missing)
    if len(words) > LONGEST_TEXT:
        raise TextTooLong(f"Ringkas sampai paling banyak {LONGEST_TEXT} huruf.")
    return words
