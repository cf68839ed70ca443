"""Tasks given and taken away."""

from datetime import date

from tests.people.make import a_role
from tests.web.people.conftest import City
from tests.web.work.visit import enter

from kinerja.people.role import Role
from kinerja.people.unit import UnitName
from kinerja.records.event import Event


def test_a_task_is_given_for_the_whole_agency(city: City) -> None:
    answer = enter(city.ani).post(
        f"/pegawai/{city.vina.pk}/tugas/",
        {"name": "inspector", "on": "2026-10-12", "ends_on": "2026-12-31"},
    )

    assert answer.headers["Location"] == f"/pegawai/{city.vina.pk}/"
    role = Role.objects.get(name="inspector")
    assert (role.person, role.unit) == (city.vina, None)
    assert (role.starts_on, role.ends_on) == (date(2026, 10, 12), date(2026, 12, 31))


def test_a_unit_is_chosen_by_any_of_its_names(city: City) -> None:
    UnitName.objects.create(unit=city.pauh, name="PKM Pauh", kind="abbreviation", confirmed=True)
    client = enter(city.ani)
    address = f"/pegawai/{city.vina.pk}/tugas/"

    tops = client.get(address, {"unit": "pilih"}).context["choices"]
    by_name = client.get(address, {"unit": "pilih", "cari": "pkm"}).context["choices"]
    by_code = client.get(address, {"unit": "pilih", "cari": "k.1.2"}).context["choices"]
    answer = client.post(
        address + by_name[0].url, {"name": "unit_admin", "on": "2026-10-12", "ends_on": ""}
    )

    assert [one.title for one in tops] == ["Kota Uji", "Dinas Kesehatan"]
    assert [one.title for one in by_name] == ["Puskesmas Pauh"]
    assert [one.title for one in by_code] == ["Puskesmas Kuranji"]
    assert answer.status_code == 302
    assert Role.objects.get(name="unit_admin").unit == city.pauh


def test_an_admin_of_a_unit_needs_the_unit(city: City) -> None:
    answer = enter(city.ani).post(
        f"/pegawai/{city.vina.pk}/tugas/", {"name": "unit_admin", "on": "2026-10-12"}
    )

    assert answer.status_code == 422
    assert dict(answer.context["form"].errors) == {
        "__all__": ["Pilih unit untuk tugas admin unit."]
    }
    assert not Role.objects.filter(name="unit_admin").exists()


def test_a_task_that_runs_is_not_given_twice(city: City) -> None:
    answer = enter(city.ani).post(
        f"/pegawai/{city.vina.pk}/tugas/", {"name": "personnel_viewer", "on": "2026-10-12"}
    )

    assert answer.status_code == 422
    assert dict(answer.context["form"].errors) == {
        "__all__": ["Vina sudah mempunyai tugas Pembaca kepegawaian."]
    }


def test_a_task_is_taken_away_from_a_day_on(city: City) -> None:
    role = city.vina.roles.get()

    answer = enter(city.ani).post(f"/pegawai/tugas/{role.pk}/akhiri/", {"on": "2026-10-11"})

    assert answer.headers["Location"] == f"/pegawai/{city.vina.pk}/"
    role.refresh_from_db()
    assert role.ends_on == date(2026, 10, 11)
    assert enter(city.vina).get(f"/pegawai/{city.sari.pk}/").status_code == 404


def test_a_task_that_is_over_cannot_be_ended_again(city: City) -> None:
    role = a_role(city.sari, Role.Name.COUNSELLOR, ends_on=date(2026, 10, 11))

    answer = enter(city.ani).post(f"/pegawai/tugas/{role.pk}/akhiri/", {"on": "2027-10-11"})

    assert answer.status_code == 404
    role.refresh_from_db()
    assert role.ends_on == date(2026, 10, 11)


def test_nobody_takes_an_own_task_away(city: City) -> None:
    role = city.ani.roles.get()

    answer = enter(city.ani).post(f"/pegawai/tugas/{role.pk}/akhiri/", {"on": "2026-10-12"})

    assert answer.status_code == 403
    assert Event.objects.count() == 0
