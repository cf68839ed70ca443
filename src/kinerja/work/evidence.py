"""What proves a report: photos and files."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from django.db import models

from kinerja.people.agency import Agency
from kinerja.people.person import Person
from kinerja.records.attachment import Attachment, keep_many
from kinerja.records.filetype import KnownFile, recognise
from kinerja.records.refusals import FileRefused
from kinerja.work.refusals import FilesRefused
from kinerja.work.report import Report

FILES_PER_REPORT = 5
MEGABYTE = 1024 * 1024


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, person: Person) -> Self:
        """Whoever may read the report may see its evidence."""
        return self.filter(report__in=Report.objects.visible_to(person))


class Evidence(models.Model):
    """One file of one report (bukti dukung)."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="evidence")
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="evidence")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["report", "pk"]

    def __str__(self) -> str:
        return str(self.attachment)


@dataclass(frozen=True)
class Proof:
    """A file that was read and may be kept; nothing is stored yet."""

    known: KnownFile
    original_sha256: str  # of the bytes as sent


def read_files(
    files: Sequence[tuple[str, bytes]],
    *,
    already: int = 0,
    read: dict[tuple[str, str], Proof] | None = None,
) -> list[Proof]:
    """Look into the files (name, content) before anything is written.

    `already` is how many the report carries; `read` remembers files that many reports share.
    Errors: FilesRefused, with one sentence for each file that cannot be kept.
    """
    read = {} if read is None else read
    if len(files) + already > FILES_PER_REPORT:
        raise FilesRefused(
            [
                f"Satu laporan memuat paling banyak {FILES_PER_REPORT} berkas;"
                f" Anda memilih {len(files) + already}."
            ]
        )
    proofs, reasons = [], []
    for name, content in files:
        file = (name, hashlib.sha256(content).hexdigest())
        try:
            if file not in read:
                read[file] = Proof(recognise(name, content), file[1])
        except FileRefused as refusal:
            reasons.append(f"{name}: {refusal}")
        else:
            proofs.append(read[file])
    if reasons:
        raise FilesRefused(reasons)
    return proofs


def check_room(pairs: Iterable[tuple[Person, Sequence[Proof]]]) -> None:
    """Errors: FilesRefused if the files of somebody would take more than the agency allows.

    One query for all, none without files. Every file counts in full, also one that is stored once
    for many.
    """
    wanted: dict[int, int] = {}
    for person, proofs in pairs:
        if proofs:
            size = sum(len(proof.known.content) for proof in proofs)
            wanted[person.pk] = wanted.get(person.pk, 0) + size
    if not wanted:
        return
    most = (Agency.objects.first() or Agency()).storage_megabytes
    used = dict(
        Attachment.objects.filter(uploaded_by__in=wanted)
        .values_list("uploaded_by")
        .annotate(size=models.Sum("blob__size"))
    )
    for pk, size in wanted.items():
        if used.get(pk, 0) + size > most * MEGABYTE:
            raise FilesRefused(
                [
                    "Tempat berkas Anda hampir penuh: terpakai"
                    f" {used.get(pk, 0) / MEGABYTE:.0f} dari {most} MB. Kirim"
                    " tanpa berkas, atau minta tambahan tempat kepada bagian kepegawaian."
                ]
            )


def keep_evidence(pairs: Iterable[tuple[Report, Proof]]) -> list[Evidence]:
    """Store the files of reports, each content once, and tie them to their reports.

    Call it in the transaction that writes the reports; the number of statements is the same for one
    and for many.
    """
    pairs = list(pairs)
    blobs = keep_many(proof.known for _, proof in pairs) if pairs else {}
    attachments = Attachment.objects.bulk_create(
        [
            Attachment(
                blob=blobs[proof.known.content],
                name=proof.known.name,
                uploaded_by=report.person,
                captured_at=proof.known.captured_at,
                original_sha256=proof.original_sha256,
            )
            for report, proof in pairs
        ],
        batch_size=2_000,
    )
    return Evidence.objects.bulk_create(
        [
            Evidence(report=report, attachment=attachment)
            for (report, _), attachment in zip(pairs, attachments, strict=True)
        ],
        batch_size=2_000,
    )
