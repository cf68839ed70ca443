"""Sessions that both write and both confirm; actions go along; what follows has its readers."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from tests.work.make import TODAY, Centre, a_centre

from kinerja.feedback.guidance import (
    Guidance,
    GuidanceAction,
    agree_action,
    confirm_guidance,
    finish_action,
    open_guidance,
    write_guidance,
)
from kinerja.feedback.guidance_after import (
    CompetencyReview,
    GuidanceOpinion,
    give_opinion,
    review_competency,
)
from kinerja.feedback.guidance_fields import FIELDS
from kinerja.feedback.refusals import Closed, Incomplete, NoteMissing, NotYours, TextTooLong
from kinerja.feedback.take_over import may_be_taken_over
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.competency import Competency
from kinerja.rules.refusal import ChangedMeanwhile

pytestmark = pytest.mark.django_db

KEY = UUID(int=3, version=4)
ANSWERS = {str(number): "yes" for number in range(1, 10)}
SCORES = {one.value: (3, "Tampak dalam sesi.") for one in Competency}


@pytest.fixture
def centre() -> Centre:
    return a_centre()


def opened(centre, kind="coaching", **fields) -> Guidance:
    """Budi coaches Sari."""
    said = {"person": centre.sari, "held_on": TODAY, "by": centre.budi, "on": TODAY}
    return open_guidance(**({"kind": kind, "key": uuid4()} | said | fields))


def filled(session: Guidance, by) -> Guidance:
    words = {one.name: "tidak" if one.yes_no else "Isi." for one in FIELDS[session.kind]}
    return write_guidance(session=session, content=words, by=by)


def confirmed(centre, **fields) -> Guidance:
    session = filled(opened(centre, **fields), centre.budi)
    for by in (centre.sari, centre.budi):
        session = confirm_guidance(session=session, by=by, on=TODAY)
    return session


def test_each_writes_a_part_and_both_confirm(centre):
    session = opened(centre, result=centre.checks, place=" Ruang  rapat ")

    write_guidance(
        session=session,
        content={"progress": "60 dari 100", "next_strategy": "Bukan bagian saya."},
        by=centre.sari,
    )
    session.refresh_from_db()
    assert session.content == {"progress": "60 dari 100"}
    with pytest.raises(Incomplete, match="Indikator kinerja individu, Target,"):
        confirm_guidance(session=session, by=centre.sari, on=TODAY)
    filled(session, centre.budi)
    confirm_guidance(session=session, by=centre.sari, on=TODAY)
    assert not Guidance.objects.confirmed().exists()
    confirm_guidance(session=session, by=centre.budi, on=TODAY)
    confirm_guidance(session=session, by=centre.budi, on=TODAY + timedelta(days=1))

    session.refresh_from_db()
    assert (session.leader, session.guide, session.superior) == (
        centre.budi,
        centre.budi,
        centre.rina,
    )
    assert (session.guide_confirmed_on, session.place) == (TODAY, "Ruang rapat")
    assert session.is_confirmed
    assert not session.asks_adjustment
    with pytest.raises(Closed):
        write_guidance(session=session, content={"progress": "Lain"}, by=centre.sari)
    with pytest.raises(Closed):
        agree_action(session=session, text="Lain", due_on=TODAY, by=centre.budi)
    told = Notice.objects.filter(person=centre.rina).values_list("text", flat=True)
    assert list(told) == ["Budi mengesahkan catatan bimbingan."]


def test_a_change_takes_the_confirmation_back(centre):
    session = filled(opened(centre), centre.budi)
    session = confirm_guidance(session=session, by=centre.sari, on=TODAY)
    seen = session.revision

    write_guidance(session=session, content={"target": "Lain."}, by=centre.budi, revision=seen)
    with pytest.raises(ChangedMeanwhile):
        write_guidance(session=session, content={"target": "B"}, by=centre.sari, revision=seen)
    with pytest.raises(ChangedMeanwhile):
        confirm_guidance(session=session, by=centre.sari, on=TODAY, revision=seen)

    session.refresh_from_db()
    assert (session.person_confirmed_on, session.content["target"]) == (None, "Lain.")


def test_open_actions_go_along_into_the_next_session(centre):
    first = opened(centre, held_on=date(2026, 9, 7))
    done = agree_action(session=first, text="Lengkapi register", due_on=TODAY, by=centre.budi)
    left = agree_action(session=first, text="Kelas ibu", due_on=date(2026, 9, 30), by=centre.sari)
    again = agree_action(session=first, text="Kelas ibu", due_on=date(2026, 9, 30), by=centre.budi)
    finish_action(action=done, by=centre.sari, on=TODAY)
    finish_action(action=done, by=centre.budi, on=TODAY + timedelta(days=1))

    second = opened(centre, kind="mentoring")

    assert again == left
    assert list(first.actions.all()) == [done]
    carried = second.actions.get()
    assert (carried, carried.is_carried, carried.agreed_in) == (left, True, first)
    assert Event.objects.about(second).named("guidance.opened").get().data == {
        "kind": "mentoring",
        "carried": 1,
    }
    done.refresh_from_db()
    assert done.done_on == TODAY
    assert Event.objects.named("guidance.action_done").count() == 1


def test_the_same_key_opens_once_and_an_appointee_may_guide(centre):
    session = opened(centre, key=KEY, guide=centre.tono)

    assert opened(centre, key=KEY) == session
    with pytest.raises(NotYours):
        opened(centre, key=KEY, by=centre.rina)
    assert (session.guide, session.leader) == (centre.tono, centre.budi)
    with pytest.raises(NotYours):
        write_guidance(session=session, content={"target": "B"}, by=centre.budi)
    sees = [
        Guidance.objects.visible_to(one).exists()
        for one in (centre.sari, centre.tono, centre.budi, centre.rina, centre.dewi)
    ]
    assert sees == [True, True, True, True, False]


@pytest.mark.parametrize(
    ("case", "refusal"),
    [
        ("not the appraiser", NotYours),
        ("guides oneself", NotYours),
        ("a result of somebody else", NotYours),
        ("no such kind", ValueError),
        ("a long place", TextTooLong),
    ],
)
def test_refused_sessions_leave_nothing(centre, case, refusal):
    fields = {
        "not the appraiser": {"by": centre.rina},
        "guides oneself": {"guide": centre.sari},
        "a result of somebody else": {"person": centre.tono, "result": centre.checks},
        "no such kind": {"kind": "counselling"},
        "a long place": {"place": "a" * 151},
    }[case]

    with pytest.raises(refusal):
        opened(centre, **fields)

    assert not Guidance.objects.exists()
    assert not Event.objects.exists()


def test_words_have_their_limits(centre):
    session = opened(centre)

    with pytest.raises(TextTooLong):
        write_guidance(session=session, content={"target": "a" * 2_001}, by=centre.sari)
    with pytest.raises(NoteMissing):
        agree_action(session=session, text=" ", due_on=TODAY, by=centre.sari)
    with pytest.raises(TextTooLong):
        agree_action(session=session, text="a" * 301, due_on=TODAY, by=centre.sari)
    with pytest.raises(NotYours):
        agree_action(session=session, text="Lain", due_on=TODAY, by=centre.rina)
    assert not GuidanceAction.objects.exists()


def test_the_nine_statements_go_past_the_leader(centre):
    session = confirmed(centre)

    opinion = give_opinion(
        session=session, answers=ANSWERS, remarks=" Membantu. ", by=centre.sari, on=TODAY
    )

    assert (opinion.answers, opinion.remarks) == (ANSWERS, "Membantu.")
    sees = [
        GuidanceOpinion.objects.visible_to(one).exists()
        for one in (centre.sari, centre.rina, centre.budi, centre.tono)
    ]
    assert sees == [True, True, False, False]
    assert Notice.objects.filter(person=centre.rina, text__contains="menilai").count() == 1
    assert not Notice.objects.filter(person=centre.budi, text__contains="menilai").exists()
    with pytest.raises(Closed):
        give_opinion(session=session, answers=ANSWERS, remarks="", by=centre.sari, on=TODAY)


@pytest.mark.parametrize("case", ["by the leader", "eight", "not confirmed", "a dialogue"])
def test_refused_opinions_leave_nothing(centre, case):
    session, by, answers, refusal = confirmed(centre), centre.sari, dict(ANSWERS), Closed
    match case:
        case "by the leader":
            by, refusal = centre.budi, NotYours
        case "eight":
            answers.pop("9")
            refusal = Incomplete
        case "not confirmed":
            session = opened(centre)
        case "a dialogue":
            session = confirmed(centre, kind="dialogue")

    with pytest.raises(refusal):
        give_opinion(session=session, answers=answers, remarks="", by=by, on=TODAY)

    assert not GuidanceOpinion.objects.exists()


def test_competencies_are_reviewed_once_with_reasons(centre):
    session = confirmed(centre)
    given = {"session": session, "recommendation": "Pelatihan konseling.", "on": TODAY}

    for scores, by, refusal in (
        (SCORES, centre.sari, NotYours),
        (SCORES | {"INT": (6, "Baik.")}, centre.budi, Incomplete),
        (SCORES | {"INT": (3, " ")}, centre.budi, Incomplete),
        ({"INT": (3, "Baik.")}, centre.budi, Incomplete),
    ):
        with pytest.raises(refusal):
            review_competency(scores=scores, by=by, **given)
    assert not CompetencyReview.objects.exists()

    scores = SCORES | {"Bidan: kegawatdaruratan": (4, "Cepat dan tepat.")}
    review = review_competency(scores=scores, by=centre.budi, **given)

    assert len(review.scores) == 10
    assert review.scores["INT"] == {"score": 3, "reason": "Tampak dalam sesi."}
    with pytest.raises(Closed):
        review_competency(scores=scores, by=centre.budi, **given)


def test_guidance_on_a_result_is_help_before_it_is_taken_over(centre):
    confirmed(centre, kind="dialogue", result=centre.checks)
    assert not may_be_taken_over(centre.checks)

    confirmed(centre, result=centre.checks)
    assert may_be_taken_over(centre.checks)
    assert not may_be_taken_over(centre.classes)
