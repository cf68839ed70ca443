"""The tree of units, from the agency itself down to a school or a village."""

from collections.abc import Iterable
from typing import Self

from django.db import connection, models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat

from kinerja.people.person import Person
from kinerja.people.refusals import CircularUnit
from kinerja.records.event import record

SLASH = Value("/", output_field=models.TextField())


class UnitQuerySet(models.QuerySet["Unit"]):
    def under(self, unit: "Unit") -> Self:
        """The unit itself and all units below it: one indexed query."""
        return self.filter(path__startswith=unit.path)

    def above(self, unit: "Unit") -> Self:
        """The unit itself and all units above it, from the top down."""
        return self.filter(pk__in=unit.lineage).order_by("path")

    def open(self) -> Self:
        return self.filter(closed_on=None)


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


def _new_ids(count: int) -> list[int]:
    """Ids taken from the sequence beforehand: a path holds the unit's own id."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('people_unit', 'id'))"
            " FROM generate_series(1, %s)",
            [count],
        )
        return [pk for (pk,) in cursor.fetchall()]


@transaction.atomic
def add_unit(*, code: str, name: str, level: str, parent: Unit | None, by: Person | None) -> Unit:
    """Add one unit under `parent` (None: the top unit)."""
    (pk,) = _new_ids(1)
    path = f"{parent.path if parent else '/'}{pk}/"
    unit = Unit(pk=pk, code=code, name=name, level=level, parent=parent, path=path)
    unit.save(force_insert=True)
    record("unit.added", about=unit, by=by, data={"code": code, "name": name})
    return unit


@transaction.atomic
def rename_unit(*, unit: Unit, name: str, by: Person) -> None:
    """Give a unit a new name; the old one stays known to imports."""
    old = unit.name
    UnitName.objects.get_or_create(
        unit=unit, name=old, defaults={"kind": UnitName.Kind.OLD, "confirmed": True}
    )
    unit.name = name
    unit.save(update_fields=["name"])
    record("unit.renamed", about=unit, by=by, data={"from": old, "to": name})


@transaction.atomic
def move_unit(*, unit: Unit, parent: Unit, by: Person, reason: str) -> None:
    """Hang a unit with all below it under another parent. Refuses a circle."""
    if parent.path.startswith(unit.path):
        raise CircularUnit(f"{parent.name} berada di bawah {unit.name}; pilih induk yang lain.")
    old, new = unit.path, f"{parent.path}{unit.pk}/"
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_unit SET path = %s || substr(path, %s) WHERE path LIKE %s",
            [new, len(old) + 1, old + "%"],
        )
    unit.parent, unit.path = parent, new
    unit.save(update_fields=["parent"])
    record("unit.moved", about=unit, by=by, reason=reason, data={"from": old, "to": new})


def lineages(units: Iterable[Unit]) -> set[int]:
    """All ids of the units and of those above them."""
    return {pk for unit in units for pk in unit.lineage}
