"""Needs: grown from findings, looked after by somebody, assessed anew on a cycle."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.needs.needing import NEXT_YEAR, TODAY, a_finding, a_need, an_officer
from tests.people.make import a_head, a_member, a_person, a_unit

from kinerja.needs.comparison import compare
from kinerja.needs.finding import Finding, Proof, note_finding
from kinerja.needs.need import (
    Need,
    NeedIsClosed,
    assess_again,
    close_need,
    edit_need,
    note_need,
    owners_for,
    score_need,
)
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, NotAllowed
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.refusal import ChangedMeanwhile

pytestmark = pytest.mark.django_db


def edited(need: Need, by: Person, **changes: object) -> Need:
    values = {
        "statement": need.statement,
        "why": need.why,
        "owner": need.owner,
        "review_on": need.review_on,
        "findings": list(need.findings.all()),
    }
    return edit_need(need=need, by=by, on=TODAY, **(values | changes))


def test_a_need_rests_on_findings_and_its_author_looks_after_it() -> None:
    susi = an_officer()
    slow, far = a_finding(susi), a_finding(susi, "Loket jauh")

    need = a_need(susi, slow, far)

    assert {one.statement for one in need.findings.all()} == {"Waktu tunggu lama", "Loket jauh"}
    assert (need.owner, need.state, need.review_on) == (susi, "open", NEXT_YEAR)
    data = Event.objects.about(need).get().data
    assert data == {"statement": "Antrean pendek", "findings": [slow.pk, far.pk]}


def test_without_a_finding_or_a_day_ahead_no_need_is_written() -> None:
    susi = an_officer()
    slow = a_finding(susi)
    given = {"statement": "Antrean pendek", "findings": [slow], "by": susi, "on": TODAY}

    with pytest.raises(InvalidInput, match="sedikitnya satu temuan"):
        note_need(review_on=NEXT_YEAR, **(given | {"findings": []}))
    with pytest.raises(InvalidInput, match="sesudah hari ini"):
        note_need(review_on=TODAY, **given)
    with pytest.raises(NotAllowed):
        note_need(review_on=NEXT_YEAR, **(given | {"by": a_member("Sari", a_unit())}))

    assert not Need.objects.exists()


def test_it_is_handed_to_a_head_who_is_told_and_never_to_anybody() -> None:
    susi, dinas = an_officer(), a_unit("Dinas Kesehatan")
    budi, sari = a_head("Budi", dinas), a_member("Sari", dinas)
    slow = a_finding(susi, unit=dinas)
    need = note_need(
        statement="Antrean pendek",
        findings=[slow],
        review_on=NEXT_YEAR,
        unit=dinas,
        by=susi,
        on=TODAY,
    )

    with pytest.raises(InvalidInput, match="pimpinan unit"):
        edited(need, susi, owner=sari)
    edited(need, susi, owner=budi)

    assert set(owners_for(need, susi, TODAY)) == {susi, budi}
    assert Need.objects.get().owner == budi
    assert Notice.objects.get(person=budi).url == need.page
    with pytest.raises(NotAllowed):
        edited(need, sari, statement="Lain")


def test_a_form_of_yesterday_overwrites_nothing() -> None:
    susi = an_officer()
    need = a_need(susi)
    edited(need, susi, statement="Antrean di bawah 30 menit", revision=1)

    with pytest.raises(ChangedMeanwhile):
        edited(need, susi, statement="Lain", revision=1)

    assert Need.objects.get().statement == "Antrean di bawah 30 menit"


def test_it_is_closed_with_a_reason_once() -> None:
    susi = an_officer()
    need = a_need(susi)
    with pytest.raises(InvalidInput, match="Tulis apa"):
        close_need(need=need, state="served", reason=" ", by=susi, on=TODAY)

    for _ in range(2):
        close_need(need=need, state="served", reason="25 menit.", by=susi, on=TODAY)

    held = Need.objects.get()
    assert (held.state, held.closing, held.closed_on) == ("served", "25 menit.", TODAY)
    assert Event.objects.named("need.closed").count() == 1
    with pytest.raises(NeedIsClosed, match="sudah terpenuhi"):
        edited(need, susi, statement="Lain")


def test_who_looks_after_it_is_reminded_two_weeks_before_the_review() -> None:
    susi = an_officer()
    need = a_need(susi)

    assert not Need.objects.to_review(susi, date(2027, 8, 17)).exists()
    assert list(Need.objects.to_review(susi, date(2027, 8, 18))) == [need]
    assert not Need.objects.to_review(a_person("Sari"), NEXT_YEAR).exists()


def test_a_need_whose_owner_left_has_nobody() -> None:
    susi = an_officer()
    need = a_need(susi)
    assert not Need.objects.without_owner(TODAY).exists()

    Person.objects.filter(pk=susi.pk).update(status="retired", status_since=TODAY)

    assert list(Need.objects.without_owner(TODAY)) == [need]


def test_the_next_round_stands_beside_the_old_one_with_both_figures() -> None:
    susi = an_officer()
    old = a_need(
        susi, a_finding(susi, value="90", key="survey:1:U3"), a_finding(susi, "Loket jauh")
    )
    later = date(2027, 8, 20)
    faster = a_finding(susi, "Waktu tunggu membaik", value="35", key="survey:2:U3", on=later)
    fresh = a_finding(susi, "Parkir sempit", on=later)

    new = assess_again(
        need=old,
        statement="Antrean di bawah 30 menit",
        findings=[faster, fresh],
        review_on=date(2028, 8, 20),
        by=susi,
        on=later,
    )

    assert new.follows == old
    assert Need.objects.get(pk=old.pk).state == "reassessed"
    same, gone, arrived = compare(old, new)
    assert (same.old_figure.value, same.new_figure.value, same.change) == (90, 35, -55)
    assert (gone.old.statement, gone.new) == ("Loket jauh", None)
    assert (arrived.old, arrived.new) == (None, fresh)
    with pytest.raises(NeedIsClosed):
        assess_again(
            need=old, statement="Lagi", findings=[fresh], review_on=NEXT_YEAR, by=susi, on=later
        )


def test_figures_in_other_units_are_not_subtracted() -> None:
    susi = an_officer()
    slow = a_finding(susi, key="survey:1:U3")
    share = Proof("Bagian.", value=Decimal(12), unit_of_measure="%")
    other = note_finding(
        source="survey", statement="Lambat", proofs=[share], by=susi, on=TODAY, key="survey:2:U3"
    )

    (pair,) = compare(a_need(susi, slow), a_need(susi, other))

    assert (pair.old, pair.new, pair.change) == (slow, other, None)


def test_a_score_is_carried_over_once() -> None:
    susi = an_officer()
    need = a_need(susi)

    for _ in range(2):
        score_need(need=need, priority=Decimal("12.50"), source="USG 2026", by=susi, on=TODAY)

    assert Need.objects.get().priority == Decimal("12.50")
    assert Event.objects.named("need.scored").count() == 1


def test_evidence_names_a_page_of_this_site_only() -> None:
    susi = an_officer()
    proof = Proof("Bukti.", page="//contoh.id/")

    with pytest.raises(InvalidInput, match="halaman di situs ini"):
        note_finding(source="other", statement="Lambat", proofs=[proof], by=susi, on=TODAY)

    assert not Finding.objects.exists()
    assert (
        note_finding(
            source="other",
            statement="Lambat",
            proofs=[replace(proof, page="/sasaran/")],
            by=susi,
            on=TODAY,
        )
        .evidence.get()
        .page
        == "/sasaran/"
    )
