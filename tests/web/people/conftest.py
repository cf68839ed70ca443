"""It is 12 October 2026; a small city with its leaders, one midwife and the personnel office."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from tests.people.make import (
    a_head,
    a_member,
    a_person,
    a_position,
    a_role,
    a_unit,
    an_admin,
    an_agency,
    an_assignment,
    head_post,
)

from kinerja.people.person import Person
from kinerja.people.position import Position
from kinerja.people.role import Role

TODAY = date(2026, 10, 12)
NOW = datetime(2026, 10, 12, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
SARI_NIP = "198704122010012003"


class City:
    """Kota > Dinas Kesehatan > Puskesmas Pauh, with heads and Sari; Kuranji has a vacant post.

    Ani keeps the register, Vina reads it. Fajar led Pauh until 31 March 2026, Budi since.
    """

    def __init__(self) -> None:
        an_agency()
        self.city = a_unit("Kota Uji", code="K")
        self.health = a_unit("Dinas Kesehatan", self.city, code="K.1", level="device")
        self.pauh = a_unit("Puskesmas Pauh", self.health, code="K.1.1", level="service")
        self.kuranji = a_unit("Puskesmas Kuranji", self.health, code="K.1.2", level="service")
        self.hasan = a_person("Hasan", kind=Person.Kind.OFFICIAL)
        mayor = a_position(
            self.city,
            "Wali Kota",
            leads=True,
            kind=Position.Kind.OFFICIAL,
            level=Position.Level.REGIONAL_HEAD,
        )
        an_assignment(self.hasan, mayor)
        self.rina = a_head("Rina", self.health)
        self.fajar = a_head("Fajar", self.pauh, ends_on=date(2026, 3, 31))
        self.budi = a_head("Budi", self.pauh, starts_on=date(2026, 4, 1))
        self.sari = a_person("Sari Dewi", back_title="A.Md.Keb", nip=SARI_NIP)
        self.midwife = a_position(self.pauh, "Bidan Terampil")
        self.sari_post = an_assignment(self.sari, self.midwife, decree="821/7/2026")
        self.tono = a_member("Tono", self.pauh)
        self.lina = a_member("Lina", self.kuranji)
        self.kuranji_head = head_post(self.kuranji)
        self.ani = an_admin("Ani")
        self.vina = a_person("Vina")
        a_role(self.vina, Role.Name.PERSONNEL_VIEWER)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def city(db: None) -> City:
    return City()
