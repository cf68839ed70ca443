"""Reminding everybody who can do away with a cause: the people themselves, or who has to act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kinerja.evaluation.concern import Concern, reviews_with
from kinerja.evaluation.objection import Objection, deciders_of
from kinerja.evaluation.period import Period
from kinerja.evaluation.refusals import WrongState
from kinerja.people.person import Person, PersonQuerySet, check_may_manage_people
from kinerja.records.event import Event, record
from kinerja.records.notice import notify_all


@dataclass(frozen=True)
class Reminder:
    """What is written to whom."""

    text: str  # with {period}
    url: str
    whom: str  # as the button says it


REMINDERS: Mapping[Concern, Reminder] = {
    Concern.LATE: Reminder(
        "Pegawai Anda menunggu penilaian {period}. Masa penilaian hampir berakhir.",
        "/penilaian/",
        "penilai",
    ),
    Concern.NOT_STARTED: Reminder(
        "Pegawai Anda menunggu penilaian {period}. Mulai menilai sebelum ditutup.",
        "/penilaian/",
        "penilai",
    ),
    Concern.NO_SELF_REPORT: Reminder(
        "Isi realisasi {period} Anda, supaya ikut dibaca penilai.", "/hasil/", "pegawai"
    ),
    Concern.NOT_SIGNED: Reminder(
        "Penilaian {period} sudah Anda isi. Periksa, lalu tandatangani.", "/penilaian/", "penilai"
    ),
    Concern.NOT_DELIVERED: Reminder(
        "Hasil penilaian {period} Anda sudah ditandatangani. Buka dan jawab hasilnya.",
        "/hasil/",
        "pegawai",
    ),
    Concern.OBJECTION_OPEN: Reminder(
        "Keberatan atas hasil {period} menunggu keputusan Anda.", "/keberatan/", "pemutus"
    ),
}


@transaction.atomic
def remind_concerned(*, period: Period, concern: Concern, by: Person, on: date) -> int:
    """Remind all who can act on that cause; how many were told, each once.

    Errors: NotAllowed unless `by` manages people; WrongState where a reminder does not help,
    nobody is left to remind, or it went out that day.
    """
    check_may_manage_people(by)
    Period.objects.select_for_update().get(pk=period.pk)  # pressed twice, it is sent once
    reminder = REMINDERS.get(concern)
    if reminder is None:
        raise WrongState(f"“{concern.label}” tidak diselesaikan dengan pengingat.")
    sent = Event.objects.about(period).named("period.reminded")
    if sent.filter(data__concern=concern.value, data__on=on.isoformat()).exists():
        raise WrongState("Pengingat untuk sebab ini sudah dikirim hari ini. Kirim lagi besok.")
    told = notify_all(
        _people(period, concern, reminder, on),
        reminder.text.format(period=period),
        reminder.url,
    )
    if not told:
        raise WrongState("Tidak ada yang perlu diingatkan untuk sebab ini.")
    data = {"concern": concern.value, "on": on.isoformat(), "told": told}
    record("period.reminded", about=period, by=by, data=data)
    return told


def _people(period: Period, concern: Concern, reminder: Reminder, on: date) -> PersonQuerySet:
    reviews = reviews_with(period, concern, on)
    if concern is Concern.OBJECTION_OPEN:
        open_ones = Objection.objects.filter(review__in=reviews).select_related("review__appraiser")
        deciders = deciders_of(open_ones, on).values()  # objections are few, people are many
        return Person.objects.filter(pk__in={one.pk for one in deciders if one})
    column = "appraiser" if reminder.whom == "penilai" else "person"
    return Person.objects.filter(pk__in=reviews.values(column))
