"""Orders: given, noted, passed on, worked on, closed; and the reports that serve them."""

import pytest
from tests.people.make import a_member
from tests.work.make import PDF, TODAY, a_centre, a_report, days_ago

from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.work.duty import orders_for, steps_for, take_step
from kinerja.work.order import Duty, Order, give_order, note_order, pass_on
from kinerja.work.refusals import (
    NoteMissing,
    NotYours,
    TextMissing,
    UnknownOrder,
    WrongPeople,
    WrongSpan,
    WrongState,
)
from kinerja.work.report import Report

pytestmark = pytest.mark.django_db


def _given(centre, *people, **fields):
    fields = {
        "kind": "disposition",
        "subject": "Rapat stunting di kecamatan",
        "dated": TODAY,
        "by": centre.budi,
        "people": people or [centre.sari],
    } | fields
    return give_order(on=TODAY, **fields)


def _duty(order, person):
    return Duty.objects.get(order=order, person=person)


def test_an_order_with_its_letter_reaches_everybody_it_names():
    centre = a_centre()

    order = _given(
        centre,
        centre.sari,
        centre.tono,
        number=" 800/12 ",
        origin="Camat Pariaman Tengah",
        due_on=TODAY,
        file=("surat.pdf", PDF),
    )

    assert (order.giver, order.number, str(order.attachment)) == (
        centre.budi,
        "800/12",
        "surat.pdf",
    )
    assert {duty.person: duty.state for duty in order.duties.all()} == {
        centre.sari: "given",
        centre.tono: "given",
    }
    assert {notice.person for notice in Notice.objects.all()} == {centre.sari, centre.tono}
    assert [event.name for event in Event.objects.order_by("pk")] == [
        "order.recorded",
        "order.given",
        "order.given",
    ]


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"subject": "  "}, TextMissing),
        ({"dated": days_ago(-1)}, WrongSpan),
        ({"due_on": days_ago(1)}, WrongSpan),
        ({"people": []}, WrongPeople),
        ({"people": ["dewi"]}, WrongPeople),
        ({"people": ["sari", "rina"]}, WrongPeople),
        ({"people": ["budi"]}, WrongPeople),
        ({"by": "sari", "people": ["tono"]}, WrongPeople),
    ],
)
def test_an_order_that_is_refused_leaves_nothing(fields, refusal):
    centre = a_centre()
    if "people" in fields:
        fields = fields | {"people": [getattr(centre, name) for name in fields["people"]]}
    if "by" in fields:
        fields = fields | {"by": getattr(centre, fields["by"])}

    with pytest.raises(refusal):
        _given(centre, **fields)

    assert not Order.objects.exists()
    assert not Event.objects.exists()


def test_from_given_to_done():
    centre = a_centre()
    duty = _duty(_given(centre), centre.sari)

    assert steps_for(duty, centre.sari) == ["take_up", "report", "decline"]
    assert steps_for(duty, centre.budi) == ["cancel"]
    assert steps_for(duty, centre.tono) == []
    duty = take_step(duty=duty, step="take_up", by=centre.sari)
    duty = take_step(duty=duty, step="report", by=centre.sari)
    duty = take_step(duty=duty, step="reopen", by=centre.budi, reason="Notulen belum ada.")
    assert (duty.state, duty.reason) == ("taken_up", "Notulen belum ada.")
    duty = take_step(duty=duty, step="report", by=centre.sari)
    duty = take_step(duty=duty, step="close", by=centre.budi)

    assert duty.state == "done"
    assert steps_for(duty, centre.budi) == steps_for(duty, centre.sari) == []
    names = Event.objects.filter(about_type="work.duty").order_by("pk")
    assert [event.name.removeprefix("order.") for event in names] == [
        *("given", "take_up", "report", "reopen", "report", "close")
    ]


