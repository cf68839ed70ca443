"""The register in a real browser: filled, empty and wrong; and giving a post without JavaScript."""

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Visits
from tests.browser.visit import DESK, PHONE
from tests.people.make import an_account
from tests.web.people.conftest import SARI_NIP, City

from kinerja.people.tenure import Assignment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BOTH = pytest.mark.parametrize(
    ("size", "dark"), [(PHONE, False), (DESK, True)], ids=["phone", "desk-dark"]
)


def test_a_plt_is_appointed_without_javascript(visit: Visits) -> None:
    city = City()
    window = visit(an_account(city.ani), script=False)

    page = window.go("/pegawai/")
    page.get_by_label("Nama atau NIP").fill("Budi")
    page.get_by_role("button", name="Cari").click()
    page.get_by_role("link", name="Budi").click()
    page.get_by_role("link", name="Beri penugasan").click()
    page.get_by_label("Cari").fill("kuranji kepala")
    page.get_by_role("button", name="Cari").click()
    page.get_by_role("link", name="Kepala Puskesmas Kuranji").click()
    page.get_by_label("Mulai (TMT)").fill("2026-01-05")
    page.get_by_role("button", name="Simpan").click()

    said = page.get_by_text("Budi bertugas sebagai Kepala Puskesmas Kuranji mulai 5 Januari 2026.")
    expect(said).to_be_visible()
    made = Assignment.objects.get(position=city.kuranji_head)
    assert (made.person, made.kind) == (city.budi, Assignment.Kind.PLT)


def test_a_nip_is_sought_without_leaving_a_trace_in_addresses(visit: Visits) -> None:
    city = City()
    window = visit(an_account(city.ani))

    page = window.go("/pegawai/")
    page.get_by_label("Nama atau NIP").fill("19870412 201001 2 003")
    page.get_by_role("button", name="Cari").click()
    page.wait_for_url(f"**/pegawai/{city.sari.pk}/")

    assert [url for url in window.asked if SARI_NIP in url or "19870412" in url] == []
