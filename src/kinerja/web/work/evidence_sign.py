"""What is worth a look at the evidence of reports: used before, or taken on another day.

Words only; nothing is counted against anybody. Of a report that the reader may not see nothing is
told but that it exists.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from kinerja.people.person import Person
from kinerja.web.indonesian import jam, tanggal
from kinerja.work.evidence import Evidence
from kinerja.work.evidence_match import EvidenceMatch
from kinerja.work.report import Report

FAR = timedelta(days=1)  # a camera's day that differs more from the day of work is named


@dataclass(frozen=True)
class Sign:
    """One sentence, with the earlier report where it may be opened."""

    words: str
    href: str = ""


def signs_of(
    reports: Sequence[Report], reader: Person, team: Collection[int] = ()
) -> dict[int, list[Sign]]:
    """Report -> what is worth a look; no query where no evidence was used before.

    `reports` come with their evidence. `team` are people (ids) below the reader: what they
    reported is seen without asking.
    """
    found: dict[int, list[Sign]] = {report.pk: [] for report in reports}
    evidence = [one for report in reports for one in report.evidence.all()]
    # A list has asked with the evidence whether there is anything to look up.
    files = {one.pk: one for one in evidence if getattr(one, "was_used", True)}
    matches = list(
        EvidenceMatch.objects.filter(evidence__in=files)
        .exclude(earlier__report__state=Report.State.WITHDRAWN)
        .select_related("earlier__report__person")
        if files
        else []
    )
    earlier = {match.earlier.report for match in matches}
    seen = {one.pk for one in earlier if one.person_id in team}
    asked = {one.pk for one in earlier} - seen
    seen |= set(
        Report.objects.visible_to(reader).filter(pk__in=asked).values_list("pk", flat=True)
        if asked
        else []
    )
    for match in matches:
        one = files[match.evidence_id]
        signs = found[one.report_id]
        sign = _sign(match, reader, match.earlier.report_id in seen)
        if sign not in signs:
            signs.append(sign)
    for report in reports:
        found[report.pk] += _far_claims(report, report.evidence.all())
    return found


def claim(evidence: Evidence) -> str:
    """What the camera says: menurut kamera 9 Oktober 2026, 08.14 WIB."""
    taken = evidence.attachment.captured_at
    return f"menurut kamera {tanggal(timezone.localdate(taken))}, {jam(taken)}" if taken else ""


def _sign(match: EvidenceMatch, reader: Person, seen: bool) -> Sign:
    exact = match.kind == EvidenceMatch.Kind.EXACT
    what = "Berkas yang sama" if exact else "Foto yang mirip"
    report = match.earlier.report
    if not seen:
        whose = "pada laporan lain pegawai ini" if match.same_person else "oleh pegawai lain"
        return Sign(f"{what} pernah dipakai {whose}.")
    whose = "" if match.same_person else f" oleh {report.person.name}"
    words = f"{what} sudah dipakai{whose} pada laporan {tanggal(report.done_on)}."
    return Sign(words, reverse("report_detail", args=[report.pk]))


def _far_claims(report: Report, evidence: Iterable[Evidence]) -> list[Sign]:
    signs = []
    for one in evidence:
        taken = one.attachment.captured_at
        if taken and abs(timezone.localdate(taken) - report.done_on) > FAR:
            day = tanggal(timezone.localdate(taken))
            signs.append(Sign(f"Menurut kamera, {one.attachment.name} diambil {day}."))
    return signs
