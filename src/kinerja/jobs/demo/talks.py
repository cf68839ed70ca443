"""Conversations about work: threads, scheduled feedback that is late, words between two."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from kinerja.feedback.feedback import Feedback, give_feedback
from kinerja.feedback.guidance import (
    agree_action,
    confirm_guidance,
    finish_action,
    open_guidance,
    write_guidance,
)
from kinerja.feedback.guidance_fields import SessionKind
from kinerja.feedback.request import answer_from_outside, ask_feedback
from kinerja.feedback.schedule import accept_schedule, propose_schedule
from kinerja.feedback.thread import close_feedback, reply_to_feedback
from kinerja.people.person import Person
from kinerja.people.supervision import appraisers_of, report_ids, reports_of
from kinerja.planning.plan import Plan

PROMISED = 4  # agreements of the first leader's team
ANSWERS = ("Baik, mulai pekan ini saya lampirkan fotonya.", "Bagus. Saya lihat lagi akhir pekan.")
COACHED = {
    "indicator": "Jumlah pemeriksaan sesuai rencana",
    "baseline": "Tahun lalu 80 persen",
    "target": "95 persen",
    "strategy": "Jadwal tetap dan kunjungan rumah",
    "plan_target": "95 persen sampai Desember",
    "progress": "78 persen",
    "problem": "Kehadiran turun saat musim hujan",
    "cause": "Jarak rumah dan informasi jadwal",
    "chance": "Kader bersedia mengingatkan lewat pesan",
    "next_indicator": "Kehadiran tiap posyandu",
    "next_strategy": "Kader mengingatkan dua hari sebelumnya",
    "adjust": "tidak",
}
PEER = "Cara Anda menjelaskan kepada keluarga pasien sangat membantu saya meniru."
PRIVATE = "Coba pimpin satu rapat kecil bulan depan; saya dampingi dari belakang."


def add_talks(*, first: Person | None, today: date, zone: ZoneInfo) -> None:
    """The last criticism of each team is answered; one leader has promised feedback every month
    and is late with some of it; one gives feedback for development, a colleague praises.

    `first`: whose team that is, if it can be; the account of this person is printed.
    """
    at = datetime.combine(today, time(8), zone)
    _answer(at)
    leader, team = _a_team(today, first)
    _promise(leader, team, today, at)
    give_feedback(
        receiver=team[0],
        tone="improve",
        text=PRIVATE,
        purpose="development",
        way="direct",
        by=leader,
        at=at,
        key=UUID(int=0xF1, version=4),
    )
    _ask(team, at, today)
    _guide(leader, team, today)
    if len(team) > 1:
        give_feedback(
            receiver=team[0],
            tone="positive",
            text=PEER,
            value="collaborative",
            by=team[1],
            at=at,
            key=UUID(int=0xF2, version=4),
        )


def _answer(at: datetime) -> None:
    """Two threads: one runs, one is closed."""
    told = Feedback.objects.filter(tone=Feedback.Tone.IMPROVE, giver__isnull=False)
    for number, one in enumerate(told.select_related("giver", "receiver").order_by("-pk")[:2]):
        speakers = [one.receiver, one.giver]
        for turn, (by, text) in enumerate(zip(speakers, ANSWERS, strict=True)):
            if by is not None:
                key = UUID(int=0xF100 + 2 * number + turn, version=4)
                reply_to_feedback(feedback=one, text=text, by=by, at=at, key=key)
        if number:
            close_feedback(feedback=one, by=one.receiver, at=at)


def _a_team(today: date, wanted: Person | None) -> tuple[Person, Sequence[Person]]:
    """A leader who leads three people with a plan, and the team; `wanted` stands first in it."""
    first = Plan.objects.current(today).filter(state=Plan.State.SET).order_by("person")
    people = [plan.person for plan in first.select_related("person")]
    people.sort(key=lambda person: person != wanted)  # the others keep their order
    lines = appraisers_of(people, today)
    for person in people:
        leader = lines[person.pk].appraiser
        if leader is None:
            continue
        team = [one for one in people if lines[one.pk].appraiser == leader]
        if len(team) > 2 and reports_of(leader, today).exists():
            return leader, team
    raise LookupError("nobody leads three people with a plan")


def _ask(team: Sequence[Person], at: datetime, today: date) -> None:
    """One asked a citizen by link and has the answer; a colleague still owes one."""
    asker, colleague = team[0], team[1]
    outside = ask_feedback(
        question="Apa yang sebaiknya kami perbaiki saat hari pelayanan?",
        outsider="Ketua kader kelurahan",
        by=asker,
        at=at - timedelta(days=3),
        on=today - timedelta(days=3),
        key=UUID(int=0xF301, version=4),
    )
    answer_from_outside(
        request=outside,
        name="Rahma",
        role="ketua kader kelurahan",
        tone="positive",
        text="Antreannya sekarang rapi; nomor urutnya membantu ibu-ibu yang membawa bayi.",
        at=at - timedelta(days=1),
        on=today - timedelta(days=1),
    )
    ask_feedback(
        question="Apakah catatan serah terima saya mudah dibaca?",
        asked=colleague,
        by=asker,
        at=at,
        on=today,
        purpose="development",
        key=UUID(int=0xF302, version=4),
    )


def _guide(leader: Person, team: Sequence[Person], today: date) -> None:
    """A coaching that both confirmed; one of its actions was not done and runs on in the next."""
    person = team[0]
    for number, day in enumerate((today - timedelta(days=35), today - timedelta(days=2))):
        if person.pk not in report_ids(leader, day):
            continue
        session = open_guidance(
            person=person,
            kind=SessionKind.COACHING,
            held_on=day,
            place="Ruang rapat puskesmas",
            by=leader,
            on=day,
            key=UUID(int=0xF400 + number, version=4),
        )
        write_guidance(session=session, content=COACHED, by=leader)
        if number:
            continue
        done, _ = (
            agree_action(session=session, text=text, due_on=day + timedelta(days=days), by=leader)
            for text, days in (
                ("Kader mendata ibu hamil baru di dua kelurahan", 14),
                ("Jadwal kelas ibu dipasang di setiap posyandu", 28),
            )
        )
        finish_action(action=done, by=person, on=day + timedelta(days=10))
        for by in (person, leader):
            confirm_guidance(session=session, by=by, on=day + timedelta(days=1))


def _promise(leader: Person, team: Sequence[Person], today: date, at: datetime) -> None:
    """Agreed on two months ago with the first of the team: one got it in time, one late, the others
    wait. The next one has proposed it himself or herself."""
    start = today - timedelta(days=62)
    then = set(report_ids(leader, start))
    for number, person in enumerate(team[: PROMISED + 1]):
        plan = Plan.objects.current(today).get(person=person, state=Plan.State.SET)
        if plan.starts_on > start or plan.ends_on < today or person.pk not in then:
            continue
        if number == PROMISED:
            propose_schedule(plan=plan, rhythm="quarter", by=person, on=today)
            continue
        schedule = propose_schedule(plan=plan, rhythm="month", by=leader, on=start)
        accept_schedule(schedule=schedule, by=person, on=start)
        days = [start + timedelta(days=5)] if number == 0 else [today] if number == 1 else []
        for turn, day in enumerate(days):
            give_feedback(
                receiver=person,
                tone="positive",
                text="Capaian bulan ini sesuai rencana; pertahankan kelengkapan buktinya.",
                by=leader,
                at=datetime.combine(day, time(9), at.tzinfo),
                scheduled=True,
                way="direct",
                key=UUID(int=0xF200 + 10 * number + turn, version=4),
            )
