"""The pages of a plan that is being changed."""

import pytest
from tests.planning.test_amendment import lower_target
from tests.planning.town import JANUARY, a_draft, a_set_plan
from tests.web.unchanged import everything

from kinerja.planning.amendment import open_amendment
from kinerja.planning.dialogue import set_plan, submit_plan
from kinerja.planning.plan import Plan


def opened(plan, by=None):
    return open_amendment(
        plan=plan, change="target", reason="Alat rusak.", by=by or plan.person, on=JANUARY
    )


def test_open_a_change_from_the_page_of_the_plan(town, enter):
    plan = a_set_plan(town.sari)
    sari = enter(town.sari)
    assert f'href="/rencana/{plan.pk}/ubah/"' in sari.get("/rencana/").content.decode()

    answer = sari.post(
        f"/rencana/{plan.pk}/ubah/", {"change": "resources", "reason": "Alat rusak."}
    )

    new = Plan.objects.get(version=2)
    assert (answer.status_code, answer.url) == (302, f"/rencana/{new.pk}/")
    page = sari.get(answer.url).content.decode()
    for words in ("Perubahan rencana yang berlaku", "Alat rusak.", "Versi 2", "Ajukan rencana"):
        assert words in page
    home = sari.get("/rencana/").content.decode()
    assert f'href="/rencana/{new.pk}/"' in home
    assert f'href="/rencana/{plan.pk}/ubah/"' not in home


def test_without_a_reason_nothing_is_opened(town, enter):
    plan = a_set_plan(town.sari)
    before = everything()

    answer = enter(town.sari).post(f"/rencana/{plan.pk}/ubah/", {"change": "target"})

    assert answer.status_code == 422
    assert "Tulis alasan perubahan." in answer.content.decode()
    assert everything() == before


def test_a_second_change_is_refused_in_words(town, enter):
    plan = a_set_plan(town.sari)
    opened(plan)

    answer = enter(town.budi).post(
        f"/rencana/{plan.pk}/ubah/", {"change": "target", "reason": "Lagi"}
    )

    assert answer.status_code == 422
    assert "sudah dibuka" in answer.content.decode()


def test_the_appraiser_opens_a_change_and_reads_it(town, enter):
    plan = a_set_plan(town.sari)
    budi = enter(town.budi)

    answer = budi.post(f"/rencana/{plan.pk}/ubah/", {"change": "coaching", "reason": "Ya."})

    assert budi.get(answer.url).status_code == 200
    assert enter(town.rina).get(answer.url).status_code == 404


def test_cancel_a_change(town, enter):
    plan = a_set_plan(town.sari)
    new = opened(plan)

    answer = enter(town.sari).post(f"/rencana/{new.pk}/batalkan/")

    assert (answer.status_code, answer.url) == (302, f"/rencana/{plan.pk}/")
    assert Plan.objects.get() == plan
    assert "Perubahan dibatalkan" in enter(town.sari).get(answer.url).content.decode()


@pytest.mark.parametrize("path", ["ubah/", "batalkan/"])
def test_a_stranger_finds_nothing(town, enter, path):
    plan = a_set_plan(town.sari)
    assert enter(town.tono).post(f"/rencana/{plan.pk}/{path}").status_code == 404


def test_a_draft_is_no_change_to_cancel(town, enter):
    plan = a_draft(town.sari)
    assert enter(town.sari).post(f"/rencana/{plan.pk}/batalkan/").status_code == 409


def test_versions_show_old_and_new_target(town, enter):
    plan = a_set_plan(town.sari)
    new = opened(plan)
    lower_target(new)
    submit_plan(plan=new, by=town.sari, on=JANUARY)
    set_plan(plan=new, by=town.budi, on=JANUARY)

    page = enter(town.rina).get(f"/rencana/{plan.pk}/versi/").content.decode()

    for words in (
        "Versi 2",
        "Alat rusak.",
        "Target: Cakupan pelayanan",
        "90 %",
        "80 %",
        "Sari Dewi",
        "12 Januari 2026 oleh Budi Santoso",
    ):
        assert words in page
    shown = enter(town.sari).get(f"/rencana/{plan.pk}/").content.decode()
    assert "Digantikan" in shown
    assert f'href="/rencana/{plan.pk}/versi/"' in shown
    assert "Digantikan versi baru (versi 1)" in shown
