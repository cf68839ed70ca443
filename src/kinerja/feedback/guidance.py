"""Sessions of leader and employee: dialogue, coaching (B.1.6), mentoring (B.1.7), with the actions
that they agree on (6/2022 Pasal 21, annex p. 78-82).

Both write the record and both confirm it; then it stays as it is. Actions that are still open go
along into the next session of the two. Read by the two, the appraiser, and the superior of the
appraiser, to whom guidance is reported (p. 79-82).
"""

from collections.abc import Mapping
from datetime import date
from typing import Self
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q

from kinerja.feedback.feedback import LONGEST_TEXT
from kinerja.feedback.guidance_fields import FIELDS, MAY_BE_EMPTY, SessionKind
from kinerja.feedback.refusals import Closed, Incomplete, NoteMissing, NotYours, TextTooLong
from kinerja.people.person import Person
from kinerja.people.supervision import appraisers_of
from kinerja.planning.work_result import WorkResult
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.refusal import ChangedMeanwhile

LONGEST_PLACE = 150


class GuidanceQuerySet(models.QuerySet["Guidance"]):
    def visible_to(self, person: Person) -> Self:
        """The two, the appraiser and the superior of that day."""
        return self.filter(
            Q(person=person) | Q(guide=person) | Q(leader=person) | Q(superior=person)
        )

    def confirmed(self) -> Self:
        return self.filter(person_confirmed_on__isnull=False, guide_confirmed_on__isnull=False)


