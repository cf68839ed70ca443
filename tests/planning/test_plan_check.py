"""What a plan lacks (errors) and what the regulation advises (hints)."""

from datetime import date
from decimal import Decimal

import pytest
from tests.planning.town import JANUARY, a_draft, a_result, a_set_plan, a_town

from kinerja.people.position import Position
from kinerja.planning.indicator import add_indicator
from kinerja.planning.plan import Plan
from kinerja.planning.plan_check import check_plan, result_owner
from kinerja.planning.work_result import add_result
from kinerja.rules.work_result import ResultOwner

pytestmark = pytest.mark.django_db
DEADLINE = "SKP ditetapkan paling lambat 31 Januari 2026"


@pytest.fixture
def town():
    return a_town()


def checked(plan, appraiser, on=JANUARY):
    check = check_plan(plan, appraiser=appraiser, on=on)
    return check.errors, check.hints


def test_an_empty_plan_lacks_a_result(town):
    assert checked(a_draft(town.sari), town.budi) == (["tulis sedikitnya satu hasil kerja"], [])


def test_a_linked_and_measured_result_lacks_nothing(town):
    leaders = a_set_plan(town.budi).results.get()
    plan = a_draft(town.sari)
    a_result(plan, parent=leaders)

    assert checked(plan, town.budi) == ([], [DEADLINE])


def test_a_result_without_a_leaders_result_is_a_hint_and_so_may_be_linked_later(town):
    plan = a_draft(town.sari)
    a_result(plan)
    a_result(plan, assigned_by="Tim Percepatan Stunting")

    assert checked(plan, town.budi) == (
        [],
        ["hasil kerja nomor 1 belum terhubung dengan hasil kerja atasan", DEADLINE],
    )


def test_jpt_needs_the_perspective_of_the_budget_and_is_reminded_of_the_others(town):
    plan = a_draft(town.rina)
    result = add_result(plan=plan, title="Warga sehat", by=town.rina, on=JANUARY)
    add_indicator(
        result=result,
        text="Semua warga terlayani",
        target_min=Decimal(90),
        perspective="beneficiary",
        by=town.rina,
    )

    assert checked(plan, town.mayor) == (
        ["tulis sedikitnya satu indikator perspektif Anggaran"],
        [
            "belum ada indikator perspektif Proses Bisnis",
            "belum ada indikator perspektif Penguatan Internal",
            DEADLINE,
        ],
    )


def test_absolute_words_in_targets_of_staff_are_a_hint(town):
    plan = a_draft(town.sari)
    result = add_result(
        plan=plan, title="Ibu terlayani", assigned_by="Tim", by=town.sari, on=JANUARY
    )
    add_indicator(
        result=result, text="Ibu diperiksa", target_text="Selalu, semua ibu", by=town.sari
    )

    assert checked(plan, town.budi) == (
        [],
        [
            "indikator “Ibu diperiksa” (hasil kerja nomor 1) memakai kata “selalu”, “semua”; bila"
            " tidak menyangkut keselamatan, beri ruang, misalnya 90–95%",
            DEADLINE,
        ],
    )


@pytest.mark.parametrize(
    ("who", "quality", "advised"),
    [
        ("rina", "output_medium_control", True),
        ("rina", "outcome", False),
        ("budi", "output_high_control", True),
        ("budi", "output_medium_control", False),
        ("tono", "output_high_control", False),
        ("sari", "output_high_control", False),
    ],
)
def test_the_quality_of_a_result_that_the_post_asks_for(town, who, quality, advised):
    plan = a_draft(getattr(town, who))
    a_result(plan, quality=quality)

    _, hints = checked(plan, plan.appraiser)

    assert any("disarankan hasil yang lebih tinggi" in hint for hint in hints) is advised


def test_after_the_end_of_january_the_next_level_is_named(town):
    plan = a_draft(town.sari)
    a_result(plan, assigned_by="Tim")
    late = (
        "batas penetapan 31 Januari 2026 sudah lewat; bila atasan Anda belum dapat menetapkan,"
        " bicarakan dengan atasan pejabat penilai"
    )

    assert checked(plan, town.budi, on=date(2026, 1, 31)) == ([], [DEADLINE])
    assert checked(plan, town.budi, on=date(2026, 2, 1)) == ([], [late])
    Plan.objects.filter(pk=plan.pk).update(starts_on=date(2026, 6, 1))
    assert checked(Plan.objects.get(pk=plan.pk), town.budi, on=date(2026, 6, 2)) == ([], [])


def test_a_plan_without_a_main_result(town):
    plan = a_draft(town.sari)
    a_result(plan, kind="additional", assigned_by="Tim")

    errors, _ = checked(plan, town.budi)

    assert errors == ["tulis sedikitnya satu hasil kerja utama"]


def test_whose_level_of_quality_counts():
    def owner(kind, level, independent=False):
        return result_owner(Position(kind=kind, level=level, independent=independent))

    assert owner("jpt", "jpt_pratama") is ResultOwner.JPT
    assert owner("ja", "administrator") is ResultOwner.ADMINISTRATOR
    assert owner("ja", "administrator", independent=True) is ResultOwner.INDEPENDENT_UNIT_HEAD
    assert owner("ja", "pelaksana") is ResultOwner.PELAKSANA
    assert owner("jf", "ahli_muda") is ResultOwner.JF
    assert owner("official", "regional_head") is None
