"""The inspector's sample: who can be drawn, how it is drawn again, findings and their end."""

from datetime import timedelta
from decimal import Decimal

import pytest
from tests.people.make import a_head, a_member, a_unit
from tests.work.make import NOW, TODAY, a_centre, a_report, days_ago

from kinerja.people.role import grant_role
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.work.audit_finding import answer_finding, check_item, close_finding
from kinerja.work.refusals import NoteMissing, NothingToDraw, NotYours, WrongSpan, WrongState
from kinerja.work.report import Report
from kinerja.work.sample_audit import AuditItem, SampleAudit, auditable, draw_audit, in_order_share
from kinerja.work.verification import answer_report

pytestmark = pytest.mark.django_db
FIRST = days_ago(60)


@pytest.fixture
def office():
    """The centre, with Irma of the inspectorate and one more clerk there, led by Ida."""
    centre = a_centre()
    unit = a_unit("Inspektorat")
    centre.ida = a_head("Ida", unit)
    centre.irma, centre.clerk = a_member("Irma", unit), a_member("Rekan Irma", unit)
    grant_role(person=centre.irma, name="inspector", by=None, on=FIRST)
    return centre


def _accepted(author, leader, number=1, **fields):
    reports = []
    for n in range(number):
        report = a_report(author, f"Kerja {n}", done_on=days_ago(n), **fields)
        answer_report(report=report, verdict="accept", by=leader, at=NOW)
        reports.append(report)
    return reports


def _drawn(office, **fields):
    fields = {"starts_on": FIRST, "ends_on": TODAY, "size": 5, "by": office.irma} | fields
    return draw_audit(at=NOW, on=TODAY, **fields)


def _finding(office, item):
    return check_item(
        item=item,
        verdict="finding",
        kind="quantity",
        words="Register mencatat 9, bukan 12.",
        by=office.irma,
        at=NOW,
    )


def test_only_accepted_reports_of_others_can_be_drawn(office):
    mine = _accepted(office.sari, office.budi, 3)
    a_report(office.sari)  # waits
    _accepted(office.irma, office.ida)
    _accepted(office.clerk, office.ida)
    _accepted(office.budi, office.rina)

    reports = auditable(office.irma, FIRST, TODAY, TODAY)

    assert {report.person for report in reports} == {office.sari, office.budi}
    assert set(reports.filter(person=office.sari)) == set(mine)
    assert not auditable(office.irma, days_ago(90), days_ago(80), TODAY).exists()
    assert set(auditable(office.irma, FIRST, TODAY, TODAY, office.centre)) == set(
        Report.objects.accepted().filter(person__in=[office.sari, office.budi])
    )
    assert not auditable(office.rina, FIRST, TODAY, TODAY).exists()  # no inspector


def test_the_same_seed_draws_the_same_and_the_order_of_units_is_kept(office):
    _accepted(office.sari, office.budi, 30)
    _accepted(office.budi, office.rina, 10)

    one, again, other = _drawn(office), _drawn(office, seed="x"), _drawn(office, seed="x")

    assert len(one.seed) == 16
    assert one.population == 40
    drawn = [list(audit.items.values_list("report", flat=True)) for audit in (one, again, other)]
    assert drawn[1] == drawn[2]
    assert drawn[0] != drawn[1]
    assert len(drawn[0]) == 5
    assert Event.objects.about(one).get().data["seed"] == one.seed
    item = one.items.filter(report__person=office.sari).first()
    assert item.verifier == office.budi


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"by": "budi"}, NotYours),
        ({"ends_on": days_ago(70)}, WrongSpan),
        ({"size": 0}, WrongSpan),
        ({"size": 501}, WrongSpan),
        ({"ends_on": days_ago(50)}, NothingToDraw),
    ],
)
def test_a_draw_that_is_refused_leaves_nothing(office, fields, refusal):
    _accepted(office.sari, office.budi)
    if "by" in fields:
        fields = {"by": office.budi}
    events = Event.objects.count()

    with pytest.raises(refusal):
        _drawn(office, **fields)

    assert not SampleAudit.objects.exists()
    assert Event.objects.count() == events


def test_a_finding_goes_to_author_and_verifier_is_answered_and_closed(office):
    (report,) = _accepted(office.sari, office.budi)
    item = _drawn(office).items.get()

    item = _finding(office, item)
    assert (item.state, item.kind) == ("open", "quantity")
    assert {one.person for one in Notice.objects.filter(url__contains="butir")} == {
        office.sari,
        office.budi,
    }
    answer_finding(item=item, words="Tiga dari desa lain.", by=office.sari, at=NOW)
    answer_finding(item=item, words="Benar, saya cocokkan.", by=office.budi, at=NOW)
    item.refresh_from_db()
    assert item.state == "answered"
    with pytest.raises(WrongState):
        _finding(office, item)
    item = close_finding(item=item, words="Dapat diterima.", by=office.irma)

    assert item.state == "closed"
    assert Report.objects.get(pk=report.pk).state == "noted"  # never changed silently
    assert [event.name for event in Event.objects.about(item).order_by("pk")] == [
        *("audit.finding", "audit.answered", "audit.answered", "audit.closed")
    ]


def test_what_belongs_to_others_or_lacks_words_changes_nothing(office):
    _accepted(office.sari, office.budi)
    item = _drawn(office).items.get()
    events = Event.objects.count()

    for refusal, act in (
        (NotYours, lambda: check_item(item=item, verdict="in_order", by=office.sari, at=NOW)),
        (NoteMissing, lambda: check_item(item=item, verdict="cannot", by=office.irma, at=NOW)),
        (
            NoteMissing,
            lambda: check_item(item=item, verdict="finding", words="x", by=office.irma, at=NOW),
        ),
        (WrongState, lambda: answer_finding(item=item, words="x", by=office.sari, at=NOW)),
        (WrongState, lambda: close_finding(item=item, words="x", by=office.irma)),
        (NotYours, lambda: answer_finding(item=item, words="x", by=office.tono, at=NOW)),
        (NotYours, lambda: close_finding(item=item, words="x", by=office.sari)),
    ):
        with pytest.raises(refusal):
            act()

    assert AuditItem.objects.get().verdict == ""
    assert Event.objects.count() == events


def test_the_share_in_order_leaves_out_what_cannot_be_judged(office):
    _accepted(office.sari, office.budi, 20)
    audit = _drawn(office, size=20)
    items = list(audit.items.all())
    assert in_order_share(audit) is None

    for item in items[:18]:
        check_item(item=item, verdict="in_order", by=office.irma, at=NOW)
    _finding(office, items[18])
    check_item(item=items[19], verdict="cannot", words="Foto buram.", by=office.irma, at=NOW)

    share = in_order_share(audit)
    assert share is not None
    assert round(share.share, 3) == Decimal("0.947")  # 18 of 19
    assert round(share.low, 3) == Decimal("0.754")  # Wilson, 95 %
    assert round(share.high, 3) == Decimal("0.991")


def test_audits_are_for_inspectors_of_today(office):
    _accepted(office.sari, office.budi)
    audit = _drawn(office)

    assert list(SampleAudit.objects.visible_to(office.irma, TODAY)) == [audit]
    assert not SampleAudit.objects.visible_to(office.budi, TODAY).exists()
    before = FIRST - timedelta(days=1)
    assert not SampleAudit.objects.visible_to(office.irma, before).exists()
