"""The pulse: asked, answered once without a name, told in one batch, closed by the answer."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from tests.adoption.test_announcement import City
from tests.people.make import a_member, a_person, a_role
from tests.unchanged import refused

from kinerja.adoption.audience import Audience
from kinerja.adoption.pulse import (
    Pulse,
    PulseAnswer,
    PulsePart,
    answer_pulse,
    ask_pulse,
    count_ended,
    count_pulse,
    publish_pulse,
    put_off_pulse,
)
from kinerja.adoption.pulse_tally import PulseTally
from kinerja.adoption.refusals import NotForYou, OutOfScope, TooSoon, WrongState
from kinerja.people.agency import Agency
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, WrongDates
from kinerja.people.role import Role
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.pulse import Mood, Side, told_sides

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 10, 5)
FRIDAY = date(2026, 10, 9)
EASY, KNOWN = "Kinerja memudahkan pekerjaan saya.", "Saya tahu ke mana bertanya."
YES, NO, MIDDLE = Mood.YES, Mood.NO, Mood.MIDDLE


class Staff(City):
    """The city with twelve more people in Pauh; at least five answers are asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.agency_least(5)
        self.staff = [a_member(f"Pegawai {n}", self.pauh) for n in range(12)]

    @staticmethod
    def agency_least(number: int) -> None:
        Agency.objects.update(least_respondents=number)

    def asked(self, by: Person | None = None, **fields: object) -> Pulse:
        said = {
            "title": "Tiga bulan memakai Kinerja",
            "questions": [EASY, KNOWN],
            "words_question": "Apa yang perlu diperbaiki?",
            "audience": Audience(),
            "closes_on": FRIDAY,
            "by": by or self.ani,
            "on": MONDAY,
        }
        return ask_pulse(**(said | fields))  # type: ignore[arg-type]

    def answered(self, pulse: Pulse, *answers: tuple[Mood, Mood, str]) -> None:
        for person, (first, second, words) in zip(self.staff, answers, strict=False):
            answer_pulse(
                pulse=pulse, answer=PulseAnswer([first, second], words), by=person, on=MONDAY
            )


@pytest.fixture
def staff() -> Staff:
    return Staff()


def counted(pulse: Pulse) -> Pulse:
    return count_pulse(pulse=pulse, on=FRIDAY + timedelta(days=1))


def test_answers_are_told_in_three_groups_and_words_without_their_order(staff: Staff) -> None:
    pulse = staff.asked()
    staff.answered(
        pulse,
        *[(YES, NO, f"Sinyal {n}") for n in range(5)],
        *[(Mood.STRONG_YES, NO, "") for _ in range(2)],
        *[(NO, NO, "") for _ in range(5)],
    )

    found = counted(pulse).results

    assert found is not None
    assert (found.answers, found.enough) == (12, True)
    assert [one.question for one in found.questions] == [EASY, KNOWN]
    assert found.questions[0].sides == {Side.YES: 7, Side.MIDDLE: 0, Side.NO: 5}
    assert found.questions[0].percent == 58
    assert found.questions[1].sides == {Side.YES: 0, Side.MIDDLE: 0, Side.NO: 12}
    assert sorted(found.words) == [f"Sinyal {n}" for n in range(5)]


def test_too_few_answers_tell_nothing_at_all(staff: Staff) -> None:
    pulse = staff.asked()
    staff.answered(pulse, *[(YES, YES, "Rahasia") for _ in range(4)])

    found = counted(pulse).results

    assert found is not None
    assert (found.answers, found.enough, found.questions, found.words) == (0, False, [], [])
    assert "Rahasia" not in str(counted(pulse).told)


def test_a_few_who_differ_are_hidden_with_the_next_group(staff: Staff) -> None:
    assert told_sides([0, 2, 4, 20, 7], 5) == {"yes": 27, "middle": None, "no": None}
    assert told_sides([0, 1, 0, 20, 7], 5) == {"yes": None, "middle": None, "no": None}
    with pytest.raises(ValueError, match="hide nobody"):
        told_sides([5, 5, 5, 5, 5], 4)


def test_words_of_fewer_than_the_threshold_are_not_shown(staff: Staff) -> None:
    pulse = staff.asked()
    staff.answered(pulse, *[(YES, YES, "Berat" if n < 4 else "") for n in range(12)])

    found = counted(pulse).results

    assert found is not None
    assert found.words == []
    assert found.answers == 12


def test_nothing_stored_joins_a_person_and_an_answer(staff: Staff) -> None:
    pulse = staff.asked()
    before = Event.objects.count(), Notice.objects.count()
    staff.answered(pulse, (YES, NO, "Kata rahasia"))

    assert (Event.objects.count(), Notice.objects.count()) == before
    assert {field.name for field in PulsePart._meta.fields} == {
        *("id", "pulse", "person", "taken_part", "put_off_to")
    }
    assert {field.name for field in PulseTally._meta.fields} == {"name", "sealed"}
    blocks = [bytes(row.sealed) for row in PulseTally.objects.all()]
    assert all(b"rahasia" not in block and len(block) % 4096 == 28 for block in blocks)


