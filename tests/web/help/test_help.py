"""Help: guides as safe pages, found by words, beside each page of the navigation."""

import re

import pytest
from django.conf import settings as configured
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.test import Client
from tests.people.make import a_head, a_member, a_role, a_unit, an_account, an_agency

from kinerja.adoption.help_feedback import HelpFeedback
from kinerja.people.account import Account
from kinerja.people.role import Role
from kinerja.records.event import Event
from kinerja.web.above import names_above
from kinerja.web.help.beside import BESIDE, WITHOUT, beside
from kinerja.web.help.guide import CONTENTS, PACKAGE, folder, guides, readers
from kinerja.web.help.markdown import parts
from kinerja.web.help.roles import WHO, shelves
from kinerja.web.help.searching import search
from kinerja.web.layout import Layout, Standing
from kinerja.web.navigation import ACCOUNT, NAVIGATION
from kinerja.web.page import routes

pytestmark = pytest.mark.django_db
NAMES = sorted({file.stem for file in folder().glob("*.md")} - {CONTENTS})


@pytest.fixture
def sari() -> Account:
    an_agency()
    return an_account(a_member("Sari", a_unit()))


def shown(source: str) -> str:
    """The HTML of a piece of a guide."""
    return parts(f"# Judul\n\n{source}", lambda link: f"/b/{link}", lambda name: f"/p/{name}")[
        0
    ].html


# --- The text


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("Satu **dua** *tiga* `empat`.", "<p>Satu <strong>dua</strong> <em>tiga</em> "
         "<code>empat</code>.</p>"),
        ("Baris satu\nbaris dua", "<p>Baris satu baris dua</p>"),
        ("- a\n- b\n  lanjut", "<ul><li>a</li><li>b lanjut</li></ul>"),
        ("1. a\n   - dalam\n2. b", "<ol><li>a<ul><li>dalam</li></ul></li><li>b</li></ol>"),
        ("[Laporan](laporan.md#a)", '<p><a href="/b/laporan.md#a">Laporan</a></p>'),
        ("> 2 x 3", "<blockquote><p>2 x 3</p></blockquote>"),
        ("![Layar](x/y.webp)", '<figure><img src="/p/x/y.webp" alt="Layar" loading="lazy">'
         "</figure>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("`<b>` & \"c\"", "<p><code>&lt;b&gt;</code> &amp; &quot;c&quot;</p>"),
    ],
)  # fmt: skip
def test_a_small_part_of_markdown(source: str, html: str) -> None:
    assert shown(source) == html


def test_a_table_has_a_head_and_a_name() -> None:
    html = shown("| Yang terlihat | Arti |\n| --- | --- |\n| **A** | b |")

    assert '<th scope="col">Yang terlihat</th>' in html
    row = '<tr><th scope="row"><strong>A</strong></th><td data-label="Arti">b</td></tr>'
    assert row in html
    assert 'aria-label="Yang terlihat, Arti"' in html


def test_no_guide_shows_a_mark_that_was_not_understood() -> None:
    for guide in guides().values():
        for part in guide.parts:
            words = re.sub(r"<code>.*?</code>|<[^>]+>", "", part.html)
            assert not re.search(r"\*\*|\]\(|^#|```|^\|", words, re.MULTILINE), (
                guide.name,
                part.title,
            )


# --- Completeness


def test_links_between_guides_lead_somewhere() -> None:
    for guide in guides().values():
        for part in guide.parts:
            for name, anchor in re.findall(r'href="/bantuan/([\w-]+)/#?([\w-]*)"', part.html):
                assert name in guides(), (guide.name, name)
                assert guides()[name].has(anchor), (guide.name, name, anchor)


def test_pictures_that_guides_name_are_there_and_small() -> None:
    for guide in guides().values():
        for part in guide.parts:
            for name in re.findall(r'<img src="[^"]*?(kinerja/help/[\w.-]+)"', part.html):
                found = finders.find(name)
                assert found, (guide.name, name)
                with open(str(found), "rb") as file:
                    assert len(file.read()) <= 60 * 1024, name


