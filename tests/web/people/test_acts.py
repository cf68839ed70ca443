"""Who may open the pages that change the register: those who keep it, and nobody about oneself."""

from collections.abc import Callable

import pytest
from tests.people.make import a_role, an_account
from tests.web.people.conftest import City
from tests.web.work.visit import enter

from kinerja.people.role import Role
from kinerja.records.event import Event

# What an address names in this city.
ABOUT_A_PERSON = (
    "/pegawai/{person}/ubah/",
    "/pegawai/{person}/status/",
    "/pegawai/{person}/berhenti/",
    "/pegawai/{person}/penugasan/",
    "/pegawai/{person}/mutasi/",
    "/pegawai/penugasan/{assignment}/akhiri/",
    "/pegawai/penugasan/{assignment}/atasan/",
    "/pegawai/{person}/tugas/",
    "/pegawai/tugas/{role}/akhiri/",
    "/pegawai/{person}/akun/buka/",
    "/pegawai/{person}/akun/sandi/",
    "/pegawai/{person}/akun/keadaan/",
)
ABOUT_THE_AGENCY = (
    "/pegawai/baru/",
    "/organisasi/baru/",
    "/organisasi/{unit}/nama/",
    "/organisasi/{unit}/pindah/",
    "/organisasi/{unit}/tutup/",
    "/organisasi/{unit}/jabatan/",
    "/organisasi/{unit}/sebutan/",
    "/pengaturan/",
    "/pengaturan/tampilan/",
    "/pengaturan/libur/",
    "/pengaturan/libur/nasional/",
    "/pengaturan/libur/2026-08-17/hapus/",
)


@pytest.fixture
def address(city: City) -> Callable[[str], str]:
    role = a_role(city.sari, Role.Name.COUNSELLOR)

    def filled(pattern: str) -> str:
        return pattern.format(
            person=city.sari.pk,
            assignment=city.sari_post.pk,
            role=role.pk,
            unit=city.pauh.pk,
        )

    return filled


@pytest.mark.parametrize("pattern", [*ABOUT_A_PERSON, *ABOUT_THE_AGENCY])
@pytest.mark.parametrize("viewer", ["sari", "budi", "vina", "hasan"])
def test_others_find_no_such_page_and_change_nothing(
    city: City, address: Callable[[str], str], pattern: str, viewer: str
) -> None:
    client = enter(getattr(city, viewer))
    before = Event.objects.count()

    answers = [client.get(address(pattern)), client.post(address(pattern), {"reason": "coba"})]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert Event.objects.count() == before


@pytest.mark.parametrize("pattern", ABOUT_A_PERSON)
def test_the_office_finds_the_page_of_others(
    city: City, address: Callable[[str], str], pattern: str
) -> None:
    if "akun/buka" not in pattern:
        an_account(city.sari)

    assert enter(city.ani).get(address(pattern)).status_code == 200


@pytest.mark.parametrize(
    "pattern",
    [pattern for pattern in ABOUT_A_PERSON if "{person}" in pattern],
)
def test_nobody_decides_about_oneself(city: City, pattern: str) -> None:
    client = enter(city.ani)
    before = Event.objects.count()

    answers = [
        client.get(pattern.format(person=city.ani.pk)),
        client.post(pattern.format(person=city.ani.pk), {"name": "Ani", "reason": "coba"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert (
        "Data kepegawaian Anda sendiri hanya dapat diubah oleh admin kepegawaian lain."
        in answers[0].content.decode()
    )
    assert Event.objects.count() == before


def test_a_task_that_has_ended_opens_nothing(city: City) -> None:
    city.ani.roles.update(ends_on="2026-10-11")

    assert enter(city.ani).get("/pegawai/baru/").status_code == 404