def test_counting_forgets_the_key_and_the_counters(staff: Staff) -> None:
    pulse = staff.asked()
    staff.answered(pulse, *[(YES, YES, "") for _ in range(6)])
    with refused(TooSoon):
        count_pulse(pulse=pulse, on=FRIDAY)

    assert [count_ended(on=FRIDAY), count_ended(on=date(2026, 10, 10))] == [0, 1]
    pulse.refresh_from_db()
    assert (pulse.state, pulse.secret) == ("counted", None)
    assert not PulseTally.objects.exists()
    assert counted(pulse).told == pulse.told


def test_once_each_by_those_asked_while_it_runs(staff: Staff) -> None:
    pulse = staff.asked(audience=Audience(units=[staff.pauh]))
    answer = PulseAnswer([YES, YES])
    answer_pulse(pulse=pulse, answer=answer, by=staff.sari, on=MONDAY)

    for by, on, refusal in (
        (staff.sari, MONDAY, WrongState),
        (staff.lina, MONDAY, NotForYou),
        (staff.tono, date(2026, 10, 10), WrongState),
    ):
        with refused(refusal):
            answer_pulse(pulse=pulse, answer=answer, by=by, on=on)
    for bad in (PulseAnswer([YES]), PulseAnswer([YES, YES], "x" * 301)):
        with refused(InvalidInput):
            answer_pulse(pulse=pulse, answer=bad, by=staff.tono, on=MONDAY)


def test_an_answer_that_cannot_be_counted_may_be_sent_again(staff: Staff, monkeypatch) -> None:
    pulse = staff.asked()

    def fail(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("kinerja.adoption.pulse_tally.Tally.add", fail)
    with pytest.raises(OSError):  # noqa: PT011 - our own, above
        staff.answered(pulse, (YES, YES, ""))

    assert not PulsePart.objects.filter(taken_part=True).exists()


def test_a_sample_is_random_and_of_the_asked_size(staff: Staff) -> None:
    half = staff.asked(sample_percent=50)

    assert half.invited == half.parts.count() == 9  # of 18
    assert Notice.objects.filter(url=f"{half.page}jawab/").count() == 9


def test_what_could_never_be_told_is_not_asked(staff: Staff) -> None:
    for fields in (
        {"audience": Audience(units=[staff.kuranji])},
        {"sample_percent": 20},
        {"questions": []},
        {"questions": [EASY, EASY]},
        {"questions": [f"{n}" for n in range(6)]},
        {"title": " "},
    ):
        with refused(InvalidInput):
            staff.asked(**fields)
    for closes in (MONDAY - timedelta(days=1), MONDAY + timedelta(days=32)):
        with refused(WrongDates):
            staff.asked(closes_on=closes)


def test_who_asks_and_who_answers_for_the_agency(staff: Staff) -> None:
    susi = a_person("Susi")
    a_role(susi, Role.Name.SURVEY_OFFICER)
    pulse = staff.asked(by=susi)
    with refused(OutOfScope):
        staff.asked(by=staff.budi)
    staff.answered(pulse, *[(YES, YES, "") for _ in range(6)])
    said = {"pulse": pulse, "heard": "Sinyal lemah.", "doing": "Mode luring.", "on": FRIDAY}

    with refused(WrongState):
        publish_pulse(**said, by=susi)  # type: ignore[arg-type]
    counted(pulse)
    with refused(OutOfScope):
        publish_pulse(**said, by=staff.budi)  # type: ignore[arg-type]
    with refused(InvalidInput):
        publish_pulse(**said | {"doing": " "}, by=susi)  # type: ignore[arg-type]
    assert not Pulse.objects.published().exists()

    for _ in range(2):
        publish_pulse(**said, by=staff.ani)  # type: ignore[arg-type]
    assert Event.objects.named("pulse.published").count() == 1
    assert Pulse.objects.visible_to(staff.lina, FRIDAY).get() == pulse
    with refused(WrongState):
        publish_pulse(**said | {"heard": "Lain."}, by=susi)  # type: ignore[arg-type]


def test_not_now_puts_it_off_for_three_days(staff: Staff) -> None:
    pulse = staff.asked()
    put_off_pulse(pulse=pulse, by=staff.sari, on=MONDAY)

    assert PulsePart.objects.get(person=staff.sari).put_off_to == date(2026, 10, 8)
    assert pulse in Pulse.objects.waiting_for(staff.sari, MONDAY)
    answer_pulse(pulse=pulse, answer=PulseAnswer([YES, YES]), by=staff.sari, on=MONDAY)
    with refused(NotForYou):
        put_off_pulse(pulse=pulse, by=staff.sari, on=MONDAY)


def test_the_same_key_is_the_same_pulse(staff: Staff) -> None:
    key = UUID(int=3, version=4)

    assert staff.asked(key=key) == staff.asked(key=key)
    assert Pulse.objects.count() == 1