def test_every_page_of_the_navigation_has_help_beside_it() -> None:
    names = {entry.url_name for group in (*NAVIGATION, ACCOUNT) for entry in group.entries}
    known = {route.name for route in routes()}

    assert sorted((names & known) - WITHOUT - BESIDE.keys()) == []
    for page in BESIDE:
        found = beside(page)
        assert found is not None
        guide, anchor = found
        assert guide in guides(), page
        assert guides()[guide].has(anchor), (page, anchor)


# A list of addresses, help itself, and a stream that is no page.
NO_HELP = {"more", "help", "help_guide", "live_team"}


def test_every_page_of_a_signed_in_person_has_help_or_stands_under_one_that_has() -> None:
    addresses = {
        route.name: "/" + re.sub(r"<[^>]*>", "1", route.pattern)
        for route in routes()
        if route.guard == "person"
    }
    lost = {
        name
        for name, address in addresses.items()
        if not any(beside(page) for page in (name, *(above for _, above in names_above(address))))
    }
    assert sorted(lost - NO_HELP) == []


def test_every_guide_has_a_reader() -> None:
    assert readers().keys() == WHO.keys()
    assert {name for names in readers().values() for name in names} == guides().keys()


# Who signs in -> what the navigation asks about him or her.
STANDING = {
    "leader": Standing(leads=True, reports=True),
    "head": Standing(frozenset({str(Role.Name.AUTHORISED_OFFICIAL)}), leads=True),
} | {str(name): Standing(frozenset({str(name)}), reports=True) for name in Role.Name}


@pytest.mark.parametrize("who", STANDING)
def test_everybody_finds_each_page_of_the_own_navigation_in_the_own_guides(who: str) -> None:
    """On the own shelf, or one link away from it."""
    layout = Layout(HttpRequest())
    layout.__dict__["standing"] = STANDING[who]
    mine = {guide.name for shelf in shelves(layout) if shelf.mine for guide in shelf.guides}
    linked = {
        name
        for guide in mine
        for part in guides()[guide].parts
        for name in re.findall(r'href="/bantuan/([\w-]+)/', part.html)
    }
    seen = [
        entry for group in (*NAVIGATION, ACCOUNT) for entry in group.entries if entry.who(layout)
    ]
    told = {entry.label: beside(entry.url_name) for entry in seen if entry.url_name not in WITHOUT}
    missing = {label for label, found in told.items() if found and found[0] not in mine | linked}
    assert missing - LOOKED_AT_ONLY == set()


LOOKED_AT_ONLY = {"Galeri komponen"}  # for those who build the pages


# What guides set in bold is on a screen, but for emphasis and words with a number in them.
ELSEWHERE = {
    "adopsi": {"Angkanya bukan nilai siapa pun dan tidak dipakai dalam penilaian"},
    "antrean": {"Menerima sekaligus memakai undian"},
    "kepegawaian": {"pada suatu tanggal"},
    "kolaborasi": {"Di penilaian"},
    "laporan": {"2 laporan menunggu jaringan", "Tambahkan ke layar utama"},
    "latihan": {"Kembali ke Kinerja"},
    "pelatihan": {"Mencari dan mendaftar", "Sesudah mendaftar"},
    "pengaduan": {"/aduan/", "/aduan/cek/"},
    "penilaian": {"Hasil unit lama dipakai lagi"},
    "sasaran": {"+12"},
    "umpan-balik": {"atasan pimpinan Anda", "semua yang menunggu Anda", "konselor"},
    "umpan-balik-360": {"Mengapa saya?", "Ada benturan kepentingan?"},
    "impor": {
        *("Simpan … baris", "Jadikan kolom NIP teks"),
        *("Nama unit yang belum dikenal", "NIP sama, isi berbeda"),
    },
}


def on_screens() -> str:
    """All words of templates and code, on one line."""
    files = [one for kind in ("html", "py", "js") for one in PACKAGE.rglob(f"*.{kind}")]
    text = " ".join(one.read_text(encoding="utf-8") for one in files)
    joined = re.sub(r'"\s*\n\s*f?"', "", text)
    return re.sub(r"\s+", " ", joined).lower()