class Guidance(models.Model):
    """One session. `guide` is the appraiser (`leader`) or whom the appraiser has appointed;
    `superior` stands above the appraiser. All three are of the day it was opened."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="guidance")
    guide = models.ForeignKey(Person, models.PROTECT, related_name="guidance_given")
    leader = models.ForeignKey(Person, models.PROTECT, related_name="guidance_led")
    superior = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="guidance_above"
    )
    kind = models.CharField("jenis", max_length=9, choices=SessionKind)
    result = models.ForeignKey(
        WorkResult, models.PROTECT, null=True, blank=True, related_name="guidance"
    )
    held_on = models.DateField("tanggal")
    place = models.CharField("tempat", max_length=LONGEST_PLACE, blank=True)
    content = models.JSONField("isi", default=dict)  # name of a field of the form -> words
    revision = models.PositiveIntegerField(default=1)
    person_confirmed_on = models.DateField("disahkan pegawai", null=True, blank=True)
    guide_confirmed_on = models.DateField("disahkan pembimbing", null=True, blank=True)
    key = models.UUIDField(unique=True, editable=False)

    objects = GuidanceQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(guide=models.F("person")), name="nobody_guides_oneself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.person}, {self.held_on}"

    @property
    def is_confirmed(self) -> bool:
        """By both: it is not changed any more."""
        return self.person_confirmed_on is not None and self.guide_confirmed_on is not None

    @property
    def asks_adjustment(self) -> bool:
        """Yes on B.1.6 means a change of the plan (p. 80)."""
        return bool(self.content.get("adjust") == "ya")


class GuidanceAction(models.Model):
    """Something agreed on, with its day. `session` is the latest one that holds it."""

    session = models.ForeignKey(Guidance, models.PROTECT, related_name="actions")
    agreed_in = models.ForeignKey(Guidance, models.PROTECT, related_name="+", db_index=False)
    text = models.CharField("tindakan", max_length=300)
    due_on = models.DateField("target waktu")
    done_on = models.DateField("selesai", null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def is_carried(self) -> bool:
        """Agreed on in an earlier session."""
        return self.agreed_in_id != self.session_id


@transaction.atomic
def open_guidance(
    *,
    person: Person,
    kind: str,
    held_on: date,
    by: Person,
    on: date,
    key: UUID,
    guide: Person | None = None,
    result: WorkResult | None = None,
    place: str = "",
) -> Guidance:
    """The appraiser opens a session, for himself or herself or for whom he or she appoints. Open
    actions of the person with this guide come along. The same key again is the same session.

    Errors: NotYours, TextTooLong.
    """
    if known := Guidance.objects.filter(key=key).first():
        if known.leader_id != by.pk:
            raise NotYours("Formulir ini sudah dipakai akun lain. Muat ulang halaman.")
        return known
    line = appraisers_of([person], on)[person.pk]
    guide = guide or by
    if line.appraiser != by:
        raise NotYours("Bimbingan dibuka oleh pejabat penilai pegawai itu.")
    if guide.pk == person.pk or (result is not None and result.plan.person_id != person.pk):
        raise NotYours("Pilih pembimbing lain dan hasil kerja milik pegawai itu.")
    if len(place) > LONGEST_PLACE:
        raise TextTooLong(f"Tempat memuat paling banyak {LONGEST_PLACE} huruf.")
    session = Guidance.objects.create(
        person=person,
        guide=guide,
        leader=by,
        superior=line.superior,
        kind=SessionKind(kind),
        result=result,
        held_on=held_on,
        place=" ".join(place.split()),
        key=key,
    )
    carried = GuidanceAction.objects.filter(
        session__person=person, session__guide=guide, done_on=None
    ).exclude(session=session)
    number = carried.update(session=session)
    data = {"kind": session.kind, "carried": number}
    record("guidance.opened", about=session, person=person, by=by, data=data)
    for one in {person, guide} - {by}:
        notify(one, f"{by.name} membuka {session.get_kind_display().lower()}.", page_of(session))
    return session


@transaction.atomic
def write_guidance(
    *, session: Guidance, content: Mapping[str, str], by: Person, revision: int | None = None
) -> Guidance:
    """Write the record: the employee his or her part, the guide everything. What one of them had
    confirmed is to be confirmed again.

    Errors: NotYours, Closed once both have confirmed, ChangedMeanwhile, TextTooLong.
    """
    held = _held(session, by)
    _check_open(held)
    if revision is not None and revision != held.revision:
        raise ChangedMeanwhile(
            "Catatan ini baru saja diubah pihak lain. Muat ulang halaman, lalu tulis lagi."
        )
    own = by.pk == held.person_id
    written = dict(held.content)
    for asked in FIELDS[held.kind]:
        if asked.name in content and (asked.employee or not own):
            words = content[asked.name].replace("\x00", "").strip()
            if len(words) > LONGEST_TEXT:
                raise TextTooLong(f"{asked.label}: ringkas sampai {LONGEST_TEXT} huruf.")
            written[asked.name] = words
    if written == held.content:
        return held
    held.content, held.revision = written, held.revision + 1
    held.person_confirmed_on = held.guide_confirmed_on = None
    held.save()
    record("guidance.written", about=held, person=held.person, by=by)
    return held


@transaction.atomic
def agree_action(*, session: Guidance, text: str, due_on: date, by: Person) -> GuidanceAction:
    """Put down what is to be done until when; said twice it is one.

    Errors: NotYours, Closed, NoteMissing, TextTooLong.
    """
    held = _held(session, by)
    _check_open(held)
    words = " ".join(text.replace("\x00", "").split())
    if not words:
        raise NoteMissing("Tulis tindakan yang disepakati.")
    if len(words) > 300:
        raise TextTooLong("Ringkas tindakan sampai 300 huruf.")
    action, created = GuidanceAction.objects.get_or_create(
        session=held, text=words, due_on=due_on, defaults={"agreed_in": held}
    )
    if created:
        held.revision += 1
        held.person_confirmed_on = held.guide_confirmed_on = None
        held.save(update_fields=["revision", "person_confirmed_on", "guide_confirmed_on"])
        data = {"due_on": due_on.isoformat()}
        record("guidance.action_agreed", about=action, person=held.person, by=by, data=data)
    return action


@transaction.atomic
def finish_action(*, action: GuidanceAction, by: Person, on: date) -> GuidanceAction:
    """Say that it is done, also after both have confirmed. Said twice it is done once.

    Errors: NotYours for everybody but the two.
    """
    held = _held(action.session, by)
    row = GuidanceAction.objects.select_for_update().get(pk=action.pk)
    if row.done_on is None:
        row.done_on = on
        row.save(update_fields=["done_on"])
        record("guidance.action_done", about=row, person=held.person, by=by)
        other = held.guide if by.pk == held.person_id else held.person
        notify(other, f"{by.name} menyelesaikan satu tindakan.", page_of(held))
    return row


@transaction.atomic
def confirm_guidance(
    *, session: Guidance, by: Person, on: date, revision: int | None = None
) -> Guidance:
    """One of the two confirms the record as it was read (`revision`); with the second it stays as
    it is, and the appraiser and the superior are told. Confirmed twice it is confirmed once.

    Errors: NotYours, ChangedMeanwhile, Incomplete (names what is missing).
    """
    held = _held(session, by)
    part = "person_confirmed_on" if by.pk == held.person_id else "guide_confirmed_on"
    if getattr(held, part) is not None:
        return held
    if revision is not None and revision != held.revision:
        raise ChangedMeanwhile("Catatan ini baru saja diubah. Baca dulu, lalu sahkan.")
    missing = [
        asked.label
        for asked in FIELDS[held.kind]
        if asked.name not in MAY_BE_EMPTY and not held.content.get(asked.name)
    ]
    if missing:
        raise Incomplete(f"Lengkapi dulu: {', '.join(missing)}.")
    setattr(held, part, on)
    held.save(update_fields=[part])
    record("guidance.confirmed", about=held, person=held.person, by=by)
    readers = {held.leader, held.superior} - {held.guide, None} if held.is_confirmed else set()
    other = held.guide if by.pk == held.person_id else held.person
    for one in {other, *readers}:
        if one is not None:
            notify(one, f"{by.name} mengesahkan catatan bimbingan.", page_of(held))
    return held


def _held(session: Guidance, by: Person) -> Guidance:
    """As it stands now, until the transaction ends; for the two alone."""
    if by.pk not in (session.person_id, session.guide_id):
        raise NotYours("Catatan ini ditulis pegawai dan pembimbingnya.")
    rows = Guidance.objects.select_for_update(of=("self",))
    return rows.select_related("person", "guide", "leader", "superior").get(pk=session.pk)


def _check_open(held: Guidance) -> None:
    if held.is_confirmed:
        raise Closed("Catatan ini sudah disahkan keduanya. Buka sesi baru untuk melanjutkan.")


def page_of(session: Guidance) -> str:
    return f"/bimbingan/{session.pk}/"
