"""The demand for training of a unit: its reasons, its order, and what is never told."""

from datetime import date
from decimal import Decimal

import pytest
from tests.development.make import TODAY, Service, a_level, a_service, the_competency
from tests.people.make import a_member, a_unit, an_admin

from kinerja.development.demand import (
    CompetencyLink,
    Demand,
    DemandReason,
    compute_all_demands,
    compute_demand,
    demand_of,
    demanded,
    name_competency,
    trainings_for,
    unread,
)
from kinerja.development.method import choose_method
from kinerja.development.training import add_training
from kinerja.evaluation.period import open_period
from kinerja.evaluation.round360.release import Result360
from kinerja.evaluation.round360.round import Round360, Subject360
from kinerja.needs.finding import Proof, note_finding, withdraw_finding
from kinerja.needs.need import note_need
from kinerja.people.assignment import Assignment
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, NotAllowed
from kinerja.planning.goal import add_goal
from kinerja.planning.key_indicator import add_key_indicator, record_key_value, set_key_target

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Service:
    return a_service()


def _scores(service: Service) -> list[tuple[str, Decimal]]:
    compute_demand(unit=service.unit, by=None, on=TODAY)
    return [(one.competency.code, one.score) for one in demanded(service.unit)]


def _finding(statement: str, service: Service, unit=None, on: date = TODAY):
    proofs = [Proof("Dilihat di loket.")]
    return note_finding(
        source="survey", statement=statement, proofs=proofs, by=None, on=on, unit=unit
    )


def test_a_gap_is_a_reason_with_its_figures(service: Service):
    a_level(service.sari, "KJS", 1)
    a_level(service.tono, "KJS", 3)
    # two levels of two people, of four: half of the weight 30 of 100
    assert _scores(service) == [("KJS", Decimal("15.0"))]
    (reason,) = DemandReason.objects.all()
    assert (reason.source, reason.page, reason.strength) == (
        "gap",
        f"/kompetensi/unit/{service.unit.pk}/",
        Decimal("0.500"),
    )
    assert reason.said == (
        "1 dari 2 pegawai yang dinilai di bawah standar, kurang 2 level; 0 belum dinilai."
    )


def test_what_somebody_linked_joins_its_competency_and_what_nobody_did_waits(service: Service):
    slow, rude = _finding("Antrean lama", service), _finding("Jawaban kasar", service)
    need = note_need(
        statement="Pelayanan yang ramah",
        findings=[rude],
        review_on=date(2027, 6, 1),
        by=an_admin(),
        on=TODAY,
        unit=service.unit,
    )
    said = [(one.kind.value, one.pk) for one in unread(service.unit, TODAY)]
    assert said == [("need", need.pk), ("finding", slow.pk)]
    public = the_competency("PLP")
    for kind, pk in said:
        name_competency(kind=kind, pk=pk, competency=public, by=service.lala, on=TODAY)
        name_competency(kind=kind, pk=pk, competency=public, by=service.lala, on=TODAY)
    assert CompetencyLink.objects.count() == 2
    assert unread(service.unit, TODAY) == []
    # one need 0.5 of 30, one finding 0.25 of 10
    assert _scores(service) == [("PLP", Decimal("17.5"))]
    assert demand_of(need) == [public]
    withdraw_finding(finding=slow, reason="Keliru", by=an_admin("Wati"), on=TODAY)
    assert _scores(service) == [("PLP", Decimal("15.0"))]


def test_a_finding_of_another_unit_or_of_long_ago_says_nothing(service: Service):
    far = _finding("Jauh", service, unit=a_unit("Dinas Lain"))
    old = _finding("Lama", service, on=date(2025, 9, 1))
    for one in (far, old):
        name_competency(
            kind="finding",
            pk=one.pk,
            competency=the_competency("PLP"),
            by=service.lala,
            on=TODAY,
        )
    assert _scores(service) == []


def test_a_weak_indicator_weighs_by_what_is_missing(service: Service):
    goal = add_goal(
        title="Anak sehat",
        level="goal",
        unit=service.unit,
        years=(2026, 2026),
        by=an_admin(),
        on=TODAY,
    )
    wati = an_admin("Wati")
    indicator = add_key_indicator(
        goal=goal, name="Kunjungan", unit_of_measure="%", polarity="maximise", by=wati, on=TODAY
    )
    for value, kind, day in ((0, "baseline", date(2025, 12, 31)), (30, "realisation", TODAY)):
        record_key_value(
            indicator=indicator,
            kind=kind,
            measured_on=day,
            value=Decimal(value),
            source="Laporan",
            by=wati,
            on=TODAY,
        )
    set_key_target(
        indicator=indicator,
        year=2026,
        target_min=Decimal(100),
        target_max=Decimal(100),
        by=wati,
        on=TODAY,
    )
    (one,) = unread(service.unit, TODAY)
    assert one.said == "Kunjungan: 30% dari target 2026, tertinggal."
    name_competency(
        kind="indicator",
        pk=indicator.pk,
        competency=the_competency("OPH"),
        by=service.lala,
        on=TODAY,
    )
    assert _scores(service) == [("OPH", Decimal("14.0"))]  # 70 % missing of 20


