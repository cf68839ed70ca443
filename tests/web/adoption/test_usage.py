"""The pages of adoption and coaching: found, coached, caught up."""

from datetime import date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.adoption.test_announcement import WIB, City
from tests.adoption.test_coaching import kept, planned
from tests.people.make import a_person, a_role, a_unit, an_admin
from tests.web.evaluation.visit import enter, hidden, mistakes, words

from kinerja.adoption.coaching import Coaching, hold_coaching
from kinerja.adoption.usage import UnitUsage, keep_usage
from kinerja.people.role import Role

pytestmark = pytest.mark.django_db
PLAN = {
    "day": "2026-10-09",
    "topic": "Melapor dari ponsel",
    "place": "Aula Pauh",
    "stage": "signed_in",
    "key": "6ee6f4b6-1f42-4d4a-8f5c-6d6dd9cdd8a4",
}


@pytest.fixture
def city():
    with time_machine.travel(datetime(2026, 10, 5, 9, 30, tzinfo=WIB), tick=False):
        yield City()


def test_the_unit_that_lags_stands_on_top_with_its_cause_and_is_coached(city: City) -> None:
    keep_usage(on=date(2026, 10, 5))
    UnitUsage.objects.filter(unit=city.pauh).update(ever=1, recent=1, lack=900)
    UnitUsage.objects.exclude(unit=city.pauh).update(lack=100)
    ani = enter(city.ani)

    ranked = words(ani.get("/adopsi/pendampingan/"))
    form = ani.get(f"/adopsi/unit/{city.pauh.pk}/dampingi/")
    sent = words(ani.post(f"/adopsi/unit/{city.pauh.pk}/dampingi/", PLAN, follow=True))

    assert ranked.index("Pauh 1 dari 3 pegawai masuk") < ranked.index("Kuranji")
    assert "2 belum pernah. Pastikan akun dan sandi pertama" in ranked
    assert form.context["form"]["topic"].value() == "Masuk pertama kali dan mengenal beranda"
    assert "Direncanakan" in sent
    assert "bukan nilai siapa pun dan tidak dipakai dalam penilaian" in ranked
    one = Coaching.objects.get()
    invited = words(enter(city.sari).get(one.page))
    assert "Aula Pauh" in invited
    assert "Tono" not in invited
    assert enter(city.lina).get(one.page).status_code == 404


def test_after_it_the_figures_before_and_after_stand_side_by_side(city: City) -> None:
    one = planned(city, day=date(2026, 10, 5))
    kept(city, date(2026, 9, 28), 2)
    ani, address = enter(city.ani), f"{one.page}hasil/"

    lacking = ani.post(address, {"hasil-agreed": ""})
    ani.post(address, {"hasil-agreed": "Jumat lapor bersama.", "hasil-came": [city.sari.pk]})
    early = words(ani.get(one.page))
    with time_machine.travel(datetime(2026, 10, 20, 9, tzinfo=WIB), tick=False):
        kept(city, date(2026, 10, 19), 9)
        late = words(enter(city.ani).get(one.page))
        leader = words(enter(city.budi).get(one.page))
        guest = words(enter(city.sari).get(one.page))

    assert mistakes(lacking) == ["Yang disepakati belum diisi."]
    assert "Angka sesudahnya belum ada." in early
    assert "2 dari 10 (20%) 9 dari 10 (90%) naik 70 poin" in late
    assert "sebabnya bisa juga hal lain" in late
    assert "naik 70 poin" in leader
    assert "Tidak hadir" not in leader
    assert "naik 70 poin" not in guest
    assert "Jumat lapor bersama." in guest


