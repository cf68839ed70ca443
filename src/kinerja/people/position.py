"""Posts: what kind they are, and which of them leads a unit."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models, transaction

from kinerja.people.person import Person, check_may_manage_people
from kinerja.people.refusals import (
    InvalidInput,
    PositionExists,
    UnitClosed,
    check_fields,
    refused_by,
)
from kinerja.people.unit import Unit
from kinerja.records.event import Happening, record, record_many


class PositionQuerySet(models.QuerySet["Position"]):
    def leading(self) -> Self:
        return self.filter(leads=True)


class Position(models.Model):
    """A post (jabatan) in a unit. A leading post has one seat; others are held by many."""

    class Kind(models.TextChoices):
        JPT = "jpt", "Jabatan Pimpinan Tinggi"
        JA = "ja", "Jabatan Administrasi"
        JF = "jf", "Jabatan Fungsional"
        OFFICIAL = "official", "Kepala daerah/pejabat negara"

    class Level(models.TextChoices):
        REGIONAL_HEAD = "regional_head", "Kepala daerah"
        JPT_UTAMA = "jpt_utama", "JPT Utama"
        JPT_MADYA = "jpt_madya", "JPT Madya"
        JPT_PRATAMA = "jpt_pratama", "JPT Pratama"
        ADMINISTRATOR = "administrator", "Administrator"
        PENGAWAS = "pengawas", "Pengawas"
        PELAKSANA = "pelaksana", "Pelaksana"
        PEMULA = "pemula", "Pemula"
        TERAMPIL = "terampil", "Terampil"
        MAHIR = "mahir", "Mahir"
        PENYELIA = "penyelia", "Penyelia"
        AHLI_PERTAMA = "ahli_pertama", "Ahli Pertama"
        AHLI_MUDA = "ahli_muda", "Ahli Muda"
        AHLI_MADYA = "ahli_madya", "Ahli Madya"
        AHLI_UTAMA = "ahli_utama", "Ahli Utama"

    LEVELS = {
        Kind.JPT: (Level.JPT_UTAMA, Level.JPT_MADYA, Level.JPT_PRATAMA),
        Kind.JA: (Level.ADMINISTRATOR, Level.PENGAWAS, Level.PELAKSANA),
        Kind.JF: (
            *(Level.PEMULA, Level.TERAMPIL, Level.MAHIR, Level.PENYELIA),
            *(Level.AHLI_PERTAMA, Level.AHLI_MUDA, Level.AHLI_MADYA, Level.AHLI_UTAMA),
        ),
        Kind.OFFICIAL: (Level.REGIONAL_HEAD,),
    }

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="positions", verbose_name="unit", db_index=False
    )
    title = models.CharField("nama jabatan", max_length=150)
    kind = models.CharField("jenis", max_length=10, choices=Kind)
    level = models.CharField("jenjang", max_length=15, choices=Level)
    job_class = models.PositiveSmallIntegerField("kelas jabatan", null=True, blank=True)
    duties = models.TextField("uraian tugas", blank=True, max_length=4_000)
    leads = models.BooleanField("memimpin unit", default=False)
    independent = models.BooleanField("pimpinan unit kerja mandiri", default=False)

    objects = PositionQuerySet.as_manager()

    class Meta:
        ordering = ["unit__path", "-leads", "title"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(leads=True) | models.Q(independent=False),
                name="independent_unit_has_head",
            ),
            models.UniqueConstraint(fields=["unit", "title"], name="position_once_in_unit"),
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(leads=True), name="unit_has_one_head"
            ),
            # What an assignment's foreign key over (position, leads) points at.
            models.UniqueConstraint(fields=["id", "leads"], name="position_and_leads"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def plans_like_jpt(self) -> bool:
        """JPT and heads of independent units plan on forms A.1.1/A.1.2 (6/2022 p. 27)."""
        return self.kind == self.Kind.JPT or self.independent


# The last word of the database, when two act at the same moment.
TAKEN_MEANWHILE = dict.fromkeys(
    ("position_once_in_unit", "unit_has_one_head"),
    PositionExists("Jabatan ini baru saja dibuat. Muat ulang, lalu periksa."),
)


def add_position(
    *, unit: Unit, title: str, kind: str, level: str, by: Person | None, **fields: Any
) -> Position:
    """Add one post to a unit; `fields` are job_class, duties, leads and independent.

    Errors: PositionExists (the title, or a head where there is one), InvalidInput (also when the
    level is none of the kind), UnitClosed, NotAllowed; nothing is stored then.
    """
    position = Position(unit=unit, title=title, kind=kind, level=level, **fields)
    return add_positions(positions=[position], by=by)[0]


@transaction.atomic
def add_positions(*, positions: Iterable[Position], by: Person | None) -> list[Position]:
    """Add many new posts at once: all of them, or none. Errors: as `add_position`."""
    check_may_manage_people(by)
    positions = list(positions)
    for position in positions:
        position.title = " ".join(position.title.split())
        position.duties = tidy_duties(position.duties)
        check_fields(position)
        _check_level(position)
        if position.unit.closed_on:
            raise UnitClosed(f"{position.unit.name} sudah ditutup; pilih unit yang lain.")
    _check_free(positions)
    with refused_by(TAKEN_MEANWHILE):
        Position.objects.bulk_create(positions, batch_size=2_000)
    record_many(
        Happening(
            "position.added",
            about=position,
            by=by,
            data={
                "unit": position.unit_id,
                "title": position.title,
                "kind": position.kind,
                "level": position.level,
                "job_class": position.job_class,
                "leads": position.leads,
                "independent": position.independent,
                **({"duties": position.duties} if position.duties else {}),
            },
        )
        for position in positions
    )
    return positions


@transaction.atomic
def set_duties(*, position: Position, text: str, by: Person | None) -> None:
    """Say what the post is there for (uraian tugas); everybody who holds it reads it.

    Errors: NotAllowed, InvalidInput (too long). The same text changes nothing.
    """
    check_may_manage_people(by)
    held = Position.objects.select_for_update().get(pk=position.pk)
    before, held.duties = held.duties, tidy_duties(text)
    if held.duties == before:
        return
    check_fields(held)
    held.save(update_fields=["duties"])
    position.duties = held.duties
    data = {"from": before, "to": held.duties}
    record("position.duties_set", about=held, by=by, data=data)


def tidy_duties(text: str) -> str:
    """One duty a line, without empty lines and double spaces."""
    lines = (" ".join(line.split()) for line in text.replace("\x00", "").splitlines())
    return "\n".join(line for line in lines if line)


def _check_level(position: Position) -> None:
    kind = Position.Kind(position.kind)
    if position.level not in Position.LEVELS[kind]:
        raise InvalidInput(
            f"{position.title}: jenjang {position.get_level_display()} tidak ada pada {kind.label}."
        )
    if position.independent and not position.leads:
        raise InvalidInput(f"{position.title}: unit kerja mandiri harus dipimpin jabatan ini.")


def _check_free(positions: list[Position]) -> None:
    """Titles and heads, in one query."""
    there = Position.objects.filter(unit__in={position.unit_id for position in positions})
    rows = there.values_list("unit_id", "title", "leads")
    titles = {(unit_id, title) for unit_id, title, _ in rows}
    heads = {unit_id: title for unit_id, title, leads in rows if leads}
    for position in positions:
        if (position.unit_id, position.title) in titles:
            raise PositionExists(f"{position.unit.name} sudah mempunyai {position.title}.")
        if position.leads and position.unit_id in heads:
            raise PositionExists(
                f"{position.unit.name} sudah dipimpin {heads[position.unit_id]}; "
                "satu unit mempunyai satu pimpinan."
            )
        titles.add((position.unit_id, position.title))
        if position.leads:
            heads[position.unit_id] = position.title
