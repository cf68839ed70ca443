"""Who sees which reports and their evidence."""

import pytest
from tests.people.make import a_role
from tests.work.make import PDF, a_centre, a_report, days_ago

from kinerja.people.assignment import Assignment
from kinerja.people.role import Role
from kinerja.work.evidence import Evidence
from kinerja.work.report import Report

pytestmark = pytest.mark.django_db


def test_reports_and_evidence_are_for_the_author_and_those_above():
    centre = a_centre()
    report = a_report(centre.sari, files=[("a.pdf", PDF)])
    a_role(centre.dewi, Role.Name.PERSONNEL_VIEWER, centre.centre)

    def sees(person):
        reports = Report.objects.visible_to(person)
        evidence = Evidence.objects.visible_to(person)
        assert reports.exists() == evidence.exists()
        return list(reports) == [report]

    assert {
        name: sees(getattr(centre, name)) for name in ("sari", "budi", "rina", "dewi", "tono")
    } == {"sari": True, "budi": True, "rina": True, "dewi": True, "tono": False}


def test_a_former_superior_loses_sight():
    centre = a_centre()
    a_report(centre.sari, files=[("a.pdf", PDF)])
    Assignment.objects.filter(person=centre.budi).update(ends_on=days_ago(1))

    assert not Report.objects.visible_to(centre.budi).exists()
    assert not Evidence.objects.visible_to(centre.budi).exists()


def test_the_sets_of_reports():
    centre = a_centre()
    made = {state: a_report(centre.sari) for state in Report.State.values}
    for state, report in made.items():
        Report.objects.filter(pk=report.pk).update(state=state)

    def states(reports):
        return set(reports.values_list("state", flat=True))

    assert states(Report.objects.waiting()) == {"filed"}
    assert states(Report.objects.given_back()) == {"asked", "returned"}
    assert states(Report.objects.accepted()) == {"noted", "frozen"}
    assert states(Report.objects.standing()) == set(Report.State.values) - {"withdrawn"}
