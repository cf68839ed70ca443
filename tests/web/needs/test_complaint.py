"""The pages of complaints: of a citizen without account, and of those who deal with them."""

from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.needs.test_complaint import MONDAY, WIB, City, at, days
from tests.web.evaluation.visit import enter, mistakes, words

from kinerja.needs.complaint.complaint import Complaint, secret_of
from kinerja.needs.complaint.handling import say_to_citizen
from kinerja.needs.complaint.setting import set_complaint_rules
from kinerja.needs.finding import Finding

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    cache.clear()
    with time_machine.travel(datetime(2026, 10, 5, 9, 30, tzinfo=WIB)):
        yield City()


def sent(client: Client, **fields: str):
    key = str(client.get("/aduan/").context["form"].initial["key"])
    return client.post("/aduan/", {"text": "Antre tiga jam.", "key": key} | fields)


def test_a_mistyped_number_can_be_mended_on_the_page_that_says_so(city: City) -> None:
    client = Client()
    sent(client)
    one = Complaint.objects.get()
    for number in ("<b>x</b> 9,9", "ADU-Ñ"):
        wrong = client.post("/aduan/cek/", {"code": number, "secret": "ñ"})
        assert wrong.status_code == 422
        assert mistakes(wrong) == [
            "Nomor tiket atau kunci ini tidak dikenal. Periksa kembali keduanya."
        ]
        assert 'action="/aduan/cek/"' in wrong.content.decode()
    said = {"code": one.code.lower(), "secret": secret_of(one)}
    assert client.post("/aduan/cek/", said).status_code == 200


def test_a_citizen_complains_reads_the_answer_and_opens_it_again(city: City) -> None:
    citizen = Client()
    filed = sent(citizen, unit=str(city.pauh.pk), name="Ibu Rahma", reach="0812")
    complaint = Complaint.objects.get()
    secret = secret_of(complaint)
    page = f"/aduan/{complaint.code}/"

    assert f"Nomor tiket {complaint.code} Kunci {secret[:5]} {secret[5:]}" in words(filed)
    susi = enter(city.susi)
    case = reverse("complaint", args=[complaint.pk])
    susi.post(
        f"{case}teruskan/",
        {
            "teruskan-unit": city.pauh.pk,
            "teruskan-category": city.queue.pk,
            "teruskan-complaint_class": "normative",
        },
    )
    budi = enter(city.budi)
    budi.post(f"{case}tangani/")
    budi.post(f"{case}jawab/", {"jawab-text": "Loket ditambah.", "jawab-final": "1"})
    read = citizen.post(page, {"secret": f"{secret[:5]} {secret[5:]}".lower()})
    again = citizen.post(f"{page}balas/", {"secret": secret, "balas-text": "Masih lama."})

    assert "Loket ditambah." in words(read)
    assert "setelah 19 Oktober 2026" in words(read)
    assert "Balasan Anda tersimpan." in words(again)
    complaint.refresh_from_db()
    assert (complaint.state, complaint.handler, complaint.reopened) == (
        "in_progress",
        city.budi,
        1,
    )


def test_the_unit_is_chosen_among_thousands_on_a_page_of_its_own(city: City) -> None:
    sent(Client())
    complaint = Complaint.objects.get()
    susi, case = enter(city.susi), reverse("complaint", args=[complaint.pk])

    first = susi.get(case)
    found = susi.get(f"{case}?unit=pilih&cari=pauh")
    (choice,) = found.context["choices"]
    asked = susi.get(f"{case}{choice.url}")

    assert (first.context["to_unit"], b"<option" in first.content) == (None, False)
    assert "belum dipilih Pilih unit" in words(first)
    assert "Unit yang bertanggung jawab: Pauh" in words(asked)
    chosen = f'type="hidden" name="teruskan-unit" value="{city.pauh.pk}"'
    assert chosen in asked.content.decode()
    filled = {"teruskan-unit": city.pauh.pk, "teruskan-complaint_class": "normative"}
    wrong = susi.post(f"{case}teruskan/", filled)
    assert (wrong.status_code, wrong.context["to_unit"]) == (422, city.pauh)
    susi.post(f"{case}teruskan/", filled | {"teruskan-category": city.queue.pk})

    held = susi.get(f"{case}?unit={city.kuranji.pk}")
    assert held.context["hand_over_opened"]
    assert not susi.get(case).context["hand_over_opened"]
    susi.post(f"{case}alihkan/", {"alih-unit": city.kuranji.pk, "alih-reason": "Wilayahnya."})
    complaint.refresh_from_db()
    assert complaint.unit == city.kuranji


