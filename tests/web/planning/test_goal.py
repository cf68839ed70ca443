"""The pages of goals and their indicators: open to all, changed by those who look after them."""

from datetime import date
from decimal import Decimal

import pytest
from tests.planning.town import JANUARY, NEW_YEAR, a_draft, a_set_plan
from tests.web.unchanged import everything

from kinerja.people.role import Role, grant_role
from kinerja.planning.goal import Goal, add_goal, edit_goal
from kinerja.planning.key_indicator import (
    KeyIndicator,
    KeyTarget,
    KeyValue,
    add_key_indicator,
    edit_key_indicator,
    record_key_value,
    set_key_target,
)
from kinerja.planning.work_result import WorkResult, add_result


def a_goal(title, *parents, years=(2025, 2029), unit=None, level="goal"):
    return add_goal(
        title=title, level=level, years=years, parents=parents, unit=unit, by=None, on=JANUARY
    )


def an_indicator(goal, name="Prevalensi stunting", target=12):
    indicator = add_key_indicator(
        goal=goal, name=name, unit_of_measure="%", polarity="minimise", by=None, on=JANUARY
    )
    set_key_target(
        indicator=indicator,
        year=2026,
        target_min=Decimal(target),
        target_max=Decimal(target),
        by=None,
        on=JANUARY,
    )
    record_key_value(
        indicator=indicator,
        kind="realisation",
        measured_on=date(2025, 12, 31),
        value=Decimal("13.2"),
        source="LKjIP 2025",
        by=None,
        on=JANUARY,
    )
    return indicator


def test_the_tree_shows_goals_targets_and_the_last_value_with_its_source(town, enter):
    goal = a_goal("Stunting turun", a_goal("Kota sehat", level="vision"))
    an_indicator(goal)

    page = enter(town.sari).get("/sasaran/").content.decode()

    for words in (
        "2 sasaran pada tahun 2026.",
        "Kota sehat",
        "Stunting turun",
        "Prevalensi stunting",
        "12%",
        "13,2%",
        "per 31 Desember 2025",
        "LKjIP 2025",
        f'href="/sasaran/{goal.pk}/?tahun=2026"',
    ):
        assert " ".join(words.split()) in " ".join(page.replace("</span>", "").split())
    assert "Tambah sasaran" not in page


@pytest.mark.parametrize("year", ["abc", "99999", "1800", "²²²²"])
def test_a_strange_year_counts_as_this_one(town, enter, year):
    a_goal("Kota sehat")

    assert "pada tahun 2026" in enter(town.sari).get("/sasaran/", {"tahun": year}).content.decode()


def test_empty_trees_say_what_comes_next(town, enter):
    assert "belum mengisi sasaran organisasi" in enter(town.sari).get("/sasaran/").content.decode()
    assert 'href="/sasaran/baru/"' in enter(town.wati).get("/sasaran/").content.decode()
    a_goal("Kota sehat")
    other = enter(town.sari).get("/sasaran/?tahun=2035").content.decode()
    assert "Belum ada sasaran untuk tahun ini" in other


def test_the_page_of_a_goal_leads_to_people_whom_one_may_see(town, enter):
    goal = a_goal("Stunting turun")
    an_indicator(goal)
    plan = a_set_plan(town.tono)
    WorkResult.objects.filter(plan=plan).update(goal=goal)
    add_result(plan=a_draft(town.sari), title="Rahasia", goal=goal, by=town.sari, on=JANUARY)

    budi = enter(town.budi).get(f"/sasaran/{goal.pk}/").content.decode()
    assert f'href="/rencana/{plan.pk}/"' in budi
    assert "Rahasia" not in budi  # a draft of somebody else
    peer = enter(town.sari).get(f"/sasaran/{goal.pk}/").content.decode()
    assert "Rahasia" in peer
    assert f'href="/rencana/{plan.pk}/"' not in peer


