"""What the giver is to the receiver, and who is near enough to give."""

import pytest
from tests.people.make import a_position, an_assignment
from tests.work.make import NOW, TODAY, a_centre

from kinerja.feedback.feedback import give_feedback
from kinerja.feedback.giver import colleagues

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("giver", "receiver", "role"),
    [
        ("budi", "sari", "leader"),
        ("rina", "sari", "leader"),
        ("tono", "sari", "peer"),
        ("sari", "budi", "subordinate"),
        ("sari", "rina", "subordinate"),
        ("dewi", "sari", "other"),
    ],
)
def test_the_role_of_the_giver_is_kept(giver, receiver, role):
    centre = a_centre()

    feedback = give_feedback(
        receiver=getattr(centre, receiver),
        tone="positive",
        text="Rapi.",
        by=getattr(centre, giver),
        at=NOW,
        value="competent",
        way="direct",
    )

    assert feedback.role == role
    assert (feedback.value, feedback.way, feedback.origin) == ("competent", "direct", "given")


def test_near_are_the_line_the_unit_the_team_and_whom_one_sees():
    centre = a_centre()

    def near(person):
        return {one.name for one in colleagues(person, TODAY)}

    assert near(centre.sari) == {"Rina", "Budi", "Tono"}
    assert near(centre.rina) == {"Budi", "Sari", "Tono"}
    assert near(centre.dewi) == set()
    team = a_position(centre.health)
    for person, kind in ((centre.dewi, "team_lead"), (centre.sari, "team_member")):
        an_assignment(person, team, kind)
    assert near(centre.dewi) == {"Sari"}
    assert near(centre.sari) == {"Rina", "Budi", "Tono", "Dewi"}
