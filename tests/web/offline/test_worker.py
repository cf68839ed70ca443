"""What is kept on a phone is the same for everybody."""

import json
import re

from django.test import Client
from tests.web.work.visit import enter
from tests.work.make import Centre, a_report

from kinerja.people.agency import Agency


def test_the_page_without_network_holds_nobodys_data(centre: Centre) -> None:
    a_report(centre.sari)

    signed_in, anybody = enter(centre.sari).get("/luring/"), Client().get("/luring/")

    assert signed_in.content == anybody.content
    assert b"csrfmiddlewaretoken" not in anybody.content
    assert not anybody.cookies
    assert anybody.headers["Cache-Control"] == "no-cache"


def test_the_worker_keeps_what_the_page_needs_and_changes_with_it(centre: Centre) -> None:
    answer = Client().get("/pekerja.js")
    script = answer.content.decode()

    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    files = json.loads(re.search(r"FILES = (\[.*\]);", script)[1])
    shell = Client().get("/luring/").content.decode()
    asked = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', shell))
    assert asked <= set(files)

    Agency.objects.update(accent="#7a1f5c")
    assert Client().get("/pekerja.js").content.decode() != script


def test_the_manifest_names_the_agency(centre: Centre) -> None:
    answer = Client().get("/kinerja.webmanifest")

    assert answer.headers["Content-Type"] == "application/manifest+json"
    said = answer.json()
    assert (said["name"], said["start_url"]) == ("Kinerja – Kota Uji", "/")
