"""Groups and levels of posts."""

import pytest

from kinerja.rules.position import PlanOwner, PositionKind, PositionLevel, plan_owner


@pytest.mark.parametrize(
    ("kind", "level", "owner"),
    [
        ("jpt", "jpt_utama", "jpt_utama"),
        ("jpt", "jpt_madya", "jpt_madya"),
        ("jpt", "jpt_pratama", "jpt_pratama"),
        ("independent_unit_head", "ahli_madya", "independent_unit_head"),
        ("ja", "administrator", "ja_jf"),
        ("jf", "ahli_utama", "ja_jf"),
    ],
)
def test_plan_owner(kind: str, level: str, owner: str) -> None:
    assert plan_owner(PositionKind(kind), PositionLevel(level)) is PlanOwner(owner)


def test_a_jpt_has_a_level_of_its_own() -> None:
    with pytest.raises(ValueError, match="Pengawas is not a level of a JPT"):
        plan_owner(PositionKind.JPT, PositionLevel.PENGAWAS)
