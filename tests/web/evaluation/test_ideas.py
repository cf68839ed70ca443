"""Ideas that were taken up, beside the rating."""

from datetime import date

import pytest
from tests.participation.town import at
from tests.web.evaluation.visit import enter, words

from kinerja.participation.answer import answer_idea
from kinerja.participation.handing_in import IdeaText, begin_idea, submit_idea

pytestmark = pytest.mark.django_db


def test_an_accepted_idea_stands_beside_the_rating(quarter) -> None:
    people = quarter.town
    day = date(2026, 9, 1)
    unit = people.sari.assignments.first().position.unit
    for title in ("Loket lansia", "Loket malam"):
        text = IdeaText(title, "Antre lama.", "Loket sendiri.")
        idea = begin_idea(text=text, unit=unit, by=people.sari, at=at(day), on=day)
        submit_idea(idea=idea, by=people.sari, at=at(day), on=day)
        idea.refresh_from_db()
        answer = "accepted" if title == "Loket lansia" else "rejected"
        answer_idea(idea=idea, answer=answer, reason="Dibuka.", by=people.budi, at=at(day), on=day)

    page = words(enter(people.budi).get(f"/penilaian/{quarter.sari.pk}/"))

    assert "Apresiasi, inisiatif, dan gagasan" in page
    assert "Loket lansia Diterima, diputuskan 1 September 2026 oleh Budi Gagasan Dibuka." in page
    assert "Loket malam" not in page
