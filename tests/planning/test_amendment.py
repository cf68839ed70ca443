"""A set plan gets a new version; the old one stays for the days in which it counted.

Sari's plan of 2026 was set on 12 January; in June a machine is missing and the target falls from
90 to 80 percent.
"""

from datetime import date
from decimal import Decimal

import pytest
from tests.planning.town import JANUARY, a_result, a_set_plan, a_town
from tests.unchanged import refused

from kinerja.people.refusals import InvalidInput
from kinerja.planning.amendment import cancel_amendment, open_amendment
from kinerja.planning.comparison import Change, compare
from kinerja.planning.dialogue import return_plan, set_plan, submit_plan, withdraw_plan
from kinerja.planning.indicator import add_indicator, edit_indicator
from kinerja.planning.plan import Plan
from kinerja.planning.refusals import NotYours, PlanExists, WrongState, WrongYear
from kinerja.planning.terms import add_term, set_expectation
from kinerja.planning.work_result import WorkResult, add_result, remove_result
from kinerja.records.event import Event
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 15)
WHY = "Alat USG rusak sejak Mei."


@pytest.fixture
def town():
    return a_town()


def amended(plan, by=None, on=JUNE):
    return open_amendment(
        plan=plan, change="resources", reason=f" {WHY} ", by=by or plan.person, on=on
    )


def lower_target(plan, to=80):
    indicator = plan.results.first().indicators.get()
    edit_indicator(
        indicator=indicator,
        text=indicator.text,
        target_min=Decimal(to),
        by=plan.person,
    )


def agree(plan, on=JUNE):
    submit_plan(plan=plan, by=plan.person, on=on)
    set_plan(plan=plan, by=plan.appraiser, on=on)


def test_a_change_begins_as_a_copy_of_the_plan_in_force(town):
    leaders = a_set_plan(town.budi).results.get()
    plan = a_set_plan(town.sari)
    WorkResult.objects.filter(plan=plan).update(parent=leaders)
    set_expectation(plan=plan, value="service", text="Sambut ibu.", by=town.budi, on=JANUARY)

    new = amended(plan)

    assert (new.version, new.state, new.amends, new.opened_by) == (2, "draft", plan, town.sari)
    assert (new.change, new.change_reason) == ("resources", WHY)
    old, copied = plan.results.get(), new.results.get()
    assert (copied.title, copied.parent, copied.continues) == (old.title, leaders, old)
    assert copied.line == old.line == old.pk
    measure = copied.indicators.get()
    assert (measure.target_min, measure.line) == (90, old.indicators.get().pk)
    assert new.expectations.get().text == "Sambut ibu."
    assert Plan.objects.get(pk=plan.pk).state == "set"
    event = Event.objects.named("plan.amendment_opened").get()
    assert (event.by, event.person, event.reason) == (town.sari, town.sari, WHY)
    assert event.data == {"version": 2, "change": "resources", "amends": plan.pk}


def test_the_new_version_begins_on_the_day_it_is_set_and_the_old_one_ends_before(town):
    plan = a_set_plan(town.sari)
    new = amended(plan)
    lower_target(new)

    agree(new)

    old, new = Plan.objects.order_by("version")
    assert (old.state, old.ends_on) == ("superseded", date(2026, 6, 14))
    assert (new.state, new.starts_on, new.ends_on) == ("set", JUNE, date(2026, 12, 31))
    assert old.results.get().indicators.get().target_min == 90
    assert new.results.get().indicators.get().target_min == 80
    assert list(Plan.objects.current(date(2026, 6, 14))) == [old]
    assert list(Plan.objects.current(JUNE)) == [new]
    assert list(Plan.objects.of_person(town.sari, 2026)) == [new]
    event = Event.objects.named("plan.superseded").get()
    assert (event.about_id, event.by) == (old.pk, town.budi)
    assert event.data["ends_on"] == "2026-06-14"
    assert Event.objects.named("plan.set").last().data["version"] == 2


def test_only_results_whose_expectation_changed_are_marked_as_adjusted(town):
    plan = a_set_plan(town.sari)
    new = amended(plan)
    a_result(new, "Kelas ibu berjalan")
    lower_target(new)
    agree(new)

    assert list(new.results.values_list("title", "state", "state_since")) == [
        ("Ibu hamil terlayani", "adjusted", JUNE),
        ("Kelas ibu berjalan", "running", None),
    ]
    assert plan.results.get().state == "running"


def test_both_versions_stand_side_by_side(town):
    plan = a_set_plan(town.sari)
    new = amended(plan)
    lower_target(new)
    a_result(new, "Kelas ibu berjalan")

    changed, added = compare(plan, new)

    assert changed.changes == [Change("Target: Cakupan pelayanan", "90 %", "80 %")]
    assert (added.old, added.title) == (None, "Kelas ibu berjalan")
    remove_result(result=new.results.first(), by=town.sari)
    dropped = compare(plan, new)[-1]
    assert (dropped.title, dropped.new) == ("Ibu hamil terlayani", None)


def test_a_measure_in_another_unit_is_a_new_line(town):
    plan = a_set_plan(town.sari)
    new = amended(plan)
    indicator = new.results.get().indicators.get()

    edit_indicator(
        indicator=indicator,
        text=indicator.text,
        target_min=Decimal(40),
        unit_of_measure="ibu",
        by=town.sari,
    )

    indicator.refresh_from_db()
    assert (indicator.continues, indicator.line) == (None, indicator.pk)


