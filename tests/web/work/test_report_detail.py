"""One report: reading, correcting, taking back, feedback; and who may not."""

from decimal import Decimal

import pytest
from tests.web.work.visit import KEY, a_file, enter
from tests.work.make import NOW, PDF, a_report, days_ago

from kinerja.feedback.feedback import Feedback
from kinerja.people.assignment import Assignment
from kinerja.records.event import Event
from kinerja.work.correction import correct_report
from kinerja.work.evidence import Evidence
from kinerja.work.report import Report
from kinerja.work.verification import answer_report

ADDRESSES = [
    "",
    "perbaiki/",
    "tarik/",
    "umpan-balik/",
    "berkas/{evidence}/",
    "berkas/{evidence}/kecil/",
]


def test_the_author_reads_what_was_sent_and_what_became_of_it(centre):
    report = a_report(
        centre.sari,
        "12 ibu <b>",
        result=centre.checks,
        quantity=Decimal("12.5"),
        done_on=days_ago(2),
        files=[("daftar.pdf", PDF)],
    )
    answer_report(report=report, verdict="ask", by=centre.budi, at=NOW, note="Berapa orang?")

    response = enter(centre.sari).get(f"/laporan/{report.pk}/")

    assert response.status_code == 200
    for words in (
        f"Laporan 261010-{report.pk}",
        "12 ibu &lt;b&gt;",
        "12,5 pemeriksaan",
        "Ibu hamil diperiksa",
        "tepat waktu",
        "daftar.pdf",
        "Berapa orang?",
    ):
        assert words in response.text
    assert [line.what for line in response.context["history"]] == [
        "Laporan ditanyakan",
        "Laporan dikirim",
    ]
    assert response.context["correction_open"] is True
    assert response.context["may_answer"] is False
    assert response.context["feedback_form"] is None


def test_the_leader_reads_it_with_the_answer_and_feedback_at_hand(centre):
    report = a_report(centre.sari)

    response = enter(centre.budi).get(f"/laporan/{report.pk}/")

    assert response.context["correction"] is None
    assert response.context["may_answer"] is True
    assert response.context["feedback_form"] is not None
    assert enter(centre.rina).get(f"/laporan/{report.pk}/").context["may_answer"] is False


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["a colleague", "elsewhere", "the former leader"])
def test_for_others_it_is_not_there(centre, address, method, who):
    report = a_report(centre.sari, files=[("a.pdf", PDF)])
    person = {"a colleague": centre.tono, "elsewhere": centre.dewi}.get(who, centre.budi)
    if who == "the former leader":
        Assignment.objects.filter(person=centre.budi).update(ends_on=days_ago(1))
    path = f"/laporan/{report.pk}/{address.format(evidence=report.evidence.get().pk)}"
    client = enter(person)
    before = Event.objects.count()

    response = getattr(client, method)(
        path, {"text": "Lain", "version": 1, "key": KEY, "tone": "positive"}
    )
    missing = getattr(client, method)(path.replace(f"/{report.pk}/", "/999999/"))

    assert (response.status_code, missing.status_code) == (404, 404)
    assert Report.objects.get().text == "Memeriksa 12 ibu hamil"
    assert Event.objects.count() == before


# --- Correcting


def test_correcting_with_one_more_file_and_one_less(centre):
    report = a_report(centre.sari, "Lama", files=[("lama.pdf", PDF)])
    old = report.evidence.get()

    response = enter(centre.sari).post(
        f"/laporan/{report.pk}/perbaiki/",
        {
            "text": "Baru",
            "result": centre.checks.pk,
            "quantity": "3",
            "version": 1,
            "without": [old.pk],
            "documents": [a_file("baru.pdf", PDF + b"1")],
        },
    )

    stored = Report.objects.get()
    assert (response.status_code, response.url) == (302, f"/laporan/{report.pk}/")
    assert (stored.text, stored.result, stored.quantity) == ("Baru", centre.checks, Decimal(3))
    assert [str(one) for one in Evidence.objects.all()] == ["baru.pdf"]


