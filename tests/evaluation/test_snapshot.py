"""The snapshot holds everything that the rating rests on, and gives the predicate again."""

from datetime import date

import pytest
from tests.evaluation.make import (
    ABOVE,
    IN_WINDOW,
    MEETS,
    a_feedback,
    a_quarter,
    an_accepted_report,
    rated,
    signed,
)
from tests.work.make import a_report

from kinerja.evaluation.closing import close_period
from kinerja.evaluation.organisation import record_org_result
from kinerja.evaluation.self_report import report_realisation
from kinerja.evaluation.snapshot import agrees, recompute
from kinerja.people.person import Person
from kinerja.rules.predicate import Predicate

pytestmark = pytest.mark.django_db


def test_the_snapshot_is_exactly_this():
    quarter = a_quarter()
    town = quarter.town
    sari, budi = town.sari, town.budi
    Person.objects.filter(pk=sari.pk).update(back_title="A.Md.Keb.")
    first = an_accepted_report(sari, budi, town.checks, quantity=12, done_on=date(2026, 7, 1))
    second = an_accepted_report(sari, budi, town.checks, quantity=24, done_on=date(2026, 9, 30))
    bare = an_accepted_report(sari, budi, town.checks, quantity=7, evidence=False)
    a_report(sari, result=town.checks, done_on=date(2026, 8, 4))
    feedback = a_feedback(budi, sari)
    record_org_result(
        unit=town.centre,
        period=quarter.period,
        predicate="baik",
        basis="Keputusan 12/2026",
        published_on=date(2026, 10, 2),
        by=quarter.wati,
        on=IN_WINDOW,
    )
    report_realisation(
        review=quarter.sari, realisations={town.checks.pk: "36 ibu."}, by=sari, on=IN_WINDOW
    )

    review = signed(
        quarter.sari,
        MEETS,
        ABOVE,
        results={town.checks.pk: (MEETS, "Cukup."), town.classes.pk: (MEETS, "")},
        recommendation="Pelatihan konseling.",
    )

    assert review.snapshot == {
        "format": 7,
        "round360": None,
        "rule_set": "asn-2023-01",
        "source": "PermenPANRB 6/2022 lampiran hlm. 99",
        "period": {
            "code": "2026-Q3",
            "label": "Triwulan III 2026",
            "from": "2026-07-01",
            "to": "2026-09-30",
            "legal": True,
        },
        "person": {"id": sari.pk, "name": "Sari, A.Md.Keb."},
        "position": sari.assignments.get().position.title,
        "unit": "Puskesmas Pauh",
        "appraiser": {"id": budi.pk, "name": "Budi"},
        "instead_of": None,
        "study_failed": False,
        "reuses": None,
        "organisation": {
            "unit": "Puskesmas Pauh",
            "period": "Triwulan III 2026",
            "predicate": "baik",
            "basis": "Keputusan 12/2026",
            "published_on": "2026-10-02",
        },
        "results": [
            {
                "id": town.checks.pk,
                "number": 1,
                "kind": "main",
                "title": "Ibu hamil diperiksa",
                "realisation": "36 ibu.",
                "rating": "meets",
                "note": "Cukup.",
                "state": "running",
                "taken_over": None,
                "versions": [
                    {
                        "version": 1,
                        "from": "2026-01-01",
                        "to": "2026-12-31",
                        "targets": [
                            {
                                "text": "Jumlah: Ibu hamil diperiksa",
                                "unit_of_measure": "pemeriksaan",
                                "target_min": "100",
                                "target_max": "100",
                                "target_text": "",
                            }
                        ],
                    }
                ],
                "reports": {
                    "accepted": [first.pk, bare.pk, second.pk],
                    "with_evidence": 2,
                    "waiting": 1,
                },
                "indicators": [
                    {
                        "text": "Jumlah: Ibu hamil diperiksa",
                        "unit_of_measure": "pemeriksaan",
                        "polarity": "maximise",
                        "target_min": "100",
                        "target_max": "100",
                        "target_text": "",
                        "counts_reports": True,
                        "measured": {
                            "value": "36",
                            "reports": 2,
                            "left_out": "7",
                            "left_out_reports": 1,
                        },
                        "shared": None,
                    }
                ],
            },
            {
                "id": town.classes.pk,
                "number": 2,
                "kind": "main",
                "title": "Kelas ibu berjalan",
                "realisation": "",
                "rating": "meets",
                "note": "",
                "state": "running",
                "taken_over": None,
                "versions": [
                    {
                        "version": 1,
                        "from": "2026-01-01",
                        "to": "2026-12-31",
                        "targets": [
                            {
                                "text": "Jumlah: Kelas ibu berjalan",
                                "unit_of_measure": "dokumen",
                                "target_min": "100",
                                "target_max": "100",
                                "target_text": "",
                            }
                        ],
                    }
                ],
                "reports": None,
                "indicators": [
                    {
                        "text": "Jumlah: Kelas ibu berjalan",
                        "unit_of_measure": "dokumen",
                        "polarity": "maximise",
                        "target_min": "100",
                        "target_max": "100",
                        "target_text": "",
                        "counts_reports": False,
                        "measured": None,
                        "shared": None,
                    }
                ],
            },
        ],
        "feedback": [
            {
                "id": feedback.pk,
                "giver": "Budi",
                "given_on": "2026-09-01",
                "tone": "improve",
                "text": "Laporkan lebih sering.",
                "role": "other",
                "result": None,
                "value": "",
            }
        ],
        "thanks": [],
        "initiatives": [],
        "ideas": [],
        "complaints": [],
        "satisfaction": [],
        "ratings": {
            "work_result": "meets",
            "work_result_reason": "",
            "behaviour": "above",
            "behaviour_reason": "Teladan bagi rekan kerja.",
        },
        "recommendation": "Pelatihan konseling.",
        "predicate": "baik",
        "rated_on": "2026-10-05",
        "signed": {"on": "2026-10-05", "by": "Budi"},
    }
    assert (review.rule_set, review.signed_on) == ("asn-2023-01", IN_WINDOW)


def test_missing_parts_are_named_by_nothing_and_never_zero():
    quarter = a_quarter()

    snapshot = signed(quarter.sari).snapshot

    assert snapshot is not None
    assert (snapshot["organisation"], snapshot["feedback"]) == (None, [])
    assert [result["reports"] for result in snapshot["results"]] == [None, None]
    assert snapshot["results"][0]["indicators"][0]["measured"] is None


def test_what_the_system_closes_has_no_signer():
    quarter = a_quarter()
    rated(quarter.sari)

    close_period(period=quarter.period, by=None, on=date(2026, 10, 15))

    quarter.sari.refresh_from_db()
    assert quarter.sari.snapshot is not None
    assert quarter.sari.snapshot["signed"] == {"on": "2026-10-15", "by": None}


def test_the_frozen_ratings_give_the_predicate_again():
    snapshot = signed(a_quarter().sari, ABOVE, MEETS).snapshot
    assert snapshot is not None

    again = recompute(snapshot)

    assert (again.stored, again.computed, again.agrees) == (Predicate.BAIK, Predicate.BAIK, True)
    assert again.source == "PermenPANRB 6/2022 lampiran hlm. 99"
    assert agrees(snapshot)


def test_a_predicate_that_does_not_follow_is_seen():
    snapshot = signed(a_quarter().sari, ABOVE, MEETS).snapshot
    assert snapshot is not None

    forged = snapshot | {"predicate": "sangat_baik"}

    assert not agrees(forged)
    assert recompute(forged).computed is Predicate.BAIK
