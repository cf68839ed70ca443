"""The page of outages: what happened, what it moved for the reader, and announced maintenance."""

from datetime import date, datetime, timedelta

import pytest
from tests.people.make import a_role
from tests.web.people.conftest import NOW, City
from tests.web.work.visit import enter

from kinerja.evaluation.extension import extend_periods
from kinerja.evaluation.period import open_period
from kinerja.people.leave import NewLeave, note_leaves
from kinerja.records.outage import Outage
from kinerja.web.health import checks

WIB = NOW.tzinfo


def down(day: int, first: int, last: int, cause: str = "stopped") -> Outage:
    at = [datetime(2026, 10, day, tzinfo=WIB) + timedelta(hours=hour) for hour in (first, last)]
    return Outage.objects.create(cause=cause, starts_at=at[0], ends_at=at[1])


def test_it_says_which_deadlines_moved_for_the_reader(city: City) -> None:
    down(9, 8, 11)  # a Friday
    open_period(code="2026-Q3", by=None, closes_on=date(2026, 10, 9))
    extend_periods(at=NOW)

    page = enter(city.sari).get("/gangguan/")

    (line,) = page.context["lines"]
    assert line.moved == [
        "Penilaian Triwulan III 2026: 9 Oktober 2026 menjadi 12 Oktober 2026",
        "Catatan kerja 8 Oktober 2026: 9 Oktober 2026 menjadi 12 Oktober 2026",
    ]
    words = page.content.decode()
    assert "9 Oktober 2026 08.00–11.00 WIB" in words
    assert "3 jam" in words


def test_whoever_was_on_leave_had_no_deadline(city: City) -> None:
    down(9, 8, 11)
    note_leaves(
        leaves=[NewLeave(city.sari, "annual", date(2026, 10, 5), date(2026, 10, 16))],
        by=None,
        on=NOW.date(),
    )

    (line,) = enter(city.sari).get("/gangguan/").context["lines"]

    assert line.moved == []


def test_without_outages_the_page_says_so(city: City) -> None:
    assert "Belum pernah ada gangguan" in enter(city.sari).get("/gangguan/").content.decode()


def test_the_evaluation_page_says_why_it_closes_later(city: City) -> None:
    down(9, 8, 11)
    open_period(code="2026-Q3", by=None, closes_on=date(2026, 10, 9))
    extend_periods(at=NOW)

    words = enter(city.ani).get("/periode/2026-Q3/").content.decode()

    assert "Batas 9 Oktober 2026 mundur sampai <strong>12 Oktober 2026</strong>" in words
    assert "karena gangguan sistem 9 Oktober 2026 08.00–11.00 WIB" in words


def test_the_operator_announces_and_cancels(city: City) -> None:
    a_role(city.tono, "system_operator")
    client = enter(city.tono)
    said = {"day": "2026-10-17", "starts": "20.00", "ends": "23:00", "reason": "Versi baru"}

    assert client.post("/gangguan/", said).headers["Location"] == "/gangguan/"
    outage = Outage.objects.get()
    assert outage.length == timedelta(hours=3)
    refused = client.post("/gangguan/", said | {"day": "2026-10-01"})
    assert refused.status_code == 422
    assert refused.context["form"]["reason"].value() == "Versi baru"
    assert client.post("/gangguan/", said | {"ends_on": "2026-10-16"}).status_code == 422
    assert enter(city.sari).post("/gangguan/", said).status_code == 404
    assert enter(city.sari).post(f"/gangguan/{outage.pk}/batal/").status_code == 404
    assert client.post(f"/gangguan/{outage.pk}/batal/").status_code == 302
    assert not Outage.objects.exists()


@pytest.mark.parametrize(
    ("day", "cause", "tone"),
    [(12, "stopped", "heed"), (5, "stopped", "good"), (12, "planned", "good")],
)
def test_the_health_page_names_the_last_one(city: City, day: int, cause: str, tone: str) -> None:
    (line,) = [one for one in checks(NOW) if one.name == "Gangguan terakhir"]
    assert (line.value, line.tone) == ("belum pernah tercatat", "good")
    down(day, 2, 4, cause)

    (line,) = [one for one in checks(NOW) if one.name == "Gangguan terakhir"]

    assert line.value == f"{day} Oktober 2026 02.00–04.00 WIB, 2 jam"
    assert line.tone == tone
