"""The learning plan: steps, the leader's word, what came of them, what goes into the next year."""

from datetime import date

import pytest
from tests.development.make import TODAY, Service, a_service, the_competency
from tests.work.make import PDF

from kinerja.development.learning_plan import (
    LearningPlan,
    LearningStep,
    NothingPlanned,
    PlanSettled,
    StepSettled,
    add_step,
    agree_learning_plan,
    drop_step,
    finish_step,
    return_learning_plan,
    review_learning_plan,
    steps_due,
    submit_learning_plan,
)
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, NotAllowed
from kinerja.records.event import Event
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db
YEAR_END = date(2026, 12, 31)


@pytest.fixture
def service(settings, tmp_path) -> Service:
    settings.MEDIA_ROOT = tmp_path / "files"
    return a_service()


def _step(by: Person, code: str = "KJS", **fields) -> LearningStep:
    said = {"aim": "Belajar memimpin rapat", "way": "mentoring", "due_on": date(2026, 12, 1)}
    return add_step(competency=the_competency(code), by=by, on=TODAY, **(said | fields))


def _agreed(service: Service) -> LearningPlan:
    _step(service.sari)
    _step(service.sari, "KOM")
    plan = LearningPlan.objects.get(person=service.sari)
    submit_learning_plan(plan=plan, by=service.sari, on=TODAY)
    return agree_learning_plan(plan=plan, by=service.budi, on=TODAY)


def test_a_step_makes_the_plan_of_its_year_and_the_same_competency_stands_once(service: Service):
    first = _step(service.sari)
    assert _step(service.sari) == first
    following = _step(service.sari, due_on=date(2027, 3, 1))
    plans = LearningPlan.objects.filter(person=service.sari).values_list("year", "state")
    assert list(plans) == [(2027, "draft"), (2026, "draft")]
    assert following.plan.year == 2027
    with pytest.raises(InvalidInput, match="sudah lewat"):
        _step(service.sari, "KOM", due_on=date(2026, 10, 4))
    with pytest.raises(InvalidInput, match="tahun depan"):
        _step(service.sari, "KOM", due_on=date(2028, 1, 1))


def test_the_leader_agrees_or_gives_it_back_with_words(service: Service):
    _step(service.sari)
    plan = LearningPlan.objects.get()
    with pytest.raises(NothingPlanned, match="belum diajukan"):
        agree_learning_plan(plan=plan, by=service.budi, on=TODAY)
    submit_learning_plan(plan=plan, by=service.sari, on=TODAY)
    assert Notice.objects.get(person=service.budi).url == f"/rencana-belajar/{plan.pk}/"
    with pytest.raises(InvalidInput, match="apa yang perlu diubah"):
        return_learning_plan(plan=plan, reason="", by=service.budi, on=TODAY)
    back = return_learning_plan(plan=plan, reason="Terlalu luas", by=service.budi, on=TODAY)
    assert (back.state, back.returned) == ("draft", "Terlalu luas")
    submit_learning_plan(plan=plan, by=service.sari, on=TODAY)
    done = agree_learning_plan(plan=plan, by=service.budi, on=TODAY)
    assert (done.state, done.agreed_by, done.returned) == ("agreed", service.budi, "")
    assert [one.agreed for one in plan.steps.all()] == [True]


def test_nobody_agrees_with_oneself_and_nobody_from_the_side(service: Service):
    _step(service.sari)
    plan = LearningPlan.objects.get()
    submit_learning_plan(plan=plan, by=service.sari, on=TODAY)
    for somebody in (service.sari, service.tono, service.lala):
        with pytest.raises(NotAllowed):
            agree_learning_plan(plan=plan, by=somebody, on=TODAY)
    with pytest.raises(NotAllowed):
        submit_learning_plan(plan=plan, by=service.budi, on=TODAY)
    plan.refresh_from_db()
    assert plan.state == "proposed"


def test_a_new_step_in_an_agreed_plan_is_agreed_anew(service: Service):
    plan = _agreed(service)
    step = add_step(
        aim="Magang", way="assignment", due_on=date(2026, 12, 1), by=service.sari, on=TODAY
    )
    plan.refresh_from_db()
    assert (plan.state, step.agreed) == ("draft", False)


def test_an_empty_plan_is_not_handed_in(service: Service):
    step = _step(service.sari)
    drop_step(step=step, reason="Tidak relevan", by=service.sari, on=TODAY)
    with pytest.raises(NothingPlanned, match="sedikitnya satu langkah"):
        submit_learning_plan(plan=step.plan, by=service.sari, on=TODAY)


def test_a_finished_step_says_what_came_of_it_with_files(service: Service):
    step = _step(service.sari)
    with pytest.raises(InvalidInput, match="apa yang Anda pelajari"):
        finish_step(step=step, outcome=" ", files=[], by=service.sari, on=TODAY)
    with pytest.raises(NotAllowed):
        finish_step(step=step, outcome="Ya", files=[], by=service.tono, on=TODAY)
    said = {"outcome": "Memimpin rapat sendiri", "files": [("bukti.pdf", PDF)], "by": service.sari}
    finish_step(step=step, on=TODAY, **said)
    finish_step(step=step, on=YEAR_END, **said)
    step.refresh_from_db()
    assert (step.state, step.settled_on, step.files.count()) == ("done", TODAY, 1)
    with pytest.raises(StepSettled, match="sudah selesai"):
        drop_step(step=step, reason="Salah", by=service.sari, on=TODAY)


def test_what_is_open_at_the_review_goes_into_the_next_year(service: Service):
    plan = _agreed(service)
    first, second = plan.steps.order_by("competency__place")
    finish_step(step=first, outcome="Selesai", files=[], by=service.sari, on=TODAY)
    with pytest.raises(NotAllowed):
        review_learning_plan(plan=plan, note="Baik", by=service.sari, on=YEAR_END)
    review_learning_plan(plan=plan, note="Satu tercapai", by=service.budi, on=YEAR_END)
    review_learning_plan(plan=plan, note="Satu tercapai", by=service.budi, on=YEAR_END)
    second.refresh_from_db()
    carried = second.carried_to
    assert (second.state, carried.plan.year, carried.due_on) == (
        *("carried", 2027),
        date(2027, 12, 31),
    )
    assert (carried.aim, carried.competency, carried.state) == (
        *(second.aim, second.competency, "planned"),
    )
    assert LearningStep.objects.filter(plan__year=2027).count() == 1
    assert Event.objects.named("learning_plan.reviewed").get().data == {"carried": 1}
    with pytest.raises(PlanSettled):
        _step(service.sari, "PLP")


def test_a_plan_that_nobody_agreed_on_is_not_reviewed(service: Service):
    _step(service.sari)
    with pytest.raises(NothingPlanned, match="belum disepakati"):
        review_learning_plan(
            plan=LearningPlan.objects.get(), note="Baik", by=service.budi, on=YEAR_END
        )


def test_plans_are_read_by_the_person_leaders_above_and_the_officer(service: Service):
    _step(service.sari)
    seen = [
        LearningPlan.objects.visible_to(one, TODAY).count()
        for one in (service.sari, service.budi, service.rina, service.lala, service.tono)
    ]
    assert seen == [1, 1, 1, 1, 0]


def test_open_steps_that_are_due_come_the_first_due_first(service: Service):
    late = _step(service.sari, due_on=date(2026, 10, 6))
    _step(service.sari, "KOM", due_on=date(2026, 12, 1))
    assert list(steps_due(service.sari, date(2026, 10, 31))) == [late]
    assert (late.is_late(date(2026, 10, 6)), late.is_late(date(2026, 10, 7))) == (False, True)
