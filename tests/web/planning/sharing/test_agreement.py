"""Pages of shared goals: proposed, answered, told, without script."""

from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.planning.sharing.festival import MARCH, Festival, a_festival, agreed, proposed
from tests.planning.town import post_of
from tests.web.unchanged import everything

from kinerja.people.agency import found_agency
from kinerja.planning.goal import add_goal
from kinerja.planning.plan import start_plan
from kinerja.planning.sharing.agreement import ShareAgreement, SharePart
from kinerja.planning.sharing.answering import answer_part
from kinerja.planning.sharing.proposing import NewPart, propose_shares


@pytest.fixture(autouse=True)
def march():
    """It is noon of 2 March 2026."""
    with time_machine.travel("2026-03-02T12:00:00+07:00", tick=False):
        yield


@pytest.fixture
def festival(db: None) -> Festival:
    found_agency(name="Kota Contoh")
    return a_festival()


def fields(festival: Festival, *shares: str) -> dict[str, str]:
    sent = {"starts_on": "2026-03-02", "answer_by": "2026-03-13", "reason": ""}
    for unit, share in zip(festival.departments, shares, strict=True):
        sent |= {f"role_{unit.pk}": "Bersama", f"share_{unit.pk}": share}
    return sent


def test_units_are_chosen_one_by_one_and_the_proposal_is_sent(festival, enter):
    tia = enter(festival.tia)
    url = f"/sasaran/{festival.goal.pk}/bersama/usul/"
    assert "Dinas Pariwisata" in tia.get(url).content.decode()
    choose = tia.get(f"{url}?tambah=pilih").content.decode()
    assert f"tambah={festival.trade.pk}" in choose
    step = tia.get(f"{url}?tambah={festival.trade.pk}")
    assert f"unit={festival.tourism.pk}.{festival.trade.pk}" in step["Location"]
    query = urlencode({"unit": f"{festival.trade.pk}.{festival.culture.pk}"})

    wrong = tia.post(f"{url}?{query}", fields(festival, "50", "30", "10"))
    assert wrong.status_code == 422
    assert "Jumlah bagian 90%" in wrong.content.decode()
    assert 'value="30"' in wrong.content.decode()

    bare = tia.post(
        f"{url}?{query}", fields(festival, "50", "30", "20") | {"answer_by": "2020-01-01"}
    )
    assert list(bare.context["form"].errors) == ["answer_by"]
    empty = tia.post(f"{url}?{query}", {"reason": ""}).content.decode()
    assert "Peran Dinas Perdagangan belum diisi." in empty
    assert "Bagian Dinas Perdagangan belum diisi." in empty

    sent = tia.post(f"{url}?{query}", fields(festival, "50", "30", "20"))
    assert sent["Location"] == f"/sasaran/{festival.goal.pk}/bersama/"
    assert ShareAgreement.objects.get().parts.count() == 3
    page = tia.get(sent["Location"]).content.decode()
    assert "13 Maret 2026" in page
    assert "Dinas Kebudayaan" in page
    assert tia.get(url)["Location"] == sent["Location"]  # one proposal at a time


def test_the_head_reads_refuses_with_a_reason_and_the_owner_sees_it(festival, enter):
    agreement = proposed(festival)
    dani = enter(festival.dani)
    assert "Menunggu jawaban Anda" in dani.get("/sasaran/bersama/").content.decode()
    part = agreement.parts.get(unit=festival.trade)
    url = f"/sasaran/bersama/bagian/{part.pk}/"
    assert "30%" in dani.get(url).content.decode()

    before = everything()
    assert dani.post(url, {"answer": "tidak", "reason": ""}).status_code == 422
    assert dani.post(url, {"answer": ""}).status_code == 422
    assert everything() == before
    assert dani.post(url, {"answer": "tidak", "reason": "Terlalu besar."}).status_code == 302

    page = enter(festival.tia).get(f"/sasaran/{festival.goal.pk}/bersama/").content.decode()
    assert "Terlalu besar." in page
    assert "Ditolak" in page
    assert dani.get(url).status_code == 404


def test_a_refused_proposal_is_written_anew_with_what_it_said(festival, enter):
    agreement = proposed(festival, "40", "20", "40")
    part = agreement.parts.get(unit=festival.culture)
    answer_part(part=part, accept=False, reason="Sanggup 30.", by=festival.bayu, on=MARCH)

    form = enter(festival.tia).get(f"/sasaran/{festival.goal.pk}/bersama/usul/").context["form"]

    assert form.units == list(festival.departments)
    said = form.initial
    shares = [said[f"share_{unit.pk}"] for unit in festival.departments]
    assert (shares, said["starts_on"]) == ([40, 20, 40], MARCH)
    assert said[f"role_{festival.culture.pk}"] == part.role


def test_heads_plan_for_goals_of_which_their_unit_took_a_share(festival, enter):
    plan = start_plan(assignment=post_of(festival.dani), year=2026, by=festival.dani, on=MARCH)
    url = f"/rencana/{plan.pk}/hasil/baru/"
    shown = lambda: enter(festival.dani).get(url).context  # noqa: E731
    proposed(festival)
    assert "goal" not in shown()["form"].fields  # asked is not yet agreed
    assert "key_indicator" not in shown()["measure"].fields

    for head in (festival.dani, festival.bayu):
        part = SharePart.objects.to_answer(head, MARCH).get()
        answer_part(part=part, accept=True, by=head, on=MARCH)
    assert festival.goal in shown()["form"].fields["goal"].queryset
    assert festival.visitors in shown()["measure"].fields["key_indicator"].queryset


