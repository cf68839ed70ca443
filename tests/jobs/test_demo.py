"""The example agency: real units, believable states, the same every time."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction

from kinerja.development.demand import demanded
from kinerja.development.recommendation.recommendation import Recommendation
from kinerja.development.training import Training
from kinerja.evaluation.calibration import Calibration
from kinerja.evaluation.concern import Concern, count_concerns
from kinerja.evaluation.objection import Objection
from kinerja.evaluation.period import Period
from kinerja.evaluation.reopening import Reopening
from kinerja.evaluation.review import Review
from kinerja.evaluation.round360.release import Result360
from kinerja.evaluation.round360.round import Round360
from kinerja.evaluation.snapshot import agrees
from kinerja.feedback.guidance import Guidance
from kinerja.feedback.initiative import Initiative
from kinerja.jobs.demo import FEWEST, build, run, write_accounts
from kinerja.jobs.demo.accounts import Login
from kinerja.jobs.demo.city import CITIES, City, posts
from kinerja.jobs.demo.evaluations import first_day, quarters
from kinerja.jobs.demo.rounds import semesters
from kinerja.jobs.demo.seats import seats
from kinerja.needs.need import Need
from kinerja.needs.service_data.dataset import ServiceDataset
from kinerja.needs.survey.satisfaction import SatisfactionResult
from kinerja.people.account import Account
from kinerja.people.assignment import Assignment
from kinerja.people.models import Person, Unit
from kinerja.people.supervision import appraisers_of, reports_of
from kinerja.planning.goal_people import serving
from kinerja.planning.models import Indicator, KeyIndicator, Plan, WorkResult
from kinerja.planning.need_link import goals_of
from kinerja.planning.target_summary import target_summary
from kinerja.records.seal import seal_events, verify_chain
from kinerja.rules.nip import parse_nip
from kinerja.web.needs.thread import measures_since
from kinerja.work.models import Evidence, Report
from kinerja.work.verification import queue_of

pytestmark = pytest.mark.django_db

FEW = FEWEST
ENOUGH = 72  # every office that a thread runs through has its head and staff
WIB = ZoneInfo("Asia/Jakarta")


@pytest.fixture(autouse=True)
def _files_elsewhere(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.HOME = tmp_path


NEW_YEAR = date(2027, 1, 5)  # reports and plans reach back into the old year
DAYS = {"pariaman": date(2026, 11, 21), "surabaya": NEW_YEAR, "binjai": date(2026, 4, 30)}


@pytest.mark.parametrize("city", CITIES.values(), ids=CITIES)
def test_every_city_becomes_a_living_agency(city: City):
    """Each on another day of the year: on the day itself, and seen from it."""
    with time_machine.travel(datetime.combine(DAYS[city.key], time(9), WIB), tick=True):
        logins = build(city, people=ENOUGH, seed=1)
        _is_alive(city, logins, DAYS[city.key])


def _is_alive(city: City, logins: list[Login], today: date) -> None:
    assert Unit.objects.count() == len(city.units)
    people = Person.objects.exclude(name="Pengelola Sistem")
    assert people.count() == ENOUGH
    for person in people.exclude(kind=Person.Kind.OFFICIAL):
        assert parse_nip(person.nip or "").sequence >= "900"
    working = [person for person in people if not person.has_left]
    lines = appraisers_of(working, today)
    without = [person.kind for person in working if lines[person.pk].appraiser is None]
    assert without == [Person.Kind.OFFICIAL]
    midwife = next(one.login for one in logins if one.who.startswith("Bidan"))
    assert Guidance.objects.filter(person__account__login=midwife).exists()  # seen by who looks
    assert {plan.year for plan in Plan.objects.all()} >= {first_day(today).year, today.year}
    assert Report.objects.filter(done_on__gte=today - timedelta(days=7)).exists()
    under_leaders = WorkResult.objects.exclude(parent=None)
    assert under_leaders.count() > WorkResult.objects.filter(parent=None).count()
    done, running = quarters(today)
    codes = set(Period.objects.values_list("code", flat=True))
    assert codes == {done, running, *semesters(today)}
    assert [one.state for one in Round360.objects.order_by("period__ends_on")] == [
        Round360.State.RELEASED,
        Round360.State.OPEN,
    ]
    assert any(one.told["groups"] for one in Result360.objects.all())
    assert Period.objects.open_on(today).filter(code=running).exists()
    signed = Review.objects.filter(period__code=done, state=Review.State.SIGNED)
    assert signed.exists()
    assert all(agrees(review.snapshot) for review in signed if review.snapshot)
    _the_cases_of_the_evaluation_are_there(today)
    _every_thread_is_whole(city, today)
    _the_head_of_health_is_measured_by_answers(today)
    _published_indices_name_their_city(city)
    states = set(Review.objects.filter(period__code=running).values_list("state", flat=True))
    assert {"open", "self_reported", "rated"} <= states
    assert Evidence.objects.exists()
    leader = Person.objects.get(
        assignments__position__title__startswith="Kepala Puskesmas",
        pk=Account.objects.get(login=logins[1].login).person_id,
    )
    assert reports_of(leader, today).exists()
    assert queue_of(leader, today).exists()
    seal_events()
    assert verify_chain().whole


def _the_cases_of_the_evaluation_are_there(today: date) -> None:
    """A superior went on for a late leader, one waits; a reopened result; a meeting that runs; a
    Plt and somebody who moved while the quarter is evaluated."""
    taken = Review.objects.filter(silent_appraiser__isnull=False)
    assert taken.released().exists()
    assert taken.unsigned().count() == 1
    assert Reopening.objects.filter(
        decision="approved", outcome__state="self_reported"
    ).exists() or (Reopening.objects.filter(decision="approved", outcome__state="open").exists())
    assert Reopening.objects.undecided().count() == 1
    assert Calibration.objects.filter(closed_on=None).count() == 1
    assert Objection.objects.undecided().exists()
    assert Assignment.objects.on(today).filter(kind=Assignment.Kind.PLT, starts_on=today).exists()
    running = Period.objects.open_on(today).get(kind=Period.Kind.QUARTER)
    assert Concern.MOVED in count_concerns(running, today)


def _every_thread_is_whole(city: City, today: date):
    """What was found, a goal with a fed measure that got better since, people, and a training."""
    told = {"Orang tua": "T-IMUN", "Tamu": "T-BAHASA", "Warga yang mengadu": ""}
    if city.key == "surabaya":
        told |= {"Perumahan": "T-ANGKUT"}
    assert Need.objects.count() == len(told)
    viewer = Person.objects.get(kind=Person.Kind.OFFICIAL)
    for words, competency in told.items():
        need = Need.objects.get(statement__startswith=words)
        assert all(finding.evidence.exists() for finding in need.findings.all())
        goal = goals_of(need).get(source=f"Kebutuhan: {need.statement}")
        measures = measures_since([goal], need.noted_on, today)[goal.pk]
        fed = [one for one in measures if hasattr(one.indicator, "feed")]
        assert any(one.better for one in fed)
        assert all(one.last is not None and one.last.provenance for one in fed)
        people = serving([goal.pk], today.year, viewer)[goal.pk]
        assert people.named
        trained = Training.objects.filter(need=need, competencies=[competency])
        assert trained.exists() is bool(competency)
        if need.statement.startswith("Orang tua"):
            titles = {result.plan.assignment.position.title[:5] for result in people.named}
            assert titles == {"Bidan", "Kepal"}
            assert trained.get().sessions.filter(enrolments__passed=True).exists()
    if city.key == "surabaya":
        assert Initiative.objects.filter(title__contains="Pengumpan FD-4").count() == 1
        need = Need.objects.get(statement__startswith="Perumahan")
        broken = need.findings.get(source="service_data")
        assert broken.statement.startswith("Penumpang di Trayek R4 turun")


def _the_head_of_health_is_measured_by_answers(today: date):
    unit = Unit.objects.get(name="Dinas Kesehatan")
    waiting = KeyIndicator.objects.get(name__startswith="Waktu tanggapan pertama pengaduan")
    assert waiting.goal.unit == unit
    of_plan = Indicator.objects.filter(key_indicator=waiting)
    head = "Kepala Dinas Kesehatan"
    assert of_plan.filter(result__plan__assignment__position__title=head).exists()
    fed = [one.measured.indicator for one in target_summary(unit, today.year, today).fed]
    assert (waiting in fed) is (today.month > 1)  # in January no month of the year is over
    assert demanded(unit)
    assert Recommendation.objects.exists()


def _published_indices_name_their_city(city: City):
    """They are data of their own, never an index of the agency; all else is made up and says so."""
    assert not SatisfactionResult.objects.filter(source=SatisfactionResult.Source.IMPORT).exists()
    published = ServiceDataset.objects.filter(sample=False)
    assert published.count() == len({row["name"] for row in city.satisfaction})
    for one in published:
        own = city.name.removeprefix("Pemerintah ") in one.name
        assert one.unit is None
        assert one.name.startswith("Indeks" if own else "Pembanding")
        assert one.name.endswith("(dipublikasikan)")
    for one in ServiceDataset.objects.filter(sample=True):
        assert one.name.endswith("(data contoh)")


def test_the_same_seed_on_the_same_day_gives_the_same_agency():
    seen = []
    for _ in range(2):
        with transaction.atomic():
            build(CITIES["pariaman"], people=FEW, seed=7, today=DAYS["binjai"])
            seen.append(
                (
                    list(Person.objects.order_by("pk").values_list("nip", "name")),
                    list(Report.objects.order_by("pk").values_list("text", "quantity", "state")),
                    list(Review.objects.order_by("pk").values_list("predicate", "state")),
                )
            )
            transaction.set_rollback(True)
    assert seen[0] == seen[1]
    assert len(seen[0][1]) > 500


@pytest.mark.parametrize(
    ("today", "done", "running"),
    [
        (date(2026, 11, 21), "2026-Q2", "2026-Q3"),
        (date(2026, 1, 1), "2025-Q3", "2025-Q4"),
        (date(2026, 4, 1), "2025-Q4", "2026-Q1"),
    ],
)
def test_the_last_two_quarters_that_ended_are_shown(today: date, done: str, running: str):
    assert quarters(today) == (done, running)


def test_seats_grow_without_losing_the_first_ones():
    few, many = seats(CITIES["surabaya"], 50), seats(CITIES["surabaya"], 2_000)
    assert many[:50] == few
    assert len(many) == 2_000
    heads = [seat.unit for seat in many if seat.leads]
    assert len(heads) == len(set(heads))
    assert {seat.post for seat in many} <= set(posts())


def test_the_list_of_accounts_is_for_its_owner_only(tmp_path: Path):
    file = write_accounts([Login("Bidan: Sari", "199001012015012901", "rahasia")])
    assert file.stat().st_mode & 0o777 == 0o600
    assert "199001012015012901" in file.read_text()


@pytest.mark.parametrize("people", [39, 0, -5])
def test_too_few_people_are_refused(people: int, capsys):
    class Options:
        city, seed = "pariaman", 1

    Options.people = people
    assert run(Options) == 1  # type: ignore[arg-type]
    assert "sedikitnya 40" in capsys.readouterr().err
    assert not Person.objects.exists()
