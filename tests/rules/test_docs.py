"""The pages of docs/rules, and what every rule says about itself."""

import ast
from pathlib import Path

import pytest

from tools import rules_docs

RULES = [
    pytest.param(node, id=f"{file.stem}.{node.name}")
    for file in sorted(rules_docs.SOURCE.glob("*.py"))
    for node in rules_docs.parse(file).body
    if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
]


def test_the_pages_are_current() -> None:
    committed = {
        file.name: file.read_text(encoding="utf-8") for file in rules_docs.TARGET.iterdir()
    }

    assert committed == {page.name: page.text for page in rules_docs.pages()}


def test_a_page_of_a_file_that_is_gone_is_removed(tmp_path: Path) -> None:
    (tmp_path / "horoscope.md").write_text("old", encoding="utf-8")

    rules_docs.write(tmp_path)

    assert not (tmp_path / "horoscope.md").exists()
    assert {file.name for file in tmp_path.iterdir()} == {page.name for page in rules_docs.pages()}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_names_units_errors_source_confidence_and_an_example(rule: ast.FunctionDef) -> None:
    docstring = rules_docs.docstring_of(rule)

    missing = [fact for fact in rules_docs.FACTS if f"\n{fact}: " not in docstring]
    assert missing == []
    assert "\n>>> " in docstring
