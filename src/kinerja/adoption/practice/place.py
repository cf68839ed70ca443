"""A place to practise in: a made-up unit for each visitor, so that two of them never meet.

Everything is said by the verbs of the product, so that a place is as real as real ones are.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import uuid4

from django.db import transaction

from kinerja.evaluation.closing import sign_review
from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.period import Period, open_period
from kinerja.evaluation.rating import Judgement, rate_review
from kinerja.evaluation.review import Review
from kinerja.evaluation.self_report import report_realisation
from kinerja.participation.handing_in import IdeaText, begin_idea, submit_idea
from kinerja.people.agency import found_agency, national_holidays, set_holidays, the_agency
from kinerja.people.assignment import Assignment, NewAssignment, assign_many
from kinerja.people.person import Person, add_people
from kinerja.people.position import Position, add_positions
from kinerja.people.unit import Unit, add_unit
from kinerja.planning.plan_draft import (
    IndicatorDraft,
    PlanDraft,
    ResultDraft,
    make_plans_many,
)
from kinerja.planning.work_result import WorkResult
from kinerja.rules.predicate import Rating
from kinerja.work.filing import Filing, file_reports
from kinerja.work.verification import Answer, answer_many

AGENCY, DEVICE = "Kota Latihan", "Dinas Latihan"
NAMES = ("Hendra", "Ratna", "Joko", "Melati")  # the head first
HEAD_TITLE, STAFF_TITLE = "Kepala Seksi Pelayanan", "Pengelola Layanan"
NEEDS_QUARTER = frozenset({"menilai", "hasil"})  # work of the quarter before is evaluated
WORK = (
    ("Melayani {n} pemohon surat keterangan di loket.", 14),
    ("Memeriksa {n} berkas permohonan dan meneruskannya ke atasan.", 11),
    ("Melayani {n} pemohon, antrean selesai sebelum pukul 14.00.", 17),
)

IDEAS = (
    IdeaText(
        "Nomor antrean lewat pesan singkat",
        "Pemohon menunggu di loket rata-rata 50 menit, sebagian pulang sebelum dilayani.",
        "Kirim nomor antrean lewat pesan singkat, supaya pemohon datang mendekati gilirannya.",
        *("Lama menunggu", "menit", Decimal(50), Decimal(20)),
    ),
    IdeaText(
        "Loket khusus lansia dan ibu hamil",
        "Lansia dan ibu hamil mengantre bersama semua pemohon.",
        "Satu dari tiga loket mendahulukan mereka, setiap hari sampai pukul 11.00.",
    ),
)


@dataclass(frozen=True)
class Place:
    """One unit: who leads it, and its staff."""

    head: Person
    staff: list[Person]


@transaction.atomic
def found_practice(*, today: date) -> None:
    """The agency in which all places lie, with nobody but its two heads. Errors: AgencyExists."""
    found_agency(name=AGENCY)
    set_holidays(days=national_holidays(range(today.year - 1, today.year + 2)), by=None)
    top = add_unit(code="LATIHAN", name=AGENCY, level="agency", parent=None, by=None)
    device = add_unit(code="LATIHAN-1", name=DEVICE, level="device", parent=top, by=None)
    mayor, chief = add_people(
        people=[
            Person(name="Wali Kota Latihan", kind=Person.Kind.OFFICIAL),
            Person(name="Bambang Latihan", kind=Person.Kind.PNS, nip=_nip(0)),
        ],
        by=None,
    )
    posts = add_positions(
        positions=[
            _post(top, "Wali Kota Latihan", "official", "regional_head", leads=True),
            _post(device, f"Kepala {DEVICE}", "jpt", "jpt_pratama", leads=True),
        ],
        by=None,
    )
    since = date(today.year - 2, 1, 1)
    _appoint([mayor, chief], posts, since)
    code, first, _ = quarter_before(today)
    open_period(code=code, by=None, opens_on=first, closes_on=today + timedelta(days=60))


@transaction.atomic
def a_place(exercise: str, *, at: datetime) -> Place:
    """A new unit with what that exercise needs: plans, reports that wait, an open evaluation."""
    today = at.astimezone(the_agency().zone).date()
    device = Unit.objects.select_for_update().get(code="LATIHAN-1")
    number = device.children.count() + 1
    unit = add_unit(
        code=f"LATIHAN-1.{number}",
        name=f"Seksi Pelayanan Latihan {number}",
        level="section",
        parent=device,
        by=None,
    )
    people = add_people(
        people=[
            Person(name=f"{name} Latihan", kind=Person.Kind.PNS, nip=_nip(number * 8 + which))
            for which, name in enumerate(NAMES)
        ],
        by=None,
    )
    lead, desk = add_positions(
        positions=[
            _post(unit, HEAD_TITLE, "ja", "pengawas", leads=True),
            _post(unit, STAFF_TITLE, "ja", "pelaksana"),
        ],
        by=None,
    )
    _, first, last = quarter_before(today)
    since = first if exercise in NEEDS_QUARTER else last + timedelta(days=1)
    posts = _appoint(people, [lead, desk, desk, desk], since)
    place = Place(people[0], people[1:])
    planless = {place.staff[0].pk} if exercise == "rencana" else set()
    years = sorted({since.year, today.year})
    for year in years:
        _plan(posts, planless, year)
    if exercise == "periksa":
        _report(place.staff, [today], at, accepted_by=None)
    if exercise == "gagasan":
        for person, text in zip(place.staff, IDEAS, strict=False):
            idea = begin_idea(text=text, unit=unit, by=person, at=at, on=today)
            submit_idea(idea=idea, by=person, at=at, on=today)
    if exercise in NEEDS_QUARTER:
        days = [first + timedelta(days=20), first + timedelta(days=50)]
        _report(place.staff, days, at, accepted_by=place.head)
        _evaluate(place, today, finished=exercise == "hasil")
    return place


def quarter_before(today: date) -> tuple[str, date, date]:
    """Code, first and last day of the last quarter that is over."""
    start = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    last = start - timedelta(days=1)
    number = (last.month - 1) // 3 + 1
    return f"{last.year}-Q{number}", date(last.year, 3 * number - 2, 1), last


def _post(unit: Unit, title: str, kind: str, level: str, *, leads: bool = False) -> Position:
    return Position(unit=unit, title=title, kind=kind, level=level, leads=leads)


def _appoint(people: list[Person], posts: list[Position], since: date) -> list[Assignment]:
    return assign_many(
        assignments=[
            NewAssignment(person, post, Assignment.Kind.DEFINITIVE, since)
            for person, post in zip(people, posts, strict=True)
        ],
        by=None,
    )


def _plan(posts: list[Assignment], planless: set[int], year: int) -> None:
    """The head's plan and under it those of the staff, set on the first day they can be."""
    set_on = max(date(year, 1, 5), posts[0].starts_on)
    served = ResultDraft(
        "Warga terlayani tepat waktu di loket seksi",
        [_measure("Berkas selesai sesuai waktu layanan", 92, 96, "persen")],
    )
    drafts = [PlanDraft(posts[0], year, [served], set_on, set_on)]
    for post in posts[1:]:
        if post.person_id in planless:
            continue
        mine = ResultDraft(
            "Permohonan warga terlayani",
            [_measure("Berkas yang dilayani", 900, 1_100, "berkas", counts=True)],
            parent=served,
        )
        order = ResultDraft(
            "Arsip layanan tertata",
            [_measure("Arsip bulanan yang lengkap", 10, 12, "dokumen")],
            parent=served,
        )
        drafts.append(PlanDraft(post, year, [mine, order], set_on, set_on))
    make_plans_many(drafts)


