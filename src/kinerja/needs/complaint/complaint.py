"""A complaint, its citizen, its words and who held it from when until when.

Name and contact of the citizen stand in a row of their own, so that they can be forgotten without
touching the case. No word of a citizen enters an event.
"""

import hmac
from datetime import date
from secrets import choice, token_hex
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from kinerja.needs.complaint.category import ComplaintCategory
from kinerja.needs.complaint.scope import complaint_scope
from kinerja.people.person import Person
from kinerja.people.unit import Unit
from kinerja.records.attachment import Blob
from kinerja.rules.complaint import ComplaintClass

LONGEST_TEXT = 5_000  # characters
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that is read as another
SALT = "kinerja.needs.complaint"


def new_code() -> str:
    return "ADU-" + "".join(choice(LETTERS) for _ in range(8))


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, person: Person, on: date | None = None) -> Self:
        """Those of the desk, of the units led, and those that the person is responsible for."""
        scope = complaint_scope(person, on or timezone.localdate())
        return self.filter(Q(handler=person) | scope.within())

    def open(self) -> Self:
        """Those that wait for the agency."""
        return self.filter(state__in=Complaint.OPEN)


class Complaint(models.Model):
    """One case. `unit` and `handler` are those of the holder of today."""

    class Channel(models.TextChoices):
        FORM = "form", "Formulir publik"
        COUNTER = "counter", "Datang langsung"
        PHONE = "phone", "Telepon"
        LETTER = "letter", "Surat"
        WHATSAPP = "whatsapp", "WhatsApp"
        LAPOR = "lapor", "SP4N-LAPOR!"
        OTHER = "other", "Aplikasi lain"

    class State(models.TextChoices):
        RECEIVED = "received", "Diterima"
        FORWARDED = "forwarded", "Diteruskan"
        IN_PROGRESS = "in_progress", "Ditangani"
        ANSWERED = "answered", "Dijawab"
        CLOSED = "closed", "Selesai"
        REJECTED = "rejected", "Tidak dapat ditindaklanjuti"
        DUPLICATE = "duplicate", "Sudah dilaporkan sebelumnya"

    OPEN = (State.RECEIVED, State.FORWARDED, State.IN_PROGRESS)
    HELD = (State.FORWARDED, State.IN_PROGRESS)

    code = models.CharField("nomor tiket", max_length=12, unique=True, default=new_code)
    nonce = models.CharField(max_length=64, default=token_hex, editable=False)
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    external_id = models.CharField("nomor di kanal asal", max_length=60, blank=True)
    channel = models.CharField("kanal", max_length=8, choices=Channel)
    category = models.ForeignKey(
        ComplaintCategory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name="kategori",
    )
    complaint_class = models.CharField(
        "kadar", max_length=16, choices=ComplaintClass.choices(), blank=True
    )
    service = models.CharField("layanan", max_length=120, blank=True)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name="unit kerja",
    )
    handler = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name="penanggung jawab",
    )
    text = models.TextField("isi pengaduan")
    received_at = models.DateTimeField("diterima")
    by_day = models.BooleanField(default=False)  # the source tells days only, no hours
    state = models.CharField("keadaan", max_length=11, choices=State, default=State.RECEIVED)
    state_at = models.DateTimeField("keadaan sejak")
    reason = models.CharField("alasan", max_length=500, blank=True)  # of a refusal
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates"
    )
    closes_on = models.DateField("ditutup bila tidak dibalas", null=True, blank=True)
    reopened = models.PositiveSmallIntegerField("dibuka kembali", default=0)
    escalated_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["unit", "-id"], name="complaint_unit"),
            models.Index(fields=["state", "closes_on"], name="complaint_state"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="complaint_says_something"),
            models.UniqueConstraint(
                fields=["channel", "external_id"],
                condition=~Q(external_id=""),
                name="complaint_external_once",
            ),
            models.CheckConstraint(
                condition=Q(state="duplicate", duplicate_of__isnull=False)
                | ~Q(state="duplicate") & Q(duplicate_of=None),
                name="complaint_duplicate_of_one",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("rejected",)) | ~Q(reason=""),
                name="complaint_refused_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


class ComplaintContact(models.Model):
    """Who complained, as far as he or she said so. Deleted after the time that the agency set."""

    complaint = models.OneToOneField(Complaint, models.CASCADE, related_name="contact")
    name = models.CharField("nama", max_length=100, blank=True)
    reach = models.CharField("telepon, surel, atau alamat", max_length=200, blank=True)

    def __str__(self) -> str:
        return "Pelapor"


class ComplaintHolder(models.Model):
    """Which unit and person were responsible from a moment until another."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="holders")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField("sejak")
    until = models.DateTimeField("sampai", null=True, blank=True)
    reason = models.CharField("alasan", max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"], condition=Q(until=None), name="complaint_held_by_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}"


class ComplaintMessage(models.Model):
    """What was said after the complaint: by the agency, by the citizen, or among colleagues."""

    class Kind(models.TextChoices):
        RESPONSE = "response", "Tanggapan"
        ANSWER = "answer", "Jawaban"
        CITIZEN = "citizen", "Balasan pelapor"
        NOTE = "note", "Catatan internal"

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="messages")
    kind = models.CharField("jenis", max_length=8, choices=Kind)
    author = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    text = models.TextField("isi")
    said_at = models.DateTimeField("waktu")

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="message_has_words")]

    def __str__(self) -> str:
        return self.get_kind_display()


class ComplaintFile(models.Model):
    """One file of the citizen, or of an answer to the citizen."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="files")
    message = models.ForeignKey(
        ComplaintMessage, models.CASCADE, null=True, blank=True, related_name="files"
    )
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField("nama berkas", max_length=200)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


def secret_of(complaint: Complaint) -> str:
    """The key that opens the state of the complaint to its citizen; stored nowhere."""
    return _secret(complaint, settings.SECRET_KEY)


def opens(complaint: Complaint, secret: str) -> bool:
    """Whether that is the key, also after the installation changed its own secret."""
    given = "".join(secret.upper().split()).replace("-", "").encode()
    known = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(hmac.compare_digest(_secret(complaint, one).encode(), given) for one in known)


def _secret(complaint: Complaint, secret: str | bytes) -> str:
    digest = salted_hmac(SALT, f"{complaint.code}:{complaint.nonce}", secret=secret).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:10])


def page_of(complaint: Complaint) -> str:
    return f"/pengaduan/{complaint.pk}/"