def test_who_may_not_send_a_complaint_on_is_not_asked_for_a_unit(city: City) -> None:
    case = reverse("complaint", args=[city.forwarded().pk])

    asked = enter(city.susi).get(f"{case}?unit=pilih")
    seen = enter(city.sari).get(f"{case}?unit=pilih")  # who deals with it

    assert {one.title for one in asked.context["choices"]} >= {"Dinas Kesehatan", "Pauh"}
    assert "choices" not in seen.context
    assert "Pilih unit" not in words(seen)


def test_the_key_stands_in_no_address_and_a_wrong_one_opens_nothing(city: City) -> None:
    sent(Client())
    complaint = Complaint.objects.get()
    page = f"/aduan/{complaint.code}/"

    asked = Client().get(f"{page}?secret={secret_of(complaint)}")
    wrong = Client().post(page, {"secret": "AAAAABBBBB"})

    assert "Antre tiga jam." not in words(asked)
    assert wrong.status_code == 422
    assert mistakes(wrong) == [
        "Nomor tiket atau kunci ini tidak dikenal. Periksa kembali keduanya."
    ]


def test_keys_cannot_be_tried_without_end(city: City) -> None:
    sent(Client())
    page = f"/aduan/{Complaint.objects.get().code}/"

    answers = [
        Client(REMOTE_ADDR=f"10.0.0.{number}").post(page, {"secret": "AAAAABBBBB"}).status_code
        for number in range(12)
    ]

    assert answers == [422] * 10 + [429] * 2


def test_one_press_more_is_one_complaint_and_a_program_is_told_no(city: City) -> None:
    client = Client()
    key = str(client.get("/aduan/").context["form"].initial["key"])
    for _ in range(2):
        client.post("/aduan/", {"text": "Antre.", "key": key})
    trapped = sent(client, website="http://contoh.id")

    assert Complaint.objects.count() == 1
    assert trapped.status_code == 422
    assert mistakes(trapped) == ["Kosongkan kolom ini, lalu kirim sekali lagi."]


def test_a_flood_from_one_address_is_slowed(city: City) -> None:
    client = Client()

    answers = [client.post("/aduan/", {"text": ""}).status_code for _ in range(12)]

    assert answers == [422] * 10 + [429] * 2


def test_a_closed_form_says_so(city: City) -> None:
    set_complaint_rules(by=city.susi, on=MONDAY, form_open=False)

    assert Client().get("/aduan/").status_code == 404


def test_a_clerk_hands_the_ticket_to_the_citizen(city: City) -> None:
    susi = enter(city.susi)
    form = {
        "channel": "phone",
        "received_on": "2026-10-05",
        "received_time": "08.15",
        "text": "Lampu jalan padam.",
        "key": "6ee6f4b6-1f42-4d4a-8f5c-6d6dd9cdd8a4",
    }

    empty = susi.post("/pengaduan/catat/", {"channel": "phone"})
    response = susi.post("/pengaduan/catat/", form, follow=True)

    complaint = Complaint.objects.get()
    assert complaint.received_at == at(MONDAY, 8, 15)
    assert f"nomor {complaint.code}, kunci {secret_of(complaint)}" in words(response)
    assert "Isi pengaduan belum diisi." in mistakes(empty)


def test_the_list_says_what_is_late(city: City) -> None:
    city.forwarded()
    with time_machine.travel(at(days(8))):
        budi = enter(city.budi)
        found = words(budi.get("/pengaduan/?saring=terlambat"))
        other = words(enter(city.lina).get("/pengaduan/"))

    code = Complaint.objects.get().code
    line = f"Waktu pelayanan {code} · Pauh · diterima 5 Oktober 2026 Lewat batas Diteruskan"
    assert line in found
    assert code not in other


