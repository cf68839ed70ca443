"""Priority, perspective, quality and wording of a planned result."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.rules.plan import Perspective, ResultQuality, WorkResultKind
from kinerja.rules.position import PlanOwner
from kinerja.rules.work_result import (
    ABSOLUTE_WORDS,
    AssignmentSource,
    ResultOwner,
    absolute_target_words,
    perspective_check,
    quality_is_enough,
    required_kind,
)

OWNERS = st.sampled_from(ResultOwner)
QUALITIES = list(ResultQuality)


@pytest.mark.parametrize("owner", PlanOwner)
@pytest.mark.parametrize("source", ["plt", "plh", "structural_post"])
def test_acting_is_always_a_main_result(owner: PlanOwner, source: str) -> None:
    assert required_kind(owner, AssignmentSource(source)) is WorkResultKind.MAIN


@pytest.mark.parametrize(
    ("owner", "kind"),
    [
        ("jpt_utama", "main"),
        ("jpt_madya", "main"),
        ("jpt_pratama", "main"),
        ("independent_unit_head", "main"),
        ("ja_jf", None),
    ],
)
def test_the_performance_agreement_is_main_for_leaders(owner: str, kind: str | None) -> None:
    assert required_kind(PlanOwner(owner), AssignmentSource.PERFORMANCE_AGREEMENT) == kind


@pytest.mark.parametrize(
    "source", ["directive", "strategic_initiative", "matrix", "team_lead", "team_member"]
)
def test_elsewhere_the_appraiser_chooses(source: str) -> None:
    assert required_kind(PlanOwner.JPT_PRATAMA, AssignmentSource(source)) is None


@given(perspectives=st.lists(st.sampled_from(Perspective), max_size=8))
def test_every_perspective_is_served_or_named_once(perspectives: list[Perspective]) -> None:
    check = perspective_check(perspectives)

    assert {*perspectives, *check.errors, *check.warnings} == set(Perspective)
    assert not {*check.errors, *check.warnings} & set(perspectives)
    assert set(check.errors) <= {Perspective.BUDGET}


def test_an_empty_plan_misses_all_four() -> None:
    check = perspective_check([])

    assert check.errors == (Perspective.BUDGET,)
    assert check.warnings == (
        Perspective.BENEFICIARY,
        Perspective.BUSINESS_PROCESS,
        Perspective.INTERNAL_STRENGTHENING,
    )


@pytest.mark.parametrize(
    ("owner", "least"),
    [
        ("jpt", "output_low_control"),
        ("independent_unit_head", "output_low_control"),
        ("administrator", "output_medium_control"),
        ("pengawas", "output_medium_control"),
        ("team_lead", "output_medium_control"),
        ("pelaksana", "output_high_control"),
        ("jf", "output_high_control"),
    ],
)
def test_the_least_quality_of_each_level(owner: str, least: str) -> None:
    enough = [one.value for one in QUALITIES if quality_is_enough(ResultOwner(owner), one)]

    assert enough[-1] == least
    assert enough == [one.value for one in QUALITIES[: len(enough)]]


def test_the_agency_sets_what_a_functional_officer_owes() -> None:
    medium = ResultQuality.OUTPUT_MEDIUM_CONTROL

    assert quality_is_enough(ResultOwner.JF, medium, least_of_functional=medium)
    assert not quality_is_enough(
        ResultOwner.JF, ResultQuality.OUTPUT_HIGH_CONTROL, least_of_functional=medium
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tidak pernah terlambat", ["tidak pernah"]),
        ("tidak  pernah\nterlambat", ["tidak pernah"]),
        ("Tidak terlambat, pernah sekali", []),
        ("Setiap berkas, SEMUA berkas, setiap hari", ["setiap", "semua"]),
        ("Kesemuanya selalunya", []),
        ("Laporan (semua) selesai; selalu.", ["semua", "selalu"]),
        ("80-90% berkas selesai", []),
        ("", []),
    ],
)
def test_absolute_target_words(text: str, words: list[str]) -> None:
    assert absolute_target_words(text) == words


def test_what_concerns_life_may_be_absolute() -> None:
    assert absolute_target_words("Oksigen selalu tersedia", critical=True) == []


def test_the_words_are_a_setting() -> None:
    assert absolute_target_words("Seluruh berkas, semua warga", words=["seluruh"]) == ["seluruh"]
    assert absolute_target_words("Seluruh berkas, semua warga", words=[]) == []


@given(parts=st.lists(st.sampled_from([*ABSOLUTE_WORDS, "berkas", "80-90%", "warga."]), max_size=8))
def test_words_come_once_in_the_order_of_appearance(parts: list[str]) -> None:
    absolute = dict.fromkeys(part for part in parts if part in ABSOLUTE_WORDS)

    assert absolute_target_words(" dan ".join(parts)) == list(absolute)
