"""A programme from its beginning to a partner's finished task, as people see it, without script."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.collaboration.festival import OPENING, a_report, a_task, a_team, joined
from tests.planning.sharing.festival import MARCH
from tests.unchanged import changed, everything
from tests.web.evaluation.visit import hidden, words
from tests.work.make import PDF

from kinerja.collaboration.contribution import link_report
from kinerja.collaboration.meeting import add_files, plan_meeting
from kinerja.collaboration.member import end_member
from kinerja.collaboration.partner import Partner, invite_partner, revoke_partner
from kinerja.collaboration.programme import Programme
from kinerja.collaboration.task import Task
from kinerja.people.account import Account
from kinerja.people.person import Person
from kinerja.planning.goal import Goal
from kinerja.web.inbox.pending import pending_of
from kinerja.web.page import routes


@pytest.fixture(autouse=True)
def march(settings, tmp_path):
    """It is noon of 2 March 2026."""
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel("2026-03-02T12:00:00+07:00", tick=False):
        yield


@pytest.fixture
def team(db: None):
    return a_team()


def enter(person) -> Client:
    account, _ = Account.objects.get_or_create(
        person=person, defaults={"login": str(person.pk), "must_change_password": False}
    )
    client = Client()
    client.force_login(account)
    return client


def page(client, url, status=200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_head_begins_a_programme_with_three_units(team):
    tia, town = enter(team.town.tia), team.town
    assert "Dinas Pariwisata" in page(tia, "/kolaborasi/baru/")
    step = tia.get(f"/kolaborasi/baru/?tambah={town.trade.pk}")
    assert f"{town.tourism.pk}.{town.trade.pk}" in step["Location"]
    sent = {
        "name": "Pekan Kuliner",
        "purpose": "Bersama.",
        "starts_on": "2026-04-01",
        "ends_on": "2026-04-07",
        "goals": [town.goal.pk],
        "key": str(uuid4()),
    }
    url = f"/kolaborasi/baru/?unit={town.tourism.pk}.{town.trade.pk}"
    assert tia.post(url, sent | {"ends_on": "2026-03-01"}).status_code == 422
    assert tia.post(url, sent).status_code == 302
    begun = Programme.objects.get(name="Pekan Kuliner")
    assert (begun.units.count(), begun.goals.get()) == (2, town.goal)
    assert enter(town.nia).get("/kolaborasi/baru/").status_code == 403


def test_an_invited_person_joins_when_the_superior_says_yes(team):
    tia, dani, url = (
        enter(team.town.tia),
        enter(team.town.dani),
        f"/kolaborasi/{team.programme.pk}/",
    )
    assert "Rudi Hakim" in page(tia, f"{url}undang/?cari=rudi")
    sent = {"role": "member", "starts_on": "2026-03-02"}
    assert tia.post(f"{url}undang/?pegawai={team.rudi.pk}", sent).status_code == 302
    assert "Menunggu persetujuan Anda" in page(dani, "/kolaborasi/")
    answer = f"/kolaborasi/anggota/{team.programme.members.get(person=team.rudi).pk}/"
    assert dani.post(answer, {"answer": "tidak", "reason": ""}).status_code == 422
    assert dani.post(answer, {"answer": "ya"}).status_code == 302
    assert "Festival Pesisir" in page(enter(team.rudi), "/kolaborasi/")


def test_the_lead_changes_and_closes_a_programme(team):
    tia, url = enter(team.town.tia), f"/kolaborasi/{team.programme.pk}/"
    assert "Festival menarik wisatawan" in page(tia, f"{url}ubah/")
    sent = {"name": "Festival Laut", "starts_on": "2026-03-02", "ends_on": "2026-06-21"}
    assert tia.post(f"{url}ubah/", sent).status_code == 302
    assert tia.post(f"{url}tutup/").status_code == 302
    text = page(tia, url)
    assert "Festival Laut" in text
    assert "ditutup 2 Maret 2026" in text
    assert "Tambah tugas" not in text


def test_a_programme_whose_lead_has_left_gets_another(team):
    Person.objects.filter(pk=team.town.tia.pk).update(status="left", status_since=MARCH)
    dani, url = enter(team.town.dani), f"/kolaborasi/{team.programme.pk}/"
    assert "tidak lagi punya ketua" in page(dani, url)
    sent = {"role": "lead", "starts_on": "2026-03-02"}
    assert dani.post(f"{url}undang/?pegawai={team.rudi.pk}", sent).status_code == 302
    text = page(dani, url)
    assert "tidak lagi punya ketua" not in text
    assert "Tutup program" not in text


def test_a_task_waits_for_its_owner_while_he_belongs_to_the_programme(team):
    member = joined(team, team.rudi, team.town.dani)
    a_task(team, "Data pedagang", person=team.rudi, due_on=MARCH)
    assert [one.title for one in pending_of(team.rudi, MARCH)] == [
        "Tugas program bersama jatuh tempo"
    ]
    end_member(member=member, last_day=MARCH, by=team.town.tia, on=MARCH)
    assert pending_of(team.rudi, MARCH + timedelta(days=1)) == []


def test_a_programme_keeps_the_goals_of_last_year_when_it_is_edited(team):
    Goal.objects.update(year_to=2026)
    sent = {
        "name": "Festival",
        "starts_on": "2026-03-02",
        "ends_on": "2027-01-31",
        "goals": [team.town.goal.pk],
    }
    with time_machine.travel("2027-01-05T12:00:00+07:00", tick=False):
        tia, url = enter(team.town.tia), f"/kolaborasi/{team.programme.pk}/ubah/"
        assert "Festival menarik wisatawan" in page(tia, url)
        assert tia.post(url, sent).status_code == 302
    assert team.programme.goals.get() == team.town.goal


def edited(team):
    """Address of a form, what one sends there, and what another has sent before."""
    one = plan_meeting(
        programme=team.programme, title="Rapat", held_on=MARCH, by=team.town.tia, on=MARCH
    )
    task, url = a_task(team, person=team.rudi), f"/kolaborasi/{team.programme.pk}/"
    tasks = {"title": "Sewa tenda", "due_on": "2026-05-04", "owner": f"p{team.rudi.pk}"}
    meetings = {"title": "Rapat", "held_on": "2026-03-02", "begins_at": "", "place": "Aula"}
    whole = {"name": "Festival", "starts_on": "2026-03-02", "ends_on": "2026-06-30"}
    return {
        "task": (f"{url}tugas/{task.pk}/ubah/", tasks, {"due_on": "2026-05-09"}),
        "meeting": (f"{url}acara/{one.pk}/ubah/", meetings, {"begins_at": "19.30"}),
        "programme": (f"{url}ubah/", whole, {"name": "Festival Laut"}),
    }


@pytest.mark.parametrize(
    ("which", "stands"),
    [
        ("task", "Tenggat 9 Mei 2026"),
        ("meeting", "Jam pukul 19.30"),
        ("programme", "Nama program Festival Laut"),
    ],
)
def test_who_comes_second_reads_what_stands_now(team, which, stands):
    joined(team, team.rudi, team.town.dani)
    url, mine, others = edited(team)[which]
    tia = enter(team.town.tia)
    mine["seen"] = hidden(tia.get(url), "seen")
    assert tia.post(url, mine | others).status_code == 302

    late = tia.post(url, mine)

    assert late.status_code == 422
    assert f"Yang tersimpan sekarang {stands}" in words(late)
    before = everything()
    assert tia.post(url, mine | others).status_code == 302  # the first, sent twice
    assert changed(before, everything()) == []
    assert tia.post(url, mine | {"seen": hidden(late, "seen")}).status_code == 302


def test_two_who_write_minutes_do_not_replace_each_other_unseen(team):
    joined(team, team.rudi, team.town.dani)
    one = plan_meeting(
        programme=team.programme, title="Rapat", held_on=MARCH, by=team.town.tia, on=MARCH
    )
    url = f"/kolaborasi/{team.programme.pk}/acara/{one.pk}/"
    tia, rudi = enter(team.town.tia), enter(team.rudi)
    blank = hidden(tia.get(url), "seen")
    assert rudi.post(url, {"minutes": "Stan 20.", "seen": blank}).status_code == 302
    late = tia.post(url, {"minutes": "Panggung dua.", "seen": blank})
    text = late.content.decode()

    assert late.status_code == 422
    assert "Notulen ini sudah diubah orang lain" in text
    assert "Stan 20." in text
    assert "Panggung dua.</textarea>" in text
    one.refresh_from_db()
    assert one.minutes == "Stan 20."
    both = {"minutes": "Stan 20. Panggung dua.", "seen": hidden(late, "seen")}
    assert tia.post(url, both).status_code == 302
    one.refresh_from_db()
    assert one.minutes == "Stan 20. Panggung dua."


def test_the_board_moves_without_script(team):
    joined(team, team.rudi, team.town.dani)
    rudi, url = enter(team.rudi), f"/kolaborasi/{team.programme.pk}/"
    sent = {"title": "Data pedagang", "owner": f"p{team.rudi.pk}", "due_on": "2026-04-01"}
    assert rudi.post(f"{url}tugas/baru/", sent | {"owner": "x"}).status_code == 422
    assert rudi.post(f"{url}tugas/baru/", sent).status_code == 302
    task = Task.objects.get()
    for state in ("doing", "done"):
        assert rudi.post(f"{url}tugas/{task.pk}/", {"state": state}).status_code == 302
    task.refresh_from_db()
    assert task.state == "done"
    assert "Data pedagang" in page(rudi, url)
    assert "Buka lagi" in page(rudi, url)
    assert enter(team.town.nia).get(url).status_code == 404
    assert (
        enter(team.town.bayu).post(f"{url}tugas/{task.pk}/", {"state": "todo"}).status_code == 404
    )


def test_a_task_is_changed_and_taken_off_without_script(team):
    joined(team, team.rudi, team.town.dani)
    rudi, tia = enter(team.rudi), enter(team.town.tia)
    stage = a_task(team)
    stalls = a_task(team, "Susun lapak", person=team.rudi, waits_for=stage)
    url = f"/kolaborasi/{team.programme.pk}/"
    board = page(tia, url)
    assert f'Selesai<span class="unseen">: {stage.title}' in board
    assert f'Selesai<span class="unseen">: {stalls.title}' not in board  # it waits
    form = page(rudi, f"{url}tugas/{stalls.pk}/ubah/")
    assert "Hapus tugas" not in form
    assert '<optgroup label="Anggota tim">' in form
    sent = {"title": "Susun 20 lapak", "owner": f"p{team.rudi.pk}", "due_on": "2026-05-20"}
    assert rudi.post(f"{url}tugas/{stalls.pk}/ubah/", sent | {"due_on": ""}).status_code == 422
    assert rudi.post(f"{url}tugas/{stalls.pk}/ubah/", sent).status_code == 302
    stalls.refresh_from_db()
    assert (stalls.title, stalls.due_on.day, stalls.waits_for) == ("Susun 20 lapak", 20, None)
    assert rudi.get(f"{url}tugas/{stage.pk}/ubah/").status_code == 404
    assert rudi.post(f"{url}tugas/{stage.pk}/hapus/").status_code == 404
    assert tia.post(f"{url}tugas/{stage.pk}/hapus/").status_code == 302
    assert stage.title not in page(tia, url)


def test_calendar_minutes_documents_and_the_feed(team):
    tia, url = enter(team.town.tia), f"/kolaborasi/{team.programme.pk}/"
    sent = {"title": "Pembukaan", "held_on": "2026-06-19", "begins_at": "19.30", "place": "Dermaga"}
    assert tia.post(f"{url}acara/baru/", sent).status_code == 302
    meeting = team.programme.meetings.get()
    later = f"{url}acara/{meeting.pk}/ubah/"
    assert "Pembukaan" in page(tia, later)
    assert "Ubah acara" in page(tia, f"{url}kalender/")
    assert tia.post(later, sent | {"held_on": ""}).status_code == 422
    assert tia.post(later, sent | {"title": "Gladi"}).status_code == 302
    assert tia.post(later, sent).status_code == 302
    rehearsal = plan_meeting(
        programme=team.programme, title="Gladi", held_on=OPENING, by=team.town.tia, on=MARCH
    )
    assert tia.post(f"{url}acara/{rehearsal.pk}/hapus/").status_code == 302
    assert "Gladi" not in page(tia, f"{url}kalender/")
    assert tia.post(f"{url}acara/{meeting.pk}/", {"minutes": "Sepakat."}).status_code == 302
    file = {"berkas-documents": SimpleUploadedFile("denah.pdf", PDF)}
    assert tia.post(f"{url}berkas/", file).status_code == 302
    text = page(tia, f"{url}kalender/")
    for said in ("19 Juni 2026", "pukul 19.30", "Sepakat.", "denah.pdf"):
        assert said in text
    stored = team.programme.files.get()
    assert tia.get(f"{url}berkas/{stored.pk}/").status_code == 200

    made = tia.post("/kolaborasi/kalender/", {"act": "make"}).content.decode()
    address = re.search(r"/kalender/[\w-]+\.ics", made)
    assert address
    tia.post("/kolaborasi/kalender/", {"act": "make"})  # sent twice: the address stays
    feed = Client().get(address[0])
    assert feed["Content-Type"] == "text/calendar; charset=utf-8"
    assert "SUMMARY:Pembukaan" in feed.content.decode()
    assert "DTSTART:20260619T123000Z" in feed.content.decode()
    tia.post("/kolaborasi/kalender/", {"act": "stop"})
    assert Client().get(address[0]).status_code == 404


def test_a_report_that_is_not_accepted_yet_stands_apart_and_may_be_taken_back(team):
    joined(team, team.rudi, team.town.dani)
    report = a_report(team.rudi, team.town.dani, accepted=False)
    rudi, url = enter(team.rudi), f"/kolaborasi/{team.programme.pk}/"

    linked = rudi.post(f"{url}laporan/", {"report": report.pk}, follow=True)

    assert "Belum diterima atasan Masuk kontribusi sesudah diterima. 2 Maret 2026" in words(linked)
    assert "Belum diterima atasan" not in page(enter(team.town.tia), "/kolaborasi/kontribusi/")
    link = team.programme.contributions.get()
    gone = rudi.post(f"/kolaborasi/kontribusi/{link.pk}/lepas/")
    assert gone["Location"] == "/kolaborasi/kontribusi/"
    assert "Belum diterima atasan" not in page(rudi, "/kolaborasi/kontribusi/")
    assert not team.programme.contributions.exists()


def test_both_leaders_read_contributions_and_the_lead_says_a_word(team):
    joined(team, team.rudi, team.town.dani)
    report = a_report(team.rudi, team.town.dani)
    rudi, tia, dani = enter(team.rudi), enter(team.town.tia), enter(team.town.dani)
    url = f"/kolaborasi/{team.programme.pk}/"
    assert rudi.post(f"{url}laporan/", {"report": report.pk}).status_code == 302
    for client in (rudi, tia, dani):
        assert "Mendata pedagang festival" in page(client, "/kolaborasi/kontribusi/")
    assert "Mendata pedagang" not in page(enter(team.town.bayu), "/kolaborasi/kontribusi/")
    say = f"{url}penilaian/{team.rudi.pk}/?bulan=2026-03"
    assert tia.post(say, {"judgement": "above", "words": ""}).status_code == 422
    assert tia.post(say, {"judgement": "above", "words": "Lengkap dan awal."}).status_code == 302
    assert "Lengkap dan awal." in page(dani, "/kolaborasi/kontribusi/?bulan=2026-03")
    assert dani.get(say).status_code == 404
    for month in ("0001-01", "2026-13", "x", "2026-03-01", "²026-03"):
        page(dani, f"/kolaborasi/kontribusi/?bulan={month}")


def invited(team, **more) -> tuple[Partner, str]:
    return invite_partner(
        programme=team.programme,
        name="Ibu Rahma",
        organisation="Paguyuban Kuliner",
        mail="",
        ends_on=date(2026, 6, 30),
        by=team.town.tia,
        on=MARCH,
    )


def test_the_lead_invites_a_partner_who_enters_once(team):
    tia, url = enter(team.town.tia), f"/kolaborasi/{team.programme.pk}/mitra/"
    sent = {"name": "Ibu Rahma", "organisation": "Paguyuban", "mail": "", "ends_on": "2026-06-30"}
    assert tia.post(url, sent | {"ends_on": "2030-01-01"}).status_code == 422
    shown = tia.post(url, sent).content.decode()
    address = re.search(r"/mitra/masuk/[\w-]+/", shown)
    assert address
    guest = Client()
    assert guest.get("/mitra/").status_code == 404
    page(guest, address[0])  # looking does not use it up
    page(guest, address[0])
    # With "no-referrer" a browser sends its form without an origin, and it is refused.
    assert guest.get(address[0])["Referrer-Policy"] == "same-origin"
    assert guest.post(address[0])["Location"] == "/mitra/"
    cookie = guest.cookies["kinerja_mitra"]
    assert (cookie["path"], cookie["httponly"]) == ("/mitra/", True)
    assert "sessionid" not in guest.cookies
    assert "Festival Pesisir" in page(guest, "/mitra/")
    assert Client().post(address[0]).status_code == 422
    again = guest.get("/mitra/").cookies["kinerja_mitra"]  # 90 days from every visit
    assert (again.value, again["max-age"]) == (cookie.value, 90 * 24 * 60 * 60)
    assert Client().get("/mitra/").cookies.get("kinerja_mitra") is None


def test_a_partner_sees_that_programme_alone(team):
    partner, word = invited(team)
    task = a_task(team, "Dirikan 20 stan", partner=partner)
    hidden = a_task(team, "Anggaran rahasia")
    given = {"programme": team.programme, "by": team.town.tia, "on": MARCH}
    plan_meeting(title="Pembukaan", held_on=OPENING, shown_to_partners=True, **given)
    plan_meeting(title="Rapat tertutup", held_on=OPENING, **given)
    (secret,) = add_files(files=[("kontrak.pdf", PDF)], **given)
    (plan,) = add_files(files=[("denah.pdf", PDF)], shown_to_partners=True, **given)
    guest = Client()
    guest.post(f"/mitra/masuk/{word}/")

    text = page(guest, "/mitra/")

    for said in ("Dirikan 20 stan", "Pembukaan", "denah.pdf"):
        assert said in text
    for said in ("Anggaran rahasia", "Rapat tertutup", "kontrak.pdf"):
        assert said not in text
    assert guest.get(f"/mitra/berkas/{plan.pk}/").status_code == 200
    assert guest.get(f"/mitra/berkas/{secret.pk}/").status_code == 404
    assert guest.post(f"/mitra/tugas/{hidden.pk}/komentar/", {"text": "?"}).status_code == 404
    assert guest.post(f"/mitra/tugas/{task.pk}/komentar/", {"text": ""}).status_code == 422
    assert guest.post(f"/mitra/tugas/{task.pk}/komentar/", {"text": "Siap."}).status_code == 302
    assert guest.post(f"/mitra/tugas/{task.pk}/selesai/").status_code == 302
    assert "Siap." in page(guest, "/mitra/")
    task.refresh_from_db()
    assert task.state == "done"

    revoke_partner(partner=partner, by=team.town.tia, at=timezone.now(), on=MARCH)
    assert guest.get("/mitra/").status_code == 404
    assert guest.post(f"/mitra/tugas/{task.pk}/komentar/", {"text": "Halo"}).status_code == 404


def test_the_visit_of_a_partner_opens_no_other_address(team):
    """Every address of the site, asked with the partner's cookie and without it, answers alike."""
    _, word = invited(team)
    guest, nobody = Client(), Client()
    guest.post(f"/mitra/masuk/{word}/")
    guest.cookies["kinerja_mitra"]["path"] = "/"  # even if a browser sent it everywhere
    walked = 0
    for route in routes():
        if route.pattern.startswith(("mitra/", "api/")):
            continue
        address = "/" + re.sub(r"<int:[^>]+>", "1", route.pattern)
        address = re.sub(r"<uuid:[^>]+>", str(uuid4()), address)
        address = re.sub(r"<[^>]+>", "x", address)
        if re.search(r"[\\^$(?]", address):
            continue
        mine, theirs = guest.get(address), nobody.get(address)
        assert mine.status_code == theirs.status_code, address
        assert mine.get("Location") == theirs.get("Location"), address
        if route.guard in ("person", "account"):
            assert mine.status_code == 302, address
        walked += 1
    assert walked > 300


