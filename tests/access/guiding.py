"""What Rina, who leads Budi, has done to help him: sessions, a report of behaviour, counselling.
Above Rina stands Hasan."""

from uuid import NAMESPACE_URL, uuid5

from tests.access import contents
from tests.access.world import TODAY, World

from kinerja.feedback.counselling import (
    BehaviourReport,
    appoint_counsellor,
    record_counselling,
    report_behaviour,
)
from kinerja.feedback.guidance import (
    Guidance,
    agree_action,
    confirm_guidance,
    open_guidance,
    write_guidance,
)
from kinerja.feedback.guidance_after import give_opinion
from kinerja.feedback.guidance_fields import FIELDS

NAME, LEADER = "budi", "rina"


def the_guiding(world: World) -> None:
    """A session that is written, one that both confirmed, one with the nine statements; a report
    that waits, one with a counsellor, one with a record of the talk."""
    others = world.things["colleague"].items()
    world.things["unreported"] = {name: place for name, place in others if name != NAME}
    open_one = _session(world, "dialogue", "satu")
    world.add("guidance", NAME, session_id=open_one.pk)
    action = agree_action(
        session=open_one,
        text=f"{contents.word('Bimbing', NAME)}: susun jadwal.",
        due_on=TODAY,
        by=world.people[LEADER],
    )
    world.add("guidance_action", NAME, action_id=action.pk)
    for kind, place in (("guidance_done", "dua"), ("guidance_told", "tiga")):
        session = _session(world, "coaching", place)
        for who in (NAME, LEADER):
            confirm_guidance(session=session, by=world.people[who], on=TODAY)
        world.add(kind, NAME, session_id=session.pk)
    told = {str(number): "yes" for number in range(1, 10)}
    remarks = f"{contents.word('Kritik', NAME)}: sering terpotong."
    give_opinion(session=session, answers=told, remarks=remarks, by=world.people[NAME], on=TODAY)
    kept = _counselled(_report(world), world)
    world.add("counselling_record", NAME, record_id=kept)
    appointed = _appointed(_report(world), world)
    world.add("behaviour_appointed", NAME, report_id=appointed.pk)
    world.add("behaviour_filed", NAME, report_id=_report(world).pk)


def _session(world: World, kind: str, key: str) -> Guidance:
    leader = world.people[LEADER]
    session = open_guidance(
        person=world.people[NAME],
        kind=kind,
        held_on=TODAY,
        by=leader,
        on=TODAY,
        key=uuid5(NAMESPACE_URL, f"guidance/{key}"),
    )
    words = {
        one.name: "tidak" if one.yes_no else f"{contents.word('Bimbing', NAME)}: isi."
        for one in FIELDS[kind]
    }
    return write_guidance(session=session, content=words, by=leader)


def _report(world: World) -> BehaviourReport:
    return report_behaviour(
        person=world.people[NAME],
        problem=f"{contents.word('Masalah', NAME)}: sering membentak.",
        done_before="Sudah dibicarakan.",
        spoken_on=TODAY,
        by=world.people[LEADER],
        on=TODAY,
    )


def _appointed(report: BehaviourReport, world: World) -> BehaviourReport:
    return appoint_counsellor(
        report=report,
        counsellor=world.people["nana"],
        planned_on=TODAY,
        place="Ruang konseling",
        by=world.people["wati"],
        on=TODAY,
    )


def _counselled(report: BehaviourReport, world: World) -> int:
    return record_counselling(
        report=_appointed(report, world),
        text=f"{contents.word('Konsel', NAME)}: lelah karena jaga malam.",
        recommendation="Atur ulang jaga.",
        by=world.people["nana"],
        on=TODAY,
    ).pk
