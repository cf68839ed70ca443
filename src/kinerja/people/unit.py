"""The tree of units, from the agency itself down to a school or a village."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db import connection, models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat

from kinerja.people.person import Person, check_may_manage_people
from kinerja.people.refusals import (
    CircularUnit,
    CodeTaken,
    UnitClosed,
    UnitInUse,
    UnknownUnit,
    check_fields,
    refused_by,
)
from kinerja.records.event import Happening, record, record_many

# Until the transaction ends: additions side by side, or one move or closing alone. All may read.
SHARE_TREE = "LOCK TABLE people_unit IN ROW EXCLUSIVE MODE"
HOLD_TREE = "LOCK TABLE people_unit IN SHARE ROW EXCLUSIVE MODE"

# The last word of the database, when two act at the same moment.
TAKEN_MEANWHILE = {
    "people_unit_code_key": CodeTaken("Kode unit ini baru saja dipakai. Muat ulang, lalu periksa.")
}

SLASH = Value("/", output_field=models.TextField())


def inside(paths: Iterable[str], field: str = "path") -> Q:
    """A condition: the path of that field lies in one of these subtrees; in none without paths.

    `field` leads to the path of a unit, "position__unit__path".
    """
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(**{f"{field}__startswith": path})
    return found


class UnitQuerySet(models.QuerySet["Unit"]):
    def under(self, unit: "Unit") -> Self:
        """The unit itself and all units below it: one indexed query."""
        return self.filter(path__startswith=unit.path)

    def above(self, unit: "Unit") -> Self:
        """The unit itself and all units above it, from the top down."""
        return self.filter(pk__in=unit.lineage).order_by("path")

    def open(self) -> Self:
        return self.filter(closed_on=None)

    def named(self, words: Iterable[str]) -> Self:
        """Those with each of the words in a name of theirs, or at the start of the code."""
        found = self
        for word in words:
            found = found.filter(
                Q(name__icontains=word) | Q(code__istartswith=word) | Q(names__name__icontains=word)
            )
        return found.distinct()


class Unit(models.Model):
    """One node of the organisation (unit organisasi).

    `path` holds the ids from the top to this unit, "/1/7/32/", so that a subtree is one prefix.
    """

    class Level(models.TextChoices):
        AGENCY = "agency", "Instansi"
        DEVICE = "device", "Perangkat daerah"
        DIVISION = "division", "Bidang/Bagian"
        SECTION = "section", "Seksi/Subbagian"
        SERVICE = "service", "UPT/Puskesmas/Sekolah"
        DISTRICT = "district", "Kecamatan"
        VILLAGE = "village", "Kelurahan/Desa"

    code = models.CharField("kode", max_length=40, unique=True)
    name = models.CharField("nama", max_length=200)
    level = models.CharField("tingkat", max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="induk"
    )
    path = models.TextField(unique=True, editable=False)
    closed_on = models.DateField("ditutup", null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(path__endswith=Concat(SLASH, Cast(F("id"), models.TextField()), SLASH)),
                name="unit_path_ends_with_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def lineage(self) -> list[int]:
        """Ids from the top unit to this one."""
        return [int(part) for part in self.path.strip("/").split("/")]

    @property
    def depth(self) -> int:
        """0 for the top unit."""
        return len(self.lineage) - 1


class UnitName(models.Model):
    """Another name under which files know a unit: confirmed ones are matched like the name."""

    class Kind(models.TextChoices):
        ALIAS = "alias", "Sebutan lain"
        ABBREVIATION = "abbreviation", "Singkatan"
        OLD = "old", "Nama lama"

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="names", db_index=False)
    name = models.CharField("nama", max_length=200)
    kind = models.CharField("jenis", max_length=12, choices=Kind, default=Kind.ALIAS)
    confirmed = models.BooleanField("dipastikan", default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="unit_name_once")]

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class NewUnit:
    """A unit to be added; `parent` may be the code of another new one (None: a top unit)."""

    code: str
    name: str
    level: str
    parent: Unit | str | None = None


def add_unit(*, code: str, name: str, level: str, parent: Unit | None, by: Person | None) -> Unit:
    """Add one unit under `parent` (None: the top unit).

    Errors: CodeTaken, InvalidInput, NotAllowed, UnitClosed; nothing is stored then.
    """
    return add_units(units=[NewUnit(code, name, level, parent)], by=by)[0]


@transaction.atomic
def add_units(*, units: Iterable[NewUnit], by: Person | None) -> list[Unit]:
    """Add many units, in any order: all of them, or none; the answer has parents first.

    Errors: CircularUnit and UnknownUnit for a parent that does not exist, else as `add_unit`.
    """
    check_may_manage_people(by)
    lock_tree(SHARE_TREE)  # nobody moves a parent while its path is copied
    ordered = _parents_first(list(units))
    _check_codes_free([new.code for new in ordered])
    parents = Unit.objects.in_bulk(
        [new.parent.pk for new in ordered if isinstance(new.parent, Unit)]
    )
    added: dict[str, Unit] = {}
    for pk, new in zip(new_unit_ids(len(ordered)), ordered, strict=True):
        parent = added[new.parent] if isinstance(new.parent, str) else None
        if isinstance(new.parent, Unit):
            parent = parents[new.parent.pk]
        if parent and parent.closed_on:
            raise UnitClosed(f"{parent.name} sudah ditutup; pilih induk yang lain.")
        unit = Unit(
            pk=pk,
            code=new.code,
            name=" ".join(new.name.split()),
            level=new.level,
            parent=parent,
            path=f"{parent.path if parent else '/'}{pk}/",
        )
        check_fields(unit)
        added[unit.code] = unit
    with refused_by(TAKEN_MEANWHILE):
        Unit.objects.bulk_create(added.values(), batch_size=2_000)
    record_many(
        Happening(
            "unit.added",
            about=unit,
            by=by,
            data={"code": unit.code, "name": unit.name, "path": unit.path},
        )
        for unit in added.values()
    )
    return list(added.values())


@transaction.atomic
def rename_unit(*, unit: Unit, name: str, by: Person | None) -> None:
    """Give a unit a new name; the old one stays known to imports."""
    check_may_manage_people(by)
    unit.refresh_from_db(from_queryset=Unit.objects.select_for_update())
    old, unit.name = unit.name, " ".join(name.split())
    if unit.name == old:
        return
    check_fields(unit)
    UnitName.objects.update_or_create(
        unit=unit, name=old, defaults={"kind": UnitName.Kind.OLD, "confirmed": True}
    )
    unit.save(update_fields=["name"])
    record("unit.renamed", about=unit, by=by, data={"from": old, "to": unit.name})


@transaction.atomic
def know_unit_as(
    *, unit: Unit, name: str, by: Person | None, kind: str = UnitName.Kind.ALIAS
) -> UnitName:
    """Confirm that files mean this unit when they write that name."""
    check_may_manage_people(by)
    known = UnitName(unit=unit, name=" ".join(name.split()), kind=kind)
    check_fields(known)
    known, _ = UnitName.objects.update_or_create(
        unit=unit, name=known.name, defaults={"kind": kind, "confirmed": True}
    )
    record("unit.known_as", about=unit, by=by, data={"name": known.name, "kind": kind})
    return known


@transaction.atomic
def close_unit(*, unit: Unit, on: date, by: Person | None, reason: str = "") -> None:
    """Close a unit: `on` is the first day on which it is no more.

    Errors: UnitInUse when open units stand below it or people hold posts in it on that day or
    later, UnitClosed, NotAllowed.
    """
    check_may_manage_people(by)
    lock_tree(HOLD_TREE)
    unit.refresh_from_db()
    if unit.closed_on:
        raise UnitClosed(f"{unit.name} sudah ditutup.")
    if below := Unit.objects.under(unit).open().exclude(pk=unit.pk).count():
        raise UnitInUse(
            f"Masih ada {below} unit di bawah {unit.name}; pindahkan atau tutup dahulu."
        )
    people = Person.objects.filter(
        Q(assignments__ends_on=None) | Q(assignments__ends_on__gte=on),
        assignments__position__unit=unit,
    )
    if held := people.distinct().count():
        raise UnitInUse(f"Masih ada {held} pegawai di {unit.name}; pindahkan dahulu.")
    unit.closed_on = on
    unit.save(update_fields=["closed_on"])
    record("unit.closed", about=unit, by=by, reason=reason, data={"on": on.isoformat()})


def lineages(units: Iterable[Unit]) -> set[int]:
    """All ids of the units and of those above them."""
    return {pk for unit in units for pk in unit.lineage}


def lock_tree(sql: str) -> None:
    """Run SHARE_TREE or HOLD_TREE, in the transaction of the change."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


