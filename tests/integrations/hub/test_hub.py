"""Numbers of agencies: what is hidden, what is refused, how they stand side by side."""

import json
from datetime import date, datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.people.make import a_member, a_person, an_account, an_admin, an_agency
from tests.web.work.visit import enter
from tests.work.make import NOW, WIB, a_centre, a_report

from kinerja.integrations.hub.aggregate import (
    CELLS,
    UnreadableAggregate,
    aggregate_of,
    read_document,
)
from kinerja.integrations.hub.comparison import compare
from kinerja.integrations.hub.member import Member, add_member, end_member
from kinerja.integrations.hub.received import Received, receive_file
from kinerja.jobs.console import run
from kinerja.people.refusals import NotAllowed
from kinerja.people.token import create_token
from kinerja.records.event import Event

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield


def said(code="13.77", period="2026-09", made_at="2026-10-02T08:00:00+07:00", **changes):
    """A document as it travels; `pns` replaces numbers of the PNS."""
    pns = dict(zip(CELLS, (120, 100, 10, 2000, 1800, 50, 150), strict=True))
    pns |= changes.pop("pns", {})
    return {
        "schema": "kinerja.aggregate",
        "version": 1,
        "agency": {"code": code, "name": f"Kota {code}"},
        "period": period,
        "made_at": made_at,
        "cells": {"pns": pns},
    } | changes


def a_file(*documents) -> bytes:
    (one, *more) = documents
    bundle = {"schema": "kinerja.aggregates", "version": 1, "items": list(documents)}
    return json.dumps(bundle if more else one).encode()


def test_an_agency_tells_numbers_and_nobody_can_be_picked_out():
    centre = a_centre()
    for name in "ABCDEF":
        a_report(a_member(name, centre.centre))
    pppk = a_person("Wira", kind="pppk")
    a_report(centre.sari)
    seat = centre.tono.assignments.get()
    seat.person = pppk
    seat.save()

    document = aggregate_of(code="13.77", name="Kota Uji", month=OCTOBER, at=NOW).document()

    # Of ten PNS seven have reported: the three silent ones stay hidden, as does Sari's only plan.
    pns = [10, None, None, 7, 0, 0, 7]
    assert document == said(
        period="2026-10",
        made_at="2026-10-12T14:05:00+07:00",
        agency={"code": "13.77", "name": "Kota Uji"},
        cells={
            "pns": dict(zip(CELLS, pns, strict=True)),
            "pppk": dict.fromkeys(CELLS),  # one person
        },
    )
    assert read_document(json.dumps(document).encode(), now=NOW)[0].document() == document
    for name in ("Sari", "Wira", "Puskesmas"):
        assert name not in json.dumps(document)


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"names": ["Sari"]}, "names tidak dikenal. Agregat hanya memuat angka"),
        ({"version": 2}, "Versi agregat ini bukan 1"),
        ({"schema": "other"}, "bukan agregat Kinerja"),
        ({"period": "2026-13"}, "Periode ditulis seperti 2026-10"),
        ({"made_at": "2026-10-02T08:00:00"}, "tidak menyebut zona waktunya"),
        ({"made_at": "2026-11-02T08:00:00+07:00"}, "di masa depan"),
        ({"made_at": "2026-08-31T08:00:00+07:00"}, "sebelum bulannya mulai"),
        ({"agency": {"code": "13 77", "name": "Kota"}}, "Kode instansi"),
        ({"cells": {"honorer": {}}}, "hanya pns dan pppk"),
        ({"pns": {"planned": 121}}, "lebih banyak daripada seluruhnya"),
        ({"pns": {"accepted": 1900}}, "menurut keadaan lebih banyak"),
        ({"pns": {"reports": -1}}, "bilangan bulat dari nol"),
        ({"pns": {"reports": True}}, "bilangan bulat dari nol"),
        ({"pns": {"silent": 3}}, "silent: angka ini menunjuk sedikit orang"),
        ({"pns": {"planned": 118}}, "planned: angka ini menunjuk sedikit orang"),
        ({"pns": {"people": None}}, "angka lainnya juga"),
        ({"pns": {"nip": 1}}, "nip tidak dikenal"),
    ],
)
def test_what_is_not_an_aggregate_is_refused_with_words(document, words):
    add_member(code="13.77", name="Kota Pariaman", by=None)

    with pytest.raises(UnreadableAggregate, match=words):
        receive_file(content=a_file(said(**document)), by=None, at=NOW)

    assert not Received.objects.exists()


def test_a_file_is_kept_whole_or_not_at_all_and_once():
    an_agency()
    add_member(code="13.77", name="Kota Pariaman", by=None)
    both = a_file(said(), said(code="99"))

    with pytest.raises(UnreadableAggregate, match="Kode 99 tidak ada dalam daftar"):
        receive_file(content=both, by=None, at=NOW)
    assert not Received.objects.exists()

    first = receive_file(content=a_file(said()), by=None, at=NOW)
    assert receive_file(content=a_file(said()), by=None, at=NOW) == first
    with pytest.raises(UnreadableAggregate, match="angkanya lain"):
        receive_file(content=a_file(said(pns={"reports": 2100})), by=None, at=NOW)
    old = said(made_at="2026-10-01T08:00:00+07:00")
    with pytest.raises(UnreadableAggregate, match="yang lebih baru sudah diterima"):
        receive_file(content=a_file(old), by=None, at=NOW)
    event = Event.objects.get(name="hub.received")
    assert (event.about_id, event.data["code"]) == (first[0].pk, "13.77")