def test_everybody_reads_who_has_which_share(festival, enter):
    agreed(festival)
    page = enter(festival.nia).get(f"/sasaran/{festival.goal.pk}/bersama/").content.decode()
    for words in ("Dinas Perdagangan", "30%", "2 Maret 2026", "Berlaku sekarang"):
        assert words in page
    assert "Usulkan pembagian baru" not in page
    assert enter(festival.nia).get(f"/sasaran/{festival.goal.pk}/bersama/usul/").status_code == 404


def test_a_dissolved_unit_is_told(festival, enter):
    agreed(festival)
    festival.culture.closed_on = date(2026, 3, 2)
    festival.culture.save(update_fields=["closed_on"])
    assert "Perlu kesepakatan baru" in enter(festival.nia).get("/sasaran/bersama/").content.decode()
    page = enter(festival.tia).get(f"/sasaran/{festival.goal.pk}/bersama/").content.decode()
    assert "Dinas Kebudayaan sudah ditutup" in page


def test_withdraw_asks_for_a_reason(festival, enter):
    agreement = proposed(festival)
    tia, url = enter(festival.tia), f"/sasaran/bersama/{agreement.pk}/tarik/"
    assert tia.post(url, {"reason": ""}).status_code == 422
    assert tia.post(url, {"reason": "Salah angka."}).status_code == 302
    assert enter(festival.dani).post(url, {"reason": "Iseng"}).status_code == 404
    assert tia.get("/sasaran/bersama/").status_code == 200


def test_another_agency_gets_a_file_and_its_answer_is_loaded(festival, enter):
    tia = enter(festival.tia)
    url = f"/sasaran/{festival.goal.pk}/bersama/usul/?instansi=lain&unit={festival.trade.pk}"
    sent = {
        "starts_on": "2026-03-02",
        "answer_by": "2026-03-13",
        f"role_{festival.tourism.pk}": "Promosi",
        f"share_{festival.tourism.pk}": "50",
        f"role_{festival.trade.pk}": "Pasar",
        f"share_{festival.trade.pk}": "30",
        "agency_code": "11.06",
        "agency_name": "Kabupaten Contoh",
        "role_agency": "Armada",
        "share_agency": "20",
    }
    assert tia.post(url, sent | {"agency_code": "<b>"}).status_code == 422
    assert tia.post(url, sent).status_code == 302
    part = SharePart.objects.get(unit=None)

    file = tia.get(f"/sasaran/bersama/bagian/{part.pk}/berkas/")
    assert file["Content-Disposition"] == 'attachment; filename="tawaran-11.06.json"'
    assert file.json()["share"] == "20"
    assert enter(festival.dani).get(f"/sasaran/bersama/bagian/{part.pk}/berkas/").status_code == 404

    wrong = SimpleUploadedFile("jawaban.json", b'{"schema": "lain"}')
    refused = tia.post("/sasaran/bersama/jawaban/", {"file": wrong})
    assert refused.status_code == 422
    assert "bukan jawaban" in refused.content.decode()


def test_an_offer_of_another_agency_is_loaded_and_answered(festival, enter):
    part = propose_shares(
        goal=festival.goal,
        parts=[
            NewPart(Decimal(80), "Promosi", festival.tourism),
            NewPart(Decimal(20), "Armada", agency_code="11.06", agency_name="Kabupaten"),
        ],
        starts_on=MARCH,
        answer_by=date(2026, 3, 13),
        by=festival.tia,
        on=MARCH,
    ).parts.get(unit=None)
    content = enter(festival.tia).get(f"/sasaran/bersama/bagian/{part.pk}/berkas/").content
    festival.city.code = "11.06"
    festival.city.save(update_fields=["code"])
    wati = enter(festival.wati)
    load = "/sasaran/bersama/tawaran/muat/"
    given = lambda: {"file": SimpleUploadedFile("tawaran.json", content)}  # noqa: E731
    assert wati.post(load, given()).status_code == 422  # no unit yet

    loaded = wati.post(f"{load}?unit={festival.culture.pk}", given())
    bayu = enter(festival.bayu)
    assert "Sidik berkas" in bayu.get(loaded["Location"]).content.decode()
    assert wati.post(loaded["Location"], {"answer": "ya"}).status_code == 404
    assert bayu.post(loaded["Location"], {"answer": "ya"}).status_code == 302

    answer = bayu.get(f"{loaded['Location']}berkas/").json()
    assert (answer["accepted"], answer["unit"]) == (True, "Dinas Kebudayaan")
    assert "key" not in answer


def test_the_list_asks_as_much_for_twenty_as_for_two(festival, enter):
    def shared(number: int) -> None:
        for at in range(number):
            goal = add_goal(
                title=f"Sasaran {at}",
                level="activity",
                years=(2026, 2026),
                unit=festival.tourism,
                by=None,
                on=MARCH,
            )
            agreement = propose_shares(
                goal=goal,
                parts=[
                    NewPart(Decimal(60), "Satu", festival.tourism),
                    NewPart(Decimal(40), "Dua", festival.trade),
                ],
                starts_on=MARCH,
                answer_by=date(2026, 3, 13),
                by=festival.tia,
                on=MARCH,
            )
            part = agreement.parts.get(unit=festival.trade)
            if at % 2:
                answer_part(part=part, accept=True, by=festival.dani, on=MARCH)

    dani = enter(festival.dani)
    shared(4)
    dani.get("/sasaran/bersama/")
    with CaptureQueriesContext(connection) as few:
        dani.get("/sasaran/bersama/")
    shared(16)
    with CaptureQueriesContext(connection) as many:
        dani.get("/sasaran/bersama/")
    assert len(many) == len(few)
