"""A festival of three departments, all of it made up: shares that were agreed, a result that counts
once and stands in three evaluations, and the programme behind it with its people and a partner."""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from decimal import Decimal

from kinerja.collaboration.contribution import link_report, say_word
from kinerja.collaboration.meeting import plan_meeting, write_minutes
from kinerja.collaboration.member import Member as Colleague
from kinerja.collaboration.member import answer_member, invite_member
from kinerja.collaboration.partner import invite_partner
from kinerja.collaboration.programme import Programme, begin_programme
from kinerja.collaboration.task import Task, add_task, move_task
from kinerja.evaluation.period import span_of
from kinerja.jobs.demo.evaluations import quarters
from kinerja.jobs.demo.people import Member
from kinerja.people.person import Person
from kinerja.people.supervision import appraiser_of, reports_of
from kinerja.planning.amendment import open_amendment
from kinerja.planning.dialogue import set_plan, submit_plan
from kinerja.planning.goal import Goal, add_goal
from kinerja.planning.indicator import add_indicator
from kinerja.planning.key_indicator import (
    KeyIndicator,
    add_key_indicator,
    record_key_value,
    set_key_target,
)
from kinerja.planning.plan import Plan
from kinerja.planning.sharing.agreement import SharePart
from kinerja.planning.sharing.answering import answer_part
from kinerja.planning.sharing.proposing import NewPart, propose_shares
from kinerja.rules.plan import Perspective
from kinerja.work.report import Report

# Post of the head, share in percent, and what the department does for it; the first leads.
PARTS = (
    ("tourism_head", 50, "Promosi, panggung, dan penyambutan tamu"),
    ("transport_head", 30, "Angkutan pengumpan dan parkir"),
    ("education_head", 20, "Pentas pelajar dan sanggar"),
)
VISITORS = Decimal(12_500)
NAME = "Festival tahunan (data contoh)"
FITTING = "wisata|rombongan|pengunjung|penumpang|kendaraan|halte|pentas"  # reports of its work


def add_festival(members: Sequence[Member], goals: Mapping[str, Goal], *, today: date) -> None:
    """Offered, agreed, carried in three plans and measured in the quarter that is being evaluated;
    nothing in a city without these three departments."""
    posts = {member.seat.post: member for member in members}
    heads = [posts.get(post) for post, _, _ in PARTS]
    three = [one for one in heads if one is not None]
    if len(three) < len(PARTS):
        return
    quarter = span_of(quarters(today)[1])
    begins = quarter.first + timedelta(days=5)
    goal, visitors = _shared_goal(three, goals, begins)
    for head in three:
        _carry(head.person, visitors, begins + timedelta(days=10))
    measured_on = quarter.last - timedelta(days=9)
    record_key_value(
        indicator=visitors,
        kind="realisation",
        measured_on=measured_on,
        value=VISITORS,
        source="Hitungan gerbang pekan pembuka (data contoh)",
        by=None,
        on=measured_on,
    )
    _programme(three, goal, begins, opened_on=measured_on - timedelta(days=6), today=today)


def _shared_goal(
    heads: Sequence[Member], goals: Mapping[str, Goal], on: date
) -> tuple[Goal, KeyIndicator]:
    owner = heads[0].assignment.position.unit
    parents = [goals["S-WISATA"]] if "S-WISATA" in goals else []
    goal = add_goal(
        title=f"{NAME}: wisatawan datang dan pelaku usaha terlibat",
        level=Goal.Level.ACTIVITY,
        years=(on.year, on.year),
        unit=owner,
        parents=parents,
        by=None,
        on=on,
        source="Contoh, tidak bersumber",
    )
    visitors = add_key_indicator(
        goal=goal,
        name="Wisatawan festival (data contoh)",
        unit_of_measure="orang",
        polarity="maximise",
        by=None,
        on=on,
    )
    set_key_target(
        indicator=visitors,
        year=on.year,
        target_min=Decimal(12_000),
        target_max=Decimal(12_000),
        by=None,
        on=on,
    )
    agreement = propose_shares(
        goal=goal,
        parts=[
            NewPart(Decimal(share), role, head.assignment.position.unit)
            for (_, share, role), head in zip(PARTS, heads, strict=True)
        ],
        starts_on=on,
        answer_by=on + timedelta(days=10),
        by=heads[0].person,
        on=on,
        reason="Tamu datang karena acara, angkutan, dan pentas bersama-sama.",
    )
    for number, head in enumerate(heads[1:], start=2):
        day = on + timedelta(days=number)
        part = SharePart.objects.get(agreement=agreement, unit=head.assignment.position.unit)
        answer_part(part=part, accept=True, by=head.person, on=day)
    return goal, visitors


def _carry(head: Person, visitors: KeyIndicator, on: date) -> None:
    """The head takes the shared result into the plan, as a change that the superior agrees to."""
    plan = Plan.objects.filter(
        person=head, state=Plan.State.SET, starts_on__lte=on, ends_on__gte=on
    ).first()
    superior = appraiser_of(head, on)
    if plan is None or superior is None:
        return
    reason = "Festival menjadi hasil bersama tiga dinas."
    new = open_amendment(plan=plan, change=Plan.Change.TARGET, reason=reason, by=head, on=on)
    add_indicator(
        result=new.results.order_by("number")[0],
        text="Wisatawan festival, hasil bersama (data contoh)",
        target_min=Decimal(12_000),
        unit_of_measure="orang",
        perspective=Perspective.BENEFICIARY.value,
        key_indicator=visitors,
        by=head,
    )
    submit_plan(plan=new, by=head, on=on)
    set_plan(plan=new, by=superior, on=on + timedelta(days=1))