def test_add_a_goal(town, enter):
    above = a_goal("Kota sehat", level="vision")
    wati = enter(town.wati)
    assert f'value="{above.pk}" id="id_parents_0" checked' in " ".join(
        wati.get(f"/sasaran/baru/?induk={above.pk}")
        .content.decode()
        .replace('class="many-choices"', "")
        .split()
    )
    form = {
        "title": "Stunting turun",
        "level": "objective",
        "code": "1.1",
        "unit": town.health.pk,
        "year_from": "2025",
        "year_to": "2029",
        "parents": [above.pk],
        "source": "RPJMD",
    }

    answer = wati.post("/sasaran/baru/", form)

    goal = Goal.objects.get(title="Stunting turun")
    assert (answer.status_code, answer.url) == (302, f"/sasaran/{goal.pk}/")
    assert (goal.unit, set(goal.parents.all())) == (town.health, {above})
    wrong = wati.post("/sasaran/baru/", form | {"year_to": "2020", "title": "Lain"})
    assert wrong.status_code == 422
    assert "Tahun pertama tidak boleh sesudah tahun terakhir" in wrong.content.decode()


def test_change_a_goal_and_see_both_when_somebody_was_faster(town, enter):
    goal = a_goal("Stunting turun")
    wati, url = enter(town.wati), f"/sasaran/{goal.pk}/ubah/"
    form = {
        "title": "Stunting di bawah 10%",
        "level": "objective",
        "year_from": "2025",
        "year_to": "2029",
        "revision": "1",
    }
    edit_goal(
        goal=goal,
        title="Ditulis orang lain",
        level="goal",
        years=(2025, 2029),
        unit=None,
        parents=[],
        code="",
        source="",
        by=town.wati,
        on=JANUARY,
    )

    answer = wati.post(url, form)

    assert answer.status_code == 422
    assert "Ditulis orang lain" in answer.content.decode()
    assert wati.post(url, form | {"revision": "2"}).status_code == 302
    goal.refresh_from_db()
    assert (goal.title, goal.level) == ("Stunting di bawah 10%", "objective")


def test_a_circle_of_goals_is_refused_at_the_form(town, enter):
    top = a_goal("Visi", level="vision")
    low = a_goal("Tujuan", top)
    before = everything()

    answer = enter(town.wati).post(
        f"/sasaran/{top.pk}/ubah/",
        {
            "title": "Visi",
            "level": "vision",
            "year_from": "2025",
            "year_to": "2029",
            "parents": [low.pk],
        },
    )

    assert answer.status_code == 422
    assert "sudah berada di bawah" in answer.content.decode()
    assert everything() == before


def test_a_unit_admin_looks_after_the_goals_of_the_unit_alone(town, enter):
    grant_role(person=town.tono, name=Role.Name.UNIT_ADMIN, unit=town.centre, by=None, on=NEW_YEAR)
    own = a_goal("Puskesmas ramah", unit=town.centre)
    above = a_goal("Dinas", unit=town.health)
    tono = enter(town.tono)
    assert tono.get(f"/sasaran/{own.pk}/ubah/").status_code == 200
    assert tono.get(f"/sasaran/{above.pk}/ubah/").status_code == 403
    form = {"title": "Baru", "level": "goal", "year_from": "2026", "year_to": "2026"}
    before = everything()

    for unit in ("", town.health.pk, town.city.pk):
        assert tono.post("/sasaran/baru/", form | {"unit": unit}).status_code == 422
    assert everything() == before
    assert tono.post("/sasaran/baru/", form | {"unit": town.centre.pk}).status_code == 302


def test_everybody_else_only_reads(town, enter):
    goal = a_goal("Stunting turun", unit=town.health)
    indicator = an_indicator(goal)
    paths = [
        "/sasaran/baru/",
        f"/sasaran/{goal.pk}/ubah/",
        f"/sasaran/{goal.pk}/indikator/baru/",
        f"/sasaran/indikator/{indicator.pk}/",
        f"/sasaran/indikator/{indicator.pk}/target/",
        f"/sasaran/indikator/{indicator.pk}/nilai/",
    ]
    before = everything()

    for person in (town.sari, town.budi, town.rina, town.mayor):
        client = enter(person)
        assert client.get("/sasaran/").status_code == 200
        assert client.get(f"/sasaran/{goal.pk}/").status_code == 200
        for path in paths:
            assert client.get(path).status_code == 403
            assert client.post(path, {"title": "Titipan", "value": "1"}).status_code == 403
    assert everything() == before


def test_goals_and_indicators_that_are_not_there(town, enter):
    wati = enter(town.wati)

    for path in ("/sasaran/999999/", "/sasaran/999999/ubah/", "/sasaran/indikator/999999/target/"):
        assert wati.get(path).status_code == 404


