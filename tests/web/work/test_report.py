"""Writing a report on the page, repeating it, listing one's own."""

from datetime import date
from decimal import Decimal

import pytest
from tests.people.make import a_position, an_assignment
from tests.web.evaluation.visit import words
from tests.web.work.visit import KEY, a_file, enter, filed
from tests.work.make import NOW, PDF, TODAY, a_photo, a_report, a_set_plan, days_ago

from kinerja.people.assignment import Assignment
from kinerja.planning.plan import Plan
from kinerja.records.attachment import Blob
from kinerja.records.event import Event
from kinerja.work.evidence import Evidence
from kinerja.work.report import Report


def test_sending_a_report_leads_to_its_receipt(centre):
    response = enter(centre.sari).post("/lapor/", filed(result=centre.checks.pk, quantity="12,5"))

    report = Report.objects.get()
    assert (response.status_code, response.url) == (302, f"/?terima={report.pk}")
    assert (report.person, report.text) == (centre.sari, "Memeriksa 12 ibu hamil")
    assert (report.result, report.quantity) == (centre.checks, Decimal("12.5"))
    assert (report.done_on, report.filed_at, str(report.key)) == (TODAY, NOW, KEY)


def test_text_alone_is_enough(centre):
    response = enter(centre.tono).post("/lapor/", filed("Menata arsip"))

    assert response.status_code == 302
    assert Report.objects.get().result is None


def test_work_outside_the_plan(centre):
    enter(centre.sari).post("/lapor/", filed(result="0"))

    assert Report.objects.get().result is None


def test_a_photo_from_the_camera_and_several_files(centre):
    photo, other = a_photo(), a_photo(colour="#112233")

    response = enter(centre.sari).post(
        "/lapor/",
        filed(
            result="0",
            photo=a_file("kamera.png", photo),
            documents=[a_file("galeri.png", other), a_file("daftar.pdf", PDF)],
        ),
    )

    assert response.status_code == 302
    assert [str(one) for one in Evidence.objects.all()] == [
        "kamera.jpg",
        "galeri.jpg",
        "daftar.pdf",
    ]


def test_the_second_tap_answers_with_the_first_receipt(centre):
    client = enter(centre.sari)

    first = client.post("/lapor/", filed("Satu", result="0"))
    again = client.post("/lapor/", filed("Dua", result="0"))

    assert first.url == again.url
    assert Report.objects.get().text == "Satu"


