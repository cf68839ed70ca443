"""Posts: what kind they are, and which of them leads a unit."""

from typing import Self

from django.db import models

from kinerja.people.unit import Unit


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

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="positions", verbose_name="unit", db_index=False
    )
    title = models.CharField("nama jabatan", max_length=150)
    kind = models.CharField("jenis", max_length=10, choices=Kind)
    level = models.CharField("jenjang", max_length=15, choices=Level)
    job_class = models.PositiveSmallIntegerField("kelas jabatan", null=True, blank=True)
    leads = models.BooleanField("memimpin unit", default=False)
    independent = models.BooleanField("pimpinan unit kerja mandiri", default=False)

    objects = PositionQuerySet.as_manager()

    class Meta:
        ordering = ["unit__path", "-leads", "title"]
        constraints = [
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