def test_the_second_window_sees_both_versions_and_may_then_replace(centre):
    report = a_report(centre.sari, "Satu")
    correct_report(report=report, version=1, text="Dua", by=centre.sari, at=NOW)
    client, path = enter(centre.sari), f"/laporan/{report.pk}/perbaiki/"

    response = client.post(path, {"text": "Tiga", "result": "0", "version": 1})

    assert response.status_code == 422
    assert Report.objects.get().text == "Dua"
    assert '<blockquote class="keep-lines">Dua</blockquote>' in response.text
    assert response.context["correction"]["text"].value() == "Tiga"
    assert response.context["correction"]["version"].value() == "2"
    client.post(path, {"text": "Tiga", "result": "0", "version": 2})
    assert Report.objects.get().text == "Tiga"


def test_a_wrong_correction_keeps_what_was_typed(centre):
    report = a_report(centre.sari, "Satu")

    response = enter(centre.sari).post(
        f"/laporan/{report.pk}/perbaiki/",
        {"text": "Dua", "result": centre.checks.pk, "quantity": "-2", "version": 1},
    )

    assert response.status_code == 422
    assert response.context["correction"]["text"].value() == "Dua"
    assert response.context["correction_open"] is True
    assert list(response.context["correction"].errors) == ["quantity"]
    assert Report.objects.get().version == 1


@pytest.mark.parametrize("state", ["noted", "frozen", "withdrawn"])
def test_what_is_accepted_or_taken_back_has_no_form(centre, state):
    report = a_report(centre.sari, "Satu")
    Report.objects.update(state=state)
    client = enter(centre.sari)

    assert client.get(f"/laporan/{report.pk}/").context["correction"] is None
    response = client.post(f"/laporan/{report.pk}/perbaiki/", {"text": "Dua", "version": 1})

    assert response.url == f"/laporan/{report.pk}/"
    assert Report.objects.get().text == "Satu"


def test_the_leader_corrects_nothing(centre):
    report = a_report(centre.sari, "Satu")

    enter(centre.budi).post(f"/laporan/{report.pk}/perbaiki/", {"text": "Dua", "version": 1})

    assert Report.objects.get().text == "Satu"


# --- Taking back


def test_taking_back(centre):
    report = a_report(centre.sari)

    response = enter(centre.sari).post(f"/laporan/{report.pk}/tarik/", follow=True)

    assert f"Laporan {report.receipt} ditarik." in response.text
    assert Report.objects.get().state == "withdrawn"


def test_taking_back_what_is_accepted_or_of_another_is_refused(centre):
    report = a_report(centre.sari)

    assert enter(centre.budi).post(f"/laporan/{report.pk}/tarik/").status_code == 403
    answer_report(report=report, verdict="accept", by=centre.budi, at=NOW)
    assert enter(centre.sari).post(f"/laporan/{report.pk}/tarik/").status_code == 409
    assert enter(centre.sari).get(f"/laporan/{report.pk}/tarik/").status_code == 302

    assert Report.objects.get().state == "noted"


# --- Feedback


def test_the_leader_gives_feedback_once(centre):
    report = a_report(centre.sari)
    client = enter(centre.budi)
    sent = {"purpose": "rating", "tone": "positive", "text": "Rapi.", "key": KEY}

    for _ in range(2):
        response = client.post(f"/laporan/{report.pk}/umpan-balik/", sent)

    feedback = Feedback.objects.get()
    assert response.url == f"/laporan/{report.pk}/"
    assert (feedback.giver, feedback.receiver, feedback.report, feedback.text) == (
        centre.budi,
        centre.sari,
        report,
        "Rapi.",
    )
    assert "Rapi." in enter(centre.sari).get(f"/laporan/{report.pk}/").text
    assert "Rapi." in enter(centre.sari).get("/umpan-balik/").text
    assert "Rapi." not in enter(centre.tono).get("/umpan-balik/").text


def test_feedback_without_words_or_to_oneself_leaves_nothing(centre):
    report = a_report(centre.sari)
    sent = {"purpose": "rating", "tone": "positive", "text": " ", "key": KEY}

    response = enter(centre.budi).post(f"/laporan/{report.pk}/umpan-balik/", sent)
    own = enter(centre.sari).post(f"/laporan/{report.pk}/umpan-balik/", sent | {"text": "Hebat."})

    assert response.status_code == 422
    assert response.context["feedback_form"].errors == {"text": ["Umpan balik belum diisi."]}
    assert own.status_code == 403
    assert not Feedback.objects.exists()