def test_the_form_of_another_account_is_refused(centre):
    a_report(centre.tono, key=KEY)

    response = enter(centre.sari).post("/lapor/", filed(result="0"))

    assert response.status_code == 403
    assert "Formulir ini sudah dipakai akun lain. Muat ulang halaman" in response.text
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"text": " "}, "text", "Tulis apa yang Anda kerjakan."),
        ({"done_on": "2026-10-13"}, "done_on", "Tanggal kerja belum tiba. Laporkan setelah"),
        ({"done_on": "kemarin"}, "done_on", "Tulis tanggal seperti 31-12-2026."),
        ({"quantity": "-1"}, "quantity", "Jumlah tidak boleh kurang dari nol."),
        ({"quantity": "1,005"}, "quantity", "Paling banyak 2 angka di belakang koma."),
        ({"quantity": "dua"}, "quantity", "Tulis angka dengan koma untuk pecahan"),
        ({"quantity": "3", "result": "0"}, "quantity", "Hasil kerja ini tidak dihitung"),
        ({"result": "999999"}, "result", ""),
        ({"key": "x"}, "key", "Muat ulang halaman ini, lalu kirim lagi."),
        ({"done_on": "2025-12-31", "result": "0"}, "done_on", "Jabatan Anda pada tanggal itu"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(centre, given, field, words):
    sent = filed("Teks saya & <b>", result=centre.checks.pk) | given

    response = enter(centre.sari).post("/lapor/", sent)

    form = response.context["form"]
    assert response.status_code == 422
    assert list(form.errors) == [field]
    assert form.errors[field][0].startswith(words)
    assert form["text"].value() == sent["text"]
    assert form["key"].value() == sent["key"]
    assert not Report.objects.exists()
    assert not Event.objects.exists()


def test_what_a_user_typed_is_escaped(centre):
    response = enter(centre.sari).post("/lapor/", filed("<script>x</script>", result="999999"))

    assert "<script>x</script>" not in response.text
    assert "&lt;script&gt;x&lt;/script&gt;" in response.text


def test_refused_files_are_named_and_the_text_stays(centre, kept_files):
    response = enter(centre.sari).post(
        "/lapor/",
        filed(
            "Kelas ibu",
            result="0",
            documents=[
                a_file("jahat.exe", b"MZ\x90\x00" * 9),
                a_file("baik.pdf", PDF),
                a_file("aneh.bin", b"\x00\x01" * 9),
            ],
        ),
    )

    form = response.context["form"]
    assert response.status_code == 422
    assert [words.split(":")[0] for words in form.errors["documents"]] == ["jahat.exe", "aneh.bin"]
    assert form["text"].value() == "Kelas ibu"
    assert "Foto dan berkas perlu dipilih sekali lagi." in response.text
    assert not Report.objects.exists()
    assert not Blob.objects.exists()
    assert not kept_files.exists()


def test_too_many_files_are_refused(centre):
    six = [a_file(f"{n}.pdf", PDF + bytes([n])) for n in range(6)]

    response = enter(centre.sari).post("/lapor/", filed(result="0", documents=six))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["documents"]
    assert not Blob.objects.exists()


def test_the_plan_item_of_somebody_else_cannot_be_chosen(centre):
    response = enter(centre.tono).post("/lapor/", filed(result=centre.checks.pk))

    assert response.status_code == 302
    assert Report.objects.get().result is None  # Tono's form knows no such field


def test_the_author_comes_from_the_session_and_the_state_from_the_verb(centre):
    sent = filed(result="0", person=centre.tono.pk, by=centre.tono.pk, state="noted", version=9)

    enter(centre.sari).post("/lapor/", sent)

    report = Report.objects.get()
    assert (report.person, report.state, report.version) == (centre.sari, "filed", 1)


def test_two_plans_are_two_groups(centre):
    """Sari moved within the unit on 1 October."""
    Plan.objects.update(ends_on="2026-09-30")
    Assignment.objects.filter(person=centre.sari).update(ends_on="2026-09-30")
    an_assignment(centre.sari, a_position(centre.centre), starts_on=date(2026, 10, 1))
    later = a_set_plan(centre.sari, starts_on=date(2026, 10, 1))
    later.results.create(number=1, title="Imunisasi")

    choices = enter(centre.sari).get("/lapor/").context["form"].fields["result"].choices

    assert [name for name, _ in choices] == [
        "SKP 2026, sampai 31 Desember 2026",
        "SKP 2026, sampai 30 September 2026",
        0,
    ]


# --- Like yesterday


def test_like_yesterday_in_one_tap(centre):
    a_report(centre.sari, "Periksa", done_on=days_ago(1), result=centre.checks)
    client = enter(centre.sari)
    key = client.get("/").context["repeat_form"]["key"].value()

    responses = [client.post("/lapor/seperti-kemarin/", {"key": str(key)}) for _ in range(2)]

    today = Report.objects.get(done_on=TODAY)
    assert {response.url for response in responses} == {f"/?terima={today.pk}"}
    assert (today.text, today.result) == ("Periksa", centre.checks)


def test_like_yesterday_can_be_undone(centre):
    a_report(centre.sari, "Periksa", done_on=days_ago(1))
    client = enter(centre.sari)
    client.post("/lapor/seperti-kemarin/", {"key": KEY})
    today = Report.objects.get(done_on=TODAY)

    response = client.post(f"/laporan/{today.pk}/tarik/")

    assert response.url == "/"
    assert Report.objects.get(pk=today.pk).state == "withdrawn"


def test_nothing_to_repeat_is_said_kindly(centre):
    response = enter(centre.sari).post("/lapor/seperti-kemarin/", {"key": KEY})

    assert response.status_code == 409
    assert "Belum ada laporan sebelumnya" in response.text
    assert not Report.objects.exists()


def test_asking_for_the_repeat_by_address_changes_nothing(centre):
    a_report(centre.sari, "Periksa", done_on=days_ago(1))

    assert enter(centre.sari).get("/lapor/seperti-kemarin/").url == "/"
    assert Report.objects.count() == 1


# --- The list


def test_the_list_holds_ones_own_reports_thirty_a_page(centre):
    mine = [a_report(centre.sari, done_on=days_ago(n // 2)) for n in range(70)]
    a_report(centre.tono)
    order = sorted(mine, key=lambda one: (one.done_on, one.pk), reverse=True)
    client = enter(centre.sari)

    pages = [client.get("/laporan/").context["page"]]
    while pages[-1].older:
        pages.append(client.get(f"/laporan/{pages[-1].older}").context["page"])

    assert [len(page) for page in pages] == [30, 30, 10]
    assert [row for page in pages for row in page] == order
    back = client.get(f"/laporan/{pages[2].newer}").context["page"]
    assert back.rows == pages[1].rows
    assert pages[0].newer == ""


def test_the_list_tells_each_month_with_its_totals_and_begins_where_asked(centre):
    september, october = date(2026, 9, 30), TODAY.replace(day=1)
    noted, returned = (a_report(centre.sari, done_on=september) for _ in range(2))
    for report, state in ((noted, "noted"), (returned, "returned")):
        Report.objects.filter(pk=report.pk).update(state=state)
    waiting = a_report(centre.sari, done_on=october)
    taken_back = a_report(centre.sari, done_on=october)
    Report.objects.filter(pk=taken_back.pk).update(state="withdrawn")
    a_report(centre.tono, done_on=october)
    client = enter(centre.sari)

    shown = client.get("/laporan/")
    from_september = client.get("/laporan/", {"bulan": "2026-09"})
    before_all = client.get("/laporan/", {"bulan": "2025-12"})

    assert [(str(one.month), one.reports) for one in shown.context["shown"]] == [
        ("Oktober 2026", [taken_back, waiting]),
        ("September 2026", [returned, noted]),
    ]
    page = words(shown)
    assert "Oktober 2026 1 laporan: 0 diterima, 1 menunggu" in page
    assert "September 2026 2 laporan: 1 diterima, 0 menunggu, 1 perlu Anda jawab" in page
    assert from_september.context["page"].rows == [returned, noted]
    assert "Tidak ada laporan sampai bulan itu" in words(before_all)


@pytest.mark.parametrize("given", ["2026-13", "2026-1", "bulan", "٢٠٢٦-١٠"])
def test_a_month_that_cannot_be_read_counts_as_none(centre, given):
    report = a_report(centre.sari)

    assert enter(centre.sari).get("/laporan/", {"bulan": given}).context["page"].rows == [report]


@pytest.mark.parametrize("given", ["x", "2026-10-12", "2026-99-99.1", "2026-10-12.x", "." * 9])
def test_a_page_address_that_cannot_be_read_counts_as_none(centre, given):
    report = a_report(centre.sari)

    page = enter(centre.sari).get("/laporan/", {"sebelum": given}).context["page"]

    assert page.rows == [report]
