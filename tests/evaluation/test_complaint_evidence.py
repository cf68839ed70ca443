"""Complaints beside a review: a fact of the person who held them, never a number of the score."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone
from tests.evaluation.make import a_quarter
from tests.people.make import a_person, a_role
from tests.web.evaluation.visit import enter, words
from tests.work.make import WIB

from kinerja.evaluation.evidence import evidence_of
from kinerja.needs.complaint.category import set_category
from kinerja.needs.complaint.handling import forward_complaint, say_to_citizen
from kinerja.needs.complaint.intake import file_complaint
from kinerja.needs.complaint.setting import set_complaint_rules
from kinerja.needs.survey.satisfaction import SatisfactionResult
from kinerja.people.role import Role
from kinerja.people.tenure import Assignment
from kinerja.web.evaluation.shown import complaints_shown

pytestmark = pytest.mark.django_db
DAY, DUE = date(2026, 9, 1), date(2026, 9, 30)


def moment(day: date) -> datetime:
    return datetime.combine(day, time(9), WIB)


@pytest.fixture
def quarter(settings, tmp_path):
    """Sari dealt with four, three of them in time; Tono with two, both in time; Susi forwards."""
    settings.MEDIA_ROOT = tmp_path / "files"
    with time_machine.travel("2026-10-05T10:00:00+07:00", tick=False):
        found = a_quarter()
        town = found.town
        susi = a_person("Susi")
        a_role(susi, Role.Name.SURVEY_OFFICER)
        set_complaint_rules(by=susi, on=DAY, minimum_cases=5)
        kind = set_category(name="Waktu", usual_class="normative", by=susi, on=DAY)
        for person, ends in (
            (town.sari, (DAY, DAY, DAY, DUE)),
            (town.tono, (DAY, DAY)),
        ):
            for end in ends:
                one = file_complaint(channel="form", text="Antre.", by=None, at=moment(DAY))
                forward_complaint(
                    complaint=one,
                    unit=town.centre,
                    handler=person,
                    category=kind,
                    complaint_class="normative",
                    by=susi,
                    at=moment(DAY),
                    on=DAY,
                )
                say_to_citizen(
                    complaint=one, text="Sudah.", final=True, by=person, at=moment(end), on=end
                )
        yield found


def test_each_kind_stands_beside_that_of_the_agency(quarter):
    assert evidence_of(quarter.sari)["complaints"] == [
        {"cases": 4, "good": 3, "agency_cases": 6, "agency_good": 5, "minimum": 5}
    ]
    assert evidence_of(quarter.tono)["complaints"] == [
        {"cases": 2, "good": 2, "agency_cases": 6, "agency_good": 5, "minimum": 5}
    ]


def test_below_the_smallest_number_no_share_is_shown():
    few = complaints_shown(
        [{"cases": 4, "good": 3, "agency_cases": 6, "agency_good": 5, "minimum": 5}]
    )
    enough = complaints_shown(
        [{"cases": 5, "good": 4, "agency_cases": 10, "agency_good": 6, "minimum": 5}]
    )

    assert few is not None
    assert enough is not None
    assert (few.comparison, few.share) == ("too_few", None)
    assert (enough.share, enough.expected) == (Decimal("80.0"), Decimal("60.0"))
    assert complaints_shown([]) is None


def test_the_appraiser_reads_it_as_a_fact(quarter):
    page = words(enter(quarter.town.budi).get(f"/penilaian/{quarter.sari.pk}/"))

    assert "Belum cukup kasus 4 dari sedikitnya 5 kasus yang diperlukan." in page


def published(unit, index: str, respondents: int, ends_on: date) -> None:
    SatisfactionResult.objects.create(
        unit=unit,
        service="Loket",
        starts_on=ends_on.replace(day=1),
        ends_on=ends_on,
        source="import",
        respondents=respondents,
        index=Decimal(index),
        grade="B",
        published_at=timezone.now(),
    )


def test_satisfaction_of_the_unit_stands_there_while_the_person_worked_in_it(quarter):
    town = quarter.town
    published(town.centre, "80", 30, date(2026, 8, 31))
    published(town.health, "90", 10, date(2026, 9, 30))
    published(town.centre, "70", 9, date(2026, 9, 30))  # too few answers
    published(town.centre, "60", 30, date(2026, 10, 4))  # after the period

    told = {
        "unit": "Puskesmas Pauh",
        "service": "Loket",
        "index": "80.00",
        "grade": "B",
        "respondents": 30,
        "ends_on": "2026-08-31",
        "agency": "82.50",
    }
    assert evidence_of(quarter.sari)["satisfaction"] == [told]
    Assignment.objects.filter(person=town.sari).update(starts_on=date(2026, 9, 1))
    assert evidence_of(quarter.sari)["satisfaction"] == []


def test_the_page_of_a_unit_tells_satisfaction_with_answers_and_the_agency(quarter):
    town = quarter.town
    published(town.centre, "80", 30, date(2026, 8, 31))
    published(town.health, "90", 10, date(2026, 9, 30))

    leader = words(enter(town.budi).get(f"/pantau/{town.centre.pk}/"))
    appraiser = words(enter(town.budi).get(f"/penilaian/{quarter.sari.pk}/"))

    said = "80 (B) dari 30 jawaban, per 31 Agustus 2026; rata-rata instansi 82,5."
    assert f"Loket, Puskesmas Pauh: {said}" in leader
    assert f"Loket, Puskesmas Pauh: {said}" in appraiser
