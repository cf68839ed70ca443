"""Days on the calendar of a programme: meetings and events, with minutes and files."""

from collections.abc import Sequence
from datetime import date, time

from django.db import models, transaction
from django.db.models import Q

from kinerja.collaboration.member import hold_as_member
from kinerja.collaboration.programme import Programme, check_near, one_line, page_of
from kinerja.collaboration.refusals import WrongState
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.records.attachment import Attachment, attach
from kinerja.records.event import record
from kinerja.records.notice import notify_all
from kinerja.records.seen import check_seen, mark_of
from kinerja.rules.date_words import date_in_words

LONGEST_MINUTES = 20_000
MOST_FILES = 100  # of one programme


class Meeting(models.Model):
    """One meeting or event, and what was said there."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="meetings")
    title = models.CharField("acara", max_length=200)
    held_on = models.DateField("tanggal")
    begins_at = models.TimeField("jam", null=True, blank=True)
    place = models.CharField("tempat", max_length=150, blank=True)
    minutes = models.TextField("notulen", blank=True)
    shown_to_partners = models.BooleanField("dilihat mitra", default=False)

    class Meta:
        ordering = ["held_on", "begins_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="meeting_is_named")]

    def __str__(self) -> str:
        return self.title

    @property
    def mark(self) -> str:
        """Stands for when and where it is."""
        when = (self.held_on, self.begins_at, self.place)
        return mark_of(self.title, *when, self.shown_to_partners)

    @property
    def words_mark(self) -> str:
        """Stands for the minutes."""
        return mark_of(self.minutes)


class ProgrammeFile(models.Model):
    """A document of a programme."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="files")
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="+")
    shown_to_partners = models.BooleanField("dilihat mitra", default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.attachment)


@transaction.atomic
def plan_meeting(
    *,
    programme: Programme,
    title: str,
    held_on: date,
    by: Person,
    on: date,
    begins_at: time | None = None,
    place: str = "",
    shown_to_partners: bool = False,
) -> Meeting:
    """Put a day on the calendar; the same title on the same day: the first.

    Errors: NotYours, ProgrammeClosed, InvalidInput.
    """
    held = hold_as_member(programme, by, on)
    words = one_line(title)
    if known := held.meetings.filter(title=words, held_on=held_on).first():
        return known
    meeting = Meeting(
        programme=held,
        title=words,
        held_on=held_on,
        begins_at=begins_at,
        place=one_line(place),
        shown_to_partners=shown_to_partners,
    )
    _check(meeting, held)
    meeting.save(force_insert=True)
    record("programme.meeting_planned", about=meeting, by=by, data={"programme": held.pk})
    return meeting


@transaction.atomic
def edit_meeting(
    *,
    meeting: Meeting,
    title: str,
    held_on: date,
    by: Person,
    on: date,
    begins_at: time | None = None,
    place: str = "",
    shown_to_partners: bool = False,
    seen: str = "",
) -> Meeting:
    """Other words, another day or place; members are told of a new day, hour or place. The same
    again changes nothing.

    `seen`: the `mark` that the form was filled from; empty: whatever stands now.
    Errors: NotYours, ProgrammeClosed, InvalidInput, ChangedMeanwhile.
    """
    programme = hold_as_member(meeting.programme, by, on)
    held = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    said = {
        "title": one_line(title),
        "held_on": held_on,
        "begins_at": begins_at,
        "place": one_line(place),
        "shown_to_partners": shown_to_partners,
    }
    changed = [name for name, value in said.items() if getattr(held, name) != value]
    if not changed:
        return held
    check_seen(seen, held.mark, "Acara ini")
    for name in changed:
        setattr(held, name, said[name])
    _check(held, programme)
    held.save(update_fields=changed)
    data = {"changed": changed, "held_on": held_on.isoformat()}
    record("programme.meeting_edited", about=held, by=by, data=data)
    if {"held_on", "begins_at", "place"} & set(changed):
        told = f"Acara program berubah: {held.title}, {date_in_words(held_on)}."
        _tell_others(programme, told, by, on)
    return held


@transaction.atomic
def drop_meeting(*, meeting: Meeting, by: Person, on: date) -> None:
    """Take it off the calendar while nothing was written down of it; members are told. Twice: once.

    Errors: NotYours, ProgrammeClosed, WrongState.
    """
    programme = hold_as_member(meeting.programme, by, on)
    held = Meeting.objects.select_for_update(of=("self",)).filter(pk=meeting.pk).first()
    if held is None:
        return
    if held.minutes:
        raise WrongState("Acara ini sudah punya notulen, jadi tetap tercatat.")
    data = {"meeting": held.pk, "title": held.title, "held_on": held.held_on.isoformat()}
    record("programme.meeting_dropped", about=programme, by=by, data=data)
    told = f"Acara program dibatalkan: {held.title}, {date_in_words(held.held_on)}."
    _tell_others(programme, told, by, on)
    held.delete()


@transaction.atomic
def write_minutes(
    *, meeting: Meeting, minutes: str, by: Person, on: date, seen: str = ""
) -> Meeting:
    """Write down what was said; the same words: nothing.

    `seen`: the mark of the words that the form was filled from (`words_mark`); empty: whatever
    stands now. Errors: NotYours, ProgrammeClosed, InvalidInput, ChangedMeanwhile.
    """
    hold_as_member(meeting.programme, by, on)
    held = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    words = minutes.replace("\x00", "").strip()
    if len(words) > LONGEST_MINUTES:
        raise InvalidInput(f"Notulen paling banyak {LONGEST_MINUTES} huruf; lampirkan berkasnya.")
    if held.minutes != words:
        check_seen(seen, held.words_mark, "Notulen ini")
        held.minutes = words
        held.save(update_fields=["minutes"])
        record("programme.minutes_written", about=held, by=by, data={"letters": len(words)})
    return held


@transaction.atomic
def add_files(
    *,
    programme: Programme,
    files: Sequence[tuple[str, bytes]],
    by: Person,
    on: date,
    shown_to_partners: bool = False,
) -> list[ProgrammeFile]:
    """Keep documents. Errors: NotYours, ProgrammeClosed, FileRefused, InvalidInput."""
    held = hold_as_member(programme, by, on)
    if held.files.count() + len(files) > MOST_FILES:
        raise InvalidInput(f"Satu program memuat paling banyak {MOST_FILES} berkas.")
    kept = []
    for name, content in files:
        attachment = attach(name=name, content=content, by=by)
        kept.append(
            ProgrammeFile.objects.create(
                programme=held, attachment=attachment, shown_to_partners=shown_to_partners
            )
        )
    record("programme.files_added", about=held, by=by, data={"files": len(kept)})
    return kept


def _check(meeting: Meeting, programme: Programme) -> None:
    check_near(programme, meeting.held_on, "held_on")
    check_fields(meeting)


def _tell_others(programme: Programme, text: str, by: Person, on: date) -> None:
    members = Person.objects.filter(pk__in=programme.members.on(on).values("person"))
    notify_all(members.exclude(pk=by.pk), text[:300], f"{page_of(programme)}kalender/")
