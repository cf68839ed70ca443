"""Evidence that was handed in before: the same file, or a photo that looks the same.

It tells a person where to look and decides nothing: two reports of one visit may share a photo.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from django.db import models
from django.db.models import Q

from kinerja.people.person import Person
from kinerja.records.attachment import PhotoCode, bands
from kinerja.work.evidence import Evidence
from kinerja.work.report import Report

NEAR = 7  # bits of 64 in which two photos may differ and still be shown; measured, see the tests
MOST = 3  # earlier ones that are kept for one file
AT_ONCE = 200  # photos that one query looks up


class EvidenceMatch(models.Model):
    """`evidence` is, or looks like, `earlier` of another report."""

    class Kind(models.TextChoices):
        EXACT = "exact", "Berkas yang sama"
        SIMILAR = "similar", "Foto yang mirip"

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="matches")
    earlier = models.ForeignKey(Evidence, models.CASCADE, related_name="matched_by")
    kind = models.CharField("jenis", max_length=7, choices=Kind)
    distance = models.PositiveSmallIntegerField("beda")  # bits; 0 for the same file
    same_person = models.BooleanField()

    class Meta:
        ordering = ["evidence", "kind", "distance", "earlier"]
        constraints = [
            models.UniqueConstraint(fields=["evidence", "earlier"], name="evidence_match_once"),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.kind} {self.earlier_id}"


def note_matches(new: Sequence[Evidence]) -> None:
    """Compare files that were just kept with all earlier ones; call it in that transaction.

    Four queries and one insert at most, however many there are (of photos: for each two hundred).
    """
    if not new:
        return
    same = _Earlier(_same_files(new))
    alike = _alike([one for one in new if one.attachment.is_photo])
    looks = _Earlier(
        Evidence.objects.filter(
            attachment__blob__in={blob for near in alike.values() for blob in near}
        )
        if alike
        else Evidence.objects.none()
    )
    EvidenceMatch.objects.bulk_create(
        [
            match
            for one in new
            for match in _nearest(
                [*same.exact(one), *looks.similar(one, alike.get(one.attachment.blob_id, {}))]
            )
        ],
        batch_size=2_000,
    )


def used_before(person: Person, hashes: Collection[str]) -> list[date]:
    """Days of one's own reports that carry one of these files (SHA-256 of the bytes as sent)."""
    days = (
        Report.objects.standing()
        .filter(person=person, evidence__attachment__original_sha256__in=hashes)
        .values_list("done_on", flat=True)
        .order_by("-done_on")
        .distinct()
    )
    return list(days[:MOST])


class _Row(NamedTuple):
    evidence: int
    report: int
    person: int


class _Earlier:
    """Evidence to compare with, oldest first; that of withdrawn reports is left out."""

    def __init__(self, evidence: models.QuerySet[Evidence]) -> None:
        self.by_blob: dict[str, list[_Row]] = {}
        self.by_original: dict[str, list[_Row]] = {}
        rows = evidence.exclude(report__state=Report.State.WITHDRAWN).order_by("pk")
        for blob, original, *row in rows.values_list(
            *("attachment__blob", "attachment__original_sha256"),
            *("pk", "report", "report__person"),
        ):
            self.by_blob.setdefault(blob, []).append(_Row(*row))
            self.by_original.setdefault(original, []).append(_Row(*row))

    def exact(self, one: Evidence) -> Iterator[EvidenceMatch]:
        for rows in (
            self.by_blob.get(one.attachment.blob_id, ()),
            self.by_original.get(one.attachment.original_sha256, ()),
        ):
            yield from _first(one, rows, EvidenceMatch.Kind.EXACT, 0)

    def similar(self, one: Evidence, near: dict[str, int]) -> Iterator[EvidenceMatch]:
        for blob, distance in near.items():
            rows = self.by_blob.get(blob, ())
            yield from _first(one, rows, EvidenceMatch.Kind.SIMILAR, distance)


def _first(
    one: Evidence, rows: Iterable[_Row], kind: str, distance: int
) -> Iterator[EvidenceMatch]:
    """The first few of other reports that were there before."""
    before = (row for row in rows if row.evidence < one.pk and row.report != one.report_id)
    for row in islice(before, MOST):
        yield EvidenceMatch(
            evidence=one,
            earlier_id=row.evidence,
            kind=kind,
            distance=distance,
            same_person=row.person == one.report.person_id,
        )


def _nearest(matches: Iterable[EvidenceMatch]) -> list[EvidenceMatch]:
    """The few to keep: the same file before one that looks like it, each earlier one once."""
    once: dict[int, EvidenceMatch] = {}
    for match in sorted(matches, key=lambda one: (one.kind, one.distance, one.earlier_id)):
        once.setdefault(match.earlier_id, match)
    return list(once.values())[:MOST]


def _same_files(new: Iterable[Evidence]) -> models.QuerySet[Evidence]:
    blobs = {one.attachment.blob_id for one in new}
    originals = {one.attachment.original_sha256 for one in new}
    return Evidence.objects.filter(
        Q(attachment__blob__in=blobs) | Q(attachment__original_sha256__in=originals)
    )


def _alike(photos: Sequence[Evidence]) -> dict[str, dict[str, int]]:
    """Blob -> other blobs that look like it, with the number of bits in which they differ.

    Two codes that differ in at most seven bits share a band but for one bit, so all of
    them are found.
    """
    found: dict[str, dict[str, int]] = {}
    if not photos:
        return found
    codes = PhotoCode.objects.filter(blob__in={one.attachment.blob_id for one in photos})
    stored = list(codes.order_by("pk"))
    for start in range(0, len(stored), AT_ONCE):
        some = stored[start : start + AT_ONCE]
        near = Q()
        for number in range(4):
            values = {value for code in some for value in _neighbours(bands(code.bits)[number])}
            near |= Q(**{f"band_{number + 1}__in": values})
        others = list(PhotoCode.objects.filter(near))
        for code in some:
            for other in others:
                distance = (code.bits ^ other.bits).bit_count()
                if distance <= NEAR and other.pk != code.pk:
                    found.setdefault(code.pk, {})[other.pk] = distance
    return found


def _neighbours(band: int) -> list[int]:
    """A band and those that differ from it in one bit."""
    return [band, *(band ^ (1 << bit) for bit in range(16))]
