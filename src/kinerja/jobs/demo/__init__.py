"""`kinerja demo`: an example agency from the real facts of one city, through the product's verbs.

Units, goals and figures are public data of the city; people and their work are made up. The same
seed on the same day gives the same agency. Dates follow today, so that a period is always open.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from time import perf_counter

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kinerja.development.recommendation.proposing import propose_recommendations
from kinerja.jobs.demo.accounts import (
    Login,
    appoint_admin,
    appoint_officers,
    example_employee,
    open_demo_accounts,
)
from kinerja.jobs.demo.adoption import add_adoption
from kinerja.jobs.demo.city import CITIES, City, posts
from kinerja.jobs.demo.closing_week import add_closing_week
from kinerja.jobs.demo.competencies import add_competencies
from kinerja.jobs.demo.complaints import add_complaints
from kinerja.jobs.demo.demands import add_demands
from kinerja.jobs.demo.evaluation_cases import add_cases
from kinerja.jobs.demo.evaluations import evaluate, first_day, quarters
from kinerja.jobs.demo.festival import add_festival
from kinerja.jobs.demo.goals import add_goals
from kinerja.jobs.demo.honours import add_honours
from kinerja.jobs.demo.ideas import add_ideas
from kinerja.jobs.demo.matrix import add_leading
from kinerja.jobs.demo.needs import NEW_ROUTE, add_needs
from kinerja.jobs.demo.people import Member, add_members, add_organisation
from kinerja.jobs.demo.plan_changes import add_turns, change_targets
from kinerja.jobs.demo.plans import make_plans
from kinerja.jobs.demo.progress import add_progress
from kinerja.jobs.demo.proof import add_proof
from kinerja.jobs.demo.published import add_published
from kinerja.jobs.demo.recognition import add_early_initiatives, add_recognition
from kinerja.jobs.demo.rounds import add_rounds
from kinerja.jobs.demo.routines import add_routines
from kinerja.jobs.demo.school_health import add_school_health
from kinerja.jobs.demo.seats import seats
from kinerja.jobs.demo.service_data import add_service_data
from kinerja.jobs.demo.talks import add_talks
from kinerja.jobs.demo.trainings import add_trainings
from kinerja.jobs.demo.watching import add_watching
from kinerja.jobs.demo.work import add_work, reports_a_year
from kinerja.jobs.demo.working_time import add_working_time
from kinerja.jobs.prepare import has_agency, prepare_database
from kinerja.participation.outcome import tell_effects
from kinerja.people.agency import found_agency, national_holidays, set_holidays, update_settings
from kinerja.people.assignment import Assignment, assign, end_service
from kinerja.planning.indicator_feed import run_feeds
from kinerja.planning.moves import follow_moves
from kinerja.records.seal import seal_events

PEOPLE = 120
A_YEAR = timedelta(days=365)
FEWEST = 40  # below that, parts of the agency would stand empty


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--city", default="pariaman", choices=sorted(CITIES))
    parser.add_argument("--people", type=int, default=PEOPLE, help=f"sedikitnya {FEWEST}")
    parser.add_argument("--seed", type=int, default=1, help="benih yang sama, instansi yang sama")


def run(options: Namespace) -> int:
    """0: built; 1: refused, and nothing was changed."""
    if options.people < FEWEST:
        print(f"Instansi contoh memerlukan sedikitnya {FEWEST} orang.", file=sys.stderr)
        return 1
    if has_agency():
        print(
            "Basis data ini sudah mempunyai instansi; tidak ada yang diubah. Pakai basis data"
            " atau KINERJA_HOME lain untuk contoh baru.",
            file=sys.stderr,
        )
        return 1
    prepare_database()
    start = perf_counter()
    logins = build(CITIES[options.city], people=options.people, seed=options.seed)
    seal_events()
    print(f"Instansi contoh siap dalam {perf_counter() - start:.0f} detik.")
    print(write_accounts(logins).read_text(), end="")
    return 0


@transaction.atomic
def build(city: City, *, people: int, seed: int, today: date | None = None) -> list[Login]:
    """The whole example agency, or nothing; the accounts that can be used at once."""
    today = today or timezone.localdate()
    random, content = Random(seed), posts()  # noqa: S311 - an example, no secret
    first = first_day(today)
    agency = found_agency(name=city.name, timezone=city.timezone)
    set_holidays(days=national_holidays(range(first.year, today.year + 2)), by=None)
    units = add_organisation(city)
    members = add_members(city, seats(city, people), units, content, random=random, today=first)
    since = min(first, today - A_YEAR)  # before the first survey
    office = appoint_admin(members, on=since)
    officers = appoint_officers(members, on=since)
    add_competencies(
        members,
        office=officers.trainings,
        first=first,
        today=today,
        random=Random(seed),  # noqa: S311
    )
    add_complaints(
        members,
        desk=officers.surveys,
        today=today,
        zone=agency.zone,
        random=Random(seed),  # noqa: S311
    )
    goals = add_goals(city, units, today=today)
    add_progress(goals, today=today)
    buses = add_service_data(
        members,
        officer=officers.surveys,
        new_route=NEW_ROUTE in goals,
        today=today,
        zone=agency.zone,
        random=Random(seed),  # noqa: S311
    )
    add_published(city, officer=officers.surveys, today=today, zone=agency.zone)
    threads = add_needs(
        members,
        goals,
        buses,
        officers=officers,
        planner=office,
        today=today,
        zone=agency.zone,
        random=Random(seed),  # noqa: S311
    )
    add_trainings(members, threads, officer=officers.trainings, today=today, zone=agency.zone)
    for year in range(first.year, today.year + 1):
        some_open = year == today.year
        make_plans(
            members,
            content,
            goals,
            threads,
            year=year,
            random=random,
            some_open=some_open,
            load=reports_a_year(first, today),
        )
    change_targets(members, today=today)
    add_work(members, content, first=first, today=today, zone=agency.zone, random=random)
    run_feeds(at=datetime.combine(today, time(6), agency.zone), on=today)
    tell_effects(on=today)
    add_festival(members, goals, today=today)
    add_school_health(members, goals, today=today, zone=agency.zone)
    add_routines(members)
    add_turns(members, today=today)
    add_leading(members, office=office, today=today)
    add_proof(members, today=today, zone=agency.zone)
    _add_acting_head(members, today)
    follow_moves(on=today)
    add_rounds(today=today, random=Random(seed))  # noqa: S311
    add_early_initiatives(code=quarters(today)[0], zone=agency.zone)
    evaluate(units, today=today, random=random)
    add_watching(today=today, zone=agency.zone)
    add_talks(first=example_employee(members), today=today, zone=agency.zone)
    add_working_time(
        members,
        units,
        agency=agency,
        first=first,
        today=today,
        random=Random(seed),  # noqa: S311
    )
    add_recognition(today=today, zone=agency.zone)
    add_closing_week(office=office, today=today, zone=agency.zone)
    propose_recommendations(on=today)
    add_demands(threads, today=today)
    answers = threads.answers.strands[0].goal if threads.answers else None
    add_ideas(members, answers, today=today, zone=agency.zone)
    logins = open_demo_accounts(members, today=today)
    add_cases(office=office, today=today)
    update_settings(by=office, public_page=True)  # citizens may look at /publik/
    add_honours(office=office, today=today, zone=agency.zone)
    add_adoption(office=office, today=today, zone=agency.zone, random=Random(seed))  # noqa: S311
    return logins


def _add_acting_head(members: Sequence[Member], today: date) -> None:
    """The head of one division retired yesterday; a colleague acts as Plt from today."""
    heads = [member for member in members if member.seat.post == "division_head"]
    if len(heads) < 2:
        return
    retired, acting = heads[-1], heads[0]
    yesterday = today - timedelta(days=1)
    end_service(person=retired.person, on=yesterday, by=None, reason="Mencapai batas usia pensiun")
    assign(
        person=acting.person,
        position=retired.assignment.position,
        kind=Assignment.Kind.PLT,
        starts_on=today,
        by=None,
    )


def accounts_file() -> Path:
    """Where the accounts of the example agency are kept for the next `make run`."""
    return Path(settings.HOME) / "accounts.txt"


def write_accounts(logins: Sequence[Login]) -> Path:
    """Keep the list in the home folder, for its owner only."""
    lines = ["Akun contoh (nama, akun, sandi):"]
    lines += [f"  {login.who:60} {login.login:20} {login.password}" for login in logins]
    file = accounts_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text("\n".join(lines) + "\n")
    return file
