"""Stored results computed again from what was frozen; what somebody altered behind it is named.

`KINERJA_RESULTS=1000 KINERJA_ALTERED=50` runs the full size; the suite runs a small one.
"""

import os
import sys
from dataclasses import replace
from datetime import date
from random import Random
from types import MappingProxyType

import pytest
from tests.evaluation.make import (
    ABOVE,
    IN_WINDOW,
    MEETS,
    Quarter,
    a_feedback,
    a_judgement,
    a_quarter,
    an_accepted_report,
    rated,
    signed,
)
from tests.people.make import a_member
from tests.tampering import behind_the_back
from tests.work.make import a_result, a_set_plan

from kinerja.evaluation.assessment import Assessment
from kinerja.evaluation.closing import sign_rated
from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.rating import Rated, rate_reviews_many
from kinerja.evaluation.recomputing import altered_in, recompute_stored
from kinerja.evaluation.review import Review
from kinerja.jobs.console import run
from kinerja.people.agency import Agency
from kinerja.people.person import Person
from kinerja.people.unit import Unit
from kinerja.records.event import Event
from kinerja.rules import parameters
from kinerja.rules.predicate import Predicate

pytestmark = pytest.mark.django_db

RESULTS = int(os.environ.get("KINERJA_RESULTS", "12"))
ALTERED = int(os.environ.get("KINERJA_ALTERED", "5"))


def _set(path: str, value: str) -> str:
    return (
        f"UPDATE evaluation_review SET snapshot = jsonb_set(snapshot, '{{{path}}}', '{value}')"  # noqa: S608
        " WHERE id = %s"
    )


# What is altered -> the words that name it
ALTERATIONS: dict[str, str] = {
    _set("ratings,work_result", '"below"'): "rating hasil kerja",
    _set("ratings,behaviour", '"below"'): "rating perilaku",
    _set("ratings,behaviour_reason", '"lain"'): "alasan rating perilaku",
    _set("predicate", '"sangat_baik"'): "predikat",
    _set("recommendation", '"lain"'): "catatan atau rekomendasi",
    _set("person,name", '"lain"'): "pegawai",
    _set("appraiser,name", '"lain"'): "penilai",
    _set("unit", '"lain"'): "unit kerja",
    _set("signed,on", '"2026-10-01"'): "tanda tangan",
    _set("rated_on", '"2026-10-01"'): "hari penilaian",
    _set("organisation", '{"predicate": "istimewa"}'): "kinerja organisasi",
    _set("results,0,realisation", '"lain"'): "hasil kerja ke-1: realisasi",
    _set("results,0,rating", '"below"'): "hasil kerja ke-1: rating",
    _set("results,0,indicators,0,target_min", '"1"'): (
        "hasil kerja ke-1: indikator dan yang terukur"
    ),
    _set("results,0,reports", '{"accepted": [], "waiting": 9}'): "hasil kerja ke-1: laporan",
    "UPDATE evaluation_review SET predicate = 'sangat_baik' WHERE id = %s": "kolom predikat",
    "UPDATE evaluation_review SET behaviour_rating = 'below' WHERE id = %s": (
        "kolom rating perilaku"
    ),
    "UPDATE evaluation_assessment SET note = 'lain' WHERE review_id = %s": (
        "baris hasil kerja ke-1: catatan"
    ),
    "UPDATE records_event SET data = jsonb_set(data, '{parts,predicate}', '\"0\"')"
    " WHERE name = 'review.signed' AND about_id = %s": "catatan tanda tangannya",
}


@pytest.fixture
def quarter() -> Quarter:
    quarter = a_quarter()
    town = quarter.town
    an_accepted_report(town.sari, town.budi, town.checks, quantity=12)
    a_feedback(town.budi, town.sari)
    quarter.sari = signed(quarter.sari, ABOVE, MEETS)
    quarter.tono = signed(quarter.tono)
    return quarter


def test_what_was_signed_agrees(quarter: Quarter):
    found = recompute_stored()

    assert (found.looked_at, found.agree, found.without_digests, found.altered) == (2, 2, 0, [])


@pytest.mark.parametrize("alteration", ALTERATIONS)
def test_each_alteration_is_named_and_no_other_result_is(quarter: Quarter, alteration: str):
    behind_the_back(alteration, quarter.sari.pk)

    found = recompute_stored()

    assert [one.review_id for one in found.altered] == [quarter.sari.pk]
    assert ALTERATIONS[alteration] in found.altered[0].parts
    assert found.agree == 1
    assert altered_in(Review.objects.get(pk=quarter.sari.pk)) == found.altered[0].parts


def test_a_piece_of_feedback_that_is_taken_out_is_named(quarter: Quarter):
    behind_the_back(_set("feedback", "[]"), quarter.sari.pk)

    assert recompute_stored().altered[0].parts == ("umpan balik ke-1",)


