"""What the people of `world` have told each other about their work."""

from collections.abc import Mapping
from datetime import date, time
from uuid import NAMESPACE_URL, uuid5

from tests.access import contents
from tests.access.world import NOW, TODAY, World

from kinerja.feedback.feedback import Said, give_feedback_many
from kinerja.feedback.request import ask_feedback, token_of
from kinerja.feedback.schedule import propose_schedule
from kinerja.planning.plan import Plan
from kinerja.records.mail import set_mail
from kinerja.records.mail import token_of as mail_token_of
from kinerja.work.report import Report

SAID_ON = date(2026, 9, 20)


def the_feedback(world: World, leaders: Mapping[str, str]) -> None:
    """Each is praised by the leader for the report that was accepted, and hears what could be
    better between the two alone. The leaders propose to do it every month."""
    accepted = world.things["report_accepted"]
    reports = Report.objects.in_bulk([place["report_id"] for place in accepted.values()])
    for kind, says, purpose, tone in (
        ("feedback", "Umpan", "rating", "positive"),
        ("feedback_private", "Bina", "development", "improve"),
    ):
        given = give_feedback_many(
            Said(
                receiver=world.people[name],
                tone=tone,
                text=f"{contents.word(says, name)}: pelayanan rapi.",
                by=world.people[leader],
                at=contents.at(SAID_ON),
                report=reports[accepted[name]["report_id"]],
                purpose=purpose,
            )
            for name, leader in leaders.items()
        )
        for name, feedback in zip(leaders, given, strict=True):
            world.add(kind, name, feedback_id=feedback.pk)
    for name in leaders:
        said = {"mode": "daily", "quiet_from": time(18), "quiet_to": time(6)}
        wanted = set_mail(by=world.people[name], address=f"{name}@contoh.go.id", **said)
        world.add("mail_link", name, token=mail_token_of(wanted))
    for name, leader in leaders.items():
        _ask(world, name, leader)
    for name in ("tono", *leaders):  # Tono first: in nobody's team but Budi's
        world.add("colleague", name, person_id=world.people[name].pk)
    for name, place in world.things["plan_set"].items():
        plan = Plan.objects.get(pk=place["plan_id"])
        leader = world.people[leaders[name]]
        propose_schedule(plan=plan, rhythm="month", by=leader, on=TODAY)
        world.add("schedule_proposed", name, plan_id=plan.pk)


def _ask(world: World, name: str, leader: str) -> None:
    """The leader asks this person, and this person asks somebody outside."""
    for kind, by, asked in (("request_asked", leader, name), ("request_outside", name, "")):
        asking = ask_feedback(
            asked=world.people[asked] if asked else None,
            outsider="" if asked else "Ketua kader",
            question=f"{contents.word('Tanya', name)}: apa yang perlu saya ubah?",
            by=world.people[by],
            at=NOW,
            on=TODAY,
            key=uuid5(NAMESPACE_URL, f"{kind}/{name}"),
        )
        world.add(kind, name, request_id=asking.pk)
    world.add("link_outside", name, token=token_of(asking))
