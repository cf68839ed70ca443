"""Building a plan: results, measures, and what a form does when it cannot be stored."""

from decimal import Decimal

import pytest
from tests.planning.town import JANUARY, a_draft, a_result, a_set_plan, a_submitted
from tests.web.unchanged import everything

from kinerja.people.unit import Unit
from kinerja.planning.dialogue import withdraw_plan
from kinerja.planning.goal import add_goal
from kinerja.planning.indicator import Indicator, add_indicator, edit_indicator
from kinerja.planning.key_indicator import add_key_indicator
from kinerja.planning.work_result import WorkResult, add_result, edit_result

NO_MEASURE = {"iki-text": "", "iki-aspect": "", "iki-polarity": "maximise"}


def a_goal(title="Ibu sehat", years=(2025, 2029), unit=None):
    return add_goal(title=title, level="goal", years=years, unit=unit, by=None, on=JANUARY)


def test_add_a_result_with_its_first_measure(town, enter):
    leaders = a_set_plan(town.budi).results.get()
    goal = a_goal()
    plan = a_draft(town.sari)
    sari, url = enter(town.sari), f"/rencana/{plan.pk}/hasil/baru/"
    assert f'<option value="{leaders.pk}" selected>' in (
        sari.get(f"{url}?induk={leaders.pk}").content.decode()
    )

    answer = sari.post(
        url,
        {
            "title": "Ibu hamil\r\n  terlayani",
            "kind": "main",
            "parent": leaders.pk,
            "goal": goal.pk,
            "quality": "output_high_control",
            "assigned_by": "",
            "iki-text": "Ibu diperiksa enam kali",
            "iki-aspect": "quantity",
            "iki-target_min": "1.200",
            "iki-target_max": "1.250,5",
            "iki-unit_of_measure": "ibu",
            "iki-polarity": "maximise",
            "iki-counts_reports": "on",
        },
    )

    assert (answer.status_code, answer.url) == (302, f"/rencana/{plan.pk}/")
    result = WorkResult.objects.get(plan=plan)
    assert (result.title, result.parent, result.goal) == ("Ibu hamil terlayani", leaders, goal)
    measure = result.indicators.get()
    assert (measure.target_min, measure.target_max) == (Decimal(1200), Decimal("1250.5"))
    assert (measure.aspect, measure.unit_of_measure, measure.counts_reports) == (
        "quantity",
        "ibu",
        True,
    )
    page = sari.get(f"/rencana/{plan.pk}/").content.decode()
    assert "1.200–1.250,5" in page


def test_the_first_measure_may_wait(town, enter):
    plan = a_draft(town.sari)

    answer = enter(town.sari).post(
        f"/rencana/{plan.pk}/hasil/baru/", {"title": "Ibu terlayani", "kind": "main"} | NO_MEASURE
    )

    assert answer.status_code == 302
    assert not plan.results.get().indicators.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": ""}, "Hasil kerja belum diisi."),
        ({"title": "x" * 301}, "paling banyak 300 huruf; sekarang 301"),
        ({"kind": "huge"}, "huge bukan salah satu dari pilihan yang tersedia."),
        ({"iki-text": "Cakupan"}, "Aspek belum dipilih."),
        (
            {"iki-text": "Cakupan", "iki-aspect": "quality"},
            "Isi target: sebuah angka, rentang dua angka, atau uraian.",
        ),
        (
            {"iki-text": "Cakupan", "iki-aspect": "quality", "iki-target_min": "1,234.5"},
            "Tulis angka dengan koma untuk pecahan",
        ),
        (
            {
                "iki-text": "Cakupan",
                "iki-aspect": "quality",
                "iki-target_min": "9",
                "iki-target_max": "8",
            },
            "Batas bawah target tidak boleh melebihi batas atas.",
        ),
    ],
)
def test_bad_input_is_named_kept_and_not_stored(town, enter, change, words):
    plan = a_draft(town.sari)
    before = everything()
    form = {"title": "Ibu terlayani", "kind": "main", "assigned_by": "Tim Gizi"} | NO_MEASURE

    answer = enter(town.sari).post(f"/rencana/{plan.pk}/hasil/baru/", form | change)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(words) >= 2  # in the summary and at the field
    assert 'value="Tim Gizi"' in page
    assert everything() == before


def test_results_and_goals_from_elsewhere_are_refused(town, enter):
    a_set_plan(town.budi)
    plan = a_draft(town.sari)
    of_rina = a_set_plan(town.rina).results.get()
    of_tono = a_set_plan(town.tono).results.get()
    own = a_result(plan)
    past = a_goal("Lama", years=(2020, 2024))
    of_another_unit = a_goal("BKPSDM", unit=Unit.objects.get(name="BKPSDM"))
    a_goal()
    sari = enter(town.sari)
    form = {"title": "Ibu terlayani", "kind": "main"} | NO_MEASURE
    before = everything()

    parents = [of_rina.pk, of_tono.pk, own.pk, 10**9, "1 OR 1=1"]
    goals = [past.pk, of_another_unit.pk, 10**9, "x"]
    for wrong in [*({"parent": pk} for pk in parents), *({"goal": pk} for pk in goals)]:
        assert sari.post(f"/rencana/{plan.pk}/hasil/baru/", form | wrong).status_code == 422
        edited = sari.post(f"/rencana/hasil/{own.pk}/", form | wrong)
        assert edited.status_code == 422
    assert everything() == before