def test_the_words_that_guides_point_at_are_on_the_screens() -> None:
    screens, missing = on_screens(), []
    for file in folder().glob("*.md"):
        text = re.sub(r"\s+", " ", file.read_text(encoding="utf-8"))
        for bold in re.findall(r"\*\*(.+?)\*\*", text):
            for words in re.split(r" [›→] ", bold):
                said = words.strip(" .:,…")
                known = ELSEWHERE.get(file.stem, set())
                if said.lower() not in screens and words.strip(" .:,") not in known:
                    missing.append((file.stem, words))
    assert missing == []


def test_the_wheel_brings_the_guides() -> None:
    project = (configured.PACKAGE.parents[1] / "pyproject.toml").read_text()
    assert '"docs/panduan" = "kinerja/guides"' in project


# --- The search


@pytest.mark.parametrize(
    ("question", "guide"),
    [
        ("lapor", "laporan"),
        ("melaporkan", "laporan"),
        ("mengajukan keberatan", "hasil"),
        ("lupa sandi", "tanya-jawab"),
        ("berlatih", "latihan"),
        ("kalibr", "penilaian"),  # a beginning
    ],
)
def test_words_are_found_by_stem_or_beginning(question: str, guide: str) -> None:
    assert guide in [one.guide.name for one in search(question)][:6]


@pytest.mark.parametrize(
    "question", ["", "   ", "\x00", "xyzzyx", "!!!", "'; DROP TABLE", "a" * 500]
)
def test_questions_without_an_answer(question: str) -> None:
    assert search(question) == []


def test_the_excerpt_is_text(sari: Account, client: Client) -> None:
    client.force_login(sari)
    page = client.get("/bantuan/", {"kata": "<b>lapor"}).content.decode()

    assert "<b>lapor" not in page
    assert 'value="&lt;b&gt;lapor"' in page


# --- The pages


def test_the_start_is_by_role(sari: Account, client: Client) -> None:
    client.force_login(sari)
    page = client.get("/bantuan/").content.decode()
    assert "Untuk pegawai" in page
    assert page.index("Untuk pegawai") < page.index("Panduan untuk tugas lain")
    assert page.index("Panduan untuk tugas lain") < page.index("Untuk bagian kepegawaian")

    budi = a_head("Budi", a_unit())
    a_role(budi, Role.Name.SYSTEM_OPERATOR)
    client.force_login(an_account(budi))
    page = client.get("/bantuan/").content.decode()
    order = ["Untuk pengelola sistem", "Untuk atasan (pejabat penilai)", "Untuk pegawai"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert places[-1] < page.index("Panduan untuk tugas lain")


@pytest.mark.parametrize("name", NAMES)
def test_every_guide_opens(sari: Account, client: Client, name: str) -> None:
    client.force_login(sari)
    answer = client.get(f"/bantuan/{name}/")
    assert answer.status_code == 200
    assert guides()[name].title in answer.content.decode()


def test_help_stands_beside_the_thing(sari: Account, client: Client) -> None:
    client.force_login(sari)
    link = '<a class="help-beside no-print" href="/bantuan/laporan/#menulis-laporan">'
    assert link in client.get("/lapor/").content.decode()
    assert "help-beside" not in client.get("/bantuan/").content.decode()
    assert client.get("/bantuan/tidak-ada/").status_code == 404


def test_whether_it_helped_is_kept_without_a_name(sari: Account, client: Client) -> None:
    client.force_login(sari)
    url = "/bantuan/laporan/"

    answer = client.post(url, {"helped": "tidak", "words": " Contoh foto kurang. "})

    assert (answer.status_code, answer["Location"]) == (302, url)
    said = HelpFeedback.objects.get()
    assert (said.guide, said.helped, said.words) == ("laporan", False, "Contoh foto kurang.")
    assert {field.name for field in HelpFeedback._meta.get_fields()} == {
        *("id", "guide", "helped", "words", "said_on")
    }
    assert not Event.objects.filter(name__startswith="help").exists()
    for wrong in ({"words": "a"}, {"helped": "mungkin"}, {"helped": "ya", "words": "x" * 501}):
        assert client.post(url, wrong).status_code == 422
    assert HelpFeedback.objects.count() == 1
    client.post(url, {"helped": "ya"})
    counted = HelpFeedback.objects.between(said.said_on, said.said_on).by_guide()
    assert list(counted) == [{"guide": "laporan", "yes": 1, "no": 1}]
