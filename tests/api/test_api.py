"""The interface for programs: a token's reports and values, each refusal in words."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from tests.people.make import a_role, an_account
from tests.work.make import Centre, a_report, days_ago

from kinerja.api.interface import MOST_A_MINUTE
from kinerja.needs.complaint.category import set_category
from kinerja.needs.complaint.complaint import Complaint, secret_of
from kinerja.people.account import Account
from kinerja.people.person import Person
from kinerja.people.role import Role
from kinerja.people.token import create_token
from kinerja.planning.goal import add_goal
from kinerja.planning.key_indicator import KeyIndicator, KeyValue, add_key_indicator
from kinerja.records.event import Event
from kinerja.work.report import Report

TODAY = date(2026, 10, 12)


def key_of(person: Person, *scopes: str) -> str:
    account = Account.objects.filter(person=person).first() or an_account(person)
    _, secret = create_token(
        account=account,
        name="Uji",
        scopes=scopes or ("laporan", "nilai"),
        expires_on=date(2027, 1, 1),
        by=person,
        on=TODAY,
    )
    return secret


class Program:
    """Asks with the token of a person."""

    def __init__(self, person: Person, *scopes: str) -> None:
        self.headers = {"HTTP_AUTHORIZATION": f"Bearer {key_of(person, *scopes)}"}
        self.client = Client()

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1{path}", **self.headers)

    def post(self, path: str, said: dict[str, Any], key: object = None) -> Any:
        extra = self.headers | ({"HTTP_IDEMPOTENCY_KEY": str(key)} if key else {})
        return self.client.post(f"/api/v1{path}", said, content_type="application/json", **extra)


@pytest.fixture
def sari(centre: Centre) -> Program:
    return Program(centre.sari)


def test_me_and_my_plan_items(centre: Centre, sari: Program) -> None:
    assert sari.get("/me").json() == {
        "name": "Sari",
        "nip": centre.sari.nip,
        "scopes": ["laporan", "nilai"],
        "today": "2026-10-12",
    }
    assert sari.get("/results").json() == [
        {
            "id": centre.checks.pk,
            "title": "Ibu hamil diperiksa",
            "unit": "pemeriksaan",
            "year": 2026,
        },
        {"id": centre.classes.pk, "title": "Kelas ibu berjalan", "unit": "", "year": 2026},
    ]


def test_a_report_is_filed_once(centre: Centre, sari: Program) -> None:
    key = uuid4()
    said = {
        "text": "Memeriksa 12 ibu hamil",
        "done_on": "2026-10-09",
        "result": centre.checks.pk,
        "quantity": "12.5",
    }

    first, again = sari.post("/reports", said, key), sari.post("/reports", said, key)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    report = Report.objects.get()
    assert (report.person, report.done_on, str(report.quantity)) == (
        centre.sari,
        days_ago(3),
        "12.50",
    )
    assert first.json()["receipt"] == f"261009-{report.pk}"
    assert Event.objects.filter(name="report.filed").count() == 1


def test_refusals_say_why_and_change_nothing(centre: Centre, sari: Program) -> None:
    of_budi = a_report(centre.budi)
    cases: list[tuple[dict[str, Any], object, int, str]] = [
        ({"text": "Besok", "done_on": "2026-10-13"}, uuid4(), 409, "Tanggal kerja belum tiba"),
        ({"text": "Lain", "result": 999_999}, uuid4(), 409, "tidak ada dalam rencana Anda"),
        (
            {"text": "Lain", "result": centre.classes.pk, "quantity": "3"},
            uuid4(),
            409,
            "tidak dihitung dari jumlah",
        ),
        ({"text": "Lain"}, of_budi.key, 403, "akun lain"),
        ({"text": ""}, uuid4(), 422, "text: belum diisi."),
        ({}, uuid4(), 422, "text: belum diisi."),
        ({"text": "Lain"}, None, 422, "belum diisi."),
        ({"text": "Lain"}, "bukan-uuid", 422, "harus berupa UUID."),
        ({"text": "Lain", "quantity": "dua"}, uuid4(), 422, "quantity: harus berupa angka"),
        ({"text": "Lain", "done_on": "kemarin"}, uuid4(), 422, "done_on: harus berupa tanggal"),
        ({"text": "Lain", "person": centre.tono.pk}, uuid4(), 422, "person: tidak dikenal."),
    ]
    for said, key, status, words in cases:
        answer = sari.post("/reports", said, key)
        assert answer.status_code == status, (said, answer.content)
        assert words in " ".join(answer.json()["words"])
    broken = sari.client.post(
        "/api/v1/reports", "{", content_type="application/json", **sari.headers
    )
    assert (broken.status_code, broken.json()["code"]) == (422, "input")
    assert Report.objects.count() == 1


def test_reports_since_a_day_and_only_ones_own(centre: Centre, sari: Program) -> None:
    a_report(centre.sari, "Lama", done_on=days_ago(9))
    new = [a_report(centre.sari, f"Baru {day}", done_on=days_ago(day)) for day in (3, 1)]
    a_report(centre.tono)

    answer = sari.get("/reports?since=2026-10-09").json()

    assert ([one["text"] for one in answer["reports"]], answer["more"]) == (
        ["Baru 3", "Baru 1"],
        False,
    )
    answer = sari.get(f"/reports?since=2026-10-09&after={new[0].pk}").json()
    assert [one["id"] for one in answer["reports"]] == [new[1].pk]


def an_indicator(centre: Centre) -> KeyIndicator:
    a_role(centre.rina, Role.Name.PERSONNEL_ADMIN)
    goal = add_goal(
        title="Ibu sehat",
        level="objective",
        years=(2025, 2029),
        unit=centre.centre,
        by=centre.rina,
        on=TODAY,
    )
    return add_key_indicator(
        goal=goal,
        name="Cakupan pemeriksaan",
        unit_of_measure="%",
        polarity="maximise",
        by=centre.rina,
        on=TODAY,
    )


def test_another_system_hands_in_a_value_with_its_source(centre: Centre) -> None:
    indicator, program = an_indicator(centre), Program(centre.rina)
    path = f"/indicators/{indicator.pk}/values"
    said = {"measured_on": "2026-09-30", "value": "88.5", "source": "Aplikasi ASIK"}

    first, again = program.post(path, said), program.post(path, said)

    assert (first.status_code, again.status_code) == (201, 200)
    row = KeyValue.objects.get()
    assert (str(row.value), row.source, row.origin, row.recorded_by) == (
        "88.5000",
        "Aplikasi ASIK",
        "system",
        centre.rina,
    )
    assert first.json()["id"] == again.json()["id"] == row.pk
    assert program.post(path, said | {"source": ""}).status_code == 422
    assert program.post(path, said | {"measured_on": "2026-10-13"}).status_code == 409
    assert Program(centre.sari).post(path, said | {"value": "1"}).status_code == 403
    assert program.post("/indicators/999999/values", said).status_code == 404
    assert KeyValue.objects.count() == 1


def test_a_token_does_only_what_it_is_for(centre: Centre) -> None:
    reports, values = Program(centre.sari, "laporan"), Program(centre.sari, "nilai")

    assert values.post("/reports", {"text": "Lain"}, uuid4()).status_code == 403
    assert values.get("/reports").status_code == 403
    refused = reports.post(
        "/indicators/1/values", {"measured_on": "2026-09-30", "value": "1", "source": "x"}
    )
    assert (refused.status_code, refused.json()["words"]) == (
        403,
        ["Token ini tidak mempunyai kegunaan “nilai”."],
    )


def test_without_a_token_nobody_comes_in(centre: Centre) -> None:
    client = Client()
    client.force_login(an_account(centre.sari))  # a session is no token

    for answer in (
        client.get("/api/v1/me"),
        client.get("/api/v1/me", HTTP_AUTHORIZATION="Bearer kin_salah"),
        client.post("/api/v1/reports", {"text": "x"}, content_type="application/json"),
    ):
        assert answer.status_code == 401
        assert "Buat token baru" in answer.json()["words"][0]
    assert not Report.objects.exists()


def test_a_token_asks_so_often_and_no_more(centre: Centre, sari: Program) -> None:
    cache.clear()
    for _ in range(MOST_A_MINUTE):
        assert sari.get("/me").status_code == 200
    refused = sari.get("/me")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert Program(centre.tono).get("/me").status_code == 200


def test_the_description_is_open_and_complete(centre: Centre) -> None:
    said = Client().get("/api/v1/openapi.json").json()

    assert said["openapi"].startswith("3.1")
    assert set(said["paths"]) == {
        "/api/v1/me",
        "/api/v1/results",
        "/api/v1/reports",
        "/api/v1/aggregates",
        "/api/v1/complaints",
        "/api/v1/complaints/{complaint_id}",
        "/api/v1/service-data/{dataset_id}/figures",
        "/api/v1/indicators/{indicator_id}/values",
    }


def test_a_complaint_of_another_channel_is_taken_in_once(centre: Centre) -> None:
    a_role(centre.tono, Role.Name.SURVEY_OFFICER)
    set_category(name="Waktu pelayanan", usual_class="normative", by=centre.tono, on=TODAY)
    program, key = Program(centre.tono, "pengaduan"), uuid4()
    said = {
        "text": "Antre tiga jam.",
        "category": "waktu pelayanan",
        "unit": centre.centre.code,
        "reach": "0812",
        "external_id": "WA-7",
    }

    first, again = program.post("/complaints", said, key), program.post("/complaints", said, key)
    state = program.get(f"/complaints/{first.json()['id']}")

    complaint = Complaint.objects.get()
    assert (first.status_code, again.status_code) == (201, 200)
    assert (
        first.json()
        == again.json()
        == {
            "id": complaint.pk,
            "code": complaint.code,
            "secret": secret_of(complaint),
            "state": "received",
        }
    )
    assert (state.json()["unit"], state.json()["external_id"]) == (centre.centre.code, "WA-7")
    assert "Antre" not in state.content.decode()


def test_a_complaint_that_cannot_be_is_refused_in_words(centre: Centre) -> None:
    a_role(centre.tono, Role.Name.SURVEY_OFFICER)
    desk, sari = Program(centre.tono, "pengaduan"), Program(centre.sari, "pengaduan")
    said = {"text": "Antre."}

    answers = [
        desk.post("/complaints", said | {"category": "Apa"}, uuid4()),
        desk.post("/complaints", said | {"unit": "X"}, uuid4()),
        desk.post("/complaints", said | {"received_at": "2026-10-01T09:00:00"}, uuid4()),
        sari.post("/complaints", said, uuid4()),
        Program(centre.tono, "laporan").post("/complaints", said, uuid4()),
    ]

    assert [one.status_code for one in answers] == [409, 409, 409, 403, 403]
    assert answers[0].json()["words"] == ["category: kategori ini tidak dikenal."]
    assert not Complaint.objects.exists()