def test_the_draft_of_the_leader_is_not_offered(town, enter):
    of_budi = a_result(a_draft(town.budi), "Rahasia Budi")
    plan = a_draft(town.sari)
    sari, url = enter(town.sari), f"/rencana/{plan.pk}/hasil/baru/"

    assert "Rahasia Budi" not in sari.get(url).content.decode()
    sari.post(url, {"title": "A", "kind": "main", "parent": of_budi.pk} | NO_MEASURE)
    assert plan.results.get().parent is None


def test_change_a_result(town, enter):
    result = a_result(a_draft(town.sari))
    leaders = a_set_plan(town.budi).results.get()
    sari, url = enter(town.sari), f"/rencana/hasil/{result.pk}/"
    assert "Ibu hamil terlayani" in sari.get(url).content.decode()

    answer = sari.post(
        url, {"title": "Ibu nifas terpantau", "kind": "main", "parent": leaders.pk, "revision": 1}
    )

    assert answer.status_code == 302
    result.refresh_from_db()
    assert (result.title, result.parent, result.revision) == ("Ibu nifas terpantau", leaders, 2)


def test_the_second_writer_sees_both_and_may_then_decide(town, enter):
    result = a_result(a_draft(town.sari))
    edit_result(
        result=result,
        title="Dari jendela lain",
        kind="main",
        parent=None,
        goal=None,
        quality="",
        assigned_by="",
        by=town.sari,
        on=JANUARY,
    )
    sari, url = enter(town.sari), f"/rencana/hasil/{result.pk}/"
    mine = {"title": "Dari jendela ini", "kind": "main", "revision": "1"}

    answer = sari.post(url, mine)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Dari jendela lain" in page
    assert "Dari jendela ini" in page
    assert '<input type="hidden" name="revision" value="2"' in page
    result.refresh_from_db()
    assert result.title == "Dari jendela lain"
    assert sari.post(url, mine | {"revision": "2"}).status_code == 302
    result.refresh_from_db()
    assert result.title == "Dari jendela ini"


def test_remove_a_result(town, enter):
    plan = a_draft(town.sari)
    result = a_result(plan)
    sari = enter(town.sari)
    assert sari.get(f"/rencana/hasil/{result.pk}/hapus/").status_code == 405

    answer = sari.post(f"/rencana/hasil/{result.pk}/hapus/")

    assert (answer.status_code, answer.url) == (302, f"/rencana/{plan.pk}/")
    assert not plan.results.exists()
    assert sari.post(f"/rencana/hasil/{result.pk}/hapus/").status_code == 404


def test_a_result_under_which_others_hang_is_kept(town, enter):
    leaders_plan = a_submitted(town.budi)
    leaders = leaders_plan.results.get()
    add_result(plan=a_draft(town.sari), title="A", parent=leaders, by=town.sari, on=JANUARY)
    withdraw_plan(plan=leaders_plan, by=town.budi)
    before = everything()

    answer = enter(town.budi).post(f"/rencana/hasil/{leaders.pk}/hapus/")

    assert answer.status_code == 409
    assert "menjadi induk hasil kerja pegawai lain" in answer.content.decode()
    assert everything() == before


def test_add_change_and_remove_a_measure(town, enter):
    plan = a_draft(town.sari)
    result = add_result(plan=plan, title="Ibu terlayani", by=town.sari, on=JANUARY)
    sari = enter(town.sari)
    url = f"/rencana/hasil/{result.pk}/indikator/baru/"
    assert sari.get(url).status_code == 200
    assert sari.post(url, {"text": ""}).status_code == 422
    form = {"text": "Cakupan", "aspect": "quality", "target_min": "87,5", "polarity": "maximise"}

    assert sari.post(url, form).status_code == 302
    measure = Indicator.objects.get()
    assert measure.target_min == Decimal("87.5")
    page = sari.get(f"/rencana/indikator/{measure.pk}/").content.decode()
    assert 'value="87,5"' in page
    changed = form | {"target_text": "", "target_max": "90", "revision": "1"}
    assert sari.post(f"/rencana/indikator/{measure.pk}/", changed).status_code == 302
    measure.refresh_from_db()
    assert (measure.target_min, measure.target_max) == (Decimal("87.5"), Decimal(90))
    assert sari.post(f"/rencana/indikator/{measure.pk}/hapus/").status_code == 302
    assert not Indicator.objects.exists()


