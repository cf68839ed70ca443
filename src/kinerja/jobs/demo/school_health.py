"""Health office and schools together (data contoh): the month of immunisation at school as a shared
goal with its programme, and one more goal that the schools offer and that waits for its answer."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from kinerja.collaboration.contribution import link_report, say_word
from kinerja.collaboration.meeting import add_files, plan_meeting, write_minutes
from kinerja.collaboration.member import answer_member, invite_member
from kinerja.collaboration.partner import invite_partner
from kinerja.collaboration.programme import Programme, begin_programme
from kinerja.collaboration.task import Task, add_task, move_task
from kinerja.collaboration.task_comment import comment_as_partner, comment_on_task
from kinerja.jobs.demo.people import Member
from kinerja.jobs.demo.photos import draw_photo
from kinerja.people.person import Person
from kinerja.people.supervision import appraiser_of
from kinerja.planning.goal import Goal, add_goal
from kinerja.planning.key_indicator import add_key_indicator, set_key_target
from kinerja.planning.sharing.agreement import SharePart
from kinerja.planning.sharing.answering import answer_part
from kinerja.planning.sharing.proposing import NewPart, propose_shares
from kinerja.work.report import Report

NAME = "Bulan imunisasi anak sekolah (data contoh)"
BEGAN = 40  # days ago
ENDS = 45  # days from now
POSTS = ("health_head", "education_head", "midwife", "nurse", "headteacher")


def add_school_health(
    members: Sequence[Member], goals: Mapping[str, Goal], *, today: date, zone: ZoneInfo
) -> None:
    """A shared goal that runs, and one that waits for the head of health; nothing in a city
    without both offices."""
    posts: dict[str, Member] = {}
    for one in members:
        if not one.person.has_left:
            posts.setdefault(one.seat.post, one)
    if not all(post in posts for post in POSTS):
        return
    begins = max(today - timedelta(days=BEGAN), today.replace(month=1, day=1))
    goal = _shared(posts, goals, begins)
    programme = _programme(posts, goal, begins, today=today, zone=zone)
    _contributed(programme, posts["midwife"].person, posts["health_head"].person, today)
    _offered(posts, goals, today)


def _shared(posts: Mapping[str, Member], goals: Mapping[str, Goal], on: date) -> Goal:
    goal = _goal(posts["health_head"], f"{NAME}: semua murid kelas 1 terlayani", goals, on)
    _measure(goal, "Murid kelas 1 yang diimunisasi (data contoh)", Decimal(95), on)
    agreement = propose_shares(
        goal=goal,
        parts=[
            _part(posts["health_head"], 70, "Vaksin, petugas, dan pencatatan"),
            _part(posts["education_head"], 30, "Jadwal sekolah dan persetujuan orang tua"),
        ],
        starts_on=on,
        answer_by=on + timedelta(days=10),
        by=posts["health_head"].person,
        on=on,
        reason="Vaksin datang dari puskesmas, muridnya ada di sekolah.",
    )
    unit = posts["education_head"].assignment.position.unit
    part = SharePart.objects.get(agreement=agreement, unit=unit)
    answer_part(part=part, accept=True, by=posts["education_head"].person, on=on)
    return goal


def _offered(posts: Mapping[str, Member], goals: Mapping[str, Goal], today: date) -> None:
    """The schools ask the health office to take a share; it has ten days to answer."""
    goal = _goal(posts["education_head"], "Kantin sekolah sehat (data contoh)", goals, today)
    _measure(goal, "Kantin sekolah yang lulus pemeriksaan (data contoh)", Decimal(60), today)
    propose_shares(
        goal=goal,
        parts=[
            _part(posts["education_head"], 60, "Penataan kantin dan pembinaan pedagang"),
            _part(posts["health_head"], 40, "Pemeriksaan makanan dua kali setahun"),
        ],
        starts_on=today + timedelta(days=14),
        answer_by=today + timedelta(days=10),
        by=posts["education_head"].person,
        on=today,
        reason="Dinas Pendidikan membina kantin; hanya puskesmas yang dapat memeriksa makanannya.",
    )


def _goal(head: Member, title: str, goals: Mapping[str, Goal], on: date) -> Goal:
    return add_goal(
        title=title,
        level=Goal.Level.ACTIVITY,
        years=(on.year, on.year),
        unit=head.assignment.position.unit,
        parents=[goals["S-SEHAT"]] if "S-SEHAT" in goals else [],
        by=None,
        on=on,
        source="Contoh, tidak bersumber",
    )


def _measure(goal: Goal, name: str, target: Decimal, on: date) -> None:
    indicator = add_key_indicator(
        goal=goal, name=name, unit_of_measure="persen", polarity="maximise", by=None, on=on
    )
    set_key_target(
        indicator=indicator, year=on.year, target_min=target, target_max=target, by=None, on=on
    )


def _part(head: Member, share: int, role: str) -> NewPart:
    return NewPart(Decimal(share), role, head.assignment.position.unit)


def _programme(
    posts: Mapping[str, Member], goal: Goal, begins: date, *, today: date, zone: ZoneInfo
) -> Programme:
    lead = posts["health_head"].person
    health, schools = (posts[post].assignment.position.unit for post in POSTS[:2])
    programme = begin_programme(
        name=NAME,
        purpose="Satu bulan, setiap sekolah satu kali: murid kelas 1 diimunisasi di sekolahnya.",
        starts_on=begins,
        ends_on=today + timedelta(days=ENDS),
        units=[health, schools],
        goals=[goal],
        by=lead,
        on=begins,
    )
    midwife, teacher = posts["midwife"].person, posts["headteacher"].person
    for person in (midwife, teacher):
        _joined(programme, person, lead, begins)
    invite_member(
        programme=programme,
        person=posts["nurse"].person,
        role="member",
        starts_on=today,
        by=lead,
        on=today,
    )  # waits for the head of the health centre

    def task(title: str, days: int, **said: object) -> Task:
        due = today + timedelta(days=days)
        return add_task(programme=programme, title=title, due_on=due, by=lead, on=begins, **said)  # type: ignore[arg-type]

    schedule = task("Jadwal imunisasi tiap sekolah", -15, unit=schools)
    for state in (Task.State.DOING, Task.State.DONE):
        move_task(task=schedule, state=state, by=lead, on=max(begins, today - timedelta(days=20)))
    vaccine = task("Vaksin dan kotak dingin untuk 12 sekolah", 5, unit=health)
    late = task("Surat persetujuan orang tua", -2, person=teacher)
    for one in (vaccine, late):
        move_task(task=one, state=Task.State.DOING, by=lead, on=max(begins, today - timedelta(9)))
    task("Imunisasi murid kelas 1 di sekolah binaan", 9, person=midwife, waits_for=vaccine)
    task("Rekap murid yang belum terlayani", 20, unit=health)
    at = datetime.combine(today, time(9), zone)
    words = "Dua kelas masih menunggu tanda tangan; selesai sebelum Jumat."
    comment_on_task(task=late, text=words, by=teacher, at=at, on=today)
    _met(programme, lead, begins, today)
    _partner(programme, lead, today, at)
    picture = draw_photo("kelas", 1, Random(3))  # noqa: S311 - an example, no secret
    add_files(
        programme=programme,
        files=[("alur-imunisasi-di-kelas.jpg", picture)],
        shown_to_partners=True,
        by=lead,
        on=today,
    )
    return programme


def _joined(programme: Programme, person: Person, lead: Person, on: date) -> None:
    member = invite_member(
        programme=programme, person=person, role="member", starts_on=on, by=lead, on=on
    )
    superior = appraiser_of(person, on)
    if superior is not None and superior != lead:
        answer_member(member=member, agree=True, by=superior, on=on)


def _met(programme: Programme, lead: Person, begins: date, today: date) -> None:
    first = plan_meeting(
        programme=programme,
        title="Rapat pembagian tugas",
        held_on=begins + timedelta(days=3),
        begins_at=time(9),
        place="Aula Dinas Kesehatan",
        by=lead,
        on=begins,
    )
    words = "Disepakati: sekolah mengumpulkan persetujuan orang tua sepekan sebelum hari imunisasi."
    if first.held_on <= today:
        write_minutes(meeting=first, minutes=words, by=lead, on=first.held_on)
    plan_meeting(
        programme=programme,
        title="Hari imunisasi pertama",
        held_on=today + timedelta(days=9),
        begins_at=time(8),
        place="Sekolah binaan",
        shown_to_partners=True,
        by=lead,
        on=begins,
    )


def _partner(programme: Programme, lead: Person, today: date, at: datetime) -> None:
    partner, _ = invite_partner(
        programme=programme,
        name="Bapak Hendra (contoh)",
        organisation="Komite sekolah (contoh)",
        mail="",
        ends_on=today + timedelta(days=ENDS),
        by=lead,
        on=today,
    )
    task = add_task(
        programme=programme,
        title="Penjelasan kepada orang tua murid",
        partner=partner,
        due_on=today + timedelta(days=6),
        by=lead,
        on=today,
    )
    words = "Pertemuan orang tua hari Sabtu. Mohon satu bidan hadir untuk menjawab pertanyaan."
    comment_as_partner(task=task, partner=partner, text=words, at=at, on=today)


def _contributed(programme: Programme, midwife: Person, lead: Person, today: date) -> None:
    """Accepted reports of the midwife that were immunisation, and what the lead says of them."""
    since = programme.starts_on
    rows = Report.objects.accepted().filter(
        person=midwife, done_on__gte=since, done_on__lte=today, text__icontains="imunisasi"
    )
    reports = list(rows.order_by("-done_on", "-pk")[:3])
    for report in reports:
        link_report(report=report, programme=programme, by=midwife, on=today)
    if reports:
        say_word(
            programme=programme,
            person=midwife,
            month=reports[0].done_on,
            judgement="meets",
            words="Daftar murid siap lebih awal, sehingga hari imunisasi tidak mundur (contoh).",
            by=lead,
            on=today,
        )