def test_a_member_of_staff_gets_nothing_in_the_space_of_partners(team):
    assert enter(team.town.tia).get("/mitra/").status_code == 404


def test_lists_ask_as_much_for_many_as_for_few(team):
    joined(team, team.rudi, team.town.dani)
    tia = enter(team.town.tia)
    urls = ("/kolaborasi/kontribusi/", f"/kolaborasi/{team.programme.pk}/", "/kolaborasi/")

    def more(number: int, start: int) -> None:
        for at in range(start, start + number):
            a_task(team, f"Tugas {at}", person=team.rudi)
            report = a_report(team.rudi, team.town.dani)
            link_report(report=report, programme=team.programme, by=team.rudi, on=MARCH)

    def counts() -> list[int]:
        found = []
        for url in urls:
            tia.get(url)
            with CaptureQueriesContext(connection) as asked:
                tia.get(url)
            found.append(len(asked))
        return found

    more(2, 0)
    few = counts()
    more(8, 2)
    assert counts() == few


def test_the_lead_reads_what_a_partner_said_and_answers(team):
    partner, word = invited(team)
    task = a_task(team, "Dirikan 20 stan", partner=partner)
    visit, tia = Client(), enter(team.town.tia)
    visit.post(f"/mitra/masuk/{word}/")
    url = f"/kolaborasi/{team.programme.pk}/tugas/{task.pk}/komentar/"
    assert "Belum ada komentar" in page(tia, url)

    visit.post(f"/mitra/tugas/{task.pk}/komentar/", {"text": "Tenda kurang dua."})
    assert "1 komentar" in page(tia, f"/kolaborasi/{team.programme.pk}/")
    shown = page(tia, url)
    assert "Tenda kurang dua." in shown
    assert "Ibu Rahma" in shown

    assert tia.post(url, {"text": ""}).status_code == 422
    assert tia.post(url, {"text": "Dikirim besok."}).status_code == 302
    assert "Dikirim besok." in page(visit, "/mitra/")
    assert enter(team.town.nia).get(url).status_code == 404


