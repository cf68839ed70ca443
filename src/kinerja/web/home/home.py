"""The first page: say what was done, see what came of it and what is due."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Q, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kinerja.development.recommendation.recommendation import open_recommendations
from kinerja.evaluation.period import Period
from kinerja.evaluation.review import Review, ReviewQuerySet
from kinerja.feedback.feedback import Feedback
from kinerja.people.assignment import Assignment
from kinerja.people.person import Person
from kinerja.planning.plan import Plan, plans
from kinerja.web.adoption.home import waiting_announcements, waiting_pulse
from kinerja.web.asked import number_in
from kinerja.web.indonesian import tanggal
from kinerja.web.page import PageRequest, page
from kinerja.web.templatetags.work import hari
from kinerja.web.work.day_off import is_day_off
from kinerja.web.work.report import RECENT
from kinerja.web.work.report_form import RepeatForm, ReportForm
from kinerja.work.duty import orders_for
from kinerja.work.headline import headline_of
from kinerja.work.plan_item import choices_on, likely_result
from kinerja.work.report import Report
from kinerja.work.template import ReportTemplate
from kinerja.work.verification import Verification

WEEK = timedelta(days=7)
SHOWN = 4  # recent reports on the page
RECOMMENDED = 2  # of what may be learned; the others stand with the plan of learning
GIVEN_BACK = (Report.State.ASKED, Report.State.RETURNED)
LOOSE = "Laporan tetap dapat dikirim; hasil kerjanya dapat dipilih kemudian."

# State of the plan (empty: none): title and what to do.
DUE = {
    "": ("belum dibuat", f"Susun rencana Anda bersama atasan. {LOOSE}"),
    Plan.State.DRAFT: ("masih konsep", f"Lengkapi, lalu ajukan kepada atasan. {LOOSE}"),
    Plan.State.SUBMITTED: ("menunggu atasan", f"Atasan Anda belum menetapkannya. {LOOSE}"),
    Plan.State.CLOSED: ("sudah selesai", LOOSE),
}


@dataclass(frozen=True)
class Recent:
    """One's own reports as the page needs them."""

    reports: list[Report]  # newest work first
    given_back: list[Report]  # oldest first: asked or returned, with `note`
    today: date

    @property
    def today_count(self) -> int:
        return sum(one.done_on == self.today for one in self.standing)

    @property
    def standing(self) -> list[Report]:
        return [one for one in self.reports if one.state != Report.State.WITHDRAWN]

    @property
    def today_text(self) -> str:
        return f"{self.today_count} laporan hari ini"

    @property
    def repeat_label(self) -> str:
        """Said of the day that is repeated."""
        yesterday = self.today - timedelta(days=1)
        day = self.to_repeat.done_on if self.to_repeat else yesterday
        if day == yesterday:
            return "Seperti kemarin"
        if self.today - day < WEEK:
            return f"Seperti {hari(day).partition(',')[0]} lalu"
        return f"Seperti {tanggal(day)}"

    @property
    def to_repeat(self) -> Report | None:
        """What "seperti kemarin" would file again; none once there is a report today."""
        earlier = [one for one in self.standing if one.done_on < self.today]
        return earlier[0] if earlier and not self.today_count else None


@page
def home(request: PageRequest) -> HttpResponse:
    """The day of this person on one page."""
    person, today = request.person, timezone.localdate()
    choices = choices_on(person, today)
    recent = recent_reports(person, today)
    used = [one.result_id for one in recent.reports]
    likely = likely_result(choices, used, today)
    last = Feedback.objects.filter(receiver=person).select_related("giver", "report").first()
    context: dict[str, object] = {
        "today": today,
        "recent": recent,
        "shown": recent.reports[:SHOWN],
        "receipt": _receipt(request, recent),
        "can_report": True,
        "day_off": not recent.today_count and is_day_off(person, today, request.agency),
        "to_realise": _to_realise(person, today),
        "form": ReportForm(
            choices=choices, today=today, likely=likely, orders=orders_for(person, today)
        ),
        "repeat_form": RepeatForm(),
        "templates": ReportTemplate.objects.visible_to(person),
        "feedback": last,
        "recommendations": open_recommendations(person)[:RECOMMENDED],
        "news": waiting_announcements(person, today),
        "pulse": waiting_pulse(person, today),
    }
    if request.layout.leads:
        context["headline"] = headline_of(person, today, request.agency)
    if not choices:
        context |= _due(person, today)
        context["has_tasks"] = bool(request.layout.roles) or request.layout.leads
    return render(request, "home/home.html", context)


def _due(person: Person, today: date) -> dict[str, object]:
    """Why there is no plan item to choose, and what to do about it."""
    has_post = Assignment.objects.filter(person=person).main().on(today).exists()
    if person.kind == Person.Kind.OFFICIAL or not has_post:
        return {"can_report": False}
    if not plans(person):
        return {}
    plan = Plan.objects.of_person(person, today.year).order_by("-starts_on").first()
    title, text = DUE.get(plan.state if plan else "", DUE[""])
    return {"due_title": f"SKP {today.year} {title}", "due_text": text}


def _to_realise(person: Person, today: date) -> ReviewQuerySet:
    """One's own open evaluations in which nothing was said yet, those that close first on top."""
    waiting = Review.objects.to_report(person).filter(state=Review.State.OPEN)
    return (
        waiting.filter(period__in=Period.objects.open_on(today))
        .select_related("period")
        .order_by("period__closes_on", "pk")
    )


def recent_reports(person: Person, today: date) -> Recent:
    """The newest reports and those that the author has to answer; one query."""
    own = Report.objects.of(person)
    answers = Verification.objects.filter(report=OuterRef("pk"), taken_back_at=None)
    rows = (
        own.filter(Q(pk__in=own.values("pk")[:RECENT]) | Q(state__in=GIVEN_BACK))
        .select_related("result", "indicator")
        .annotate(note=Subquery(answers.order_by("-pk").values("note")[:1]))
    )
    reports = list(rows)
    given_back = [one for one in reports if one.state in GIVEN_BACK]
    return Recent(reports[:RECENT], given_back[::-1], today)


def _receipt(request: PageRequest, recent: Recent) -> Report | None:
    """The report that was just sent, if the address names one of this person."""
    pk = number_in(request.GET.get("terima", ""))
    if pk is None:
        return None
    known = next((one for one in recent.reports if one.pk == pk), None)
    return known or Report.objects.of(request.person).filter(pk=pk).first()