def _measure(text: str, low: int, high: int, unit: str, *, counts: bool = False) -> IndicatorDraft:
    return IndicatorDraft(
        text,
        Decimal(low),
        Decimal(high),
        measure={"unit_of_measure": unit, "counts_reports": counts},
    )


def _report(
    staff: list[Person], days: list[date], at: datetime, *, accepted_by: Person | None
) -> None:
    """Each of the staff reports on each of the days; accepted the same day, or still waiting."""
    zone = the_agency().zone
    filings = []
    for person, (text, number) in zip(staff, WORK, strict=True):
        counted = WorkResult.objects.filter(plan__person=person, indicators__counts_reports=True)
        for day in days:
            result = counted.get(plan__year=day.year)
            when = min(datetime.combine(day, time(15), zone), at)
            quantity = Decimal(number)
            words = text.format(n=number)
            filings.append(Filing(person, words, uuid4(), when, day, result, quantity))
    reports = file_reports(filings)
    if accepted_by is not None:
        answer_many(Answer(one, "accept", accepted_by, one.filed_at) for one in reports)


def _evaluate(place: Place, today: date, *, finished: bool) -> None:
    """The evaluation of the quarter before: open and self-reported, or signed for the staff."""
    code, _, _ = quarter_before(today)
    period = Period.objects.get(code=code)
    open_reviews(period=period, on=today, by=None)
    for review in Review.objects.filter(period=period, person__in=place.staff):
        results = list(review.assessments.values_list("result_id", flat=True))
        said = dict.fromkeys(results, "28 berkas dilayani, arsip tiga bulan lengkap.")
        report_realisation(review=review, realisations=said, by=review.person, on=today)
        if finished:
            judgement = Judgement(
                Rating.ABOVE,
                Rating.MEETS,
                dict.fromkeys(results, (Rating.MEETS, "")),
                work_result_reason="Antrean loket selalu selesai sebelum pukul 14.00.",
            )
            rate_review(review=review, judgement=judgement, by=place.head, on=today)
            sign_review(review=review, by=place.head, on=today)


def _nip(number: int) -> str:
    """A valid NIP that is nobody's: sequences of 900 and above, for numbers to 365,000."""
    born = date(1980, 1, 1) + timedelta(days=number % 3650)
    return f"{born:%Y%m%d}2010011{900 + number // 3650:03}"
