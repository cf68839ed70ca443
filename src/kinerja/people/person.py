"""The people: civil servants, and officials without a NIP such as the mayor."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from kinerja.rules.nip import InvalidNip, parse_nip


def valid_nip(value: str) -> None:
    """Refuse what is not a NIP by the rule; the message says what is wrong."""
    try:
        parse_nip(value)
    except InvalidNip as invalid:
        raise ValidationError(str(invalid)) from invalid


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, person: "Person") -> Self:
        """People whose page this person may open: see `people.access`."""
        from kinerja.people.access import visible_people

        return visible_people(self, person)

    def active(self) -> Self:
        return self.filter(status=Person.Status.ACTIVE)


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