def test_side_by_side_stale_and_missing_are_named_and_never_zero():
    an_agency()
    for code, name in (("1", "Agam"), ("2", "Bukittinggi"), ("3", "Dharmasraya"), ("4", "Solok")):
        add_member(code=code, name=name, by=None)
    documents = (
        said("1"),
        said("2", pns={"people": 80, "planned": 70, "silent": None, "reports": 2500}),
        said("3", made_at="2026-09-30T23:00:00+07:00"),  # before the month was over
    )
    receive_file(content=a_file(*documents), by=None, at=NOW)

    found = compare(SEPTEMBER, NOW.date())

    assert (found.fresh, found.stale, found.missing) == (
        ["Agam", "Bukittinggi"],
        ["Dharmasraya"],
        ["Solok"],
    )
    assert found.rows[3].numbers == {}
    sums = dict(zip(CELLS, found.sums["pns"], strict=True))
    assert (sums["people"].value, sums["people"].agencies) == (200, 2)
    assert (sums["silent"].value, sums["silent"].agencies) == (10, 1)  # one does not tell it
    assert sums["reports"].value == 4500


def test_who_has_left_is_not_awaited_after_that_month(django_assert_num_queries):
    an_agency()
    member = add_member(code="1", name="Agam", region="Sumatera Barat", by=None)
    add_member(code="2", name="Bengkalis", region="Riau", by=None)
    end_member(member=member, month=SEPTEMBER, by=None)

    with django_assert_num_queries(2):
        assert compare(SEPTEMBER, NOW.date()).missing == ["Bengkalis", "Agam"]
    assert compare(OCTOBER, NOW.date()).missing == ["Bengkalis"]
    assert compare(SEPTEMBER, NOW.date(), "Sumatera Barat").missing == ["Agam"]


def test_by_command_from_the_city_to_the_province_to_the_nation(capsys, tmp_path):
    a_centre()
    assert run(["aggregate", "--json", "--code", "13.77", "--period", "2026-10"]) == 0
    sent = tmp_path / "13.77.json"
    sent.write_text(capsys.readouterr().out)

    assert run(["aggregate", "--receive", str(sent)]) == 2
    assert "Kode 13.77 tidak ada dalam daftar" in capsys.readouterr().err
    add_member(code="13.77", name="Kota Uji", by=None)
    assert run(["aggregate", "--receive", str(sent)]) == 0
    assert capsys.readouterr().out == "Kota Uji, 2026-10: diterima.\n"

    assert run(["aggregate", "--json", "--received", "--period", "2026-10"]) == 0
    bundle = json.loads(capsys.readouterr().out)
    assert bundle["items"] == [json.loads(sent.read_text())]
    assert run(["aggregate", "--code", ""]) == 2


def test_the_page_takes_a_file_and_shows_who_is_missing():
    an_agency()
    ani = enter(an_admin())
    assert "Belum ada instansi yang ditunggu" in ani.get("/antarinstansi/").text
    for code, name in (("13.77", "Kota Pariaman"), ("13.71", "Kota Padang")):
        ani.post("/antarinstansi/instansi/", {"code": code, "name": name})
    file = SimpleUploadedFile("a.json", a_file(said(pns={"silent": None})))
    answer = ani.post("/antarinstansi/terima/", {"file": file})
    assert answer.headers["Location"] == "/antarinstansi/?bulan=2026-09"

    page = ani.get("/antarinstansi/").text  # the last month that is over

    assert "1 dari 2 instansi mutakhir. Belum mengirim: Kota Padang." in page
    assert "Tidak diketahui, bukan nol." in page
    assert "disamarkan" in page
    assert "2 Oktober 2026 pukul 08.00 WIB" in page
    bad = SimpleUploadedFile("a.json", b"{")
    refused = ani.post("/antarinstansi/terima/", {"file": bad})
    assert (refused.status_code, "bukan JSON yang utuh" in refused.text) == (422, True)
    padang = Member.objects.get(code="13.71")
    ani.post(f"/antarinstansi/instansi/{padang.pk}/akhiri/")
    assert "Kota Padang" in ani.get("/antarinstansi/?bulan=2026-10").text
    assert "Kota Padang" not in ani.get("/antarinstansi/?bulan=2026-11").text
    assert enter(a_person("Sari")).get("/antarinstansi/").status_code == 404


def test_a_program_of_the_sender_pushes_the_numbers_of_its_own_agency(client):
    an_agency()
    sari = a_person("Sari")
    add_member(code="13.77", name="Kota Pariaman", sender=sari, by=None)
    add_member(code="13.71", name="Kota Padang", by=None)
    _, secret = create_token(
        account=an_account(sari),
        name="Pariaman",
        scopes=["agregat"],
        expires_on=date(2027, 1, 1),
        by=sari,
        on=NOW.date(),
    )

    def push(document):
        return client.post(
            "/api/v1/aggregates",
            document,
            content_type="application/json",
            headers={"Authorization": f"Bearer {secret}"},
        )

    answer = push(said())
    assert (answer.status_code, push(said()).status_code) == (201, 200)
    (kept,) = answer.json()
    assert (kept["agency"], kept["period"]) == ("13.77", "2026-09")
    assert push(said(code="13.71")).status_code == 403
    refused = push(said(version=3))
    assert (refused.status_code, refused.json()["words"]) == (
        409,
        ["Versi agregat ini bukan 1; angkanya tidak dapat disandingkan."],
    )


def test_only_the_office_says_who_is_awaited():
    an_agency()
    sari = a_person("Sari")
    with pytest.raises(NotAllowed):
        add_member(code="1", name="Agam", by=sari)
    member = add_member(code="1", name="Agam", by=None)
    with pytest.raises(NotAllowed):
        end_member(member=member, month=SEPTEMBER, by=sari)
    at = datetime(2026, 10, 12, tzinfo=WIB)
    with pytest.raises(NotAllowed, match="bukan pengirim agregat Agam"):
        receive_file(content=a_file(said("1")), by=sari, at=at)
