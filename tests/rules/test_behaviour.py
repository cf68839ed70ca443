"""BerAKHLAK."""

from kinerja.rules.behaviour import BehaviourAspect, CoreValue


def test_the_initials_of_the_seven_values() -> None:
    assert [value.label for value in CoreValue] == [
        "Berorientasi Pelayanan",
        "Akuntabel",
        "Kompeten",
        "Harmonis",
        "Loyal",
        "Adaptif",
        "Kolaboratif",
    ]


def test_every_value_has_three_guide_behaviours_of_its_own() -> None:
    behaviours = [one for value in CoreValue for one in value.guide_behaviours]

    assert len(set(behaviours)) == 21
    assert CoreValue.LOYAL.guide_behaviours[2] == "Menjaga rahasia jabatan dan negara"


def test_five_aspects() -> None:
    assert len(BehaviourAspect) == 5