def test_a_record_that_another_coach_wrote_is_not_replaced_unseen(city: City) -> None:
    one = planned(city, day=date(2026, 10, 5))
    ani, address = enter(city.ani), f"{one.page}hasil/"
    before = hidden(ani.get(one.page), "hasil-seen")
    by_other = {"came": [city.sari.pk], "agreed": "Kata rekan."}
    hold_coaching(coaching=one, by=an_admin("Ana"), on=one.day, **by_other)
    mine = {"hasil-agreed": "Kata saya.", "hasil-came": [city.tono.pk]}
    mine["hasil-seen"] = before

    answer = ani.post(address, mine)

    assert answer.status_code == 422
    assert "sekarang Yang hadir Sari Yang disepakati Kata rekan." in words(answer)
    assert "Kata saya." in answer.content.decode()
    one.refresh_from_db()
    assert one.agreed == "Kata rekan."
    seen = hidden(answer, "hasil-seen")
    assert ani.post(address, mine | {"hasil-seen": seen}).status_code == 302
    assert ani.post(address, mine).status_code == 302  # sent twice
    one.refresh_from_db()
    assert one.agreed == "Kata saya."
    assert one.guests.get(came=True).person == city.tono


def test_too_few_people_are_said_honestly_and_never_as_a_share(city: City) -> None:
    one = planned(city, day=date(2026, 10, 5))
    kept(city, date(2026, 9, 28), 1, people=3)
    kept(city, date(2026, 10, 12), 3, people=3)
    with time_machine.travel(datetime(2026, 10, 12, 9, tzinfo=WIB), tick=False):
        hold_coaching(coaching=one, came=[], agreed="Ya.", by=city.ani, on=date(2026, 10, 12))
        page = words(enter(city.ani).get(one.page))

    assert "1 dari 3 3 dari 3 terlalu sedikit untuk dibandingkan" in page
    assert "%" not in page


def test_leaders_see_their_units_with_names_and_others_nothing(city: City) -> None:
    keep_usage(on=date(2026, 10, 5))
    budi = words(enter(city.budi).get("/adopsi/"))
    lala = a_person("Lala")
    a_role(lala, Role.Name.TRAINING_OFFICER)
    trainer = words(enter(lala).get(f"/adopsi/unit/{city.pauh.pk}/"))

    assert "Adopsi: Pauh" in budi
    assert "Mungkin perlu dibantu" in budi
    assert "Sari" in budi
    assert "Rencanakan pendampingan" not in budi
    assert "Rencanakan pendampingan" in trainer
    assert "Sari" not in trainer
    assert enter(city.sari).get("/adopsi/").status_code == 404
    assert enter(city.budi).get(f"/adopsi/unit/{city.kuranji.pk}/").status_code == 404
    assert enter(city.budi).get("/adopsi/pendampingan/").status_code == 404
    assert enter(city.budi).post(f"/adopsi/unit/{city.pauh.pk}/dampingi/", PLAN).status_code == 404


def test_the_last_stage_is_a_column_only_while_something_is_evaluated(city: City) -> None:
    keep_usage(on=date(2026, 10, 5))
    ani = enter(city.ani)
    usages = UnitUsage.objects.all()

    usages.update(reviews=0, signed=0)
    quiet = ani.get("/adopsi/").content.decode()
    usages.filter(unit=city.pauh).update(reviews=3, signed=2)
    busy = ani.get("/adopsi/").content.decode()

    assert ">Dinilai</th>" not in quiet
    assert ">Dinilai</th>" in busy
    assert "2 dari 3" in busy


def test_before_the_first_night_the_pages_say_so(city: City) -> None:
    assert "Belum dihitung" in words(enter(city.ani).get("/adopsi/"))
    assert "Belum dihitung" in words(enter(city.ani).get("/adopsi/pendampingan/"))


def test_called_off(city: City) -> None:
    one = planned(city)
    ani = enter(city.ani)

    assert ani.post(f"{one.page}batal/", {"batal-reason": ""}).status_code == 422
    page = words(ani.post(f"{one.page}batal/", {"batal-reason": "Hujan."}, follow=True))
    assert "Dibatalkan" in page
    assert "Hujan." in page


def test_the_pages_cost_the_same_for_three_units_and_for_fifteen(city: City) -> None:
    client, counts = enter(city.ani), []
    for number in (3, 12):
        for n in range(number):
            city.pauh = a_unit(f"SD {number} {n}", city.dinas)
            kept(city, date(2026, 10, 5), 3)
        for address in ("/adopsi/pendampingan/", f"/adopsi/unit/{city.dinas.pk}/"):
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))

    assert counts[:2] == counts[2:]
