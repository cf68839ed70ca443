"""Checking one report of a sample, and what follows from a finding: answers, and its end."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from kinerja.people.person import Person
from kinerja.people.unit import inside
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.work.refusals import NoteMissing, NotYours, TextTooLong, WrongState
from kinerja.work.report import Report
from kinerja.work.sample_audit import AuditItem, AuditReply, inspected_paths

LONGEST = 2_000  # characters


def items_for(person: Person, on: date) -> Q:
    """A condition on items: the inspector's own, and findings about one's report or acceptance."""
    own = Q(verdict=AuditItem.Verdict.FINDING) & (Q(report__person=person) | Q(verifier=person))
    if paths := inspected_paths(person, on):
        own |= Q(audit__inspector=person) | inside(paths, "report__unit__path")
    return own


def findings_on(report: Report, person: Person, on: date) -> list[AuditItem]:
    """The findings about one report that this person may know of, newest first."""
    found = AuditItem.objects.filter(report=report, verdict=AuditItem.Verdict.FINDING)
    seen = found.filter(items_for(person, on)) if found.exists() else found
    return list(seen.select_related("audit__inspector").order_by("-pk"))


@transaction.atomic
def check_item(
    *, item: AuditItem, verdict: str, by: Person, at: datetime, kind: str = "", words: str = ""
) -> AuditItem:
    """Say what one report of the sample is like. It can be said anew until somebody has answered.

    Errors: NotYours (another's audit), NoteMissing, TextTooLong, WrongState.
    """
    held = _held(item)
    if held.audit.inspector_id != by.pk:
        raise NotYours("Butir ini diperiksa oleh yang mengundi sampelnya.")
    verdict = AuditItem.Verdict(verdict)
    words = _checked(words, needed=verdict != AuditItem.Verdict.IN_ORDER)
    if verdict == AuditItem.Verdict.OPEN:
        raise WrongState("Pilih hasil pemeriksaannya.")
    finding = verdict == AuditItem.Verdict.FINDING
    if finding and kind not in AuditItem.Kind:
        raise NoteMissing("Pilih jenis temuannya.")
    if held.state in (AuditItem.State.ANSWERED, AuditItem.State.CLOSED):
        raise WrongState("Temuan ini sudah ditanggapi. Tutup temuan dengan penjelasan.")
    held.verdict, held.words, held.checked_at = verdict, words, at
    held.kind = AuditItem.Kind(kind) if finding else ""
    held.state = AuditItem.State.OPEN if finding else AuditItem.State.NONE
    held.save(update_fields=["verdict", "words", "checked_at", "kind", "state"])
    record(
        f"audit.{verdict}",
        about=held,
        person=held.report.person,
        by=by,
        reason=words,
        data={"report": held.report_id, "kind": held.kind},
    )
    if finding:
        _tell(held, f"Pemeriksaan menemukan hal yang perlu ditanggapi: {words}", by)
    return held


@transaction.atomic
def answer_finding(*, item: AuditItem, words: str, by: Person, at: datetime) -> AuditReply:
    """The author or the verifier answers.

    Errors: NotYours, NoteMissing, TextTooLong, WrongState.
    """
    held = _held(item)
    if by.pk not in (held.report.person_id, held.verifier_id):
        raise NotYours("Temuan ini ditanggapi oleh penulis dan pemeriksa laporannya.")
    if held.state not in (AuditItem.State.OPEN, AuditItem.State.ANSWERED):
        raise WrongState("Temuan ini sudah ditutup.")
    reply = AuditReply.objects.create(item=held, by=by, words=_checked(words, needed=True), at=at)
    held.state = AuditItem.State.ANSWERED
    held.save(update_fields=["state"])
    record("audit.answered", about=held, person=held.report.person, by=by, reason=reply.words)
    notify(held.audit.inspector, f"{by.name} menanggapi temuan."[:300], _page(held))
    return reply


@transaction.atomic
def close_finding(*, item: AuditItem, words: str, by: Person) -> AuditItem:
    """The inspector ends it in words. Errors: NotYours, NoteMissing, TextTooLong, WrongState."""
    held = _held(item)
    if held.audit.inspector_id != by.pk:
        raise NotYours("Temuan ditutup oleh pemeriksanya.")
    if held.state not in (AuditItem.State.OPEN, AuditItem.State.ANSWERED):
        raise WrongState("Tidak ada temuan yang terbuka pada butir ini.")
    held.closing, held.state = _checked(words, needed=True), AuditItem.State.CLOSED
    held.save(update_fields=["closing", "state"])
    record("audit.closed", about=held, person=held.report.person, by=by, reason=held.closing)
    _tell(held, f"Temuan ditutup: {held.closing}", by)
    return held


def _held(item: AuditItem) -> AuditItem:
    return (
        AuditItem.objects.select_for_update(of=("self",))
        .select_related("audit__inspector", "report__person", "verifier")
        .get(pk=item.pk)
    )


def _checked(words: str, *, needed: bool) -> str:
    words = words.replace("\x00", "").strip()
    if needed and not words:
        raise NoteMissing("Tulis uraiannya, supaya yang lain tahu langkah berikutnya.")
    if len(words) > LONGEST:
        raise TextTooLong(f"Uraian memuat paling banyak {LONGEST} huruf. Ringkas dulu.")
    return words


def _tell(item: AuditItem, text: str, by: Person) -> None:
    """Author and verifier; not the one who says it."""
    for person in {item.report.person, item.verifier} - {None, by}:
        if person is not None:
            notify(person, text[:300], _page(item))


def _page(item: AuditItem) -> str:
    return f"/pemeriksaan/butir/{item.pk}/"
