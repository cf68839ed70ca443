"""Filing reports: one from the phone, or many at once; exactly once whatever the network does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from kinerja.people.assignment import Assignment
from kinerja.people.person import Person
from kinerja.people.unit import Unit
from kinerja.planning.indicator import Indicator
from kinerja.planning.work_result import WorkResult
from kinerja.records.event import Happening, record_many
from kinerja.rules.refusal import Refusal
from kinerja.work.duty import serve_order
from kinerja.work.evidence import Proof, check_room, keep_evidence, read_files
from kinerja.work.evidence_match import note_matches
from kinerja.work.freeze import frozen_days
from kinerja.work.order import Order
from kinerja.work.plan_item import counted_indicator, results_by_id, version_on
from kinerja.work.refusals import (
    BadQuantity,
    FutureWork,
    NoPost,
    NothingToRepeat,
    NotYours,
    PeriodFrozen,
    TextMissing,
    TextTooLong,
    UnknownResult,
)
from kinerja.work.report import Report

LONGEST_TEXT = 5_000  # characters
LARGEST_QUANTITY = Decimal("999999999999.99")  # what the column holds
FROZEN = (
    "Penilaian untuk tanggal itu sudah ditandatangani, jadi catatannya tidak berubah lagi."
    " Hubungi atasan Anda bila ada yang terlewat."
)
BATCH = 2_000  # rows a statement


@dataclass(frozen=True)
class Filing:
    """What somebody hands in: a report before it is stored. `files` are (name, content)."""

    by: Person
    text: str
    key: UUID
    at: datetime
    done_on: date
    result: WorkResult | None = None
    quantity: Decimal | None = None
    files: Sequence[tuple[str, bytes]] = ()
    order: Order | None = None


@transaction.atomic
def file_report(
    *,
    text: str,
    key: UUID,
    by: Person,
    at: datetime,
    done_on: date,
    result: WorkResult | None = None,
    quantity: Decimal | None = None,
    files: Sequence[tuple[str, bytes]] = (),
    order: Order | None = None,
) -> Report:
    """File one's own report; the same key again answers with the first report, unchanged.

    `files` are (name, content). Errors: TextMissing, TextTooLong, FutureWork, UnknownResult,
    BadQuantity, FilesRefused, PeriodFrozen, NoPost, UnknownOrder; NotYours if the key
    is another person's.
    """
    filing = Filing(by, text, key, at, done_on, result, quantity, files, order)
    if (known := Report.objects.filter(key=key).first()) is not None:
        return _receipt(known, by)
    (report,) = _compose([filing])
    proofs = read_files(files)
    check_room([(by, proofs)])
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError:  # two taps at the same moment: the first one counts
        first = Report.objects.filter(key=key).first()
        if first is None:
            raise
        return _receipt(first, by)
    _complete([(report, proofs)])
    return report


@transaction.atomic
def file_reports(filings: Iterable[Filing]) -> list[Report]:
    """Many reports in few statements: the same rows and events as `file_report` one by one.

    Errors: as there, for the first filing that is refused; then none is stored. IntegrityError if
    somebody files with one of the keys at the same moment.
    """
    filings = list(filings)
    known: dict[UUID, Report] = {
        report.key: report
        for report in Report.objects.filter(key__in=[filing.key for filing in filings])
    }
    new: dict[UUID, Filing] = {}
    for filing in filings:
        if filing.key in known:
            _receipt(known[filing.key], filing.by)
        elif filing.key not in new:
            new[filing.key] = filing
        elif new[filing.key].by.pk != filing.by.pk:
            raise _not_yours()
    read: dict[tuple[str, str], Proof] = {}
    proofs = [read_files(filing.files, read=read) for filing in new.values()]
    check_room(zip((filing.by for filing in new.values()), proofs, strict=True))
    reports = Report.objects.bulk_create(_compose(list(new.values())), batch_size=BATCH)
    _complete(zip(reports, proofs, strict=True))
    known.update({report.key: report for report in reports})
    return [known[filing.key] for filing in filings]


@transaction.atomic
def repeat_report(*, key: UUID, by: Person, at: datetime) -> Report:
    """File one's last report again as work of today: its words and its plan item.

    The quantity stays out: it is counted, not copied. Said twice in a day, it answers with the
    first one. Errors: NothingToRepeat, and those of `file_report`.
    """
    today = timezone.localdate(at)
    if (known := Report.objects.filter(key=key).first()) is not None:
        return _receipt(known, by)
    last = last_report_before(by, today)
    if last is None:
        raise NothingToRepeat("Belum ada laporan sebelumnya. Tulis laporan pertama Anda.")
    same = Report.objects.standing().filter(person=by, done_on=today, text=last.text)
    if (done := same.filter(result=last.result_id).order_by("pk").first()) is not None:
        return done
    result = version_on(last.result, by, today) if last.result else None
    return file_report(text=last.text, key=key, by=by, at=at, done_on=today, result=result)


def last_report_before(person: Person, day: date) -> Report | None:
    """The newest report of an earlier day that its author did not take back."""
    return (
        Report.objects.standing()
        .filter(person=person, done_on__lt=day)
        .select_related("result__plan")
        .order_by("-done_on", "-pk")
        .first()
    )


def checked_text(text: str) -> str:
    """The words as they will be stored. Errors: TextMissing, TextTooLong."""
    text = text.replace("\x00", "").strip()
    if not text:
        raise TextMissing("Tulis apa yang Anda kerjakan.")
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(
            f"Tulisan ini {len(text)} huruf; satu laporan memuat {LONGEST_TEXT}."
            " Ringkas, atau bagi menjadi dua laporan."
        )
    return text


def checked_quantity(
    quantity: Decimal | None, result: WorkResult | None
) -> tuple[Decimal | None, Indicator | None]:
    """The number and the indicator that it counts for. Errors: BadQuantity.

    `result` comes with its indicators.
    """
    if quantity is None:
        return None, None
    if not quantity.is_finite() or quantity < 0:
        raise BadQuantity("Jumlah tidak boleh kurang dari nol.")
    if quantity > LARGEST_QUANTITY:
        raise BadQuantity("Jumlah ini terlalu besar. Periksa kembali angkanya.")
    if quantity != quantity.quantize(Decimal("0.01")):
        raise BadQuantity("Jumlah memuat paling banyak dua angka di belakang koma.")
    indicator = counted_indicator(result)
    if indicator is None:
        raise BadQuantity(
            "Hasil kerja ini tidak dihitung dari jumlah."
            " Kosongkan jumlah, atau pilih hasil kerja yang dihitung."
        )
    return quantity, indicator


def result_on(result: WorkResult, person: Person, day: date) -> WorkResult:
    """The result as the plan of that day has it. Errors: UnknownResult. It comes with its plan."""
    found = version_on(result, person, day)
    if found is None:
        raise UnknownResult("Pilih hasil kerja dari rencana Anda yang berlaku pada tanggal itu.")
    return found


def check_not_frozen(pairs: Iterable[tuple[WorkResult | None, date]]) -> None:
    """Errors: PeriodFrozen if one of the days is locked for its result."""
    pairs = list(pairs)
    locked = {(result.plan_id, day) for result, day in pairs if result is not None}
    if not locked.isdisjoint(_frozen(pairs)):
        raise PeriodFrozen(FROZEN)


def _frozen(pairs: Iterable[tuple[WorkResult | None, date]]) -> set[tuple[int, date]]:
    """Plan and day, of those that are locked among these."""
    looked = [(result.plan_id, day) for result, day in pairs if result is not None]
    return set(frozen_days((plan for plan, _ in looked), (day for _, day in looked)))


def refusals(filings: Sequence[Filing]) -> list[Refusal | None]:
    """What each filing would be refused for, without storing anything: a preview of many.

    In as many statements as `file_reports` needs; files are not looked into.
    """
    found = _drafts(filings)
    pairs = [(one.result, one.done_on) for one in found if isinstance(one, Report)]
    frozen = _frozen(pairs)
    said: list[Refusal | None] = []
    for one in found:
        if isinstance(one, Refusal):
            said.append(one)
        else:
            locked = one.result and (one.result.plan_id, one.done_on) in frozen
            said.append(PeriodFrozen(FROZEN) if locked else None)
    return said


def _compose(filings: Sequence[Filing]) -> list[Report]:
    """The reports as they will be stored; every refusal but that of files comes from here."""
    reports = []
    for one in _drafts(filings):
        if isinstance(one, Refusal):
            raise one
        reports.append(one)
    check_not_frozen((report.result, report.done_on) for report in reports)
    return reports


def _drafts(filings: Sequence[Filing]) -> list[Report | Refusal]:
    """Each as a report, or why it cannot be one; locked days are not looked at here."""
    results = results_by_id(filing.result.pk for filing in filings if filing.result)
    posts = _posts({filing.by.pk for filing in filings})
    drafts: list[Report | Refusal] = []
    for filing in filings:
        try:
            drafts.append(_draft(filing, results, posts))
        except Refusal as refusal:
            drafts.append(refusal)
    return drafts


def _draft(
    filing: Filing, results: Mapping[int, WorkResult], posts: Mapping[int, Sequence[Assignment]]
) -> Report:
    text = checked_text(filing.text)
    if filing.done_on > timezone.localdate(filing.at):
        raise FutureWork("Tanggal kerja belum tiba. Laporkan setelah pekerjaan dilakukan.")
    result = _chosen(filing, results)
    quantity, indicator = checked_quantity(filing.quantity, result)
    return Report(
        key=filing.key,
        person=filing.by,
        unit=_unit_on(posts.get(filing.by.pk, ()), filing.done_on),
        result=result,
        indicator=indicator,
        text=text,
        quantity=quantity,
        order=filing.order,
        done_on=filing.done_on,
        filed_at=filing.at,
    )


def _chosen(filing: Filing, results: Mapping[int, WorkResult]) -> WorkResult | None:
    if filing.result is None:
        return None
    result = results.get(filing.result.pk, filing.result)
    return result_on(result, filing.by, filing.done_on)


def _complete(pairs: Iterable[tuple[Report, Sequence[Proof]]]) -> None:
    """What belongs to stored reports: their evidence and their events."""
    pairs = list(pairs)
    kept = keep_evidence((report, proof) for report, proofs in pairs for proof in proofs)
    note_matches(kept)
    for report, _ in pairs:  # few reports come from an order
        if report.order is not None:
            serve_order(report.order, report.person, report.done_on)
    record_many(
        Happening(
            "report.filed",
            report,
            report.person,
            person=report.person,
            data={
                "done_on": report.done_on.isoformat(),
                **({"order": report.order_id} if report.order_id else {}),
                "files": [proof.original_sha256 for proof in proofs],
            },
        )
        for report, proofs in pairs
    )


def _posts(people: set[int]) -> dict[int, list[Assignment]]:
    """Definitive assignments with their units, by person; one query."""
    posts: dict[int, list[Assignment]] = {}
    for post in (
        Assignment.objects.main().filter(person__in=people).select_related("position__unit")
    ):
        posts.setdefault(post.person_id, []).append(post)
    return posts


def _unit_on(posts: Iterable[Assignment], day: date) -> Unit:
    for post in posts:
        if post.starts_on <= day and (post.ends_on is None or day <= post.ends_on):
            return post.position.unit
    raise NoPost("Jabatan Anda pada tanggal itu belum tercatat. Hubungi bagian kepegawaian.")


def _receipt(report: Report, by: Person) -> Report:
    """The first report of a key, for its author only."""
    if report.person_id != by.pk:
        raise _not_yours()
    return report


def _not_yours() -> NotYours:
    return NotYours("Formulir ini sudah dipakai akun lain. Muat ulang halaman, lalu kirim lagi.")
