"""What others do changes nothing on one's own pages: no count, no total, no list, no notice."""

from uuid import uuid4

import pytest
from django.urls import reverse
from tests.access.contents import a_photo, at
from tests.access.matrix import TOKENS, Walk
from tests.access.rules import RULES
from tests.access.world import NOW, TODAY, World

from kinerja.evaluation.closing import sign_review
from kinerja.evaluation.review import Review
from kinerja.feedback.feedback import give_feedback
from kinerja.planning.dialogue import set_plan
from kinerja.planning.plan import Plan
from kinerja.web.page import routes
from kinerja.work.filing import file_report
from kinerja.work.report import Report
from kinerja.work.verification import answer_report

pytestmark = pytest.mark.django_db

# Nobody of these sees anybody in the transport office.
OUTSIDE = ("sari", "budi", "rina", "uli", "kiki", "oki", "tamu", "rudi")
PAGES = sorted(
    {
        rule.route
        for rule in RULES
        if rule.method == "GET" and not rule.thing and not rule.at and not rule.changes
    }
    & {route.name for route in routes() if route.guard == "person"}
    - {"health"}  # counts what waits for the worker and for its seal
)


def seen_by(walk: Walk, name: str) -> dict[str, bytes]:
    return {page: TOKENS.sub(b"", walk.request(name, "get", reverse(page))[2]) for page in PAGES}


def a_busy_hour(world: World) -> None:
    """In the transport office: a report with a photo is filed and accepted, feedback is given, a
    plan is set, a rating is signed."""
    fajar, dewi = world.people["fajar"], world.people["dewi"]
    filed = file_report(
        text="Menguji 14 kendaraan",
        key=uuid4(),
        by=dewi,
        at=NOW,
        done_on=TODAY,
        files=[("uji.jpg", a_photo(80, 60))],
    )
    answer_report(report=filed, verdict="accept", by=fajar, at=NOW)
    waiting = Report.objects.get(pk=world.things["report_waiting"]["eko"]["report_id"])
    answer_report(report=waiting, verdict="ask", note="Di mana?", by=fajar, at=NOW)
    give_feedback(receiver=dewi, tone="improve", text="Lebih rapi.", by=fajar, at=at(TODAY, 9))
    plan = Plan.objects.get(pk=world.things["plan_submitted"]["eko"]["plan_id"])
    set_plan(plan=plan, by=fajar, on=TODAY)
    review = Review.objects.get(pk=world.things["review_rated"]["eko"]["review_id"])
    sign_review(review=review, by=fajar, on=TODAY)


def test_nothing_that_others_do_shows(walk: Walk, world: World) -> None:
    before = {name: seen_by(walk, name) for name in OUTSIDE}

    a_busy_hour(world)

    told = [
        f"{page} for {name}"
        for name in OUTSIDE
        for page, content in seen_by(walk, name).items()
        if content != before[name][page]
    ]
    assert told == []


def test_those_whom_it_concerns_do_see_it(walk: Walk, world: World) -> None:
    """Else the test above would hold for pages that show nothing."""
    before = {name: seen_by(walk, name) for name in ("fajar", "dewi")}

    a_busy_hour(world)

    now = {name: seen_by(walk, name) for name in ("fajar", "dewi")}
    changed = {
        name: {page for page in PAGES if now[name][page] != before[name][page]} for name in now
    }
    assert {"queue", "team", "team_numbers", "plan_inbox", "evaluation_queue"} <= changed["fajar"]
    assert {"home", "report_list", "feedback_list", "inbox"} <= changed["dewi"]
