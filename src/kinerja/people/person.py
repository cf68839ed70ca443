"""The people: civil servants, and officials without a NIP such as the mayor."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from kinerja.people.refusals import (
    HasLeft,
    InvalidInput,
    NipTaken,
    NotAllowed,
    check_fields,
    refused_by,
)
from kinerja.records.event import Happening, record, record_many
from kinerja.rules.nip import InvalidNip, parse_nip
from kinerja.rules.refusal import ChangedMeanwhile


def valid_nip(value: str) -> None:
    """Refuse what is not a NIP by the rule; the message says what is wrong."""
    try:
        parse_nip(value)
    except InvalidNip as invalid:
        raise ValidationError(str(invalid)) from invalid


class Gate:
    """Who may see whom is told higher up (`people.access`) and put in here when the program starts.

    Until then nobody sees anybody: asking fails.
    """

    sight: Callable[["Person", date], Q]


gate = Gate()


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, person: "Person", on: date | None = None) -> Self:
        """People whose page this person may open, today or on that day: see `people.access`."""
        return self.filter(gate.sight(person, on or timezone.localdate()))

    def active(self) -> Self:
        return self.filter(status=Person.Status.ACTIVE)

    def present(self, day: date) -> Self:
        """Those who are at their post on that day, as far as their status says."""
        return self.filter(is_present(day))


def is_present(day: date, prefix: str = "") -> Q:
    """A condition for queries that reach a person by `prefix`: in active service on that day."""
    return Q(**{f"{prefix}status": Person.Status.ACTIVE}) | Q(**{f"{prefix}status_since__gt": day})


class Person(models.Model):
    """One person. The NIP is text, is shown to those who may see it and never stands in a URL."""

    class Kind(models.TextChoices):
        PNS = "pns", "PNS"
        PPPK = "pppk", "PPPK"
        OFFICIAL = "official", "Pejabat negara/kepala daerah"
        OTHER = "other", "Bukan ASN"

    class Sex(models.TextChoices):
        MALE = "male", "Laki-laki"
        FEMALE = "female", "Perempuan"

    class Status(models.TextChoices):
        ACTIVE = "active", "Aktif"
        STUDY_LEAVE = "study_leave", "Tugas belajar"
        SECONDED = "seconded", "Diperbantukan"
        UNPAID_LEAVE = "unpaid_leave", "Cuti di luar tanggungan negara"
        SUSPENDED = "suspended", "Diberhentikan sementara"
        PRE_RETIREMENT = "pre_retirement_leave", "Masa persiapan pensiun"
        LEFT = "left", "Berhenti/pensiun"
        WITHDRAWN = "withdrawn", "Impor dibatalkan"  # events name the row, so it stays

    nip = models.CharField(
        "NIP", max_length=18, unique=True, null=True, blank=True, validators=[valid_nip]
    )
    name = models.CharField("nama", max_length=150)  # without titles
    front_title = models.CharField("gelar depan", max_length=40, blank=True)
    back_title = models.CharField("gelar belakang", max_length=60, blank=True)
    kind = models.CharField("jenis", max_length=10, choices=Kind)
    sex = models.CharField("jenis kelamin", max_length=6, choices=Sex, blank=True)
    birth_date = models.DateField("tanggal lahir", null=True, blank=True)
    start_date = models.DateField("TMT CPNS/PPPK", null=True, blank=True)
    grade = models.CharField("golongan ruang", max_length=6, blank=True)  # III/a, or IX for PPPK
    education = models.CharField("pendidikan", max_length=20, blank=True)
    status = models.CharField("status", max_length=20, choices=Status, default=Status.ACTIVE)
    status_since = models.DateField("sejak", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)  # grows with every edit

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(nip=None) | Q(nip__regex=r"^[0-9]{18}$"), name="nip_has_18_digits"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["pns", "pppk"]) | Q(nip__isnull=False),
                name="civil_servant_has_nip",
            ),
        ]
        indexes = [models.Index(Lower("name"), name="person_name_lower")]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """The name with its titles, as on a letter."""
        name = f"{self.front_title} {self.name}".strip()
        return f"{name}, {self.back_title}" if self.back_title else name

    @property
    def is_civil_servant(self) -> bool:
        return self.kind in (self.Kind.PNS, self.Kind.PPPK)

    @property
    def has_left(self) -> bool:
        return self.status == self.Status.LEFT

    def serves(self, on: date) -> bool:
        """In active service on that day, as `is_present` asks in queries."""
        active = self.status == self.Status.ACTIVE
        return active or bool(self.status_since and self.status_since > on)

    def manages_people(self, on: date) -> bool:
        """Whether this person keeps the register of people, units and posts on that day."""
        return self.roles.on(on).filter(name="personnel_admin", unit=None).exists()


EDITABLE = (
    "nip",
    "name",
    "front_title",
    "back_title",
    "kind",
    "sex",
    "birth_date",
    "start_date",
    "grade",
    "education",
)

# The last word of the database, when two act at the same moment.
TAKEN_MEANWHILE = {
    "people_person_nip_key": NipTaken("NIP ini baru saja dipakai. Muat ulang, lalu periksa.")
}


@dataclass(frozen=True)
class PersonEdit:
    """New values for one person; `version` as in `edit_person`."""

    person: Person
    fields: Mapping[str, Any]
    version: int | None = None


def check_may_manage_people(by: Person | None) -> None:
    """The system itself (None) and personnel admins may, on the day of the act."""
    if by is not None and not by.manages_people(timezone.localdate()):
        raise NotAllowed("Hanya admin kepegawaian yang dapat mengubah data kepegawaian.")


def check_not_oneself(by: Person | None, person: Person) -> None:
    """Nobody decides about himself or herself. For acts on one person; a file of many people may
    hold the row of the one who brings it, and every row of it stands in the import's report."""
    if by is not None and by.pk == person.pk:
        raise NotAllowed("Data kepegawaian Anda sendiri diubah oleh admin kepegawaian lain.")


