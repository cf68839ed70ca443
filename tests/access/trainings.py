"""The trainings of `world`, and who takes part.

Two open sessions, one that has just ended and one in June whose hours nobody knew.
"""

from datetime import date, datetime
from decimal import Decimal

from tests.access.world import NOW, TODAY, WIB, World
from tests.work.make import PDF

from kinerja.development.attendance import take_attendance
from kinerja.development.enrolment import (
    Enrolment,
    answer_enrolment,
    ask_enrolment,
    decide_enrolment,
)
from kinerja.development.outside_learning import NewLearning, note_learning
from kinerja.development.result import settle_session
from kinerja.development.session import Session, plan_session
from kinerja.development.training import Training, add_training

OF = ("sari", "dewi")


def the_trainings(world: World) -> None:
    """Sari and Dewi take part; Lala runs them."""
    training = add_training(
        name="Pelayanan ramah",
        kind="technical",
        form="classical",
        hours_jp=Decimal(8),
        by=None,
        on=TODAY,
    )
    unknown = add_training(name="Kebun gizi", kind="technical", form="classical", by=None, on=TODAY)
    world.add("training", "office", training_id=training.pk)
    free = _session(training, date(2026, 10, 20))
    listed = _session(training, date(2026, 10, 21))
    over = _session(training, date(2026, 10, 2))
    june = _session(unknown, date(2026, 6, 20))
    for name, session in (("free", free), ("listed", listed), ("over", over), ("june", june)):
        world.add(f"session_{name}", "office", session_id=session.pk)
    later = _session(training, date(2026, 10, 22))
    for name in OF:
        world.add("proposal", name, session_id=free.pk)
        asked = _ask(world, listed, name)
        world.add("enrolment_asked", name, enrolment_id=asked.pk)
        approved = _approved(world, later, name)
        world.add("enrolment_approved", name, enrolment_id=approved.pk)
        _placed(world, over, name)
        passed = _placed(world, june, name)
        world.add("enrolment_passed", name, enrolment_id=passed.pk)
        learning = note_learning(
            learning=NewLearning(
                world.people[name],
                f"Seminar {name}",
                "non_classical",
                "Universitas Contoh",
                date(2026, 9, 1),
                Decimal(4),
            ),
            file=("bukti.pdf", PDF),
            by=world.people[name],
            at=NOW,
            on=TODAY,
        )
        world.add("learning", name, learning_id=learning.pk)
        world.add("learner", name, person_id=world.people[name].pk)
        reacting = Enrolment.objects.get(session=over, person=world.people[name])
        world.add("enrolment_over", name, enrolment_id=reacting.pk)
    lala = world.people["lala"]
    for session in (over, june):
        rows = Enrolment.objects.filter(session=session)
        take_attendance(
            session=session, day=session.starts_on, part=1, present=rows, by=lala, at=NOW, on=TODAY
        )
    settle_session(session=june, by=lala, on=TODAY)
    for name in OF:
        (one,) = Enrolment.objects.filter(session=june, person=world.people[name])
        world.add("certificate", name, token=one.token)


def _session(training: Training, day: date) -> Session:
    return plan_session(
        training=training,
        starts_on=day,
        ends_on=day,
        place="Aula",
        quota=20,
        enrol_from=min(TODAY, day),
        enrol_until=day,
        by=None,
        on=TODAY,
    )


def _ask(world: World, session: Session, name: str) -> Enrolment:
    at = datetime.combine(session.enrol_from, NOW.time(), WIB)
    return ask_enrolment(session=session, by=world.people[name], at=at, on=session.enrol_from)


def _approved(world: World, session: Session, name: str) -> Enrolment:
    leader = {"sari": "budi", "dewi": "fajar"}[name]
    asked = _ask(world, session, name)
    on = session.enrol_from
    return answer_enrolment(enrolment=asked, agreed=True, by=world.people[leader], on=on)


def _placed(world: World, session: Session, name: str) -> Enrolment:
    one = _approved(world, session, name)
    on = session.enrol_from
    return decide_enrolment(enrolment=one, agreed=True, by=world.people["lala"], at=NOW, on=on)