def new_unit_ids(count: int) -> list[int]:
    """Ids taken from the sequence beforehand: a path holds the unit's own id."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('people_unit', 'id'))"
            " FROM generate_series(1, %s)",
            [count],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _parents_first(units: list[NewUnit]) -> list[NewUnit]:
    """The units so that a parent named by its code comes before its children."""
    by_code = {unit.code: unit for unit in units}
    if len(by_code) < len(units):
        twice = next(one.code for one in units if by_code[one.code] is not one)
        raise CodeTaken(f"Kode unit {twice} muncul lebih dari sekali.")
    children: dict[str, list[NewUnit]] = {}
    ordered = []
    for unit in units:
        if not isinstance(unit.parent, str):
            ordered.append(unit)
        elif unit.parent in by_code:
            children.setdefault(unit.parent, []).append(unit)
        else:
            raise UnknownUnit(f"Induk {unit.parent} dari unit {unit.code} tidak ditemukan.")
    for unit in ordered:  # grows while it is walked
        ordered += children.pop(unit.code, [])
    if children:
        raise CircularUnit(f"Unit {', '.join(sorted(children))} saling menjadi induk.")
    return ordered


def _check_codes_free(codes: list[str]) -> None:
    """One query for all."""
    if taken := Unit.objects.filter(code__in=codes).first():
        raise CodeTaken(f"Kode unit {taken.code} sudah dipakai oleh {taken.name}.")