def test_what_hangs_under_the_leaders_result_follows_to_the_new_version(town):
    leaders = a_set_plan(town.budi)
    staff = a_set_plan(town.sari)
    WorkResult.objects.filter(plan=staff).update(parent=leaders.results.get())
    later = amended(staff)
    agree(later, on=JUNE)
    new = amended(leaders)
    assert list(WorkResult.objects.of_leader(town.budi, 2026)) == [leaders.results.get()]

    agree(new, on=JUNE)

    assert later.results.get().parent == new.results.get()
    assert staff.results.get().parent == leaders.results.get()
    assert list(WorkResult.objects.of_leader(town.budi, 2026)) == [new.results.get()]


def test_the_appraiser_opens_a_change_too_and_sees_it_as_a_draft(town):
    plan = a_set_plan(town.sari)

    new = amended(plan, by=town.budi)

    assert Plan.objects.visible_to(town.budi).filter(pk=new.pk).exists()
    assert not Plan.objects.visible_to(town.rina).filter(pk=new.pk).exists()
    notice = Notice.objects.filter(person=town.sari).latest("pk")
    assert (notice.text, notice.url) == (
        f"Atasan membuka perubahan SKP 2026 Anda: {WHY}",
        f"/rencana/{new.pk}/",
    )
    add_term(plan=new, kind="resource", text="Alat pinjaman", by=town.sari)
    with refused(NotYours):
        add_term(plan=new, kind="resource", text="Alat", by=town.budi)


def test_a_cancelled_change_leaves_only_events(town):
    plan = a_set_plan(town.sari)
    before = Plan.objects.values().get()
    new = amended(plan)
    submit_plan(plan=new, by=town.sari, on=JUNE)

    cancel_amendment(plan=new, by=town.sari, on=JUNE)

    assert Plan.objects.values().get() == before
    assert WorkResult.objects.get().plan == plan
    event = Event.objects.named("plan.amendment_cancelled").get()
    assert (event.about_id, event.by, event.data) == (
        plan.pk,
        town.sari,
        {"version": 2, "change": "resources", "state": "submitted"},
    )
    assert Notice.objects.filter(person=town.budi).latest("pk").text == (
        "Perubahan SKP 2026 Sari Dewi dibatalkan. Versi 1 tetap berlaku."
    )
    assert amended(plan).version == 2


def test_who_may_cancel(town):
    plan = a_set_plan(town.sari)
    by_sari = amended(plan)
    for other in (town.budi, town.rina, town.tono):
        with refused(NotYours):
            cancel_amendment(plan=by_sari, by=other, on=JUNE)
    cancel_amendment(plan=by_sari, by=town.sari, on=JUNE)
    by_budi = amended(plan, by=town.budi)
    cancel_amendment(plan=by_budi, by=town.budi, on=JUNE)
    with refused(WrongState):
        cancel_amendment(plan=plan, by=town.sari, on=JUNE)


def test_open_amendment_refusals(town):
    plan = a_set_plan(town.sari)
    for other in (town.rina, town.tono, town.wati):
        with refused(NotYours):
            amended(plan, by=other)
    with refused(InvalidInput, "alasan"):
        open_amendment(plan=plan, change="target", reason=" ", by=town.sari, on=JUNE)
    with refused(InvalidInput):
        open_amendment(plan=plan, change="whim", reason=WHY, by=town.sari, on=JUNE)
    with refused(WrongYear):
        amended(plan, on=date(2027, 1, 1))
    new = amended(plan)
    with refused(PlanExists):
        amended(plan)
    with refused(WrongState):
        amended(new)
    agree(new)
    with refused(WrongState, "digantikan"):
        amended(plan)


def test_a_change_is_not_set_on_the_first_day_of_the_version_before(town):
    plan = a_set_plan(town.sari)
    new = amended(plan)
    agree(new)
    third = amended(new)
    submit_plan(plan=third, by=town.sari, on=JUNE)

    with refused(WrongState, "paling cepat sehari sesudahnya"):
        set_plan(plan=third, by=town.budi, on=JUNE)
    with refused(WrongYear, "sudah berakhir 31 Desember 2026"):
        set_plan(plan=third, by=town.budi, on=date(2027, 1, 4))
    set_plan(plan=third, by=town.budi, on=date(2026, 6, 16))
    assert third.results.get().line == plan.results.get().pk


def test_a_change_is_returned_and_withdrawn_like_a_plan(town):
    plan = a_set_plan(town.sari)
    new = amended(plan)
    submit_plan(plan=new, by=town.sari, on=JUNE)
    assert list(Plan.objects.waiting_for(town.budi, JUNE)) == [new]
    return_plan(plan=new, reason="Sebutkan rencana perbaikan.", by=town.budi, on=JUNE)
    submit_plan(plan=new, by=town.sari, on=JUNE)
    withdraw_plan(plan=new, by=town.sari)

    assert Plan.objects.get(pk=new.pk).state == "draft"
    assert Plan.objects.get(pk=plan.pk).state == "set"


def test_a_set_plan_is_never_edited_in_place(town):
    plan = a_set_plan(town.sari)
    with refused(WrongState):
        lower_target(plan)
    with refused(WrongState):
        add_result(plan=plan, title="Baru", by=town.sari, on=JUNE)
    with refused(WrongState):
        add_indicator(result=plan.results.get(), text="X", target_text="Y", by=town.sari)
