"""Initiatives with evidence and effect, and what others say of them by name."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from tests.work.make import NOW, PDF, TODAY, Centre, a_centre

from kinerja.feedback.initiative import (
    Initiative,
    Voice,
    Withdrawn,
    note_outside_voice,
    record_initiative,
    role_to,
    share_initiative,
    speak_on,
    withdraw_initiative,
)
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.feedback import FeedbackGiver
from kinerja.rules.refusal import Refusal
from kinerja.work.refusals import FilesRefused, NoteMissing, NotYours, TextTooLong

pytestmark = pytest.mark.django_db
KEY = UUID("44444444-4444-4444-8444-444444444444")
LETTER = ("surat.pdf", PDF)


@pytest.fixture
def centre(settings, tmp_path) -> Centre:
    settings.MEDIA_ROOT = tmp_path / "files"
    return a_centre()


def _recorded(by: Person, **fields: object) -> Initiative:
    said = {
        "kind": "innovation",
        "title": "Antrean lewat pesan",
        "text": "Pasien mendaftar lewat pesan singkat.",
        "done_on": date(2026, 10, 1),
        "measure": "waktu tunggu",
        "unit_of_measure": "menit",
        "before": Decimal(90),
        "after": Decimal(35),
        "source": "buku antrean",
        "files": [LETTER],
        "at": NOW,
        "on": TODAY,
    } | fields
    return record_initiative(by=by, **said)


def _refused(refusal: type[Refusal], act: object) -> None:
    def rows() -> list[object]:
        return [
            list(Initiative.objects.values()),
            list(Voice.objects.values()),
            Event.objects.count(),
            Notice.objects.count(),
        ]

    before = rows()
    with pytest.raises(refusal):
        act()
    assert rows() == before


def test_it_is_recorded_with_evidence_and_effect(centre):
    one = _recorded(centre.sari, result=centre.checks, key=KEY)

    assert (one.before, one.after, one.source, one.result) == (
        90,
        35,
        "buku antrean",
        centre.checks,
    )
    assert one.files.get().attachment.name == "surat.pdf"
    assert _recorded(centre.sari, key=KEY) == one
    event = Event.objects.named("initiative.recorded").get()
    assert (event.person, event.data) == (centre.sari, {"kind": "innovation", "files": 1})
    assert Notice.objects.get().person == centre.budi


def test_what_is_missing_is_refused(centre):
    _refused(NoteMissing, lambda: _recorded(centre.sari, files=[]))
    _refused(FilesRefused, lambda: _recorded(centre.sari, files=[("a.exe", b"MZ")]))
    _refused(NoteMissing, lambda: _recorded(centre.sari, text=" "))
    _refused(TextTooLong, lambda: _recorded(centre.sari, text="a" * 3001))
    _refused(InvalidInput, lambda: _recorded(centre.sari, source=""))
    _refused(InvalidInput, lambda: _recorded(centre.sari, done_on=date(2026, 10, 13)))
    _refused(NotYours, lambda: _recorded(centre.tono, result=centre.checks))


def test_who_may_read_it(centre):
    one = _recorded(centre.sari)

    def readers() -> set[str]:
        return {
            person.name
            for person in Person.objects.all()
            if Initiative.objects.visible_to(person).filter(pk=one.pk).exists()
        }

    assert readers() == {"Sari", "Budi", "Rina"}
    share_initiative(initiative=one, shared=True, by=centre.sari)
    share_initiative(initiative=one, shared=True, by=centre.sari)
    assert readers() == {"Sari", "Budi", "Rina", "Tono", "Dewi"}
    assert Event.objects.named("initiative.shared").count() == 1
    withdraw_initiative(initiative=one, by=centre.sari, at=NOW)
    assert readers() == {"Sari"}


def test_superior_and_colleagues_say_what_they_saw(centre):
    one = _recorded(centre.sari)
    said = {"initiative": one, "at": NOW, "on": TODAY}
    _refused(NotYours, lambda: speak_on(words="Bagus.", by=centre.tono, **said))  # not shared
    share_initiative(initiative=one, shared=True, by=centre.sari)

    leader = speak_on(words="Antrean memang lebih pendek.", by=centre.budi, **said)
    peer = speak_on(words="Kami ikut memakainya.", by=centre.tono, **said)
    again = speak_on(words="Kami semua memakainya.", by=centre.tono, **said)

    assert (leader.role, peer.role) == ("leader", "peer")
    assert (again.pk, Voice.objects.get(pk=peer.pk).words) == (peer.pk, "Kami semua memakainya.")
    events = Event.objects.named("initiative.answered").order_by("pk")
    assert events.last().data == {"before": "Kami ikut memakainya."}
    assert speak_on(words="Kami semua memakainya.", by=centre.tono, **said) == again
    assert events.count() == 3
    _refused(NotYours, lambda: speak_on(words="Hebat.", by=centre.sari, **said))
    _refused(NoteMissing, lambda: speak_on(words=" ", by=centre.budi, **said))


def test_the_role_follows_the_line(centre):
    pairs = ((centre.sari, centre.rina), (centre.budi, centre.sari), (centre.sari, centre.dewi))

    assert [role_to(owner, giver, TODAY) for owner, giver in pairs] == [
        FeedbackGiver.LEADER,
        FeedbackGiver.SUBORDINATE,
        FeedbackGiver.PEER,
    ]


def test_those_who_were_served_speak_through_a_letter(centre):
    one = _recorded(centre.sari)
    said = {
        "initiative": one,
        "outsider": "Ibu Aminah, Kelurahan Pauh",
        "words": "Saya tidak menunggu lama lagi.",
        "file": LETTER,
        "at": NOW,
    }

    voice = note_outside_voice(by=centre.sari, **said)

    assert note_outside_voice(by=centre.sari, **said) == voice
    assert (voice.name, voice.role) == ("Ibu Aminah, Kelurahan Pauh", "other")
    assert voice.proof.attachment.name == "surat.pdf"
    _refused(NotYours, lambda: note_outside_voice(by=centre.tono, **said))
    _refused(NoteMissing, lambda: note_outside_voice(by=centre.sari, **(said | {"outsider": " "})))
    bad = said | {"file": ("a.exe", b"MZ"), "words": "Lain."}
    _refused(FilesRefused, lambda: note_outside_voice(by=centre.sari, **bad))


def test_what_was_withdrawn_is_not_changed_any_more(centre):
    one = _recorded(centre.sari)
    _refused(NotYours, lambda: withdraw_initiative(initiative=one, by=centre.budi, at=NOW))
    withdraw_initiative(initiative=one, by=centre.sari, at=NOW)
    withdraw_initiative(initiative=one, by=centre.sari, at=NOW)

    assert Event.objects.named("initiative.withdrawn").count() == 1
    _refused(Withdrawn, lambda: share_initiative(initiative=one, shared=True, by=centre.sari))
