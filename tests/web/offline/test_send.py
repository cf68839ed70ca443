"""The door for reports that waited on a phone: each answer, and what it leaves behind."""

from typing import Any

from django.test import Client
from tests.people.make import a_person
from tests.web.work.visit import KEY, a_file, enter, filed
from tests.work.make import Centre, a_photo, a_report, days_ago

from kinerja.people.person import Person
from kinerja.planning.plan import Plan
from kinerja.records.event import Event
from kinerja.work.report import Report

JSON = {"HTTP_ACCEPT": "application/json"}


def send(client: Client, author: Person, **fields: Any) -> Any:
    fields = {"author": author.pk, "result": 0} | fields
    return client.post("/lapor/kirim/", filed(**fields), **JSON)


def test_stored_once_and_the_first_receipt_for_every_repeat(centre: Centre) -> None:
    client = enter(centre.sari)
    fields = {"result": centre.checks.pk, "quantity": "12,5", "done_on": "2026-10-09"}

    first = send(client, centre.sari, photo=a_file("kelas.png", a_photo()), **fields)
    again = send(client, centre.sari, text="Isi lain dengan kunci yang sama", **fields)

    report = Report.objects.get(key=KEY)
    said = {"receipt": f"261009-{report.pk}", "url": f"/?terima={report.pk}"}
    assert (first.status_code, first.json()) == (201, said)
    assert (again.status_code, again.json()) == (200, said)
    assert (report.text, report.done_on, report.result) == (
        "Memeriksa 12 ibu hamil",
        days_ago(3),
        centre.checks,
    )
    assert report.evidence.count() == 1
    assert Event.objects.filter(name="report.filed").count() == 1


def test_a_repeat_is_answered_also_when_the_plan_is_gone_meanwhile(centre: Centre) -> None:
    client = enter(centre.sari)
    send(client, centre.sari, result=centre.checks.pk)
    Plan.objects.filter(pk=centre.checks.plan_id).update(state=Plan.State.DRAFT)

    assert send(client, centre.sari, result=centre.checks.pk).status_code == 200


def test_only_under_the_account_that_wrote_it(centre: Centre) -> None:
    answer = send(enter(centre.tono), centre.sari)

    assert answer.status_code == 403
    assert answer.json()["code"] == "author"
    assert "ditulis dengan akun lain" in answer.json()["words"][0]
    assert not Report.objects.exists()


def test_a_key_of_somebody_else_is_not_answered_with_their_receipt(centre: Centre) -> None:
    a_report(centre.tono, key=KEY)

    answer = send(enter(centre.sari), centre.sari)

    assert answer.status_code == 403
    assert answer.json()["code"] == ""
    assert Report.objects.count() == 1


def test_what_is_wrong_in_the_form_comes_back_in_words(centre: Centre) -> None:
    client = enter(centre.sari)

    answer = send(client, centre.sari, result=centre.checks.pk, quantity="dua belas")

    assert answer.status_code == 422
    assert answer.json() == {
        "code": "form",
        "words": ["Tulis angka dengan koma untuk pecahan, misalnya 1.234,5."],
    }
    assert send(client, centre.sari, key="bukan kunci").status_code == 422
    assert not Report.objects.exists()


def test_what_a_rule_refuses_comes_back_in_words(centre: Centre) -> None:
    answer = send(enter(centre.sari), centre.sari, done_on="2026-10-13")

    assert answer.status_code == 409
    assert answer.json()["words"] == [
        "Tanggal kerja belum tiba. Laporkan setelah pekerjaan dilakukan."
    ]
    nobody = a_person("Tamu")
    assert send(enter(nobody), nobody).status_code == 409  # no post
    assert not Report.objects.exists()


def test_a_session_that_ended_and_a_stale_token_are_told_apart(centre: Centre) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = enter(centre.sari).cookies

    assert send(Client(), centre.sari).status_code == 401
    assert Client().get("/lapor/kirim/", **JSON).json()["code"] == "sign-in"
    stale = send(strict, centre.sari)
    assert (stale.status_code, stale.json()["code"]) == (403, "csrf")

    ticket = strict.get("/lapor/kirim/", **JSON).json()
    assert ticket["author"] == centre.sari.pk
    sent = strict.post(
        "/lapor/kirim/",
        filed(author=centre.sari.pk, result=0),
        HTTP_X_CSRFTOKEN=ticket["token"],
        **JSON,
    )
    assert sent.status_code == 201


def test_people_are_still_led_to_the_sign_in(centre: Centre) -> None:
    answer = Client().get("/lapor/kirim/")

    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "/akun/masuk/?next=/lapor/kirim/",
    )
