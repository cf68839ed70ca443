"""Months of daily work: reports with evidence, the leaders' answers, feedback."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from kinerja.feedback.feedback import Said, give_feedback_many
from kinerja.jobs.demo.people import Member
from kinerja.jobs.demo.photos import draw_photos
from kinerja.people.agency import holidays_between
from kinerja.people.supervision import appraisers_of
from kinerja.planning.plan import Plan
from kinerja.planning.work_result import WorkResult
from kinerja.rules.working_days import is_working_day
from kinerja.work.filing import Filing, file_reports
from kinerja.work.report import Report
from kinerja.work.verification import Answer, answer_many

DENSE_DAYS = 42  # the last weeks are reported nearly daily, what lies before more thinly
DENSE, THIN = 0.8, 0.2  # share of working days with a report
PHOTO_DAYS = 6  # so many days back reports carry photos; each one is used once
WITH_PHOTO = 0.6  # of the reports whose quantity counts
QUESTIONS = (
    "Berapa orang yang belum terlayani, dan apa rencananya?",
    "Mohon lampirkan daftar hadir.",
    "Apakah sudah dicatat di register?",
)
RETURNS = (
    "Jumlahnya tidak sama dengan register; mohon diperiksa lagi.",
    "Tulis hasilnya, bukan hanya kegiatannya.",
)
PRAISE = (
    "Terima kasih, pencatatannya rapi dan tepat waktu.",
    "Warga menyampaikan pujian atas pelayanan ini. Pertahankan.",
    "Cara baru yang Ibu/Bapak coba minggu ini membantu tim lain.",
)
IMPROVE = (
    "Laporan sebaiknya dikirim pada hari yang sama supaya tim bisa membantu.",
    "Coba bagi waktu dengan rekan agar kunjungan rumah tidak tertunda.",
)


@dataclass(frozen=True)
class Doer:
    """Somebody who reports, with the results of one plan and what each result's reports say."""

    member: Member
    results: Sequence[tuple[WorkResult, Mapping[str, Any]]]
    pace: float  # 1: as most; less: reports less


def add_work(
    members: Sequence[Member],
    posts: Mapping[str, Mapping[str, Any]],
    *,
    first: date,
    today: date,
    zone: ZoneInfo,
    random: Random,
) -> int:
    """Reports from `first` to today, answered up to a few days ago; the number of reports."""
    doers = list(_doers(members, posts, random))
    days = _working_days(first, today)
    photos = draw_photos(random)
    reports = file_reports(
        filing
        for day in days
        for doer in doers
        for filing in _filing(doer, day, today, zone, photos, random)
    )
    _answer(reports, today=today, zone=zone, random=random)
    _say(doers, first=first, today=today, zone=zone, random=random)
    return len(reports)


def reports_a_year(first: date, today: date) -> float:
    """How many reports the busiest write in a year, at the rate from the first day to today."""
    days = _working_days(first, today)
    dense = sum((today - day).days <= DENSE_DAYS for day in days)
    written = DENSE * dense + THIN * (len(days) - dense)
    elapsed = (today - date(today.year, 1, 1)).days + 1
    return written * 365 / max(elapsed, len(days))


def _doers(
    members: Sequence[Member], posts: Mapping[str, Mapping[str, Any]], random: Random
) -> Iterator[Doer]:
    by_person: dict[tuple[int, int], list[WorkResult]] = {}
    for result in (
        WorkResult.objects.filter(plan__state__in=Plan.AGREED)
        .select_related("plan")
        .prefetch_related("indicators")
        .order_by("plan", "number")
    ):
        by_person.setdefault((result.plan.person_id, result.plan_id), []).append(result)
    pace = {member.person.pk: random.choice([1, 1, 1, 1, 0.8, 0.5]) for member in members}
    for member in members:
        contents = posts[member.seat.post].get("results", [])
        for (person_id, _), results in by_person.items():
            if person_id == member.person.pk:
                yield Doer(member, list(zip(results, contents, strict=True)), pace[person_id])


def _working_days(first: date, last: date) -> list[date]:
    off = holidays_between(first, last)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if is_working_day(day, off)]


