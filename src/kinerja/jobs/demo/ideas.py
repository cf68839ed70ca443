"""Taking part in the example (data contoh): the space from which a new route came, and spaces and
ideas of other offices that are under way today."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from kinerja.jobs.demo.idea_scenes import (
    AGREED,
    ANSWERED,
    OVER,
    OVER_ABOUT,
    REPLY,
    SCENES,
    WAITING,
    WATCH,
    WATCH_BETTER,
    Scene,
)
from kinerja.jobs.demo.people import Member
from kinerja.jobs.demo.service_data import FALLEN, NEW_ROUTE, Buses
from kinerja.jobs.demo.teller import Teller
from kinerja.participation.amendment import accept_amendment, propose_amendment
from kinerja.participation.answer import answer_idea, carry_out
from kinerja.participation.ballot import cast_vote, count_votes
from kinerja.participation.comment import comment_on
from kinerja.participation.handing_in import IdeaText, begin_idea, submit_idea
from kinerja.participation.idea import Idea
from kinerja.participation.opening import open_space
from kinerja.participation.outcome import link_outcome, tell_effects
from kinerja.participation.space import Space, audience_of
from kinerja.participation.support import support_idea
from kinerja.participation.switching import announce_phase, close_space
from kinerja.people.person import Person
from kinerja.people.unit import Unit
from kinerja.planning.goal import Goal
from kinerja.rules.space import SpacePhase, SpacePlan

QUESTION = f"Bagaimana penumpang {FALLEN} kembali naik bus? (data contoh)"
COLLECTED, DISCUSSED, VOTED, COUNTED, TRIAL, REPORTED = 203, 198, 192, 189, 188, 186  # days ago
DONE = 100  # days ago: the route runs
FEWEST = 4  # staff that a space needs: two write, others comment; one may have moved
FEEDER = IdeaText(
    "Minibus FD-4 dari perumahan ke halte R4 (data contoh)",
    "Perumahan baru di ujung timur jauh dari halte; warga kembali naik motor dan bus R4 kosong.",
    "Dua minibus berputar dari perumahan ke halte R4 pada jam sibuk. Coba dua pekan, hitung"
    " penumpang di halte, lalu putuskan.",
    "penumpang sehari di tiga halte ujung timur",
    "orang",
    Decimal(310),
    Decimal(500),
)
BETTER = FEEDER.proposal.replace("pada jam sibuk", "tiap 20 menit pada jam sibuk")
OTHER = IdeaText(
    "Geser halte R4 ke gerbang perumahan (data contoh)",
    "Halte sekarang 900 meter dari gerbang perumahan.",
    "Pindahkan satu halte ke gerbang perumahan; rutenya tetap.",
)


def tell_space(teller: Teller, members: Sequence[Member], buses: Buses) -> Idea | None:
    """Staff of the transport department answered its head; the vote was for a trial."""
    head = buses.head
    unit = head.assignment.position.unit
    staff = _staff(members, unit, teller.officer)
    if len(staff) < 2:
        return None
    planner, other = staff[0], staff[1]
    space = open_space(
        question=QUESTION,
        about="Data bus menunjukkan penumpang turun sejak perumahan baru dihuni. Anggaran tahun"
        " ini cukup untuk uji coba kecil.",
        plan=SpacePlan(
            collect_from=teller.day(COLLECTED),
            discuss_from=teller.day(DISCUSSED),
            decide_from=teller.day(VOTED),
            report_from=teller.day(REPORTED),
            vote_until=teller.day(COUNTED + 1),
        ),
        units=[unit],
        finding=buses.finding,
        quorum=30,
        by=head.person,
        at=teller.at(teller.day(COLLECTED), 8),
        on=teller.day(COLLECTED),
    )
    Space.objects.filter(pk=space.pk).update(told_phase=SpacePhase.REPORT)  # all of it is over
    on = teller.day(COLLECTED - 1)
    idea = _handed_in(FEEDER, planner, teller.at(on), space=space)
    rival = _handed_in(OTHER, other, teller.at(on), space=space)
    why = "Warga menunggu bila tahu jedanya."
    _discussed(idea, staff[1:], teller.at(teller.day(DISCUSSED - 1)), better=BETTER, why=why)
    for at, one in enumerate(audience_of(space, teller.day(VOTED))):
        choice = rival if at % 4 == 3 else idea
        cast_vote(space=space, ideas=[choice], by=one, on=teller.day(VOTED))
    count_votes(space=space, on=teller.day(COUNTED))
    _answered(idea, "trial", "Kita coba dua pekan dengan dua minibus pinjaman.", teller, TRIAL)
    reason = "Izin memindahkan halte perlu waktu lama; uji coba minibus menjawab hal yang sama."
    _answered(rival, "rejected", reason, teller, TRIAL)
    return Idea.objects.get(pk=idea.pk)


def tell_outcome(teller: Teller, idea: Idea, goal: Goal, on: date) -> None:
    """The trial worked: the idea is part of the goal of the new route, and runs."""
    idea = Idea.objects.select_related("owner").get(pk=idea.pk)
    if idea.owner is None:
        return
    reason = "Uji coba berhasil; kita jadikan trayek tetap."
    at = teller.at(on)
    answer_idea(idea=idea, answer="accepted", reason=reason, by=idea.owner, at=at, on=on)
    link_outcome(idea=idea, goal=goal, by=idea.owner, on=on)
    day = teller.day(DONE)
    words = f"{NEW_ROUTE} berjalan setiap hari kerja pada jam sibuk."
    carry_out(idea=idea, words=words, by=idea.owner, at=teller.at(day), on=day)


def add_ideas(
    members: Sequence[Member], answers: Goal | None, *, today: date, zone: ZoneInfo
) -> None:
    """Spaces in different phases, one that is over, and ideas of the box that wait or were
    answered. `answers`: the goal that complaints are answered soon."""
    heads = {one.seat.post: one for one in reversed(members) if one.assignment.leads}
    for scene in SCENES:
        if scene.post in heads:
            _scene(scene, members, heads[scene.post], today, zone)
    if "health_head" in heads:
        _boxed(members, heads["health_head"].assignment.position.unit, today, zone)
        _over(members, heads["health_head"], answers, today, zone)
    tell_effects(on=today)


def _scene(
    scene: Scene, members: Sequence[Member], head: Member, today: date, zone: ZoneInfo
) -> None:
    unit = head.assignment.position.unit
    staff = _staff(members, unit, head.person)
    if len(staff) < FEWEST:
        return
    collect, discuss, decide, report = days = [
        today + timedelta(days=ahead) for ahead in scene.days
    ]
    vote = today + timedelta(days=scene.vote)
    space = open_space(
        question=scene.question,
        about=scene.about,
        plan=SpacePlan(collect, discuss, decide, report, vote),
        units=[] if scene.everybody else [unit],
        votes_each=1,
        by=head.person,
        at=_at(days[0], 8, zone),
        on=days[0],
    )
    staff = _asked(space, staff, days[0], today)
    writers = staff[:: max(1, len(staff) // 3)] if scene.everybody else staff  # of other offices
    ideas = [
        _handed_in(text, writers[at], _at(days[0] + timedelta(days=1), 10, zone), space=space)
        for at, text in enumerate(scene.ideas)
    ]
    if days[1] < today:
        at = _at(days[1] + timedelta(days=1), 11, zone)
        _discussed(ideas[0], staff[1:], at, better=scene.better, why=scene.why)
    if days[2] <= today:
        for at_, one in enumerate(staff[:6]):
            cast_vote(space=space, ideas=[ideas[at_ % len(ideas)]], by=one, on=today)
    announce_phase(space=space, on=today)


def _over(
    members: Sequence[Member], head: Member, answers: Goal | None, today: date, zone: ZoneInfo
) -> None:
    """Asked, voted on, decided, carried out, and measured since: a space that was closed."""

    def ago(days: int) -> date:
        return today - timedelta(days=days)

    unit = head.assignment.position.unit
    staff = _staff(members, unit, head.person)
    if len(staff) < FEWEST:
        return
    space = open_space(
        question=OVER,
        about=OVER_ABOUT,
        plan=SpacePlan(ago(125), ago(118), ago(110), ago(100), ago(105)),
        units=[unit],
        quorum=20,
        by=head.person,
        at=_at(ago(125), 8, zone),
        on=ago(125),
    )
    Space.objects.filter(pk=space.pk).update(told_phase=SpacePhase.REPORT)  # all of it is over
    staff = _asked(space, staff, ago(125), ago(100))
    watch = _handed_in(WATCH, staff[0], _at(ago(124), 10, zone), space=space)
    reply = _handed_in(REPLY, staff[1], _at(ago(123), 10, zone), space=space)
    why = "Tanpa daftar, orang lupa giliran siapa."
    _discussed(
        watch, staff[1:], _at(ago(117), 11, zone), better=WATCH_BETTER, why=why, words=AGREED
    )
    for number, one in enumerate(staff[:12]):
        choice = reply if number % 4 == 3 else watch
        cast_vote(space=space, ideas=[choice], by=one, on=ago(108))
    count_votes(space=space, on=ago(104))
    said = (
        (watch, "accepted", "Berlaku mulai Senin depan; daftar piket dibuat sekretariat."),
        (reply, "rejected", "Warga menunggu jawaban orang, bukan mesin. Piket menjawabnya."),
    )
    for idea, answer, reason in said:
        fresh = Idea.objects.select_related("owner").get(pk=idea.pk)
        at = _at(ago(102), 14, zone)
        answer_idea(idea=fresh, answer=answer, reason=reason, by=head.person, at=at, on=at.date())
    if answers is not None:
        link_outcome(idea=watch, goal=answers, by=head.person, on=ago(99))
    words = "Piket berjalan setiap hari kerja di semua bidang."
    carry_out(idea=watch, words=words, by=head.person, at=_at(ago(90), 14, zone), on=ago(90))
    close_space(space=space, by=head.person, on=ago(60))


def _boxed(members: Sequence[Member], unit: Unit, today: date, zone: ZoneInfo) -> None:
    """One idea that waits for its answer, and one that was answered."""
    staff = [one for one in _staff(members, unit, None) if not one.has_left][:4]
    if len(staff) < 3:
        return
    asked = _at(today - timedelta(days=6), 9, zone)
    waits = _handed_in(WAITING, staff[-1], asked, unit=unit)
    support_idea(idea=waits, by=staff[-2], at=asked, on=asked.date())
    day = today - timedelta(days=30)
    done = _handed_in(ANSWERED, staff[-2], _at(day, 9, zone), unit=unit)
    if done.owner is not None:
        reason = "Setuju. Berlaku mulai pekan depan untuk semua bidang."
        at = _at(day + timedelta(days=4), 14, zone)
        answer_idea(idea=done, answer="accepted", reason=reason, by=done.owner, at=at, on=at.date())


def _handed_in(
    text: IdeaText,
    author: Person,
    at: datetime,
    space: Space | None = None,
    unit: Unit | None = None,
) -> Idea:
    finding = space.finding if space else None
    on = at.date()
    idea = begin_idea(text=text, by=author, space=space, unit=unit, finding=finding, at=at, on=on)
    return submit_idea(idea=idea, by=author, at=at, on=on)


def _discussed(
    idea: Idea,
    staff: Sequence[Person],
    at: datetime,
    *,
    better: str = "",
    why: str = "",
    words: str = "Setuju. Sebut juga jamnya, supaya warga tahu kapan datang.",
) -> None:
    """Colleagues comment, support, and one makes the text better."""
    on = at.date()
    others = [one for one in staff if one.pk not in (idea.author_id, idea.owner_id)][:4]
    if not others:
        return
    comment_on(idea=idea, text=words, by=others[0], at=at, on=on)
    if better:
        row = propose_amendment(
            idea=idea,
            title=idea.title,
            problem=idea.problem,
            proposal=better,
            why=why,
            by=others[0],
            at=at,
            on=on,
        )
        accept_amendment(amendment=row, by=idea.author, at=at, on=on)
        others = others[1:]
    for one in others:
        support_idea(idea=idea, by=one, at=at, on=on)


def _answered(idea: Idea, answer: str, reason: str, teller: Teller, ago: int) -> None:
    if idea.owner is None:
        return
    on = teller.day(ago)
    answer_idea(
        idea=idea,
        answer=answer,
        reason=reason,
        why_against=reason,
        by=idea.owner,
        at=teller.at(on),
        on=on,
    )


def _staff(members: Sequence[Member], unit: Unit, but: Person | None) -> list[Person]:
    """Those who work in the unit or below it and do not lead; planners of routes first."""
    found = [
        one
        for one in members
        if one.assignment.position.unit.path.startswith(unit.path)
        and not one.assignment.leads
        and one.person != but
        and not one.person.has_left
    ]
    found.sort(key=lambda one: one.seat.post != "driver_planner")
    return [one.person for one in found]


def _asked(space: Space, staff: Sequence[Person], *days: date) -> list[Person]:
    """Those of them whom the space asks on all of these days: people move."""
    known = [set(audience_of(space, day).values_list("pk", flat=True)) for day in days]
    return [one for one in staff if all(one.pk in there for there in known)]


def _at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hour), zone)