def _programme(
    heads: Sequence[Member], goal: Goal, begins: date, *, opened_on: date, today: date
) -> None:
    tia = heads[0].person
    programme = begin_programme(
        name=NAME,
        purpose="Satu acara, tiga dinas: siapa mengerjakan apa, kapan, dan menunggu siapa.",
        starts_on=begins,
        ends_on=today + timedelta(days=30),
        units=[head.assignment.position.unit for head in heads],
        goals=[goal],
        by=tia,
        on=begins,
    )
    team = [_joined(programme, person, tia, begins) for person in _people(heads, begins)]
    _board(programme, heads, team, tia, begins, today=today)
    rooms = (
        (
            "Rapat persiapan",
            begins + timedelta(days=7),
            "Ruang rapat",
            "Disepakati: angkutan pengumpan mulai pukul 15.00; pentas pada malam pertama.",
        ),
        (
            "Pembukaan festival",
            opened_on,
            "Lapangan kota",
            "Berjalan sesuai rencana. Antrean parkir panjang sesudah pukul 20.00; denahnya"
            " diperbaiki sebelum malam puncak.",
        ),
        ("Rapat menjelang malam puncak", today, "Ruang rapat", ""),
    )
    for title, day, place, words in rooms:
        meeting = plan_meeting(
            programme=programme, title=title, held_on=day, place=place, by=tia, on=begins
        )
        if words:
            write_minutes(meeting=meeting, minutes=words, by=tia, on=day)
    plan_meeting(
        programme=programme,
        title="Malam puncak festival",
        held_on=today + timedelta(days=12),
        begins_at=time(19, 30),
        place="Lapangan kota",
        shown_to_partners=True,
        by=tia,
        on=begins,
    )
    _contributions(programme, team, tia, today)
    partner, _ = invite_partner(
        programme=programme,
        name="Ibu Rahma (contoh)",
        organisation="Paguyuban kuliner (contoh)",
        mail="",
        ends_on=today + timedelta(days=30),
        by=tia,
        on=today,
    )
    add_task(
        programme=programme,
        title="Dirikan 20 lapak kuliner",
        partner=partner,
        due_on=today + timedelta(days=10),
        by=tia,
        on=today,
    )


def _people(heads: Sequence[Member], on: date) -> list[Person]:
    """One of the staff of each department."""
    found = [reports_of(head.person, on).order_by("name", "pk").first() for head in heads]
    return [person for person in found if person is not None]


def _joined(programme: Programme, person: Person, by: Person, on: date) -> Colleague:
    member = invite_member(
        programme=programme, person=person, role="member", starts_on=on, by=by, on=on
    )
    superior = appraiser_of(person, on)
    if member.state == Colleague.State.ASKED and superior is not None:
        member = answer_member(member=member, agree=True, by=superior, on=on)
    return member


def _board(
    programme: Programme,
    heads: Sequence[Member],
    team: Sequence[Colleague],
    by: Person,
    begins: date,
    *,
    today: date,
) -> None:
    def task(title: str, days: int, **owner: object) -> Task:
        due = today + timedelta(days=days)
        return add_task(programme=programme, title=title, due_on=due, by=by, on=begins, **owner)  # type: ignore[arg-type]

    stage = task("Sewa panggung dan tata suara", -20, unit=heads[0].assignment.position.unit)
    for state in (Task.State.DOING, Task.State.DONE):
        move_task(task=stage, state=state, by=by, on=today - timedelta(days=25))
    transport = task("Jadwal angkutan pengumpan", 6, unit=heads[1].assignment.position.unit)
    move_task(task=transport, state=Task.State.DOING, by=by, on=today - timedelta(days=3))
    task("Susunan pentas pelajar", 8, unit=heads[2].assignment.position.unit, waits_for=stage)
    for number, member in enumerate(team):
        title = ("Daftar tamu undangan", "Denah parkir", "Latihan sanggar")[number % 3]
        task(title, 4 + number, person=member.person, waits_for=transport if number == 1 else None)


def _contributions(
    programme: Programme, team: Sequence[Colleague], by: Person, today: date
) -> None:
    """Accepted reports of the team, and the lead's words on the newest month of each."""
    for member in team:
        rows = Report.objects.accepted().filter(
            person=member.person,
            done_on__gte=member.starts_on,
            done_on__lte=today,
            text__iregex=FITTING,
        )
        reports = list(rows.order_by("-done_on", "-pk")[:3])
        for report in reports:
            link_report(report=report, programme=programme, by=member.person, on=today)
        if reports and member.person != by:
            say_word(
                programme=programme,
                person=member.person,
                month=reports[0].done_on,
                judgement="meets",
                words="Hadir di setiap rapat dan menyelesaikan bagiannya tepat waktu (contoh).",
                by=by,
                on=today,
            )