def _filing(
    doer: Doer,
    day: date,
    today: date,
    zone: ZoneInfo,
    photos: Mapping[str, list[tuple[str, bytes]]],
    random: Random,
) -> Iterator[Filing]:
    plan = doer.results[0][0].plan
    if not plan.starts_on <= day <= plan.ends_on:
        return
    share = DENSE if (today - day).days <= DENSE_DAYS else THIN
    if random.random() > share * doer.pace:
        return
    result, content = random.choice(doer.results)
    counted = next((one for one in result.indicators.all() if one.counts_reports), None)
    quantity = None
    if counted is not None:
        low, high = next(m["daily"] for m in content["measures"] if m.get("counts"))
        quantity = Decimal(random.randint(low, high))
    later = 1 if day < today and random.random() < 0.1 else 0  # some write it the next morning
    at = datetime.combine(
        day + timedelta(days=later), time(random.randint(14, 17), random.randint(0, 59)), zone
    )
    if at.date() > today:
        return
    if day == today:  # the day is still running
        at = datetime.combine(day, time(random.randint(7, 9), random.randint(0, 59)), zone)
        if random.random() < 0.5:
            return
    yield Filing(
        by=doer.member.person,
        text=random.choice(content["reports"]).format(n=quantity),
        key=UUID(int=random.getrandbits(128), version=4),
        at=at,
        done_on=day,
        result=result,
        quantity=quantity,
        files=[_proof(doer, day, quantity, photos[content["photo"]], today)]
        if "photo" in content and random.random() < WITH_PHOTO
        else [],
    )


def _proof(
    doer: Doer,
    day: date,
    quantity: Decimal | None,
    photos: list[tuple[str, bytes]],
    today: date,
) -> tuple[str, bytes]:
    """A photo of its own in the last days while there are any; else a page of the register."""
    if photos and (today - day).days <= PHOTO_DAYS:
        return photos.pop()
    name = doer.member.person.name
    row = f"{day.isoformat()};{name};{quantity or 1};data contoh"
    page = f"Tanggal;Petugas;Jumlah;Keterangan\n{row}\n"
    return f"register-{day.isoformat()}.csv", page.encode()


def _answer(reports: Sequence[Report], *, today: date, zone: ZoneInfo, random: Random) -> None:
    """Leaders answer within days; what is fresh waits in their queues."""
    ready = [report for report in reports if (today - report.done_on).days > random.randint(1, 5)]
    leaders = appraisers_of([report.person for report in ready], today)
    answers = []
    for report in ready:
        leader = leaders[report.person_id].appraiser
        if leader is None or random.random() < 0.03:
            continue
        chance = random.random()
        verdict, note = "accept", ""
        if (today - report.done_on).days < 20 and chance < 0.03:
            verdict, note = "ask", random.choice(QUESTIONS)
        elif (today - report.done_on).days < 20 and chance < 0.05:
            verdict, note = "return", random.choice(RETURNS)
        day = min(report.filed_at.astimezone(zone).date() + timedelta(days=1), today)
        at = datetime.combine(day, time(8, random.randint(0, 59)), zone)
        answers.append(Answer(report, verdict, leader, max(at, report.filed_at), note))
    answer_many(answers)


def _say(
    doers: Sequence[Doer], *, first: date, today: date, zone: ZoneInfo, random: Random
) -> None:
    """Feedback by name: every month to about every second person."""
    leaders = appraisers_of([doer.member.person for doer in doers], today)
    said = []
    for doer in doers:
        plan = doer.results[0][0].plan
        leader = leaders[doer.member.person.pk].appraiser
        if leader is None:
            continue
        day = max(first, plan.starts_on) + timedelta(days=random.randint(5, 25))
        while day <= min(today, plan.ends_on):
            tone = "improve" if random.random() < 0.25 else "positive"
            if random.random() < 0.5:
                said.append(
                    Said(
                        receiver=doer.member.person,
                        tone=tone,
                        text=random.choice(IMPROVE if tone == "improve" else PRAISE),
                        by=leader,
                        role="leader",
                        at=datetime.combine(day, time(10, random.randint(0, 59)), zone),
                        result=random.choice(doer.results)[0],
                        key=UUID(int=random.getrandbits(128), version=4),
                    )
                )
            day += timedelta(days=random.randint(25, 35))
    give_feedback_many(said)
