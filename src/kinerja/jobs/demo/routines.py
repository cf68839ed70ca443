"""Recurring work of the example: what some people write every week, one tap away."""

from collections.abc import Sequence

from kinerja.jobs.demo.people import Member
from kinerja.work.report import Report
from kinerja.work.template import template_from_report

EVERY = 3  # each third person keeps some
MOST_PEOPLE = 60
EACH = 2


def add_routines(members: Sequence[Member]) -> None:
    """From the newest reports of some people."""
    for member in members[::EVERY][:MOST_PEOPLE]:
        texts: set[str] = set()
        for report in Report.objects.of(member.person).select_related("result")[:8]:
            if report.text not in texts and len(texts) < EACH:
                texts.add(report.text)
                template_from_report(report=report, by=member.person)
