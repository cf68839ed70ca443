"""The colours of the pages, and those of an agency, can be read: light and dark (WCAG 2.2 AA)."""

import re
from pathlib import Path

import pytest
from django.test import Client
from tests.people.make import a_person, a_role, an_agency

from kinerja import web
from kinerja.people.agency import Agency, update_settings
from kinerja.people.refusals import InvalidInput
from kinerja.people.role import Role
from kinerja.web.colour import contrast, readable, rgb, style_sheet

SHEET = Path(web.__file__).parent / "static" / "kinerja" / "kinerja.css"
ON_GROUND = ["ink", "soft", "accent", "heed", "good", "bad"]
GROUNDS = ["ground", "surface", "sunken"]


def tokens(scheme: str) -> dict[str, str]:
    """The colours of kinerja.css, without those of an agency; `scheme` is light or dark."""
    text = SHEET.read_text()
    light, dark = text.index(":root"), text.index("prefers-color-scheme: dark")
    part = text[light:dark] if scheme == "light" else text[dark : text.index("@layer base")]
    found = re.findall(r"--([\w-]+): (?:var\(--[\w-]+, )?(#[0-9a-f]{3,6})\)?;", part)
    return {name: value if len(value) == 7 else "#" + value[1:] * 2 for name, value in found}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_colour_can_be_read_on_every_ground(scheme: str) -> None:
    colour = {name: rgb(value) for name, value in tokens(scheme).items()}
    pairs = [(text, ground) for text in ON_GROUND for ground in GROUNDS]
    pairs += [(tone, f"{tone}-tint") for tone in ("accent", "heed", "good", "bad")]
    pairs += [("on-accent", "accent"), ("ink", "accent-tint"), ("ink", "heed-tint")]
    pairs += [("ink", "good-tint"), ("ink", "bad-tint")]

    too_weak = {pair for pair in pairs if contrast(colour[pair[0]], colour[pair[1]]) < 4.5}

    assert too_weak == set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_edges_of_inputs_can_be_seen(scheme: str) -> None:
    colour = {name: rgb(value) for name, value in tokens(scheme).items()}

    assert min(contrast(colour["edge"], colour[ground]) for ground in GROUNDS) >= 3


def test_contrast_of_known_pairs() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == 21
    assert round(contrast(rgb("#767676"), rgb("#ffffff")), 2) == 4.54  # the classic grey


@pytest.mark.parametrize("chosen", ["#ffff00", "#ffffff", "#000000", "#d4001a", "#0b5a60"])
def test_any_colour_of_an_agency_becomes_readable(chosen: str) -> None:
    sheet = style_sheet(Agency(accent=chosen))
    made = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})", sheet))

    for scheme, accent, tint in (
        ("light", "brand", "brand-tint"),
        ("dark", "brand-dark", "brand-dark-tint"),
    ):
        colour = {name: rgb(value) for name, value in tokens(scheme).items()}
        grounds = [colour[ground] for ground in GROUNDS] + [rgb(made[tint])]
        assert min(contrast(rgb(made[accent]), ground) for ground in grounds) >= 4.5
        assert contrast(rgb(made[accent]), colour["on-accent"]) >= 4.5


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    moved, _ = readable(rgb("#0b5a60"), (243, 238, 228), (0, 0, 0), 0.1)

    assert moved == rgb("#0b5a60")


@pytest.mark.django_db
def test_pages_load_the_agencys_colours_once_it_has_some(client: Client) -> None:
    an_agency()
    assert "/merek/" not in client.get("/akun/masuk/").content.decode()

    admin = a_person("Wati")
    a_role(admin, Role.Name.PERSONNEL_ADMIN)
    update_settings(by=admin, accent="#7a1f3d")

    page = client.get("/akun/masuk/").content.decode()
    address = page.split('<link rel="stylesheet" href="/merek/')[1].split('"')[0]
    sheet = client.get(f"/merek/{address}")
    assert sheet.headers["Content-Type"] == "text/css"
    assert sheet.content.decode().startswith(":root{--brand:#7a1f3d;--brand-tint:#")
    assert "immutable" in sheet.headers["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("colour", ["red", "#12345", "#12345g", "#123456;}", "url(//x)"])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    an_agency()
    admin = a_person("Wati")
    a_role(admin, Role.Name.PERSONNEL_ADMIN)

    with pytest.raises(InvalidInput, match="#0b5a60"):
        update_settings(by=admin, accent=colour)

    assert Agency.objects.get().accent == ""
