"""The inbox: one's own notices, marked as read when opened."""

import pytest
from tests.web.work.visit import enter
from tests.work.make import NOW

from kinerja.records.notice import Notice, notify


def test_notices_newest_first(centre):
    one = notify(centre.sari, "Satu <b>", "/laporan/1/")
    two = notify(centre.sari, "Dua", "/laporan/2/")
    notify(centre.tono, "Rahasia", "/laporan/3/")

    response = enter(centre.sari).get("/kotak-masuk/")

    assert response.context["page"].rows == [two, one]
    assert "Satu &lt;b&gt;" in response.text
    assert "Rahasia" not in response.text


def test_opening_a_notice_marks_it_and_leads_on(centre):
    one, other = (notify(centre.sari, text, "/laporan/1/#umpan-balik") for text in ("Satu", "Dua"))

    response = enter(centre.sari).get(f"/kotak-masuk/{one.pk}/")

    assert response.url == "/laporan/1/#umpan-balik"
    assert Notice.objects.get(pk=one.pk).read_at == NOW
    assert Notice.objects.get(pk=other.pk).read_at is None


@pytest.mark.parametrize("url", ["//evil.example/", "https://evil.example/", "javascript:alert(1)"])
def test_a_notice_never_leads_off_the_site(centre, url):
    one = notify(centre.sari, "Satu", url)

    assert enter(centre.sari).get(f"/kotak-masuk/{one.pk}/").url == "/kotak-masuk/"


def test_the_notice_of_somebody_else_is_not_there(centre):
    one = notify(centre.sari, "Satu", "/laporan/1/")

    assert enter(centre.budi).get(f"/kotak-masuk/{one.pk}/").status_code == 404
    assert Notice.objects.get().read_at is None


def test_all_are_marked_by_one_button(centre):
    notify(centre.sari, "Satu", "/")
    notify(centre.tono, "Dua", "/")
    client = enter(centre.sari)

    assert client.get("/kotak-masuk/dibaca/").status_code == 302
    assert Notice.objects.unread().count() == 2
    client.post("/kotak-masuk/dibaca/")

    assert [notice.person for notice in Notice.objects.unread()] == [centre.tono]


def test_an_empty_inbox_has_a_next_step(centre):
    assert "Belum ada pemberitahuan" in enter(centre.sari).get("/kotak-masuk/").text