# --- What is wrong stands where it is wrong


def test_days_and_addresses_are_refused_at_their_own_field(team):
    tia, url = enter(team.town.tia), f"/kolaborasi/{team.programme.pk}/"
    owner = f"u{team.town.culture.pk}"
    task = {"title": "Sewa panggung", "owner": owner, "due_on": "2020-01-01"}
    meeting = {"title": "Rapat", "held_on": "2028-01-01"}
    partner = {"name": "Bu Ani", "organisation": "PKK", "ends_on": "2026-06-01"}
    bad = SimpleUploadedFile("denah.pdf", b"MZ bukan pdf", "application/pdf")
    sent = {
        "tugas/baru/": (task, "due_on"),
        "acara/baru/": (meeting, "held_on"),
        "mitra/": (partner | {"ends_on": "2020-01-01"}, "ends_on"),
        "mitra/?surel": (partner | {"mail": "bukan surel"}, "mail"),
        "berkas/": ({"berkas-documents": bad}, "documents"),
        "ubah/": ({"name": "F", "starts_on": "2026-03-02", "ends_on": "2026-03-01"}, "ends_on"),
    }

    for address, (form, field) in sent.items():
        answer = tia.post(url + address, form)
        assert answer.status_code == 422, address
        assert list(answer.context["form"].errors) == [field], address


