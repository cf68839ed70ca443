"""The thread of a transport department (data contoh): the data of buses show a route that loses
passengers; staff and passengers say why, an officer tries an idea out, and it becomes a new route.
"""

from collections.abc import Sequence
from decimal import Decimal
from random import Random

from kinerja.feedback.initiative import (
    Initiative,
    page_of,
    record_initiative,
    share_initiative,
    speak_on,
)
from kinerja.jobs.demo.ideas import tell_outcome, tell_space
from kinerja.jobs.demo.people import Member
from kinerja.jobs.demo.photos import draw_photo
from kinerja.jobs.demo.service_data import FALLEN, NEW_ROUTE, Buses
from kinerja.jobs.demo.teller import Aim, Strand, Teller, Thread
from kinerja.needs.discussion import Present
from kinerja.needs.finding import Finding, Proof, note_finding
from kinerja.participation.idea import Idea
from kinerja.people.person import Person
from kinerja.planning.goal import Goal
from kinerja.planning.need_link import link_need

TALKED, TRIED, NOTED = 198, 184, 175  # days ago
TITLE = "Bagaimana penumpang R4 kembali (data contoh)"
GROUPS = (
    Present("Pengemudi dan kondektur", 12),
    Present("Penata layanan angkutan", 5),
    Present("Penumpang", 16),
)
SAID = (
    ("Penumpang", "Halte R4 terlalu jauh dari perumahan baru; orang kembali naik motor", 19),
    (
        "Pengemudi dan kondektur",
        "Bus R4 kosong di ujung timur, padahal di sana ramai",
        11,
    ),
)
BEFORE, AFTER = (
    Decimal(310),
    Decimal(545),
)  # passengers a day, before and during the trial
MONTHLY = Decimal(22_000)  # passengers that are aimed at
SINCE = 450  # days ago: the measure reaches back to before the loss


def tell_route(teller: Teller, members: Sequence[Member], buses: Buses) -> Thread:
    """From the figures of a route to the new one, and to the figures after it."""
    head, unit = buses.head, buses.head.assignment.position.unit
    findings = [buses.finding]
    findings += teller.discussed(
        unit,
        title=TITLE,
        place=f"Ruang rapat {unit.name}",
        groups=GROUPS,
        minutes="Disepakati mencoba minibus pengumpan dari perumahan ke halte R4 selama dua pekan.",
        said=SAID,
        ago=TALKED,
    )
    proposed = tell_space(teller, members, buses)
    if idea := _tried(teller, members, head, proposed):
        findings.append(_proposed(teller, idea, head))
    need = teller.need(
        f"Perumahan di ujung timur terhubung dengan {FALLEN} tanpa berjalan jauh",
        findings,
        head,
        "Busnya tetap jalan; penumpangnya yang tidak sampai ke halte.",
        NOTED,
    )
    goal, monthly = teller.goal(
        need,
        Aim(
            f"Trayek baru {NEW_ROUTE} mengantar warga ke {FALLEN} (data contoh)",
            Goal.Level.ACTIVITY,
            teller.goals["P-ANGKUT"],
            f"Penumpang {FALLEN} sebulan (data contoh)",
            "penumpang",
            MONTHLY,
        ),
    )
    if proposed is not None:
        tell_outcome(teller, proposed, goal, need.noted_on)
    link_need(need=need, goal=teller.goals["S-ANGKUT"], by=head.person, on=need.noted_on)
    subject = f"{buses.passengers.pk}:{buses.route.pk}"
    teller.fed(monthly, "service_data", subject, ago=SINCE)
    return Thread(need, "T-ANGKUT", (Strand("rute", unit, goal), Strand("program", unit, goal)))


def _tried(
    teller: Teller, members: Sequence[Member], head: Member, proposed: Idea | None
) -> Initiative | None:
    """Who proposed it tried it out, and the head of the department saw it."""
    planner = proposed.author if proposed else _staff(members, "driver_planner", teller.officer)
    if planner is None:
        return None
    day = teller.day(TRIED)
    picture = draw_photo("halte", 1, Random(1))  # noqa: S311 - an example, no secret
    idea = record_initiative(
        kind=Initiative.Kind.INNOVATION,
        title=f"Uji coba minibus {NEW_ROUTE} dari perumahan ke halte R4 (data contoh)",
        text="Dua minibus berputar tiap 20 menit pada jam sibuk, dua pekan, dihitung di halte.",
        done_on=day,
        measure="penumpang sehari di tiga halte ujung timur",
        unit_of_measure="orang",
        before=BEFORE,
        after=AFTER,
        source="hitungan di halte, dua pekan sebelum dan selama uji coba (data contoh)",
        files=[("halte-r4.jpg", picture)],
        by=planner,
        at=teller.at(day),
        on=day,
        idea=proposed,
    )
    share_initiative(initiative=idea, shared=True, by=planner)
    words = "Saya ikut naik hari ketiga: penuh sejak halte pertama. Kita jadikan trayek tetap."
    speak_on(initiative=idea, words=words, by=head.person, at=teller.at(day, 16), on=day)
    return idea


def _staff(members: Sequence[Member], post: str, officer: Person) -> Person | None:
    people = [one.person for one in members if one.seat.post == post and not one.person.has_left]
    return next((one for one in people if one != officer), None)


def _proposed(teller: Teller, idea: Initiative, head: Member) -> Finding:
    return note_finding(
        source=Finding.Source.OTHER,
        statement=f"Usulan pegawai: minibus pengumpan membawa penumpang ke {FALLEN}",
        proofs=[
            Proof(
                f"{idea.owner.name} mencobanya dua pekan: penumpang di tiga halte naik dari"
                f" {BEFORE} menjadi {AFTER} orang sehari (data contoh).",
                page=page_of(idea),
                value=AFTER,
                unit_of_measure="orang sehari",
                measured_on=idea.done_on,
            )
        ],
        unit=head.assignment.position.unit,
        by=teller.officer,
        on=teller.day(TRIED),
        key=f"initiative:{idea.pk}",
    )
