"""A function that is switched off works for nobody."""

import importlib
import sys
from pathlib import Path

import pytest
from tools.disabled import Switch, SwitchedOff

KEEPING = """
from functools import wraps

KEPT = []

def kept(function):
    KEPT.append(function)
    return function

def guarded(function):
    @wraps(function)
    def around(*words, by="Sari"):
        return function(*words, by=by)
    return around

@kept
def view(words, *, by="Sari"):
    return words

@guarded
@kept
def page(words, *, by="Sari"):
    return words
"""


@pytest.mark.parametrize("name", ["view", "page"])
def test_who_took_it_while_its_module_was_loading_finds_it_off_too(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    module = f"keeping_a_{name}"
    (tmp_path / f"{module}.py").write_text(KEEPING, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "meta_path", [Switch(module, name), *sys.meta_path])

    loaded = importlib.import_module(module)

    for one in (getattr(loaded, name), loaded.KEPT[["view", "page"].index(name)]):
        with pytest.raises(SwitchedOff):
            one("laporan")
    other = loaded.KEPT[["page", "view"].index(name)]
    assert other("laporan") == "laporan"
