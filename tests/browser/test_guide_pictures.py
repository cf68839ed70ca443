"""Pictures of the guides: each shows a page that answers. KINERJA_WRITE_DOCS=1 takes them anew."""

import os
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings
from PIL import Image
from tests.access.contents import the_world
from tests.access.matrix import trust
from tests.access.world import NOW, TODAY
from tests.browser.conftest import Visits

from kinerja.web.help.guide import folder
from kinerja.work.rollup import rebuild
from kinerja.work.standing import judge_all

PLACE = Path(__file__).resolve().parents[2] / "src/kinerja/web/static/kinerja/help"
SIZE = (360, 640)
# Name of the picture -> who looks at which page; in braces a thing of the world,
# its owner and the argument of the address.
SHOWN = {
    "beranda": ("sari", "/"),
    "rencana": ("sari", "/rencana/"),
    "antrean": ("budi", "/antrean/"),
    "penilaian": ("budi", "/penilaian/"),
    "hasil": ("sari", "/hasil/"),
    "pantauan": ("rina", "/pantau/"),
    "ruang-kendali": ("wati", "/ruang-kendali/"),
    "survei": ("susi", "/survei/"),
    "kesehatan": ("oki", "/kesehatan/"),
    "berlatih": ("sari", "/latihan/"),
    "perintah": ("sari", "/perintah/"),
    "kotak-masuk": ("sari", "/kotak-masuk/"),
    "pengumuman": ("budi", "/pengumuman/"),
    "tim": ("budi", "/tim/"),
    "rencana-masuk": ("budi", "/rencana/masuk/"),
    "sasaran": ("rina", "/sasaran/"),
    "pegawai": ("wati", "/pegawai/"),
    "periode": ("wati", "/periode/"),
    "pengaduan": ("susi", "/pengaduan/"),
    "kebutuhan": ("susi", "/kebutuhan/"),
    "data-layanan": ("susi", "/data-layanan/"),
    "gangguan": ("oki", "/gangguan/"),
    "impor": ("wati", "/impor/"),
    "adopsi": ("wati", "/adopsi/"),
    "umpan-balik": ("sari", "/umpan-balik/"),
    "gagasan": ("sari", "/gagasan/"),
    "ruang-gagasan": ("sari", "/gagasan/ruang/{space_voting[budi][space_id]}/"),
    "sasaran-bersama": ("fajar", "/sasaran/bersama/"),
    "kolaborasi": ("rina", "/kolaborasi/{programme[rina][programme_id]}/"),
    "kompetensi": ("sari", "/kompetensi/"),
    "pelatihan": ("sari", "/pelatihan/"),
    "menilai": ("budi", "/penilaian/{review_rated[sari][review_id]}/"),
    "umpan-balik-360": ("sari", "/360/{question360[sari][rater_id]}/"),
    "denyut": ("budi", "/denyut/{pulse[wati][pulse_id]}/jawab/"),
    "tinjauan": ("sari", "/tinjauan/{review_published[wati][review_id]}/"),
    "pendampingan": ("wati", "/adopsi/pendampingan/"),
}

BELOW = {"menilai", "umpan-balik-360", "denyut"}  # the form itself, not what stands over it


@pytest.fixture
def today(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.KINERJA_PRACTICE_PORT = 8001
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.mark.usefixtures("today")
def test_each_picture_shows_a_page_that_answers(transactional_db: None, visit: Visits) -> None:
    world = the_world()
    rebuild()  # what the worker counts meanwhile
    judge_all(TODAY)
    windows = {}
    for name, (viewer, path) in SHOWN.items():
        if viewer not in windows:
            account = world.accounts[viewer]
            windows[viewer] = window = visit(account, size=SIZE)
            (cookie,) = (one for one in window.context.cookies() if one["name"] == "sessionid")
            trust(cookie["value"], account)
        window = windows[viewer]
        answer = window.page.goto(window.base + path.format(**world.things))
        assert answer is not None
        assert answer.status == 200, name
        if name in BELOW:
            window.page.locator("main fieldset").first.evaluate(
                "(form) => { form.scrollIntoView(); scrollBy(0, -80); }"
            )
        if os.environ.get("KINERJA_WRITE_DOCS") == "1":
            _keep(name, window.page.screenshot())


def _keep(name: str, shot: bytes) -> None:
    picture = Image.open(BytesIO(shot)).convert("RGB")
    picture.save(PLACE / f"{name}.webp", "WEBP", quality=70, method=6)


def test_the_guides_name_these_pictures_and_no_others() -> None:
    named = {
        name
        for file in folder().glob("*.md")
        for name in re.findall(r"!\[[^\]]+\]\(\S*/help/([\w-]+)\.webp\)", file.read_text())
    }
    assert named == SHOWN.keys() == {file.stem for file in PLACE.glob("*.webp")}
    for file in PLACE.glob("*.webp"):
        assert file.stat().st_size <= 60 * 1024, file.name
