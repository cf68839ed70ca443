"""A report of behaviour goes to the personnel unit; the talk is read by two people."""

from datetime import timedelta

import pytest
from tests.people.make import a_member, a_role, a_unit, an_admin
from tests.work.make import TODAY, Centre, a_centre

from kinerja.feedback.counselling import (
    BehaviourReport,
    CounsellingRecord,
    appoint_counsellor,
    confirm_counselling,
    decline_report,
    may_decide,
    record_counselling,
    report_behaviour,
)
from kinerja.feedback.refusals import Closed, Incomplete, NoteMissing, NotYours, TextTooLong
from kinerja.people.person import Person
from kinerja.people.role import Role
from kinerja.records.event import Event
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre() -> Centre:
    return a_centre()


@pytest.fixture
def wati(centre: Centre) -> Person:
    return an_admin("Wati", starts_on="2026-01-01")


@pytest.fixture
def nana(centre: Centre) -> Person:
    """A counsellor of another unit."""
    nana = a_member("Nana", a_unit("BKPSDM"))
    a_role(nana, Role.Name.COUNSELLOR)
    return nana


def reported(centre, **fields) -> BehaviourReport:
    """Budi on Tono."""
    said = {
        "person": centre.tono,
        "problem": "Sering membentak rekan.",
        "done_before": "Dua kali dibicarakan.",
        "spoken_on": TODAY - timedelta(days=3),
        "by": centre.budi,
    }
    return report_behaviour(**({"on": TODAY} | said | fields))


def appointed(report, nana, wati):
    said = {"planned_on": TODAY + timedelta(days=2), "place": "Ruang konseling", "by": wati}
    return appoint_counsellor(report=report, counsellor=nana, on=TODAY, **said)


def test_from_the_report_to_the_record(centre, wati, nana):
    report = reported(centre, value="harmonious", with_others=True)
    assert reported(centre) == report
    report = appointed(report, nana, wati)
    assert appointed(report, nana, wati) == report

    kept = record_counselling(
        report=report, text="Tono lelah.", recommendation="Atur ulang jaga.", by=nana, on=TODAY
    )
    confirm_counselling(kept=kept, by=centre.tono, on=TODAY)
    confirm_counselling(kept=kept, by=centre.tono, on=TODAY + timedelta(days=1))

    report.refresh_from_db()
    kept.refresh_from_db()
    assert (report.state, kept.confirmed_on) == ("held", TODAY)
    names = Event.objects.order_by("pk").values_list("name", "person")
    assert list(names) == [
        ("behaviour.reported", None),
        ("counselling.appointed", None),
        ("counselling.held", None),
        ("counselling.confirmed", centre.tono.pk),
    ]
    told = [name for name, _ in Notice.objects.order_by("pk").values_list("text", "pk")]
    assert not any("Tono" in text or "membentak" in text for text in told)
    assert Notice.objects.filter(person=centre.rina).count() == 0


def test_who_reads_what(centre, wati, nana):
    report = appointed(reported(centre), nana, wati)
    record_counselling(
        report=report, text="Tono lelah.", recommendation="Atur ulang jaga.", by=nana, on=TODAY
    )
    people = (centre.budi, wati, nana, centre.tono, centre.rina, centre.sari)

    reads = [BehaviourReport.objects.visible_to(one).exists() for one in people]
    assert reads == [True, True, True, False, False, False]
    reads = [CounsellingRecord.objects.visible_to(one).exists() for one in people]
    assert reads == [False, False, True, True, False, False]


def test_the_office_does_not_read_or_decide_about_itself(centre, wati):
    a_role(centre.tono, Role.Name.PERSONNEL_ADMIN)
    a_role(centre.budi, Role.Name.PERSONNEL_ADMIN)
    report = reported(centre)

    assert not BehaviourReport.objects.visible_to(centre.tono).exists()
    assert [may_decide(one, report, TODAY) for one in (wati, centre.tono, centre.budi)] == [
        *(True, False),
        False,
    ]
    for by in (centre.tono, centre.budi, centre.rina):
        with pytest.raises(NotYours):
            decline_report(report=report, reason="Tidak.", by=by, on=TODAY)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"by": "rina"}, NotYours),
        ({"by": "tono"}, NotYours),
        ({"spoken_on": TODAY + timedelta(days=1)}, Incomplete),
        ({"problem": " "}, NoteMissing),
        ({"done_before": ""}, NoteMissing),
        ({"problem": "a" * 2_001}, TextTooLong),
    ],
)
def test_refused_reports_leave_nothing(centre, fields, refusal):
    if "by" in fields:
        fields = {"by": getattr(centre, fields["by"])}
    with pytest.raises(refusal):
        reported(centre, **fields)

    assert not BehaviourReport.objects.exists()
    assert not Event.objects.exists()


def test_a_counsellor_is_independent(centre, wati, nana):
    report = reported(centre)
    a_role(centre.budi, Role.Name.COUNSELLOR)

    for counsellor in (centre.budi, centre.tono, centre.sari):
        with pytest.raises(Incomplete):
            appointed(report, counsellor, wati)
    with pytest.raises(NotYours):
        appointed(report, nana, centre.budi)

    report.refresh_from_db()
    assert (report.state, report.counsellor) == ("filed", None)


def test_what_is_decided_stays(centre, wati, nana):
    report = reported(centre)
    with pytest.raises(NoteMissing):
        decline_report(report=report, reason=" ", by=wati, on=TODAY)

    decline_report(report=report, reason="Cukup pembinaan atasan.", by=wati, on=TODAY)

    with pytest.raises(Closed):
        appointed(report, nana, wati)
    with pytest.raises(Closed):
        decline_report(report=report, reason="Lagi.", by=wati, on=TODAY)
    with pytest.raises(NotYours):
        record_counselling(report=report, text="A", recommendation="B", by=nana, on=TODAY)
    assert not CounsellingRecord.objects.exists()


def test_the_record_is_written_once_by_the_counsellor(centre, wati, nana):
    report = appointed(reported(centre), nana, wati)
    said = {"report": report, "text": "Isi.", "recommendation": "Saran.", "on": TODAY}
    for by in (wati, centre.budi, centre.tono):
        with pytest.raises(NotYours):
            record_counselling(by=by, **said)
    with pytest.raises(NoteMissing):
        record_counselling(by=nana, **(said | {"text": ""}))

    kept = record_counselling(by=nana, **said)

    with pytest.raises(Closed):
        record_counselling(by=nana, **said)
    with pytest.raises(NotYours):
        confirm_counselling(kept=kept, by=centre.budi, on=TODAY)