def test_the_leader_reads_figures_keeps_them_and_makes_a_finding(city: City) -> None:
    city.answer(city.forwarded(), days(1))
    with time_machine.travel(at(days(20))):
        budi = enter(city.budi)
        span = f"unit={city.pauh.pk}&dari=2026-10-01&sampai=2026-10-31"
        page = budi.get(f"/pengaduan/angka/?{span}")
        sheet = budi.get(f"/pengaduan/angka/berkas/?{span}")
        wrong = budi.get("/pengaduan/angka/?dari=2026-11-01&sampai=2026-10-01")
        budi.post(
            "/pengaduan/angka/temuan/",
            {
                "unit": city.pauh.pk,
                "dari": "2026-10-01",
                "sampai": "2026-10-31",
                "kategori": city.queue.pk,
            },
        )
        other = budi.get(f"/pengaduan/angka/?unit={city.kuranji.pk}")

    assert "Penyelesaian 1 1 (100%) 8,5 dari 1 8,5 0" in words(page)
    assert "Belum cukup kasus 1 dari sedikitnya 10 kasus yang diperlukan." in words(page)
    rows = openpyxl.load_workbook(BytesIO(sheet.content))["Tahap"].values
    assert list(rows)[2] == ("Penyelesaian", 1, 1, 100, 0, 1, 8.5, 8.5)
    assert mistakes(wrong) == ["Tanggal akhir lebih awal daripada tanggal mulainya."]
    assert Finding.objects.get().unit == city.pauh
    assert other.status_code == 422  # not one of the units that Budi leads


def test_a_file_is_checked_then_stored(city: City) -> None:
    susi = enter(city.susi)
    content = (
        "Tracking ID,Tanggal Laporan Masuk,Isi Laporan,Instansi,Kategori\n"
        "7431,05-10-2026,Antre,Pauh,Waktu pelayanan\n"
        "7432,05-10-2026,Antre,PKM Kuranji,Waktu pelayanan\n"
    )

    def upload():
        file = SimpleUploadedFile("lapor.csv", content.encode(), "text/csv")
        return susi.post("/pengaduan/impor/", {"file": file})

    preview = upload()
    susi.post(
        "/pengaduan/impor/nama/",
        {"jenis-0": "unit", "nama-0": "PKM Kuranji", "untuk-0": city.kuranji.pk},
    )
    second = upload()
    token = second.context["form"].initial["rows"]
    stored = [
        words(susi.post("/pengaduan/impor/simpan/", {"rows": token}, follow=True)) for _ in "ab"
    ]

    assert "Unit belum dikenal" in words(preview)
    assert Complaint.objects.count() == 2
    assert "2 pengaduan disimpan, 0 diperbarui." in stored[0]
    assert "tidak ada yang ditambahkan" in stored[1]


def test_rules_and_categories_are_kept_by_the_desk(city: City) -> None:
    susi = enter(city.susi)
    susi.post(
        "/pengaduan/kategori/baru/",
        {"kategori-name": "Parkir", "kategori-usual_class": "normative"},
    )
    twice = susi.post(
        "/pengaduan/kategori/baru/",
        {"kategori-name": "parkir", "kategori-usual_class": "normative"},
    )
    wrong = susi.post("/pengaduan/aturan/", {"verify": "0"})

    assert mistakes(twice) == ["Kategori “parkir” sudah ada."]
    assert wrong.status_code == 422
    assert enter(city.budi).get("/pengaduan/aturan/").status_code == 403


def test_the_number_of_queries_of_the_list_does_not_grow(
    city: City, django_assert_max_num_queries
) -> None:
    client = enter(city.susi)
    for hour in range(8, 12):
        city.forwarded(hour=hour)
    client.get("/pengaduan/")
    with django_assert_max_num_queries(22):
        client.get("/pengaduan/")
    assert Complaint.objects.filter(received_at__date=date(2026, 10, 5)).count() == 4


def test_the_page_of_a_unit_tells_its_complaints_beside_cases_of_the_same_kinds(
    city: City,
) -> None:
    set_complaint_rules(by=city.susi, on=MONDAY, minimum_cases=5)
    for hour in range(8, 13):
        city.answer(city.forwarded(hour=hour), days(1 if hour < 11 else 8))
    say_to_citizen(
        complaint=city.forwarded(hour=14, unit=city.kuranji, handler=city.lina),
        text="Sudah.",
        final=True,
        by=city.lina,
        at=at(days(1)),
        on=days(1),
    )

    with time_machine.travel(at(days(10))):
        found = words(enter(city.budi).get(f"/pantau/{city.pauh.pk}/"))
        top = words(enter(city.rina).get(f"/pantau/{city.dinas.pk}/"))
        figures = words(enter(city.rina).get(f"/pengaduan/angka/?unit={city.dinas.pk}"))

    assert (
        "Setara dengan kasus serupa 3 dari 5 kasus selesai tepat waktu (60%); kasus serupa di"
        " instansi 66,7%." in found
    )
    # the highest unit has all cases of the agency: nothing to stand beside
    assert "4 dari 6 kasus selesai tepat waktu (66,7%)." in top
    assert "kasus serupa" not in top
    assert "Selesai atau lewat batas" in figures
    assert "serupa" not in figures
