"""Complaints of the example (data contoh): half a year of them, from quick to late, some open. In
the first months citizens wait long for a first word; then the units answer sooner.

The mix of the topics follows what the published channels of cities receive; every text is made up.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from kinerja.jobs.demo.people import Member
from kinerja.needs.complaint.category import ComplaintCategory, first_categories
from kinerja.needs.complaint.citizen import close_as_citizen, reply_as_citizen
from kinerja.needs.complaint.closing import close_unanswered
from kinerja.needs.complaint.complaint import Complaint
from kinerja.needs.complaint.handling import (
    forward_complaint,
    mark_duplicate,
    reject_complaint,
    say_to_citizen,
    take_up_complaint,
)
from kinerja.needs.complaint.intake import file_complaint
from kinerja.people.person import Person

DAYS = 182
PLACES = 4  # units that hold complaints
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Matter:
    """What somebody complains about, and how it is settled."""

    category: str
    text: str
    answer: str


MATTERS = (
    Matter(
        "Waktu pelayanan",
        "Saya menunggu dua jam di loket padahal nomor antrean saya tujuh.",
        "Mohon maaf. Sejak pekan ini loket kedua dibuka pukul 08.00-11.00.",
    ),
    Matter(
        "Prosedur dan persyaratan",
        "Syarat di papan pengumuman berbeda dengan yang diminta petugas.",
        "Papan sudah diganti sesuai standar pelayanan. Berkas Anda kami terima.",
    ),
    Matter(
        "Sarana dan prasarana",
        "Kursi ruang tunggu kurang, ibu hamil dan lansia berdiri.",
        "Dua puluh kursi ditambah dan satu baris dikhususkan bagi lansia dan ibu hamil.",
    ),
    Matter(
        "Waktu pelayanan",
        "Surat yang dijanjikan tiga hari belum selesai setelah dua pekan.",
        "Surat sudah selesai dan dapat diambil; berkasnya tertahan di meja verifikasi.",
    ),
    Matter(
        "Sikap petugas",
        "Petugas menjawab sambil melihat telepon dan tidak menjelaskan apa-apa.",
        "Petugas sudah diingatkan dan meminta maaf. Terima kasih sudah melapor.",
    ),
    Matter(
        "Sarana dan prasarana",
        "Lampu di depan kantor mati sehingga gelap saat pulang sore.",
        "Lampu sudah diganti.",
    ),
)
CHANGED = 95  # days ago: from then on the units answer sooner
# days until forwarded, first response and answer, in turn: from the same day to far too late; their
# number has no factor in common with that of the units, so that each unit meets all of them
SLOW = ((1, 3, 8), (0, 4, 9), (1, 6, 24), (0, 2, 5), (2, 5, 12))
QUICK = ((0, 0, 1), (0, 1, 3), (0, 0, 2), (0, 1, 2), (1, 1, 4), (0, 0, 1), (2, 4, 11))
CHANNELS = (
    *(Complaint.Channel.FORM, Complaint.Channel.LAPOR, Complaint.Channel.COUNTER),
    *(Complaint.Channel.FORM, Complaint.Channel.WHATSAPP, Complaint.Channel.LAPOR),
)


def add_complaints(
    members: Sequence[Member], *, desk: Person, today: date, zone: ZoneInfo, random: Random
) -> None:
    """Some each week, held by units with a leader; the last ones are still open."""
    first_categories(by=None, on=today - timedelta(days=DAYS))
    categories = {one.name: one for one in ComplaintCategory.objects.all()}
    leaders = [one for one in members if one.assignment.leads and not one.person.has_left]
    services = ("health_centre_head", "transport_head", "tourism_head", "health_head")
    holders = [one for post in services for one in leaders if one.seat.post == post][:PLACES]
    if not holders:
        return
    last: Complaint | None = None
    for number, day in enumerate(_days(today, random)):
        holder = holders[number % len(holders)]
        matter = MATTERS[number % len(MATTERS)]
        paces = SLOW if (today - day).days > CHANGED else QUICK
        pace = paces[number % len(paces)]
        case = _Case(matter, pace, holder, categories, desk, today, zone)
        complaint = case.received(day, CHANNELS[number % len(CHANNELS)])
        if number % 17 == 16:
            case.turned_down(complaint, day, last if number % 2 else None)
        else:
            case.settled(complaint, day, again=number % 9 == 8)
        last = complaint
    close_unanswered(at=datetime.combine(today, time(6), zone), on=today)


def _days(today: date, random: Random) -> Iterator[date]:
    day = today - timedelta(days=DAYS)
    while day < today:
        yield day
        day += timedelta(days=random.choice((1, 2, 3, 4)))


def _workday(day: date) -> date:
    """That day, or the Monday after a weekend."""
    return day + (7 - day.weekday()) * A_DAY if day.weekday() > 4 else day


@dataclass(frozen=True)
class _Case:
    """One complaint on its way; nothing happens after today."""

    matter: Matter
    pace: tuple[int, int, int]
    holder: Member
    categories: Mapping[str, ComplaintCategory]
    desk: Person
    today: date
    zone: ZoneInfo

    def received(self, day: date, channel: str) -> Complaint:
        own = channel == Complaint.Channel.FORM
        return file_complaint(
            channel=channel,
            text=self.matter.text,
            category=self.categories[self.matter.category],
            unit=self.holder.assignment.position.unit,
            name="" if own else "Warga (data contoh)",
            by=None if own else self.desk,
            at=self._at(day, 9),
        )

    def turned_down(self, complaint: Complaint, day: date, first: Complaint | None) -> None:
        moment, desk = self._at(day, 14), self.desk
        if first is not None and first.duplicate_of_id is None:
            mark_duplicate(complaint=complaint, first=first, by=desk, at=moment, on=day)
            return
        reason = "Urusan ini ditangani instansi lain; nomor teleponnya kami sertakan."
        reject_complaint(complaint=complaint, reason=reason, by=desk, at=moment, on=day)

    def settled(self, complaint: Complaint, day: date, *, again: bool) -> None:
        """Forwarded, answered on the way and in the end, as far as the days have come."""
        forwarded, responded, answered = (_workday(day + count * A_DAY) for count in self.pace)
        leader, unit = self.holder.person, self.holder.assignment.position.unit
        category = self.categories[self.matter.category]
        if forwarded >= self.today:
            return
        forward_complaint(
            complaint=complaint,
            unit=unit,
            category=category,
            complaint_class=category.usual_class,
            handler=leader,
            by=self.desk,
            at=self._at(forwarded, 11),
            on=forwarded,
        )
        if responded >= self.today:
            return
        at = self._at(responded, 13)
        take_up_complaint(complaint=complaint, by=leader, at=at, on=responded)
        say_to_citizen(
            complaint=complaint,
            text="Terima kasih, laporan Anda kami terima dan sedang kami periksa.",
            final=False,
            by=leader,
            at=at,
            on=responded,
        )
        if answered >= self.today:
            return
        at = self._at(answered, 15)
        say_to_citizen(
            complaint=complaint, text=self.matter.answer, final=True, by=leader, at=at, on=answered
        )
        after = answered + A_DAY
        if after >= self.today:
            return
        if again:
            text = "Belum selesai; saya datang lagi dan keadaannya sama."
            reply_as_citizen(complaint=complaint, text=text, at=self._at(after, 10), on=after)
            self._settled_again(complaint, _workday(after + 5 * A_DAY))
        elif self.pace[2] < 3:
            close_as_citizen(complaint=complaint, at=self._at(after, 10))

    def _settled_again(self, complaint: Complaint, day: date) -> None:
        if day < self.today:
            say_to_citizen(
                complaint=complaint,
                text="Kami datangi bersama Anda hari ini; sekarang sudah beres.",
                final=True,
                by=self.holder.person,
                at=self._at(day, 11),
                on=day,
            )

    def _at(self, day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour), self.zone)