def add_person(*, by: Person | None, name: str, kind: str, **fields: Any) -> Person:
    """Add one person; `fields` are those of `EDITABLE`.

    What the NIP says (birth date, sex) fills what is not given.
    Errors: InvalidInput, NipTaken, NotAllowed; nothing is stored then.
    """
    return add_people(people=[Person(name=name, kind=kind, **fields)], by=by)[0]


@transaction.atomic
def add_people(*, people: Iterable[Person], by: Person | None) -> list[Person]:
    """Add many new people at once: all of them, or none. Errors: as `add_person`."""
    check_may_manage_people(by)
    people = list(people)
    for person in people:
        _tidy(person)
        check_fields(person)
    _check_nips_free(people)
    with refused_by(TAKEN_MEANWHILE):
        Person.objects.bulk_create(people, batch_size=2_000)
    record_many(
        Happening(
            "person.added",
            about=person,
            by=by,
            person=person,
            data={name: _text(getattr(person, name)) for name in EDITABLE if getattr(person, name)},
        )
        for person in people
    )
    return people


def edit_person(
    *,
    person: Person,
    by: Person | None,
    version: int | None = None,
    reason: str = "",
    **fields: Any,
) -> None:
    """Change what is known of a person; `fields` are those of `EDITABLE`.

    `version` is the one that was shown to the editor (None: whatever is stored now).
    Errors: ChangedMeanwhile, InvalidInput, NipTaken, NotAllowed; nothing is changed then.
    """
    check_may_manage_people(by)
    check_not_oneself(by, person)
    edit_people(edits=[PersonEdit(person, fields, version)], by=by, reason=reason)


@transaction.atomic
def edit_people(*, edits: Iterable[PersonEdit], by: Person | None, reason: str = "") -> None:
    """Change many people at once: all of them, or none. Errors: as `edit_person`."""
    check_may_manage_people(by)
    edits = list(edits)
    if unknown := {name for edit in edits for name in edit.fields} - set(EDITABLE):
        raise TypeError(f"not editable: {sorted(unknown)}")
    ids = [edit.person.pk for edit in edits]
    locked = Person.objects.select_for_update().filter(pk__in=ids).order_by("pk").in_bulk()
    changed: list[tuple[Person, dict[str, list[str]]]] = []
    for edit in edits:
        stored = locked[edit.person.pk]
        if changes := _edited(stored, edit):
            changed.append((stored, changes))
    _check_nips_free([stored for stored, changes in changed if "nip" in changes])
    names = {name for _, changes in changed for name in changes}
    if names:
        with refused_by(TAKEN_MEANWHILE):
            Person.objects.bulk_update(
                [stored for stored, _ in changed], [*sorted(names), "version"], batch_size=500
            )
    record_many(
        Happening("person.edited", about=stored, person=stored, by=by, reason=reason, data=changes)
        for stored, changes in changed
    )
    for edit in edits:
        for name in (*EDITABLE, "version"):
            setattr(edit.person, name, getattr(locked[edit.person.pk], name))


