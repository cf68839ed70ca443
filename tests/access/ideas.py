"""What `world` needs: spaces in their phases, ideas of the box, amendments, a vote that is over."""

from datetime import date, datetime, time
from typing import Any

from tests.access.world import NOW, TODAY, WIB, World

from kinerja.participation.amendment import propose_amendment
from kinerja.participation.answer import answer_idea
from kinerja.participation.ballot import cast_vote, count_votes
from kinerja.participation.co_author import invite_co_author
from kinerja.participation.comment import comment_on
from kinerja.participation.handing_in import IdeaText, begin_idea, submit_idea
from kinerja.participation.idea import Idea
from kinerja.participation.opening import open_space
from kinerja.participation.space import Space
from kinerja.rules.space import SpacePlan

TEXT = IdeaText("Loket kedua", "Antrean pagi panjang.", "Buka loket kedua sampai pukul 10.")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
NOW_ON: dict[str, Any] = {"at": NOW, "on": TODAY}


def the_ideas(world: World) -> None:
    """Sari's ideas for her health centre, which Budi answers, and spaces that Budi opened there."""
    people = world.people
    _boxed(world)
    running = SpacePlan(TODAY, date(2026, 10, 12), date(2026, 10, 19), date(2026, 10, 26))
    _add(world, "space", _space(world, running, TODAY, "none"))
    later = SpacePlan(date(2026, 10, 12), date(2026, 10, 19), date(2026, 10, 26), date(2026, 11, 2))
    _add(world, "space_planned", _space(world, later, TODAY, "none"))
    days = (date(2026, 9, 1), date(2026, 9, 8), date(2026, 10, 1), date(2026, 10, 20))
    voting, idea = _voted(world, SpacePlan(*days, vote_until=date(2026, 10, 9)), "secret")
    cast_vote(space=voting, ideas=[idea], by=people["tono"], on=TODAY)
    _add(world, "space_voting", voting, idea)
    days = (date(2026, 8, 1), date(2026, 8, 8), date(2026, 9, 1), date(2026, 10, 20))
    counted, idea = _voted(world, SpacePlan(*days, vote_until=date(2026, 9, 9)), "open")
    cast_vote(space=counted, ideas=[idea], by=people["tono"], on=date(2026, 9, 5))
    count_votes(space=counted, on=TODAY)
    _add(world, "space_counted", counted, idea)


def _boxed(world: World) -> None:
    people, unit = world.people, world.units["K.1.1"]
    sari, budi = people["sari"], people["budi"]

    def one() -> Idea:
        file = ("denah.pdf", PDF)
        return begin_idea(text=TEXT, by=sari, unit=unit, files=[file], **NOW_ON)

    world.add("idea_draft", "sari", idea_id=one().pk)
    idea = submit_idea(idea=one(), by=sari, **NOW_ON)
    comment = comment_on(idea=idea, text="Sudah dicoba.", by=sari, **NOW_ON)
    row = propose_amendment(
        idea=idea,
        title=TEXT.title,
        problem=TEXT.problem,
        proposal="Buka loket kedua sampai pukul 11.",
        why="Pukul 10 masih ramai.",
        by=people["tono"],
        **NOW_ON,
    )
    invite_co_author(idea=idea, person=people["dewi"], by=sari, **NOW_ON)
    world.add("idea", "sari", idea_id=idea.pk)
    world.add("idea_invited", "dewi", idea_id=idea.pk)
    world.add("idea_file", "sari", idea_id=idea.pk, file_id=idea.files.get().pk)
    world.add("idea_comment", "sari", idea_id=idea.pk, comment_id=comment.pk)
    world.add("amendment", "sari", idea_id=idea.pk, amendment_id=row.pk)
    world.add("idea_version", "sari", idea_id=idea.pk, number=1)
    accepted = submit_idea(idea=one(), by=sari, **NOW_ON)
    answer_idea(idea=accepted, answer="accepted", reason="Dibuka.", by=budi, **NOW_ON)
    world.add("idea_accepted", "sari", idea_id=accepted.pk)


def _space(world: World, plan: SpacePlan, day: date, ballot: str) -> Space:
    return open_space(
        question="Bagaimana antrean pagi berkurang?",
        plan=plan,
        units=[world.units["K.1.1"]],
        ballot=ballot,
        by=world.people["budi"],
        at=NOW,
        on=day,
    )


def _voted(world: World, plan: SpacePlan, ballot: str) -> tuple[Space, Idea]:
    """A space in the days of its vote, with one idea of Tono."""
    day, tono = plan.collect_from, world.people["tono"]
    at = datetime.combine(day, time(9), WIB)
    space = _space(world, plan, day, ballot)
    idea = begin_idea(text=TEXT, by=tono, space=space, at=at, on=day)
    return space, submit_idea(idea=idea, by=tono, at=at, on=day)


def _add(world: World, kind: str, space: Space, idea: Idea | None = None) -> None:
    world.add(kind, "budi", space_id=space.pk)
    if idea is not None:
        world.add(f"{kind}_idea", "budi", idea_id=idea.pk)