def test_steps_of_others_out_of_turn_or_without_a_reason_change_nothing():
    centre = a_centre()
    duty = _duty(_given(centre), centre.sari)
    events = Event.objects.count()

    for step, by, refusal in (
        ("take_up", centre.budi, NotYours),
        ("close", centre.sari, NotYours),
        ("cancel", centre.rina, NotYours),
        ("close", centre.budi, WrongState),
        ("decline", centre.sari, NoteMissing),
        ("cancel", centre.budi, NoteMissing),
    ):
        with pytest.raises(refusal):
            take_step(duty=duty, step=step, by=by)

    assert Duty.objects.get().state == "given"
    assert Event.objects.count() == events


def test_a_noted_order_waits_for_its_giver():
    centre = a_centre()
    order = note_order(
        kind="spoken",
        subject="Dampingi tamu",
        dated=TODAY,
        giver=centre.rina,
        by=centre.sari,
        on=TODAY,
    )
    duty = _duty(order, centre.sari)

    assert (duty.state, order.giver, order.recorded_by) == ("noted", centre.rina, centre.sari)
    assert Notice.objects.get().person == centre.rina
    with pytest.raises(NotYours):
        take_step(duty=duty, step="confirm", by=centre.sari)
    assert take_step(duty=duty, step="confirm", by=centre.rina).state == "taken_up"


def test_only_somebody_above_can_be_named_as_giver():
    centre = a_centre()

    for giver in (centre.tono, centre.dewi, centre.sari):
        with pytest.raises(WrongPeople):
            note_order(
                kind="spoken", subject="X", dated=TODAY, giver=giver, by=centre.sari, on=TODAY
            )
    assert not Order.objects.exists()


def test_a_disposition_is_passed_on_and_the_chain_stays():
    centre = a_centre()
    order = _given(centre, centre.budi, by=centre.rina)
    first = _duty(order, centre.budi)

    pass_on(duty=first, people=[centre.sari], by=centre.budi, on=TODAY, note="Wakili saya")

    second = _duty(order, centre.sari)
    assert (second.passed_from, second.given_by, second.note) == (first, centre.budi, "Wakili saya")
    assert Duty.objects.get(pk=first.pk).state == "taken_up"
    with pytest.raises(WrongPeople):  # once to each
        pass_on(duty=first, people=[centre.sari], by=centre.budi, on=TODAY)
    with pytest.raises(WrongPeople):  # not upwards, not back
        pass_on(duty=first, people=[centre.rina], by=centre.budi, on=TODAY)
    with pytest.raises(NotYours):
        pass_on(duty=first, people=[centre.tono], by=centre.sari, on=TODAY)
    assert take_step(duty=second, step="report", by=centre.sari).state == "reported"
    assert "close" in steps_for(Duty.objects.get(pk=second.pk), centre.budi)


def test_a_report_names_its_order_and_takes_it_up():
    centre = a_centre()
    order = _given(centre)

    report = a_report(centre.sari, "Hadir di rapat", order=order)

    assert list(order.reports.all()) == [report]
    assert _duty(order, centre.sari).state == "taken_up"
    assert Event.objects.named("report.filed").get().data["order"] == order.pk
    assert orders_for(centre.sari, TODAY) == [order]
    assert orders_for(centre.tono, TODAY) == []


@pytest.mark.parametrize("case", ["another's", "done", "cancelled", "before it was given"])
def test_a_report_cannot_serve_just_any_order(case):
    centre = a_centre()
    order = _given(centre, centre.tono if case == "another's" else centre.sari)
    Duty.objects.filter(state="given").update(
        state={"done": "done", "cancelled": "cancelled"}.get(case, "given")
    )

    with pytest.raises(UnknownOrder):
        a_report(
            centre.sari,
            order=order,
            done_on=days_ago(1) if case == "before it was given" else TODAY,
        )

    assert not Report.objects.exists()


def test_a_letter_is_seen_by_those_who_have_a_part_in_it():
    centre = a_centre()
    order = _given(centre)
    colleague = a_member("Rekan", centre.centre)

    for person in (centre.budi, centre.sari):
        assert list(Order.objects.visible_to(person)) == [order]
    for person in (centre.rina, centre.tono, centre.dewi, colleague):
        assert not Order.objects.visible_to(person).exists()
