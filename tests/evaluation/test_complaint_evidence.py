"""Complaints beside a review: a fact of the person who held them, never a number of the score."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from tests.evaluation.make import a_quarter
from tests.people.make import a_person, a_role
from tests.web.evaluation.visit import enter, words
from tests.work.make import WIB

from kinerja.evaluation.evidence import evidence_of
from kinerja.needs.complaint.category import set_category
from kinerja.needs.complaint.handling import forward_complaint, say_to_citizen
from kinerja.needs.complaint.intake import file_complaint
from kinerja.needs.complaint.setting import set_complaint_rules
from kinerja.people.role import Role
from kinerja.web.evaluation.shown import complaints_shown

pytestmark = pytest.mark.django_db
DAY, DUE = date(2026, 9, 1), date(2026, 9, 30)


def moment(day: date) -> object:
    from datetime import datetime, time

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