def test_a_result_from_before_the_digests_is_computed_and_said_so(quarter: Quarter):
    behind_the_back(
        "UPDATE records_event SET data = '{}' WHERE about_id = %s AND name = 'review.signed'",
        quarter.tono.pk,
    )
    event = Event.objects.named("review.signed").get(about_id=quarter.tono.pk)
    event.digest = event.content_digest()
    behind_the_back("UPDATE records_event SET digest = %s WHERE id = %s", event.digest, event.pk)

    found = recompute_stored()

    assert (found.agree, found.without_digests) == (2, 1)


def test_a_superseded_version_is_looked_at_too(quarter: Quarter):
    Review.objects.filter(pk=quarter.sari.pk).update(state="superseded")

    assert recompute_stored().agree == 2


def test_a_sample_is_drawn_by_its_seed(quarter: Quarter):
    assert recompute_stored(sample=1, seed=7).looked_at == 1


def test_a_new_table_of_today_changes_no_older_result(monkeypatch, quarter: Quarter):
    """A later regulation is a new set of rules; the result names the one of its day."""
    everything_best = dict.fromkeys(parameters.RULE_SETS[-1].predicates, Predicate.SANGAT_BAIK)
    later = replace(
        parameters.RULE_SETS[-1],
        code="asn-2026-10",
        valid_from=date(2026, 10, 1),
        predicates=MappingProxyType(everything_best),
    )
    monkeypatch.setattr(parameters, "RULE_SETS", (*parameters.RULE_SETS, later))

    assert recompute_stored().agree == 2


def test_an_unknown_set_of_rules_is_said(quarter: Quarter):
    behind_the_back(_set("rule_set", '"asn-1999"'), quarter.sari.pk)

    assert "dokumennya tidak dapat dibaca" in recompute_stored().altered[0].parts


def test_the_whole_store_after_everything_of_today_was_changed(capsys):
    """1,000 stored results agree and 50 altered ones are all named, in the full size."""
    quarter = a_quarter()
    town, random = quarter.town, Random(4)
    for number in range(RESULTS - 2):
        person = a_member(f"Pegawai {number}", town.centre)
        a_result(a_set_plan(person, appraiser=town.budi), 1, "Arsip tertata")
    open_reviews(period=quarter.period, on=IN_WINDOW, by=None)
    reviews = list(Review.objects.select_related("appraiser"))
    rate_reviews_many(
        rated=[
            Rated(one, a_judgement(one, random.choice([ABOVE, MEETS])), town.budi)
            for one in reviews
        ],
        on=IN_WINDOW,
    )
    sign_rated(period=quarter.period, by=None, on=IN_WINDOW)
    Agency.objects.update(name="Kota Lain", work_days=6, cycle="month")
    Person.objects.update(name="Siapa pun", status="left", status_since=IN_WINDOW)
    Unit.objects.update(name="Unit lain")

    found = recompute_stored()
    assert (found.looked_at, found.agree) == (RESULTS, RESULTS)

    chosen = random.sample([one.pk for one in reviews], ALTERED)
    usual = [one for one in ALTERATIONS if "organisation" not in one]
    expected = {}
    for number, pk in enumerate(chosen):
        alteration = usual[number % len(usual)]
        behind_the_back(alteration, pk)
        expected[pk] = ALTERATIONS[alteration]
    found = recompute_stored()
    assert {one.review_id for one in found.altered} == set(chosen)
    named = {one.review_id: one.parts for one in found.altered}
    assert [pk for pk, words in expected.items() if words not in named[pk]] == []
    assert found.agree == RESULTS - ALTERED
    with capsys.disabled():
        sys.stdout.write(f" {RESULTS} dihitung ulang, {ALTERED} yang diubah disebut semua ")


def test_the_command_names_them_and_ends_with_one(capsys, quarter: Quarter):
    assert run(["audit", "recompute"]) == 0
    assert "2 hasil dihitung ulang, 2 cocok." in capsys.readouterr().out
    behind_the_back(_set("unit", '"lain"'), quarter.sari.pk)

    assert run(["audit", "recompute", "--sample", "10"]) == 1

    said = capsys.readouterr()
    assert f"/hasil/{quarter.sari.pk}/: unit kerja" in said.err
    assert run(["audit", "recompute", "--json"]) == 1
    assert f'"review": {quarter.sari.pk}' in capsys.readouterr().out


def test_the_queries_do_not_grow(quarter: Quarter, django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(5):
            recompute_stored()
        nia = a_member("Nia", quarter.town.centre)
        a_result(a_set_plan(nia, appraiser=quarter.town.budi), 1, "Arsip")
        open_reviews(period=quarter.period, on=IN_WINDOW, by=None)
        rated(Review.objects.get(person=nia))
        sign_rated(period=quarter.period, by=None, on=IN_WINDOW)
    assert Assessment.objects.exists()
