"""What waits for one person, from the rooms' own sets: kind, number, first day, where it is done.

Each kind is asked for all of its rows at once, so the number of queries does not grow with them.
Titles name kinds and numbers, never people: they also stand in mails.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, DateField, Exists, F, Min, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from kinerja.adoption.announcement import Announcement
from kinerja.adoption.pulse import Pulse
from kinerja.collaboration.member import Member
from kinerja.collaboration.task import Task
from kinerja.development.enrolment import Enrolment
from kinerja.evaluation.calibration import Calibration
from kinerja.evaluation.delivery import Delivery, last_days
from kinerja.evaluation.objection import Objection, decide_by, waiting_for
from kinerja.evaluation.period import Period
from kinerja.evaluation.reopening import Reopening
from kinerja.evaluation.reporting import ResultsReport, to_report
from kinerja.evaluation.reuse import Reuse
from kinerja.evaluation.review import Review
from kinerja.evaluation.round360.rater import Rater360
from kinerja.evaluation.round360.round import Round360
from kinerja.evaluation.turn import last_day_of
from kinerja.feedback.appreciation import Appreciation
from kinerja.feedback.counselling import BehaviourReport, CounsellingRecord, personnel
from kinerja.feedback.guidance import Guidance, GuidanceAction
from kinerja.feedback.request import FeedbackRequest
from kinerja.feedback.schedule import FeedbackSchedule
from kinerja.feedback.scheduled import owed_by
from kinerja.needs.complaint.clock import ComplaintClock
from kinerja.needs.complaint.complaint import Complaint
from kinerja.needs.complaint.scope import desk_scope
from kinerja.needs.need import Need
from kinerja.needs.scoring import Scorer
from kinerja.participation.amendment import Amendment
from kinerja.participation.idea import OPEN as OPEN_IDEAS
from kinerja.participation.idea import CoAuthor, Idea, before_decision
from kinerja.people.person import Person
from kinerja.people.role import Role
from kinerja.people.supervision import led_units, looked_up_once, report_ids
from kinerja.planning.matrix import MatrixRole
from kinerja.planning.matrix_guest import MatrixGuest
from kinerja.planning.offer import Offer
from kinerja.planning.plan import Plan
from kinerja.planning.sharing.agreement import SharePart
from kinerja.planning.sharing.received import ReceivedOffer
from kinerja.recognition.honour import Honour
from kinerja.recognition.honour import may_decide as decides_honours
from kinerja.rules.training import REACTION_DAYS
from kinerja.work.order import Duty
from kinerja.work.report import Report
from kinerja.work.sample_audit import AuditItem
from kinerja.work.verification import queue_of

NO_DAY = Value(None, DateField())
CLOSES = ("period__extended_to", "period__closes_on")
SOON = timedelta(days=7)  # before it, scheduled feedback is not named yet


@dataclass(frozen=True)
class Pending:
    """One kind of thing that waits for this person."""

    number: int
    title: str
    url: str
    due_on: date | None = None  # the first of them
    in_mail: bool = True  # a mail is stored: it must not tell who has not answered in a 360 round

    def is_late(self, today: date) -> bool:
        return self.due_on is not None and self.due_on < today


def pending_of(person: Person, today: date) -> list[Pending]:
    """Everything that waits for this person, what is due first on top."""
    with looked_up_once():  # a dozen kinds ask whom this person leads
        found = [one for kind in KINDS for one in kind(person, today) if one.number]
    return sorted(found, key=lambda one: (one.due_on or date.max, one.title))


def _rows(
    rows: QuerySet[Any], title: str, url: str, due: str | Coalesce = "", *, in_mail: bool = True
) -> Iterator[Pending]:
    """One line for these rows; `due` names the column with their last day. One query."""
    wanted = {"number": Count("pk", distinct=True)} | ({"first": Min(due)} if due else {})
    counted = rows.order_by().aggregate(**wanted)
    yield Pending(counted["number"], title, url, counted.get("first"), in_mail)


def _work(person: Person, today: date) -> Iterator[Pending]:
    queue = queue_of(person, today)
    yield from _rows(queue, "Laporan menunggu jawaban Anda", reverse("queue"))
    back = Report.objects.given_back().filter(person=person)
    yield from _rows(back, "Laporan Anda ditanya atau dikembalikan", reverse("report_list"))
    given = Duty.objects.filter(person=person, state__in=[Duty.State.GIVEN, Duty.State.TAKEN_UP])
    yield from _rows(given, "Perintah belum selesai", reverse("orders"), "order__due_on")
    done = Duty.objects.filter(given_by=person, state=Duty.State.REPORTED)
    yield from _rows(done, "Perintah dilaporkan selesai, menunggu Anda", reverse("orders"))
    asked = AuditItem.objects.filter(report__person=person, state=AuditItem.State.OPEN)
    yield from _rows(asked, "Temuan pemeriksaan menunggu jawaban Anda", reverse("report_list"))


def _planning(person: Person, today: date) -> Iterator[Pending]:
    plans = Plan.objects.waiting_for(person, today)
    yield from _rows(plans, "Rencana menunggu jawaban Anda", reverse("plan_inbox"))
    mine = Offer.objects.unanswered().filter(indicator__result__plan__person=person)
    yield from _rows(mine.exclude(by=person), "Usulan target menunggu Anda", reverse("plan"))
    team = report_ids(person, today)
    theirs = Offer.objects.unanswered().filter(indicator__result__plan__person__in=team)
    theirs = theirs.filter(by=F("indicator__result__plan__person"))
    yield from _rows(theirs, "Usulan target pegawai menunggu Anda", reverse("plan_inbox"))
    guests = MatrixGuest.objects.to_answer(person, today)
    yield from _rows(guests, "Persetujuan matriks menunggu Anda", reverse("my_roles"))
    shares = SharePart.objects.to_answer(person, today)
    title = "Bagian sasaran bersama menunggu jawaban Anda"
    yield from _rows(shares, title, reverse("sharings"), "agreement__answer_by")
    offered = ReceivedOffer.objects.to_answer(person, today)
    title = "Tawaran instansi lain menunggu jawaban Anda"
    yield from _rows(offered, title, reverse("sharings"), "answer_by")
    joining = Member.objects.asked().filter(person__in=team)
    yield from _rows(joining, "Undangan program bersama menunggu Anda", reverse("programmes"))
    here = Member.objects.on(today).filter(person=person)  # others cannot move a task
    tasks = Task.objects.open().filter(person=person, programme__closed_on=None)
    soon = tasks.filter(due_on__lte=today + SOON, programme__in=here.values("programme"))
    yield from _rows(soon, "Tugas program bersama jatuh tempo", reverse("programmes"), "due_on")
    volunteers = MatrixRole.objects.to_answer(person, today)
    yield from _rows(volunteers, "Permintaan peran menunggu Anda", reverse("my_roles"))


def _needs(person: Person, today: date) -> Iterator[Pending]:
    rows = Need.objects.to_review(person, today)
    yield from _rows(rows, "Kebutuhan perlu ditinjau kembali", reverse("needs"), "review_on")
    asked = Scorer.objects.filter(person=person, scored_at=None, scoring__closed_on=None)
    asked = asked.filter(scoring__last_day__gte=today)
    title = "Skor prioritas diminta dari Anda"
    yield from _rows(asked, title, reverse("scorings"), "scoring__last_day")


def _ideas(person: Person, today: date) -> Iterator[Pending]:
    """Answers that one owes, texts and invitations, and what people one leads are late with."""
    url, mine = f"{reverse('ideas')}?bagian=jawab", f"{reverse('ideas')}?bagian=saya"
    owed = Idea.objects.owed_by(person, today)
    still = before_decision(today, "idea__")  # afterwards nobody can answer them any more
    texts = Amendment.objects.filter(
        still, state=Amendment.State.OPEN, idea__author=person, idea__state__in=OPEN_IDEAS
    )
    asked = CoAuthor.objects.filter(person=person, state=CoAuthor.State.INVITED)
    invited = asked.filter(still, idea__state__in=["draft", *OPEN_IDEAS])
    late = Idea.objects.overdue(today).exclude(owner=person)
    kinds = [(owed, Min("due_on")), (texts, NO_DAY), (invited, NO_DAY), (late, NO_DAY)]
    first, *others = [
        rows.order_by()
        .annotate(kind=Value(place))
        .values("kind")
        .annotate(number=Count("pk"), first=due)
        .values_list("kind", "number", "first")
        for place, (rows, due) in enumerate(kinds, 1)
    ]
    titles = {
        1: ("Gagasan menunggu jawaban Anda", url),
        2: ("Usulan perubahan atas gagasan Anda", mine),
        3: ("Undangan menjadi penulis gagasan", mine),
    }
    for kind, number, due in first.union(*others, all=True):
        if kind in titles:
            yield Pending(number, *titles[kind], due)
        elif number and (led := report_ids(person, today)):  # somebody is late: one of mine?
            title = "Gagasan terlambat dijawab pimpinan di bawah Anda"
            url = f"{reverse('ideas')}?bagian=terlambat"
            yield from _rows(late.filter(owner__in=led), title, url, "due_on")


def _complaints(person: Person, today: date) -> Iterator[Pending]:
    """Those that one deals with, those that nobody of the led units has taken, and what the desk
    has not forwarded yet."""
    running = ComplaintClock.objects.running().filter(complaint__state__in=Complaint.HELD)
    mine = running.filter(complaint__handler=person)
    first = mine.aggregate(number=Count("complaint", distinct=True), due=Min("due_on"))
    url = f"{reverse('complaints')}?saring=saya"
    yield Pending(first["number"], "Pengaduan yang Anda tangani", url, first["due"])
    led = list(led_units(person, today))
    if led:
        free = running.filter(complaint__handler=None, complaint__unit__in=led)
        found = free.aggregate(number=Count("complaint", distinct=True), due=Min("due_on"))
        url = reverse("complaints")
        title = "Pengaduan unit Anda belum ada penanggung jawabnya"
        yield Pending(found["number"], title, url, found["due"])
    desk = desk_scope(person, today)
    if desk:
        new = ComplaintClock.objects.running().filter(
            desk.within("complaint__unit__path"),
            stage=ComplaintClock.Stage.VERIFY,
            complaint__state=Complaint.State.RECEIVED,
        )
        url = f"{reverse('complaints')}?saring=baru"
        yield from _rows(new, "Pengaduan belum diteruskan", url, "due_on")


def _feedback(person: Person, today: date) -> Iterator[Pending]:
    asked = FeedbackRequest.objects.open(today).filter(asked=person)
    url = reverse("feedback_requests")
    yield from _rows(asked, "Umpan balik diminta dari Anda", url, "last_day")
    owed = [one for one in owed_by(person, today) if one.due_on <= today + SOON]
    first = min((one.due_on for one in owed), default=None)
    url = reverse("feedback_schedules")
    yield Pending(len(owed), "Umpan balik berkala yang Anda sepakati", url, first)
    proposed = FeedbackSchedule.objects.proposed()
    mine = proposed.filter(person=person, proposed_by=F("leader"))
    yield from _rows(mine, "Usulan jadwal umpan balik", url)
    led = proposed.filter(leader=person, proposed_by=F("person"))
    yield from _rows(led, "Usulan jadwal umpan balik dari pegawai", url)


def _guidance(person: Person, today: date) -> Iterator[Pending]:
    url = reverse("guidance_list")
    actions = GuidanceAction.objects.filter(session__person=person, done_on=None)
    yield from _rows(actions, "Tindakan yang Anda sepakati", url, "due_on")
    mine = Guidance.objects.filter(
        person=person, person_confirmed_on=None, guide_confirmed_on__isnull=False
    )
    yield from _rows(mine, "Catatan bimbingan menunggu pengesahan Anda", url)
    guided = Guidance.objects.filter(
        guide=person, guide_confirmed_on=None, person_confirmed_on__isnull=False
    )
    yield from _rows(guided, "Catatan bimbingan pegawai menunggu pengesahan Anda", url)
    url = reverse("counselling_list")
    if personnel(today).filter(person=person).exists():
        office = BehaviourReport.objects.waiting().exclude(by=person).exclude(person=person)
        yield from _rows(office, "Laporan rahasia menunggu keputusan", url)
    write = BehaviourReport.objects.filter(counsellor=person, state=BehaviourReport.State.APPOINTED)
    yield from _rows(write, "Konseling yang ditugaskan kepada Anda", url, "planned_on")
    read = CounsellingRecord.objects.filter(report__person=person, confirmed_on=None)
    yield from _rows(read, "Catatan untuk Anda baca", url)


def _evaluation(person: Person, today: date) -> Iterator[Pending]:
    now, closes = {"period__in": Period.objects.open_on(today)}, Coalesce(*CLOSES)
    mine = Review.objects.to_report(person).filter(state=Review.State.OPEN, **now)
    url = reverse("results")
    yield from _rows(mine, "Realisasi belum Anda isi", url, closes)
    theirs = Review.objects.of_appraiser(person).filter(limit_from=None, **now)
    url = reverse("evaluation_queue")
    rate = theirs.filter(state__in=Review.UNRATED)
    yield from _rows(rate, "Penilaian belum Anda lakukan", url, closes)
    sign = theirs.filter(state=Review.State.RATED)
    yield from _rows(sign, "Penilaian belum Anda tandatangani", url, closes)
    yield from _own_limit(person, url)
    unread = Review.objects.released().filter(person=person, delivery=None)
    yield from _rows(unread, "Hasil penilaian belum Anda buka", reverse("results"))
    answer = Delivery.objects.unanswered().filter(
        review__person=person, review__state=Review.State.SIGNED
    )
    first = answer.select_related("review__period").order_by("received_on").first()
    if first is not None:
        due = last_days(first).answer.last_day
        yield Pending(answer.count(), "Hasil penilaian belum Anda jawab", reverse("results"), due)


def _own_limit(person: Person, url: str) -> Iterator[Pending]:
    """Taken over from a silent appraiser, or opened again: a last day of its own."""
    rows = Review.objects.of_appraiser(person).unsigned().exclude(limit_from=None)
    first = rows.select_related("period").order_by("limit_from").first()
    if first is not None:
        title = "Penilaian dengan batas tersendiri menunggu Anda"
        yield Pending(rows.count(), title, url, last_day_of(first))


def _objections(person: Person, today: date) -> Iterator[Pending]:
    url = reverse("objections")
    decide = waiting_for(person, today)
    if decide:
        due = decide_by(decide[0]).last_day
        yield Pending(len(decide), "Keberatan menunggu keputusan Anda", url, due)
    undecided = Objection.objects.undecided()
    explain = undecided.filter(review__appraiser=person, appraiser_words="")
    yield from _rows(explain, "Keberatan menunggu penjelasan Anda", url)


def _agreements(person: Person, today: date) -> Iterator[Pending]:
    """The last result of the old unit, proposed by the other side."""
    waiting = Reuse.objects.waiting().filter(review__state__in=Review.UNRATED)
    theirs = waiting.exclude(proposed_by=person)
    mine = theirs.filter(review__person=person)
    yield from _rows(mine, "Usulan memakai hasil unit lama", reverse("results"))
    led = theirs.filter(review__appraiser=person)
    url = reverse("evaluation_queue")
    yield from _rows(led, "Usulan pegawai memakai hasil unit lama", url)


def _reporting(person: Person, today: date) -> Iterator[Pending]:
    """Results that are ready to go up, and those that came up to an authorised official."""
    url = reverse("reportings")
    ready = [one for one in to_report(person, today) if one.standing]
    if ready:
        due = min(one.report_by for one in ready)
        yield Pending(len(ready), "Hasil penilaian belum Anda laporkan", url, due)
    received = ResultsReport.objects.received_by(person, today).unread()
    yield from _rows(received, "Laporan hasil penilaian belum Anda baca", url)


def _tasks(person: Person, today: date) -> Iterator[Pending]:
    """What waits for whoever holds a task for that unit."""
    tasks = person.roles.on(today)
    meets = Exists(tasks.filter(name=Role.Name.CALIBRATION_MEMBER).covering("unit__path"))
    meetings = Calibration.objects.filter(meets, closed_on=None)
    yield from _rows(meetings, "Rapat kalibrasi berjalan", reverse("calibrations"))
    unit = "review__plan__assignment__position__unit__path"
    decides = Exists(tasks.filter(name=Role.Name.AUTHORISED_OFFICIAL).covering(unit))
    proposed = Reopening.objects.undecided().filter(decides).exclude(proposed_by=person)
    others = proposed.exclude(Q(review__person=person) | Q(review__appraiser=person))
    title = "Usulan membuka kembali hasil menunggu keputusan Anda"
    yield from _rows(others, title, reverse("reopenings"))
    office = Exists(tasks.filter(name=Role.Name.PERSONNEL_ADMIN, unit=None))
    told = Appreciation.objects.standing().filter(office, reported_at__isnull=False)
    judged = told.exclude(Q(giver=person) | Q(receiver=person))
    yield from _rows(judged, "Apresiasi yang dilaporkan", reverse("appreciation_watch"))


def _honours(person: Person, today: date) -> Iterator[Pending]:
    if decides_honours(person, today):
        choose = Honour.objects.filter(decided_at=None)
        title = "Pemilihan pegawai terbaik menunggu keputusan Anda"
        yield from _rows(choose, title, reverse("honours"))


def _round360(person: Person, today: date) -> Iterator[Pending]:
    """Shown to the person alone and never written to a mail: reminders of a round go to all."""
    running = Round360.objects.filter(state=Round360.State.OPEN, closes_on__gte=today)
    asked = Rater360.objects.asked_of(person).filter(taken_part=False, subject__round__in=running)
    last = "subject__round__closes_on"
    title = "Umpan balik 360 belum Anda isi"
    yield from _rows(asked, title, reverse("round360"), last, in_mail=False)
    named = Rater360.objects.to_decide(person).filter(
        subject__round__state=Round360.State.NOMINATING
    )
    last = "subject__round__nominate_until"
    url = reverse("round360_approvals")
    yield from _rows(named, "Usulan penilai 360 menunggu Anda", url, last, in_mail=False)


def _trainings(person: Person, today: date) -> Iterator[Pending]:
    """One query; leaders and officers are told by notices and find the rest on their pages."""
    soon = Q(session__starts_on__range=(today, today + SOON))
    over = Q(session__ends_on__range=(today - timedelta(days=REACTION_DAYS), today), reacted=False)
    mine = Enrolment.objects.taking_part().filter(
        soon | over, person=person, session__cancelled_on=None
    )
    counted = mine.aggregate(
        soon=Count("pk", filter=soon),
        first=Min("session__starts_on", filter=soon),
        over=Count("pk", filter=over),
    )
    url = reverse("my_trainings")
    yield Pending(counted["soon"], "Pelatihan Anda segera dimulai", url, counted["first"])
    yield Pending(counted["over"], "Tanggapan peserta pelatihan menunggu Anda", url)


def _adoption(person: Person, today: date) -> Iterator[Pending]:
    """What is to be understood; a pulse, never in a mail: who has not answered is not told."""
    asked = Announcement.objects.received_by(person, today).pending_for(person)
    rows = asked.filter(must_understand=True)
    yield from _rows(rows, "Pengumuman perlu Anda pahami", reverse("announcements"), "ends_on")
    pulses = Pulse.objects.waiting_for(person, today)
    title = "Survei denyut belum Anda jawab"
    yield from _rows(pulses, title, reverse("pulses"), "closes_on", in_mail=False)


KINDS: tuple[Callable[[Person, date], Iterator[Pending]], ...] = (
    _work,
    _planning,
    _needs,
    _ideas,
    _complaints,
    _feedback,
    _trainings,
    _guidance,
    _evaluation,
    _objections,
    _agreements,
    _reporting,
    _tasks,
    _honours,
    _round360,
    _adoption,
)
