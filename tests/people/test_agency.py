"""The agency's one row and its calendar."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.people.make import a_person, an_admin, an_agency

from kinerja.people.agency import (
    Agency,
    Holiday,
    found_agency,
    holidays_between,
    national_holidays,
    remove_holiday,
    set_holiday,
    set_holidays,
    the_agency,
    update_settings,
)
from kinerja.people.refusals import AgencyExists, InvalidInput, NotAllowed
from kinerja.records.event import Event

pytestmark = pytest.mark.django_db


def said() -> list[tuple]:
    return list(Event.objects.order_by("pk").values_list("name", "by", "reason", "data"))


def test_there_is_one_agency():
    agency = found_agency(name=" Kota  Pariaman ", timezone="Asia/Makassar", work_days=6)

    assert the_agency() == agency
    assert (agency.name, agency.zone.key) == ("Kota Pariaman", "Asia/Makassar")
    assert agency.weekdays == {0, 1, 2, 3, 4, 5}
    assert said() == [
        (
            "agency.founded",
            None,
            "",
            {
                "name": "Kota Pariaman",
                "kind": "region",
                "timezone": "Asia/Makassar",
                "work_days": 6,
                "cycle": "quarter",
                "accent": "",
                "attention": "",
                "entry_cycle": "day",
                "grace_days": 1,
                "answer_days": 5,
                "sample_percent": 10,
                "storage_megabytes": 2048,
                "thanks_a_month": 5,
                "public_page": False,
                "least_respondents": 10,
            },
        )
    ]
    with pytest.raises(AgencyExists):
        found_agency(name="Kota Lain")
    assert Agency.objects.get().name == "Kota Pariaman"


def test_the_database_keeps_it_one_row():
    with pytest.raises(IntegrityError, match="agency_is_one_row"), transaction.atomic():
        Agency.objects.create(pk=2, name="Kota Lain")


def test_settings_change_with_what_they_were():
    admin = an_admin()
    an_agency(name="Kota Uji")

    update_settings(by=admin, name="Kota Baru", cycle="month")
    update_settings(by=admin, name="Kota Baru")

    assert (the_agency().name, the_agency().cycle) == ("Kota Baru", "month")
    assert said() == [
        (
            "agency.settings_changed",
            admin.pk,
            "",
            {"name": ["Kota Uji", "Kota Baru"], "cycle": ["quarter", "month"]},
        )
    ]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"timezone": "Asia/Bulan"}, "Zona waktu: Zona waktu ini tidak dikenal"),
        ({"work_days": 7}, "Hari kerja seminggu: "),
        ({"name": ""}, "Nama instansi: "),
        ({"cycle": "week"}, "Evaluasi periodik: "),
    ],
)
def test_settings_that_cannot_be_change_nothing(fields, message):
    an_agency()

    with pytest.raises(InvalidInput, match=message):
        update_settings(by=None, **fields)

    assert the_agency().name == "Kota Uji"
    assert said() == []


def test_a_day_off_is_set_changed_and_removed():
    admin = an_admin()
    an_agency()
    day = date(2026, 7, 2)

    set_holiday(date=day, name="Hari jadi  kota", kind="local", by=admin)
    holiday = set_holiday(date=day, name="Hari Jadi Kota", kind="local", by=admin)
    assert list(Holiday.objects.values_list("date", "name", "kind")) == [
        (day, "Hari Jadi Kota", "local")
    ]
    assert holidays_between(day, day) == {day}

    remove_holiday(holiday=holiday, by=admin, reason="Dicabut.")

    assert holidays_between(day, day) == frozenset()
    assert said()[1:] == [
        (
            "agency.holiday_set",
            admin.pk,
            "",
            {"date": "2026-07-02", "name": "Hari Jadi Kota", "kind": "local"},
        ),
        (
            "agency.holiday_removed",
            admin.pk,
            "Dicabut.",
            {"date": "2026-07-02", "name": "Hari Jadi Kota"},
        ),
    ]


def test_only_admins_change_settings_and_calendar():
    sari = a_person("Sari")
    an_agency()
    holiday = Holiday.objects.create(date=date(2026, 7, 2), name="Hari Jadi", kind="local")

    for act in (
        lambda: update_settings(by=sari, name="Kota Sari"),
        lambda: set_holiday(date=date(2026, 7, 3), name="Libur", kind="local", by=sari),
        lambda: remove_holiday(holiday=holiday, by=sari),
    ):
        with pytest.raises(NotAllowed):
            act()

    assert the_agency().name == "Kota Uji"
    assert list(Holiday.objects.values_list("name", flat=True)) == ["Hari Jadi"]
    assert said() == []


def test_one_bad_day_stores_none_of_many():
    an_agency()

    with pytest.raises(InvalidInput, match="Jenis: "):
        set_holidays(
            days=[
                Holiday(date=date(2026, 7, 2), name="A", kind="local"),
                Holiday(date=date(2026, 7, 3), name="B", kind="x"),
            ],
            by=None,
        )

    assert not Holiday.objects.exists()


def test_the_joint_decree_of_2026_has_17_public_days_and_8_of_joint_leave():
    days = national_holidays([2026])

    assert days[0].date == date(2026, 1, 1)
    assert [day.kind for day in days].count("public") == 17
    assert {day.date for day in days if day.kind == "joint_leave"} == {
        date(2026, 2, 16),
        date(2026, 3, 18),
        date(2026, 3, 20),
        date(2026, 3, 23),
        date(2026, 3, 24),
        date(2026, 5, 15),
        date(2026, 5, 28),
        date(2026, 12, 24),
    }
    assert not Holiday.objects.exists()
