"""Too long after the signature: those above are told once."""

from datetime import date

import pytest
from tests.evaluation.make import BELOW, Quarter, a_feedback, a_quarter, signed
from tests.people.make import a_head, a_person, a_role, a_unit

from kinerja.evaluation.delivery import receive_result
from kinerja.evaluation.objection import decide_objection, file_objection
from kinerja.evaluation.overdue import Overdue, OverdueNote, follow_overdue
from kinerja.records.event import Event
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db

DELIVER_BY = date(2026, 10, 23)  # 14 working days after Monday 5 October, the day of signing
LATE = date(2026, 10, 24)
RECEIVED, FILED = date(2026, 10, 7), date(2026, 10, 9)
DECIDE_BY = date(2026, 10, 20)
NOBODY = Overdue(0, 0)


@pytest.fixture
def quarter() -> Quarter:
    """Hasan leads the city, above Rina; Surya is the authorised official."""
    quarter = a_quarter()
    seat = a_head("Hasan", a_unit("Kota Uji")).assignments.get().position
    quarter.town.rina.assignments.update(reports_to=seat)
    a_role(a_person("Surya"), "authorised_official")
    a_feedback(quarter.town.budi, quarter.town.sari)
    return quarter


def _told() -> list[tuple[str, str]]:
    return sorted(Notice.objects.values_list("person__name", "text"))


def test_what_is_not_delivered_is_told_upwards_and_to_the_office_once(quarter: Quarter):
    for review in (quarter.sari, quarter.tono):
        signed(review)
    Notice.objects.all().delete()

    assert follow_overdue(on=DELIVER_BY) == NOBODY
    assert follow_overdue(on=LATE) == Overdue(undelivered=2, undecided=0)
    assert follow_overdue(on=date(2026, 11, 30)) == NOBODY

    what = "2 hasil Triwulan III 2026"
    assert _told() == [
        ("Budi", f"{what} belum diterima pegawai Anda. Serahkan, lalu catat harinya."),
        (
            "Rina",
            f"{what} yang ditandatangani Budi belum diterima pegawainya sampai batas"
            " penyerahannya.",
        ),
        ("Wati", f"{what} belum diterima pegawainya sampai batas penyerahannya."),
    ]
    assert Event.objects.named("review.undelivered").count() == 2
    # Nothing runs for the employee before the receipt
    assert receive_result(review=quarter.sari, by=quarter.town.sari, on=LATE).received_on == LATE


def test_what_was_received_is_not_overdue(quarter: Quarter):
    receive_result(review=signed(quarter.sari), by=quarter.town.sari, on=RECEIVED)

    assert follow_overdue(on=LATE) == NOBODY


def test_an_objection_without_a_decision_is_told_to_the_next_level_and_the_official(
    quarter: Quarter,
):
    review = signed(quarter.sari, BELOW)
    receive_result(review=review, by=quarter.town.sari, on=RECEIVED)
    objection = file_objection(review=review, reason="Agustus.", by=quarter.town.sari, on=FILED)
    Notice.objects.all().delete()

    assert follow_overdue(on=DECIDE_BY) == NOBODY
    assert follow_overdue(on=date(2026, 10, 21)) == Overdue(undelivered=0, undecided=1)
    assert follow_overdue(on=date(2026, 10, 22)) == NOBODY

    text = (
        "Keberatan Sari atas hasil Triwulan III 2026 belum diputus sampai 20 Oktober 2026."
        " Hasilnya tetap berlaku selama itu."
    )
    assert _told() == [("Hasan", text), ("Surya", text)]
    assert Event.objects.named("objection.overdue").get().person == quarter.town.sari
    # It stands meanwhile, and is decided all the same
    review.refresh_from_db()
    assert review.state == "signed"
    decide_objection(
        objection=objection, reason="Tetap.", by=quarter.town.rina, on=date(2026, 10, 23)
    )


def test_what_is_decided_is_not_overdue(quarter: Quarter):
    review = signed(quarter.sari, BELOW)
    receive_result(review=review, by=quarter.town.sari, on=RECEIVED)
    objection = file_objection(review=review, reason="Agustus.", by=quarter.town.sari, on=FILED)
    decide_objection(objection=objection, reason="Tetap.", by=quarter.town.rina, on=DECIDE_BY)

    assert follow_overdue(on=date(2026, 10, 23)) == NOBODY
    assert not OverdueNote.objects.exists()