def test_an_indicator_from_its_sheet_to_its_value(town, enter):
    goal = a_goal("Stunting turun")
    wati = enter(town.wati)
    sheet = {
        "name": "Prevalensi stunting",
        "unit_of_measure": "%",
        "polarity": "minimise",
        "period": "year",
        "formula": "stunting : diukur x 100",
    }

    answer = wati.post(f"/sasaran/{goal.pk}/indikator/baru/", sheet)

    indicator = KeyIndicator.objects.get()
    url = f"/sasaran/indikator/{indicator.pk}/"
    assert (answer.status_code, answer.url) == (302, f"{url}target/")
    target = {"year": "2026", "target_min": "11,5", "target_max": "12", "revision": "1"}
    assert wati.post(f"{url}target/", target).status_code == 302
    stored = KeyTarget.objects.get()
    assert (stored.target_min, stored.target_max) == (Decimal("11.5"), Decimal(12))
    stale = wati.post(f"{url}target/", target | {"target_max": "13"})
    assert stale.status_code == 422
    assert "11,5–12" in stale.content.decode()
    value = {
        "kind": "realisation",
        "value": "13,2",
        "measured_on": "2025-12-31",
        "source": "LKjIP 2025",
    }
    assert wati.post(f"{url}nilai/", value).status_code == 302
    assert KeyValue.objects.get().value == Decimal("13.2")
    late = wati.post(f"{url}nilai/", value | {"measured_on": "2026-01-13"})
    assert late.status_code == 422
    assert "Tanggal pengukuran belum tiba." in late.content.decode()
    assert wati.post(url, sheet | {"unit_of_measure": "persen", "revision": "2"}).status_code == 302
    indicator.refresh_from_db()
    assert (indicator.unit_of_measure, indicator.formula) == ("persen", "stunting : diukur x 100")


def test_the_second_writer_of_a_sheet_sees_both(town, enter):
    indicator = an_indicator(a_goal("Stunting turun"))
    edit_key_indicator(
        indicator=indicator,
        name="Nama lain",
        unit_of_measure="%",
        polarity="minimise",
        by=town.wati,
        on=JANUARY,
    )

    answer = enter(town.wati).post(
        f"/sasaran/indikator/{indicator.pk}/",
        {
            "name": "Nama saya",
            "unit_of_measure": "%",
            "polarity": "minimise",
            "period": "year",
            "revision": "2",
        },
    )

    assert answer.status_code == 422
    assert "Nama lain" in answer.content.decode()
    assert KeyIndicator.objects.get().name == "Nama lain"


def test_the_pages_of_goals_ask_the_same_number_of_questions(
    town, enter, django_assert_max_num_queries, django_assert_num_queries
):
    top = a_goal("Kota sehat", level="vision")
    an_indicator(top)
    an_indicator(a_goal("Tujuan", top))
    sari = enter(town.sari)
    with django_assert_max_num_queries(20) as tree:
        sari.get("/sasaran/")
    with django_assert_max_num_queries(30) as one:
        sari.get(f"/sasaran/{top.pk}/")
    for number in range(5):
        an_indicator(a_goal(f"Tujuan {number}", top))
        an_indicator(top, f"Indikator {number}")
    with django_assert_num_queries(len(tree)):
        sari.get("/sasaran/")
    with django_assert_num_queries(len(one)):
        sari.get(f"/sasaran/{top.pk}/")


def test_a_source_shows_the_host_of_its_address_and_the_code_is_for_forms(town, enter):
    goal = add_goal(
        title="Kota sehat",
        level="vision",
        code="VISI/M10",
        years=(2025, 2029),
        source="Berita, https://sumbar.antaranews.com/berita/1?a=<b>&c. Dibaca 2025",
        by=None,
        on=JANUARY,
    )

    page = enter(town.sari).get(f"/sasaran/{goal.pk}/").content.decode()
    tree = enter(town.sari).get("/sasaran/").content.decode()

    assert (
        'Sumber: Berita, <a href="https://sumbar.antaranews.com/berita/1?a=" rel="noreferrer">'
        "sumbar.antaranews.com</a>&lt;b&gt;&amp;c. Dibaca 2025"
    ) in page
    assert "VISI/M10" not in page + tree
