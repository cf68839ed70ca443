"""Reminding everybody with one cause at once: who can act is told, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kinerja.evaluation.missing import Cause, people_missing
from kinerja.evaluation.period import Period, check_window
from kinerja.evaluation.refusals import WrongState
from kinerja.evaluation.review import Review
from kinerja.people.person import Person, PersonQuerySet, check_may_manage_people
from kinerja.people.supervision import appraisers_of
from kinerja.records.event import Event, record
from kinerja.records.notice import notify_many


@dataclass(frozen=True)
class Reminder:
    """What is written to whom: to the people themselves, or to those who appraise them."""

    text: str  # with {period}
    url: str
    to_appraiser: bool


REMINDERS: Mapping[Cause, Reminder] = {
    Cause.NO_PLAN: Reminder("Susun SKP Anda: {period} sedang dinilai.", "/rencana/", False),
    Cause.PLAN_NOT_SUBMITTED: Reminder(
        "Ajukan SKP Anda: {period} sedang dinilai dan SKP Anda masih berupa konsep.",
        "/rencana/",
        False,
    ),
    Cause.PLAN_NOT_SET: Reminder(
        "SKP pegawai Anda menunggu jawaban Anda, supaya {period} dapat dinilai.",
        "/rencana/masuk/",
        True,
    ),
    Cause.TAKEN_OVER: Reminder(
        "Penilaian {period} yang Anda ambil alih menunggu rating dan tanda tangan Anda.",
        "/penilaian/",
        True,
    ),
    Cause.NOT_RATED: Reminder(
        "Pegawai Anda menunggu penilaian {period}. Nilai sebelum ditutup.", "/penilaian/", True
    ),
}


@transaction.atomic
def remind_missing(*, period: Period, cause: Cause, by: Person, on: date) -> int:
    """Remind everybody who can do away with that cause; how many were told, each once.

    Errors: NotAllowed unless `by` manages people; WindowShut outside the evaluation's window, but
    for what a superior has taken over;
    WrongState where a reminder does not help, nobody is left to remind, or it went out that day.
    """
    check_may_manage_people(by)
    Period.objects.select_for_update().get(pk=period.pk)  # pressed twice, it is sent once
    if cause is not Cause.TAKEN_OVER:  # which begins when the window is over
        check_window(period, on)
    reminder = REMINDERS.get(cause)
    if reminder is None:
        raise WrongState(f"“{cause.label}” tidak diselesaikan dengan pengingat.")
    sent = Event.objects.about(period).named("period.reminded")
    if sent.filter(data__cause=cause.value, data__on=on.isoformat()).exists():
        raise WrongState("Pengingat untuk sebab ini sudah dikirim hari ini. Kirim lagi besok.")
    missing = people_missing(period, cause)
    told = _appraisers(period, cause, missing, on) if reminder.to_appraiser else list(missing)
    if not told:
        raise WrongState("Tidak ada yang perlu diingatkan untuk sebab ini.")
    notify_many(told, reminder.text.format(period=period), reminder.url)
    data = {"cause": cause.value, "on": on.isoformat(), "told": len(told)}
    record("period.reminded", about=period, by=by, data=data)
    return len(told)


def _appraisers(period: Period, cause: Cause, missing: PersonQuerySet, on: date) -> list[Person]:
    """Those who have to act for these people; the number of queries is constant."""
    if cause is Cause.NOT_RATED:
        reviews = Review.objects.filter(period=period, person__in=missing).unrated()
        return list(Person.objects.filter(pk__in=reviews.values("appraiser")))
    if cause is Cause.TAKEN_OVER:
        taken = Review.objects.unsigned().filter(period=period, silent_appraiser__isnull=False)
        return list(Person.objects.filter(pk__in=taken.values("appraiser")))
    lines = appraisers_of(list(missing), on).values()
    return list({line.appraiser.pk: line.appraiser for line in lines if line.appraiser}.values())
