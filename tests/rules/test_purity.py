"""The rules ask for nothing but their arguments."""

import ast
from pathlib import Path

import pytest

from tools import rules_docs

ALLOWED = {
    "calendar",
    "collections",
    "dataclasses",
    "datetime",
    "decimal",
    "difflib",
    "enum",
    "hashlib",  # a sample that can be drawn again
    "hmac",
    "fractions",
    "itertools",
    "re",
    "statistics",
    "types",
    "typing",
}
# Estimates that inform a person and decide nothing: they may count with floats.
ESTIMATES = {"level_change", "quality_signal", "service_data", "training_effect"}
CLOCKS = {"today", "now", "utcnow", "fromtimestamp"}
FILES = [pytest.param(file, id=file.stem) for file in sorted(rules_docs.SOURCE.glob("*.py"))]


@pytest.mark.parametrize("file", FILES)
def test_no_clock_no_framework_no_float(file: Path) -> None:
    nodes = list(ast.walk(rules_docs.parse(file)))
    modules = {
        name
        for node in nodes
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    outside = {name for name in modules if not name.startswith("kinerja.rules")}

    estimates = file.stem in ESTIMATES
    allowed = ALLOWED | {"math"} if estimates else ALLOWED
    assert {name.partition(".")[0] for name in outside} <= allowed
    assert not {node.attr for node in nodes if isinstance(node, ast.Attribute)} & CLOCKS
    if estimates:
        return
    assert not [node for node in nodes if isinstance(node, ast.Name) and node.id == "float"]
    assert not [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    ]
