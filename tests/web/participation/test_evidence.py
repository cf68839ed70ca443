"""An idea beside the rating, in the inbox, on its finding and with its initiative."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from tests.participation.test_idea import told
from tests.participation.town import COLLECT, DISCUSS, VOTE, Town, at
from tests.unchanged import refused
from tests.web.evaluation.visit import enter, words
from tests.work.make import PDF

from kinerja.feedback.initiative import Initiative, record_initiative
from kinerja.needs.finding import Proof, note_finding
from kinerja.participation.amendment import propose_amendment
from kinerja.participation.answer import answer_idea
from kinerja.participation.co_author import invite_co_author
from kinerja.participation.support import support_idea
from kinerja.people.refusals import InvalidInput
from kinerja.web.inbox.pending import pending_of

pytestmark = pytest.mark.django_db
WIB = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def town():
    with time_machine.travel(datetime(2026, 11, 10, 9, 30, tzinfo=WIB)):
        yield Town()


def test_what_waits_stands_in_the_inbox(town: Town) -> None:
    one, _ = town.idea(day=COLLECT), town.idea(town.tono, day=COLLECT)
    invite_co_author(idea=one, person=town.wira, by=town.sari, at=at(DISCUSS), on=DISCUSS)
    propose_amendment(
        idea=one,
        title="Lain",
        problem=one.problem,
        proposal=one.proposal,
        why="Jelas.",
        by=town.tono,
        at=at(DISCUSS),
        on=DISCUSS,
    )
    assert one.due_on is not None
    late = one.due_on + timedelta(days=1)

    def waits(person, day=DISCUSS):
        return [(row.title, row.number, row.due_on) for row in pending_of(person, day)]

    assert waits(town.budi) == [("Gagasan menunggu jawaban Anda", 2, one.due_on)]
    assert waits(town.rina) == []
    assert waits(town.rina, late) == [
        ("Gagasan terlambat dijawab pimpinan di bawah Anda", 2, one.due_on)
    ]
    assert waits(town.sari) == [("Usulan perubahan atas gagasan Anda", 1, None)]
    assert waits(town.wira) == [("Undangan menjadi penulis gagasan", 1, None)]
    assert one.title in words(enter(town.wira).get("/gagasan/?bagian=saya"))


def test_what_the_phase_of_a_space_closed_waits_no_longer(town: Town) -> None:
    space = town.space()
    one, draft = town.idea(day=COLLECT, space=space), town.draft(town.tono, space=space)
    for idea, by in ((one, town.sari), (draft, town.tono)):
        invite_co_author(idea=idea, person=town.wira, by=by, at=at(COLLECT), on=COLLECT)
    propose_amendment(
        idea=one,
        title="Lain",
        problem=one.problem,
        proposal=one.proposal,
        why="Jelas.",
        by=town.tono,
        at=at(DISCUSS),
        on=DISCUSS,
    )

    def waits(person, day):
        return [(row.title, row.number) for row in pending_of(person, day)]

    assert waits(town.sari, DISCUSS) == [("Usulan perubahan atas gagasan Anda", 1)]
    assert waits(town.wira, DISCUSS) == [("Undangan menjadi penulis gagasan", 2)]
    assert "Anda diundang menjadi penulis" in words(enter(town.wira).get(one.page))
    assert waits(town.sari, VOTE) == waits(town.wira, VOTE) == []
    with time_machine.travel(at(VOTE)):
        assert "Anda diundang menjadi penulis" not in words(enter(town.wira).get(one.page))


def test_an_initiative_carries_an_idea_out_and_its_effect_is_told(town: Town) -> None:
    one, other = town.idea(day=COLLECT), town.idea(town.wira, day=COLLECT)
    support_idea(idea=one, by=town.tono, at=at(COLLECT), on=COLLECT)
    answer_idea(
        idea=one, answer="trial", reason="Dicoba.", by=town.budi, at=at(COLLECT), on=COLLECT
    )
    given = {
        "kind": "innovation",
        "title": "Uji coba minibus",
        "text": "Dua minibus.",
        "done_on": DISCUSS,
        "measure": "penumpang sehari",
        "unit_of_measure": "orang",
        "before": Decimal(310),
        "after": Decimal("545.5"),
        "source": "hitungan",
        "files": [("hitung.pdf", PDF)],
        "by": town.sari,
        "at": at(DISCUSS),
        "on": DISCUSS,
    }
    with refused(InvalidInput, "belum diterima"):
        record_initiative(idea=other, **given)  # type: ignore[arg-type]
    record_initiative(idea=one, **given)  # type: ignore[arg-type]

    assert told(town.tono)[-1] == (
        "Hasil gagasan “Minibus pengumpan”: penumpang sehari 310 menjadi 545,5 orang"
    )
    page = words(enter(town.sari).get(one.page))
    assert "penumpang sehari: 310 menjadi 545,5 orang Sumber: hitungan." in page
    initiative = Initiative.objects.get()
    shown = words(enter(town.sari).get(f"/inisiatif/{initiative.pk}/"))
    assert "Melaksanakan gagasan Minibus pengumpan" in shown
    form = words(enter(town.sari).get(f"/inisiatif/baru/?gagasan={one.pk}"))
    assert "Melaksanakan gagasan" in form


def test_the_finding_shows_its_ideas(town: Town) -> None:
    finding = note_finding(
        source="other", statement="Bus sepi.", proofs=[Proof("Data.")], by=None, on=COLLECT
    )
    town.idea(day=COLLECT, finding=finding)

    page = words(enter(town.lina).get(f"/temuan/{finding.pk}/"))

    assert "Gagasan untuk temuan ini Minibus pengumpan" in page
    assert "Ajukan gagasan" in page