def test_the_second_writer_of_a_measure_sees_both(town, enter):
    measure = a_result(a_draft(town.sari)).indicators.get()
    edit_indicator(indicator=measure, text="Cakupan lain", target_min=Decimal(77), by=town.sari)

    answer = enter(town.sari).post(
        f"/rencana/indikator/{measure.pk}/",
        {
            "text": "Cakupan saya",
            "aspect": "quality",
            "target_min": "80",
            "polarity": "maximise",
            "revision": "1",
        },
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Cakupan lain: " in page
    assert "77%" in page
    assert "Cakupan saya" in page
    measure.refresh_from_db()
    assert measure.target_min == Decimal(77)


def test_a_second_measure_that_counts_reports_is_refused_at_the_form(town, enter):
    result = add_result(plan=a_draft(town.sari), title="A", by=town.sari, on=JANUARY)
    add_indicator(result=result, text="B", target_min=Decimal(1), counts_reports=True, by=town.sari)
    before = everything()

    answer = enter(town.sari).post(
        f"/rencana/hasil/{result.pk}/indikator/baru/",
        {
            "text": "C",
            "aspect": "quantity",
            "target_min": "1",
            "polarity": "maximise",
            "counts_reports": "on",
        },
    )

    assert answer.status_code == 422
    assert "Hanya satu indikator pada tiap hasil kerja" in answer.content.decode()
    assert everything() == before


def test_jpt_choose_a_perspective_and_may_name_a_key_indicator(town, enter):
    key = add_key_indicator(
        goal=a_goal(unit=town.health),
        name="Prevalensi stunting",
        unit_of_measure="%",
        polarity="minimise",
        by=None,
        on=JANUARY,
    )
    plan = a_draft(town.rina)
    result = add_result(plan=plan, title="Stunting turun", by=town.rina, on=JANUARY)
    rina, url = enter(town.rina), f"/rencana/hasil/{result.pk}/indikator/baru/"
    page = rina.get(url).content.decode()
    assert "Perspektif" in page
    assert 'name="aspect"' not in page

    answer = rina.post(
        url,
        {
            "text": "Prevalensi stunting",
            "perspective": "beneficiary",
            "target_max": "12",
            "polarity": "minimise",
            "key_indicator": key.pk,
        },
    )

    assert answer.status_code == 302
    measure = Indicator.objects.get()
    assert (measure.perspective, measure.target_min, measure.key_indicator) == (
        "beneficiary",
        Decimal(12),
        key,
    )
    assert "Perspektif" in rina.get(f"/rencana/{plan.pk}/").content.decode()


def test_staff_do_not_see_perspectives(town, enter):
    plan = a_draft(town.sari)
    a_result(plan)

    page = enter(town.sari).get(f"/rencana/{plan.pk}/").content.decode()

    assert "Aspek" in page
    assert "Perspektif" not in page


def test_pages_of_results_of_others_are_not_there(town, enter):
    result = a_result(a_draft(town.sari))
    measure = result.indicators.get()
    paths = [
        f"/rencana/hasil/{result.pk}/",
        f"/rencana/hasil/{result.pk}/hapus/",
        f"/rencana/hasil/{result.pk}/indikator/baru/",
        f"/rencana/indikator/{measure.pk}/",
        f"/rencana/indikator/{measure.pk}/hapus/",
    ]
    before = everything()

    for other in (town.budi, town.rina, town.mayor, town.tono, town.wati):
        client = enter(other)
        for path in paths:
            assert client.post(path, {"title": "Titipan", "kind": "main"}).status_code == 404
    assert everything() == before


def test_a_leader_does_not_change_what_he_can_read(town, enter):
    result = a_submitted(town.sari).results.get()

    answer = enter(town.budi).post(
        f"/rencana/hasil/{result.pk}/", {"title": "Titipan", "kind": "main"}
    )

    assert answer.status_code == 404


@pytest.mark.parametrize("make", [a_submitted, a_set_plan])
def test_a_plan_that_is_no_draft_has_no_forms(town, enter, make):
    plan = make(town.sari)
    result = plan.results.get()
    sari = enter(town.sari)
    before = everything()

    for path in (
        f"/rencana/{plan.pk}/hasil/baru/",
        f"/rencana/hasil/{result.pk}/",
        f"/rencana/hasil/{result.pk}/indikator/baru/",
        f"/rencana/indikator/{result.indicators.get().pk}/",
    ):
        assert sari.get(path).status_code == 409
        assert sari.post(path, {"title": "A", "kind": "main"}).status_code == 409
    assert sari.post(f"/rencana/hasil/{result.pk}/hapus/").status_code == 409
    assert everything() == before


@pytest.mark.parametrize("wanted", ["abc", "-1", "²", "9" * 40, ""])
def test_a_strange_parent_in_the_address_is_left_out(town, enter, wanted):
    a_set_plan(town.budi)
    plan = a_draft(town.sari)

    page = enter(town.sari).get(f"/rencana/{plan.pk}/hasil/baru/", {"induk": wanted})

    assert page.status_code == 200