def test_an_empty_board_says_what_comes_first(team):
    tia, url = enter(team.town.tia), f"/kolaborasi/{team.programme.pk}/"
    assert "Belum ada tugas" in page(tia, url)

    a_task(team)

    board = page(tia, url)
    assert "Belum ada tugas" not in board
    assert "Belum mulai" in board


# --- The same once more


def test_the_link_of_a_partner_opens_the_programme_again_in_the_same_browser(team):
    _, word = a_partner(team)
    phone, other = Client(), Client()
    link = f"/mitra/masuk/{word}/"
    phone.post(link)

    again = phone.get(link)

    assert (again.status_code, again["Location"]) == (302, "/mitra/")
    assert other.get(link).status_code == 200
    assert other.post(link).status_code == 422


def test_a_partner_whose_invitation_ended_reads_what_to_do(team):
    partner, word = a_partner(team)
    phone = Client()
    phone.post(f"/mitra/masuk/{word}/")
    revoke_partner(partner=partner, by=team.town.tia, at=timezone.now(), on=MARCH)

    assert "minta tautan baru kepada ketua program" in page(phone, "/mitra/", 404)


def test_a_partner_is_invited_once(team):
    a_partner(team)
    tia, url = enter(team.town.tia), f"/kolaborasi/{team.programme.pk}/mitra/"
    form = {"name": "ibu  rahma", "organisation": "Paguyuban Kuliner", "ends_on": "2026-06-01"}

    answer = tia.post(url, form)

    assert answer.status_code == 422
    assert "sudah diundang" in answer.content.decode()
    assert Partner.objects.count() == 1


def test_who_is_a_member_already_is_not_told_of_another_role(team):
    joined(team, team.rudi, team.town.dani)
    url = f"/kolaborasi/{team.programme.pk}/undang/?pegawai={team.rudi.pk}"
    tia = enter(team.town.tia)

    same = tia.post(url, {"role": "member", "starts_on": "2026-03-02"})
    other = tia.post(url, {"role": "secretary", "starts_on": "2026-03-02"})

    assert (same.status_code, other.status_code) == (302, 422)
    assert "sudah tercatat sebagai anggota" in other.content.decode()
    assert team.programme.members.get(person=team.rudi).role == "member"


def a_partner(team) -> tuple[Partner, str]:
    return invite_partner(
        programme=team.programme,
        name="Ibu Rahma",
        organisation="Paguyuban Kuliner",
        mail="",
        ends_on=date(2026, 6, 30),
        by=team.town.tia,
        on=MARCH,
    )