def _edited(stored: Person, edit: PersonEdit) -> dict[str, list[str]]:
    """Put the new values on the stored person; what changed, as an event holds it."""
    if edit.version is not None and edit.version != stored.version:
        raise ChangedMeanwhile(
            f"Data {stored.name} sudah diubah orang lain sejak Anda membukanya. "
            "Muat ulang halaman ini, periksa, lalu ubah lagi."
        )
    before = {name: getattr(stored, name) for name in EDITABLE}
    for name, value in edit.fields.items():
        setattr(stored, name, value)
    _tidy(stored)
    check_fields(stored)
    changes = {
        name: [_text(old), _text(getattr(stored, name))]
        for name, old in before.items()
        if getattr(stored, name) != old
    }
    if changes:
        stored.version += 1
    return changes


@transaction.atomic
def set_status(
    *, person: Person, status: str, since: date, by: Person | None, reason: str = ""
) -> None:
    """Note that a person is active, on study leave, suspended … from a day on.

    Leaving the service is `end_service`. Errors: HasLeft, InvalidInput, NotAllowed.
    """
    check_may_manage_people(by)
    check_not_oneself(by, person)
    person.refresh_from_db(from_queryset=Person.objects.select_for_update())
    if person.has_left:
        raise HasLeft(f"{person.name} sudah berhenti; statusnya tidak dapat diubah lagi.")
    if status == Person.Status.LEFT:
        raise InvalidInput("Catat pemberhentian atau pensiun melalui akhir masa kerja.")
    change_status(person=person, status=status, since=since, by=by, reason=reason)


def change_status(
    *, person: Person, status: str, since: date, by: Person | None, reason: str
) -> None:
    """Store a status with its event, for the verbs of this room (inside their transaction)."""
    before = person.status
    person.status, person.status_since = status, since
    check_fields(person)
    Person.objects.filter(pk=person.pk).update(
        status=status, status_since=since, version=F("version") + 1
    )
    person.refresh_from_db(fields=["version"])
    record(
        "person.status_set",
        about=person,
        person=person,
        by=by,
        reason=reason,
        data={"from": before, "to": status, "since": since.isoformat()},
    )


def _tidy(person: Person) -> None:
    """Plain spaces, no empty NIP, and what the NIP says where nothing else is known."""
    person.name = " ".join(person.name.split())
    person.nip = "".join((person.nip or "").split()) or None
    if person.nip is None:
        if person.is_civil_servant:
            raise InvalidInput(f"{person.name}: NIP wajib diisi untuk PNS dan PPPK.")
        return
    try:
        nip = parse_nip(person.nip)
    except InvalidNip as invalid:
        raise InvalidInput(f"{person.name}: {invalid}") from invalid
    if person.is_civil_servant and person.kind != nip.kind:
        raise InvalidInput(
            f"{person.name}: NIP ini milik {nip.kind.label}, bukan {person.get_kind_display()}."
        )
    person.birth_date = person.birth_date or nip.birth_date
    person.sex = person.sex or nip.sex.value


def _check_nips_free(people: list[Person]) -> None:
    """One query for all."""
    nips: set[str] = set()
    for nip in (person.nip for person in people if person.nip):
        if nip in nips:
            raise NipTaken(f"NIP {nip} muncul lebih dari sekali.")
        nips.add(nip)
    others = Person.objects.exclude(pk__in=[person.pk for person in people if person.pk])
    if taken := others.filter(nip__in=nips).first():
        raise NipTaken(f"NIP {taken.nip} sudah dipakai oleh {taken.name}.")


def _text(value: object) -> str:
    """A value as an event holds it."""
    return value.isoformat() if isinstance(value, date) else str(value or "")
