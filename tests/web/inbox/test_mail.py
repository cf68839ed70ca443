"""The page of one's own reminders, and the link that confirms an address."""

from tests.web.evaluation.visit import words
from tests.web.work.visit import enter

from kinerja.records.mail import Mail, MailPreference, token_of

SENT = {
    "address": "sari@contoh.go.id",
    "mode": "daily",
    "quiet_from": "19:00",
    "quiet_to": "05.30",
}


def test_an_address_is_set_and_confirmed(centre):
    sari = enter(centre.sari)

    sari.post("/saya/surel/", SENT)
    sari.post("/saya/surel/", SENT | {"mode": "instant"})  # the same address: asked once
    stored = MailPreference.objects.get()
    mail = Mail.objects.get()
    waiting = words(sari.get("/saya/surel/"))
    link = f"/saya/surel/{token_of(stored)}/"
    page = words(sari.get(link))
    foreign = enter(centre.tono).post(link)
    sari.post(link)

    assert (stored.person, stored.mode, str(stored.quiet_to)) == (
        centre.sari,
        "instant",
        "05:30:00",
    )
    assert mail.address == "sari@contoh.go.id"
    assert "http://testserver/saya/surel/" in mail.text
    assert "Alamat belum dikonfirmasi" in waiting
    assert "Pengingat Kinerja akan dikirim ke sari@contoh.go.id" in page
    assert foreign.status_code == 404
    stored.refresh_from_db()
    assert stored.confirmed_at is not None
    assert "Alamat dikonfirmasi" in words(sari.get("/saya/surel/"))


def test_what_is_no_address_comes_back(centre):
    response = enter(centre.sari).post("/saya/surel/", SENT | {"address": "sari@contoh"})

    assert response.status_code == 422
    assert "Tulis alamat surel seperti nama@instansi.go.id." in words(response)
    assert not MailPreference.objects.exists()


def test_without_a_mail_server_the_page_says_so(centre, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    assert "Surel belum diatur" in words(enter(centre.sari).get("/saya/surel/"))


def test_a_link_that_is_not_ours_is_not_there(centre):
    assert enter(centre.sari).get("/saya/surel/tidak-ada/").status_code == 404
