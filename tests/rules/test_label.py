"""Codes and labels of the closed lists."""

import importlib
import inspect
import pickle
import pkgutil

import pytest

import kinerja.rules
from kinerja.rules.label import Labelled
from kinerja.rules.predicate import Predicate, Rating

MODULES = [
    importlib.import_module(f"kinerja.rules.{module.name}")
    for module in pkgutil.iter_modules(kinerja.rules.__path__)
]
LISTS = [
    pytest.param(one, id=f"{module.__name__}.{name}")
    for module in MODULES
    for name, one in inspect.getmembers(module, inspect.isclass)
    if issubclass(one, Labelled) and one is not Labelled and one.__module__ == module.__name__
]


@pytest.mark.parametrize("codes", LISTS)
def test_every_code_has_a_label_of_its_own(codes: type[Labelled]) -> None:
    labels = [member.label for member in codes]

    assert all(labels)
    assert len(set(labels)) == len(labels)


def test_a_code_is_its_text() -> None:
    assert str(Rating.MEETS) == "meets"
    assert f"{Rating('meets').label}" == "Sesuai Ekspektasi"


def test_choices_are_in_the_order_of_the_law() -> None:
    assert Rating.choices() == [
        ("above", "Di Atas Ekspektasi"),
        ("meets", "Sesuai Ekspektasi"),
        ("below", "Di Bawah Ekspektasi"),
    ]


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(ValueError, match="'excellent' is not a valid Rating"):
        Rating("excellent")


def test_a_code_survives_pickling() -> None:
    assert pickle.loads(pickle.dumps(Predicate.KURANG)) is Predicate.KURANG  # noqa: S301 - our own
