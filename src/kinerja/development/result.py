"""What a participant reached, and the settling of a session: certificates and hours count then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import uuid4

from django.db import transaction
from django.db.models import Count

from kinerja.development.attendance import attendance_of
from kinerja.development.enrolment import Enrolment, page_of
from kinerja.development.refusals import NotForYou, NotNow, WrongState
from kinerja.development.scope import check_runs_trainings
from kinerja.development.session import Session, check_runs, held_session
from kinerja.development.training import Training
from kinerja.people.person import Person
from kinerja.people.refusals import check_fields
from kinerja.people.supervision import belongs_under
from kinerja.people.unit import Unit
from kinerja.records.event import record
from kinerja.records.notice import notify_all
from kinerja.rules.date_words import date_in_words
from kinerja.rules.training import completes_training


@dataclass(frozen=True)
class Reached:
    """The result of one participant; `passed` None: attendance decides."""

    enrolment: Enrolment
    before: Decimal | None
    after: Decimal | None
    passed: bool | None


@transaction.atomic
def record_results(
    *, session: Session, results: Sequence[Reached], by: Person, on: date
) -> list[Enrolment]:
    """Write down scores and who passed; what is the same as before is not said again.

    Errors: NotAllowed, SessionClosed, NotNow before the first day, NotForYou, InvalidInput.
    """
    held = held_session(session)
    check_runs_trainings(by, on, held.unit)
    check_runs(held)
    if on < held.starts_on:
        raise NotNow(f"Sesi ini baru dimulai {date_in_words(held.starts_on)}.")
    rows = Enrolment.objects.taking_part().select_for_update(of=("self",)).filter(session=held)
    known = {one.pk: one for one in rows.select_related("person")}
    changed = []
    for result in results:
        one = known.get(result.enrolment.pk)
        if one is None:
            raise NotForYou("Hanya peserta yang diterima mendapat hasil.")
        if (one.before, one.after, one.passed) == (result.before, result.after, result.passed):
            continue
        one.before, one.after, one.passed = result.before, result.after, result.passed
        check_fields(one)
        changed.append(one)
    Enrolment.objects.bulk_update(changed, ["before", "after", "passed"])
    if changed:
        data = {"people": len(changed)}
        record("session.results_recorded", about=held, by=by, data=data)
    return changed


@transaction.atomic
def settle_session(*, session: Session, by: Person, on: date) -> Session:
    """The results are complete: who passed gets the certificate and the hours. Said twice: once.

    Where nobody said who passed, attendance decides (`rules.training.completes_training`).
    Errors: NotAllowed, SessionClosed, NotNow before its last day or without attendance.
    """
    held = held_session(session)
    check_runs_trainings(by, on, held.unit)
    if held.settled_on is not None:
        return held
    check_runs(held)
    if on < held.ends_on:
        raise NotNow(f"Hasil ditetapkan setelah sesi berakhir, {date_in_words(held.ends_on)}.")
    sheets, times = attendance_of(held)
    if not sheets:
        raise NotNow("Catat daftar hadir sebelum menetapkan hasil.")
    rows = list(Enrolment.objects.taking_part().filter(session=held))
    for one in rows:
        if one.passed is None:
            one.passed = completes_training(times.get(one.pk, 0), sheets)
        if one.passed:
            one.hours_jp, one.token = held.hours, uuid4()
    Enrolment.objects.bulk_update(rows, ["passed", "hours_jp", "token"])
    held.settled_on = on
    held.save(update_fields=["settled_on"])
    passed = sum(bool(one.passed) for one in rows)
    data = {"people": len(rows), "passed": passed}
    record("session.settled", about=held, by=by, data=data)
    people = Person.objects.filter(pk__in=[one.person_id for one in rows])
    notify_all(people, f"Hasil pelatihan {held.training} sudah ada."[:300], page_of(held))
    return held


@transaction.atomic
def name_hours(*, session: Session, hours_jp: Decimal, by: Person, on: date) -> Session:
    """Say how long a settled session was whose hours nobody knew.

    Errors: NotAllowed, WrongState when they are known or nothing is settled yet, InvalidInput.
    """
    held = held_session(session)
    check_runs_trainings(by, on, held.unit)
    if held.settled_on is None or held.hours_jp is not None:
        raise WrongState("JP sesi ini sudah diketahui, atau hasilnya belum ditetapkan.")
    passed = Enrolment.objects.filter(session=held, passed=True)
    if passed.exclude(hours_jp=None).exists():
        raise WrongState("JP sesi ini sudah diberikan.")
    held.hours_jp = hours_jp
    check_fields(held)
    held.save(update_fields=["hours_jp"])
    passed.update(hours_jp=hours_jp)
    data = {"hours_jp": str(hours_jp.normalize())}
    record("session.hours_named", about=held, by=by, data=data)
    return held


@dataclass(frozen=True)
class Learning:
    """How scores rose in a session, over those who have both."""

    people: int
    before: Decimal
    after: Decimal

    @property
    def gain(self) -> Decimal:
        return self.after - self.before


def learning_of(enrolments: Sequence[Enrolment]) -> Learning | None:
    """Means with two decimals; None where nobody has both scores."""
    pairs = [
        (one.before, one.after)
        for one in enrolments
        if one.before is not None and one.after is not None
    ]
    if not pairs:
        return None
    cents, count = Decimal("0.01"), len(pairs)
    before = (sum((one for one, _ in pairs), Decimal(0)) / count).quantize(cents)
    after = (sum((one for _, one in pairs), Decimal(0)) / count).quantize(cents)
    return Learning(count, before, after)


def passed_since(
    trainings: Iterable[Training], *, unit: Unit | None, since: date, on: date
) -> dict[int, int]:
    """How many people passed each training, by its id, in sessions that ended since a day and are
    settled: people who belong to the unit on the day `on` (None: all). One query."""
    rows = Enrolment.objects.filter(
        session__training__in=[one.pk for one in trainings],
        session__ends_on__gte=since,
        session__settled_on__isnull=False,
        passed=True,
    )
    if unit is not None:
        rows = rows.filter(person__in=Person.objects.filter(belongs_under([unit.path], on)))
    counted = rows.order_by().values_list("session__training")
    return dict(counted.annotate(Count("person", distinct=True)))