def _told(people: list[Person], words: list[str]) -> None:
    """A released round that told each of these people one band of one value."""
    period = open_period(code="2026-Q3", by=None)
    semester = Round360.objects.create(
        period=period,
        state="released",
        nominate_until=date(2026, 9, 1),
        closes_on=date(2026, 9, 20),
        seed="0" * 32,
    )
    for person, word in zip(people, words, strict=True):
        group = {"groups": ["peer"], "label": "Rekan", "people": 5, "comments": []}
        told = {"threshold": 5, "groups": [group | {"values": {"collaborative": word}}]}
        Result360.objects.create(
            subject=Subject360.objects.create(round=semester, person=person),
            told=told | {"named": {}},
        )


def test_what_rounds_told_counts_from_five_people_on_in_thirds_and_without_a_number(
    service: Service,
):
    people = [service.sari, service.tono, *(a_member(f"P{n}", service.unit) for n in range(2))]
    _told(people, ["rarely"] * 4)
    assert _scores(service) == []
    fifth = a_member("P5", service.unit)
    subject = Subject360.objects.create(round=Round360.objects.get(), person=fifth)
    told = Result360.objects.first().told
    told["groups"][0]["values"]["collaborative"] = "often"
    Result360.objects.create(subject=subject, told=told)
    # four of five: most of them, 0.8 of 10
    assert _scores(service) == [("KJS", Decimal("8.0"))]
    (reason,) = DemandReason.objects.all()
    assert reason.said == (
        "Menurut rekannya, sebagian besar pegawai belum sering menunjukkan nilai Kolaboratif."
    )


def test_a_unit_is_silent_where_the_one_above_it_would_give_a_few_away(service: Service):
    below = a_unit("Puskesmas Pembantu", parent=service.unit)
    many = [a_member(f"B{number}", below) for number in range(6)]
    few = [service.sari, service.tono]
    _told([*many, *few], ["rarely"] * 8)

    # eight above, six below: the two of the upper unit itself could be subtracted
    for unit, codes in ((service.unit, ["KJS"]), (below, [])):
        compute_demand(unit=unit, by=None, on=TODAY)
        assert [one.competency.code for one in demanded(unit)] == codes

    semester = Round360.objects.get()
    told = Result360.objects.first().told
    for number in range(3):  # five of their own now
        member = a_member(f"A{number}", service.unit)
        subject = Subject360.objects.create(round=semester, person=member)
        Result360.objects.create(subject=subject, told=told)
    compute_demand(unit=below, by=None, on=TODAY)
    assert [one.competency.code for one in demanded(below)] == ["KJS"]

    Assignment.objects.filter(person__name="A2").update(ends_on=TODAY)
    compute_all_demands(on=TODAY)
    assert demanded(below) == []


def test_the_largest_comes_first_by_the_weights_of_the_agency(service: Service):
    a_level(service.sari, "KJS", 1)
    a_level(service.sari, "KOM", 1)
    assert _scores(service) == [("KJS", Decimal("30.0")), ("KOM", Decimal("15.0"))]
    weights = dict.fromkeys(
        ("need_weight", "indicator_weight", "behaviour_weight", "finding_weight"), 0
    )
    choose_method(by=None, on=TODAY, **weights)
    assert _scores(service) == [("KJS", Decimal("100.0")), ("KOM", Decimal("50.0"))]


def test_computed_anew_it_replaces_what_stood_there(service: Service):
    row = a_level(service.sari, "KJS", 1)
    assert len(_scores(service)) == 1
    row.delete()
    assert (_scores(service), DemandReason.objects.count()) == ([], 0)


def test_it_is_computed_and_read_by_leaders_and_the_officer_alone(service: Service):
    a_level(service.sari, "KJS", 1)
    compute_demand(unit=service.unit, by=service.budi, on=TODAY)
    for somebody in (service.sari, service.tono):
        with pytest.raises(NotAllowed):
            compute_demand(unit=service.unit, by=somebody, on=TODAY)
    with pytest.raises(NotAllowed):
        compute_demand(unit=service.top, by=service.budi, on=TODAY)
    seen = [
        Demand.objects.visible_to(one, TODAY).count()
        for one in (service.budi, service.rina, service.lala, service.sari)
    ]
    assert seen == [1, 1, 1, 0]


def test_naming_belongs_to_leaders_and_the_officer_and_needs_something_that_is_there(
    service: Service,
):
    one = _finding("Antrean", service, unit=service.unit)
    public = the_competency("PLP")
    with pytest.raises(NotAllowed):
        name_competency(kind="finding", pk=one.pk, competency=public, by=service.sari, on=TODAY)
    with pytest.raises(InvalidInput, match="tidak ada lagi"):
        name_competency(kind="finding", pk=0, competency=public, by=service.lala, on=TODAY)
    name_competency(kind="finding", pk=one.pk, competency=public, by=service.budi, on=TODAY)
    assert CompetencyLink.objects.get().named_by == service.budi


def test_trainings_that_teach_it_are_found(service: Service):
    one = add_training(
        name="Loket", kind="other", form="classical", competencies=["PLP"], by=None, on=TODAY
    )
    assert trainings_for([the_competency("PLP")]) == [one]
    assert trainings_for([]) == []


def test_the_job_computes_the_agency_and_its_departments(service: Service):
    a_level(service.sari, "KJS", 1)
    assert compute_all_demands(on=TODAY) == 1
    assert [one.unit for one in Demand.objects.all()] == [service.top]
