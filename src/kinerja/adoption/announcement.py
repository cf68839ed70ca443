"""Announcements: said to a group, opened, and where it is asked for understood, once each.

Every edit is a version. One that changes the substance begins a new round: who had understood is
asked again. What somebody understood therefore stays readable as it was (`AnnouncementVersion`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from uuid import UUID, uuid4

from django.db import models, transaction
from django.db.models import F, OuterRef, Q

from kinerja.adoption.audience import (
    Addressed,
    Audience,
    address_to,
    all_within,
    check_may_send,
    sending_scope,
    sent_to,
    written_within,
)
from kinerja.adoption.refusals import (
    BadLink,
    ChangeUnsaid,
    EndsBeforeStart,
    NotForYou,
    OutOfScope,
    RegulationUnnamed,
    TooSoon,
    WrongState,
)
from kinerja.people.person import Person, PersonQuerySet
from kinerja.people.refusals import InvalidInput, WrongDates, check_fields
from kinerja.records.attachment import Attachment, attach
from kinerja.records.event import record
from kinerja.records.notice import Notice, mark_read, notify_all
from kinerja.rules.refusal import ChangedMeanwhile

LONGEST_TEXT = 10_000  # characters
MOST_FILES = 5


@dataclass(frozen=True)
class Message:
    """What is said. The regulation, if there is one, is named and linked, never copied."""

    title: str
    text: str
    regulation: str = ""
    regulation_number: str = ""
    regulation_link: str = ""

    def tidy(self) -> "Message":
        lines = (" ".join(line.split()) for line in self.text.replace("\x00", "").splitlines())
        return Message(
            _line(self.title),
            "\n".join(lines).strip(),
            _line(self.regulation),
            _line(self.regulation_number),
            _line(self.regulation_link),
        )


class _Said(models.Model):
    """The words of an announcement."""

    title = models.CharField("judul", max_length=150)
    text = models.TextField("isi", max_length=LONGEST_TEXT)
    regulation = models.CharField("peraturan", max_length=200, blank=True)
    regulation_number = models.CharField("nomor peraturan", max_length=100, blank=True)
    regulation_link = models.URLField("tautan peraturan", max_length=300, blank=True)

    class Meta:
        abstract = True


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def visible_to(self, person: Person, on: date) -> Self:
        """Those that have begun and reach the person, and all that the person manages."""
        return self.filter(_begun_for(person, on) | managed_by(person, on))

    def begun_for(self, person: Person, on: date) -> Self:
        """Those that reach the person and have begun, also those that have ended since."""
        return self.filter(_begun_for(person, on))

    def received_by(self, person: Person, on: date) -> Self:
        """Those that reach the person and run on that day."""
        return self.running(on).filter(sent_to(Announcement, person, on))

    def running(self, on: date) -> Self:
        """Not withdrawn, between their first and last day."""
        ending = Q(ends_on=None) | Q(ends_on__gte=on)
        return self.filter(ending, starts_on__lte=on, withdrawn_at=None)

    def pending_for(self, person: Person) -> Self:
        """What the person has not opened in this round, or not understood where that is asked."""
        mine = Reading.objects.filter(announcement=OuterRef("pk"), person=person)
        now = mine.filter(round=OuterRef("round"))
        done = models.Exists(now.exclude(understood_at=None))
        return self.filter(
            ~models.Exists(now) & Q(must_understand=False) | ~done & Q(must_understand=True)
        )


class Announcement(Addressed, _Said):
    """One announcement as it reads now. `key` is made on the form: twice is once."""

    must_understand = models.BooleanField("wajib dipahami", default=False)
    pinned = models.BooleanField("disematkan", default=False)
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("sampai", null=True, blank=True)  # last day, included
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField("ditulis")
    version = models.PositiveIntegerField("versi", default=1)
    round = models.PositiveIntegerField(default=1)  # the version since which all are asked
    told_round = models.PositiveIntegerField(default=0)  # up to which everybody got a notice
    reminded_on = models.DateField("diingatkan", null=True, blank=True)
    withdrawn_at = models.DateTimeField("ditarik", null=True, blank=True)
    withdrawn_reason = models.CharField("alasan ditarik", max_length=300, blank=True)
    key = models.UUIDField(unique=True, default=uuid4, editable=False)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(text=""), name="announcement_is_whole"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="announcement_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(round__lte=F("version"), told_round__lte=F("round")),
                name="announcement_round_is_a_version",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
                name="announcement_withdrawn_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["-starts_on", "-id"], name="announcement_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def page(self) -> str:
        return f"/pengumuman/{self.pk}/"

    def is_running(self, on: date) -> bool:
        ended = self.ends_on is not None and self.ends_on < on
        return self.withdrawn_at is None and self.starts_on <= on and not ended


class AnnouncementVersion(_Said):
    """The announcement as it read in one version; written once."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("versi")
    substance = models.BooleanField("mengubah isi pokok")
    change = models.CharField("yang berubah", max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("waktu")

    class Meta:
        ordering = ["announcement", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["announcement", "number"], name="announcement_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} (versi {self.number})"


class AnnouncementFile(models.Model):
    """A file that comes with it."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="files")
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.attachment)


class Reading(models.Model):
    """That one person opened it in this round, and understood it; `version` as it read then."""

    announcement = models.ForeignKey(
        Announcement, models.CASCADE, related_name="readings", db_index=False
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    round = models.PositiveIntegerField()
    version = models.PositiveIntegerField("versi")
    opened_at = models.DateTimeField("dibuka")
    understood_at = models.DateTimeField("dipahami", null=True, blank=True)
    understood_version = models.PositiveIntegerField("versi yang dipahami", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["announcement", "round", "person"], name="announcement_read_once"
            ),
            models.CheckConstraint(
                condition=Q(understood_at=None, understood_version=None)
                | Q(understood_at__gte=F("opened_at"), understood_version__isnull=False),
                name="announcement_opened_before_understood",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.announcement_id}"


def _begun_for(person: Person, on: date) -> Q:
    return Q(starts_on__lte=on, withdrawn_at=None) & sent_to(Announcement, person, on)


def managed_by(person: Person, on: date) -> Q:
    """A condition on announcements: those that the person may change.

    What came to the unit from above is not its head's to change, though it goes nowhere else.
    """
    scope = sending_scope(person, on)
    if not scope or scope.everything:
        return all_within(Announcement, scope)
    return all_within(Announcement, scope) & (Q(written_by=person) | written_within(scope))


def may_manage(person: Person, announcement: Announcement, on: date) -> bool:
    """Change, withdraw and remind; read the counts."""
    rows = Announcement.objects.filter(managed_by(person, on))
    return rows.filter(pk=announcement.pk).exists()


@transaction.atomic
def announce(
    *,
    message: Message,
    audience: Audience,
    starts_on: date,
    by: Person,
    at: datetime,
    on: date,
    ends_on: date | None = None,
    must_understand: bool = False,
    pinned: bool = False,
    files: Sequence[tuple[str, bytes]] = (),
    key: UUID | None = None,
) -> Announcement:
    """Say something to a group; the same key again: the first.

    Errors: OutOfScope, InvalidInput, WrongDates, FileRefused.
    """
    key = key or uuid4()
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # two taps: the second one waits
    if known := Announcement.objects.filter(key=key, written_by=by).first():
        return known
    check_may_send(audience, sending_scope(by, on))
    _check_days(starts_on, ends_on, on)
    if len(files) > MOST_FILES:
        raise InvalidInput(f"Lampirkan paling banyak {MOST_FILES} berkas.")
    said = message.tidy()
    row = Announcement(
        **vars(said),
        must_understand=must_understand,
        pinned=pinned,
        starts_on=starts_on,
        ends_on=ends_on,
        written_by=by,
        written_at=at,
        key=key,
    )
    _check_words(row)
    row.save(force_insert=True)
    address_to(row, audience)
    _keep_version(row, substance=True, change="", by=by, at=at)
    for name, content in files:
        kept = attach(name=name, content=content, by=by)
        AnnouncementFile.objects.create(announcement=row, attachment=kept)
    data = audience.says | {"must_understand": must_understand, "files": len(files)}
    record("announcement.sent", about=row, by=by, data=data)
    _tell(row, on)
    return row


@transaction.atomic
def edit_announcement(
    *,
    announcement: Announcement,
    message: Message,
    version: int,
    substance: bool,
    by: Person,
    at: datetime,
    on: date,
    change: str = "",
    ends_on: date | None = None,
    pinned: bool | None = None,
) -> Announcement:
    """Say it anew. A change of substance asks everybody again; the same words change nothing.

    `version` is the one that was shown to the editor.
    Errors: OutOfScope, WrongState, ChangedMeanwhile, InvalidInput, WrongDates.
    """
    held = _held(announcement, by, on)
    if held.version != version:
        raise ChangedMeanwhile(
            "Pengumuman ini sudah diubah sejak Anda membukanya. Periksa isinya, lalu ubah lagi."
        )
    if ends_on is not None and ends_on < held.starts_on:
        raise EndsBeforeStart("Hari terakhir lebih awal daripada hari mulainya.")
    said = message.tidy()
    changed = any(getattr(held, name) != words for name, words in vars(said).items())
    if substance and not _line(change):
        raise ChangeUnsaid("Tulis apa yang berubah, karena semua penerima diminta membaca lagi.")
    for name, words in vars(said).items():
        setattr(held, name, words)
    _check_words(held)
    moved = held.ends_on != ends_on or (pinned is not None and held.pinned != pinned)
    if not changed and not moved:
        return held
    held.ends_on = ends_on
    held.pinned = held.pinned if pinned is None else pinned
    if changed:
        held.version += 1
        held.round = held.version if substance else held.round
        _keep_version(held, substance=substance, change=_line(change)[:300], by=by, at=at)
    held.save()
    data = {"version": held.version, "substance": bool(changed and substance)}
    record("announcement.edited", about=held, by=by, reason=_line(change)[:300], data=data)
    _tell(held, on)
    return held


@transaction.atomic
def withdraw_announcement(
    *, announcement: Announcement, reason: str, by: Person, at: datetime, on: date
) -> Announcement:
    """Take it back with a reason; readings stay on record. Said twice: once.

    Errors: OutOfScope, InvalidInput.
    """
    held = _held(announcement, by, on, also_withdrawn=True)
    if not _line(reason):
        raise InvalidInput("Tulis mengapa pengumuman ini ditarik.")
    if held.withdrawn_at is None:
        held.withdrawn_at, held.withdrawn_reason = at, _line(reason)[:300]
        held.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        record("announcement.withdrawn", about=held, by=by, reason=held.withdrawn_reason)
    return held


def open_announcement(
    *, announcement: Announcement, by: Person, at: datetime, on: date
) -> Reading | None:
    """Note that a receiver has opened it; None for who only manages it. Again: the first time."""
    if not announcement.is_running(on) or not announcement.reaches(by, on):
        return Reading.objects.filter(
            announcement=announcement, person=by, round=announcement.round
        ).first()
    reading, first = Reading.objects.get_or_create(
        announcement=announcement,
        person=by,
        round=announcement.round,
        defaults={"opened_at": at, "version": announcement.version},
    )
    if first:  # what told of it is not news any more
        mark_read(Notice.objects.visible_to(by).filter(url=announcement.page), at=at)
    return reading


@transaction.atomic
def understand_announcement(
    *, announcement: Announcement, version: int, by: Person, at: datetime, on: date
) -> Reading:
    """Say "saya paham" to the version that was read, once; again: the first time stands.

    Errors: NotForYou, WrongState, ChangedMeanwhile.
    """
    held = Announcement.objects.select_for_update(no_key=True).get(pk=announcement.pk)
    if not held.must_understand:
        raise WrongState("Pengumuman ini cukup dibaca; tidak perlu dinyatakan dipahami.")
    if not held.is_running(on):
        raise WrongState("Pengumuman ini tidak berlaku lagi.")
    if not held.reaches(by, on):
        raise NotForYou("Pengumuman ini tidak ditujukan kepada Anda.")
    if not held.round <= version <= held.version:
        raise ChangedMeanwhile("Isi pengumuman ini baru saja berubah. Baca lagi, lalu nyatakan.")
    reading, _ = Reading.objects.select_for_update().get_or_create(
        announcement=held,
        person=by,
        round=held.round,
        defaults={"opened_at": at, "version": version},
    )
    if reading.understood_at is None:
        reading.understood_at, reading.understood_version = max(at, reading.opened_at), version
        reading.save(update_fields=["understood_at", "understood_version"])
        data = {"announcement": held.title[:100], "version": version}
        record("announcement.understood", about=held, person=by, by=by, data=data)
    return reading


@transaction.atomic
def remind_receivers(*, announcement: Announcement, by: Person, on: date) -> int:
    """Remind those who have not opened or understood it, once a day at most: how many.

    Errors: OutOfScope, WrongState, TooSoon.
    """
    held = _held(announcement, by, on)
    if not held.is_running(on):
        raise WrongState("Pengumuman ini belum mulai atau sudah berakhir.")
    if held.reminded_on == on:
        raise TooSoon("Hari ini sudah diingatkan; ingatkan lagi besok.")
    held.reminded_on = on
    held.save(update_fields=["reminded_on"])
    told = notify_all(missing_of(held, on), _notice(held, "Belum Anda baca"), held.page)
    record("announcement.reminded", about=held, by=by, data={"told": told})
    return told


def tell_begun(*, on: date) -> int:
    """Tell receivers of what begins on that day; it may run again. How many announcements."""
    rows = Announcement.objects.running(on).filter(told_round__lt=F("round"))
    return sum(_tell_locked(pk, on) for pk in list(rows.values_list("pk", flat=True)))


@transaction.atomic
def _tell_locked(pk: int, on: date) -> bool:
    return _tell(Announcement.objects.select_for_update().get(pk=pk), on)


def missing_of(announcement: Announcement, on: date) -> PersonQuerySet:
    """Receivers who have not opened it in this round, or not understood it where that is asked."""
    done = Reading.objects.filter(
        announcement=announcement, round=announcement.round, person=OuterRef("pk")
    )
    if announcement.must_understand:
        done = done.exclude(understood_at=None)
    return announcement.receivers(on).filter(~models.Exists(done))


def _tell(held: Announcement, on: date) -> bool:
    """One notice for each receiver and round, written by the database."""
    if not held.is_running(on) or held.told_round >= held.round:
        return False
    words = "Diperbarui, baca lagi" if held.told_round else "Pengumuman"
    held.told_round = held.round
    held.save(update_fields=["told_round"])
    notify_all(missing_of(held, on), _notice(held, words), held.page)
    return True


def _notice(held: Announcement, words: str) -> str:
    asked = " Nyatakan “Saya paham” setelah membacanya." if held.must_understand else ""
    return f"{words}: {held.title}.{asked}"[:300]


def _keep_version(
    row: Announcement, *, substance: bool, change: str, by: Person, at: datetime
) -> None:
    words = {field.name: getattr(row, field.name) for field in _Said._meta.fields}
    AnnouncementVersion.objects.create(
        announcement=row,
        number=row.version,
        substance=substance,
        change=change,
        by=by,
        at=at,
        **words,
    )


def _check_words(row: Announcement) -> None:
    if not row.title or not row.text:
        raise InvalidInput("Tulis judul dan isi pengumuman.")
    if len(row.text) > LONGEST_TEXT:
        raise InvalidInput(f"Isi paling banyak {LONGEST_TEXT} huruf; lampirkan berkasnya.")
    if row.regulation_link and not row.regulation_link.startswith(("https://", "http://")):
        raise BadLink("Tautan peraturan dimulai dengan https://.")
    if (row.regulation_number or row.regulation_link) and not row.regulation:
        raise RegulationUnnamed("Tulis nama peraturannya, bukan nomor atau tautannya saja.")
    check_fields(row)


def _check_days(starts_on: date, ends_on: date | None, on: date) -> None:
    if starts_on < on:
        raise WrongDates("Pengumuman mulai hari ini atau sesudahnya.")
    if ends_on is not None and ends_on < starts_on:
        raise EndsBeforeStart("Hari terakhir lebih awal daripada hari mulainya.")


def _held(
    announcement: Announcement, by: Person, on: date, *, also_withdrawn: bool = False
) -> Announcement:
    """Locked, for who may change it. Errors: OutOfScope, WrongState."""
    held = Announcement.objects.select_for_update().get(pk=announcement.pk)
    if not may_manage(by, held, on):
        raise OutOfScope("Pengumuman ini diubah pengirimnya atau admin kepegawaian.")
    if held.withdrawn_at is not None and not also_withdrawn:
        raise WrongState("Pengumuman ini sudah ditarik.")
    return held


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())
