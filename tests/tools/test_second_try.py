"""A browser test that was late passes alone; one that is wrong, or any other test, stays red."""

from pathlib import Path

import pytest

from tools import test as suite

LATE = """
import pathlib
import pytest

@pytest.mark.parametrize("how", ["no script"])
def test_late(how):
    mark = pathlib.Path("seen")
    if not mark.exists():
        mark.touch()
        raise AssertionError("late - as it happens")
"""


@pytest.mark.parametrize(
    ("folder", "body", "exit_code", "again"),
    [
        ("tests/browser", LATE, 0, ("tests/browser/test_one.py::test_late[no script]",)),
        ("tests/browser", "def test_wrong(): assert False", 1, ()),
        ("tests/web", LATE, 1, ()),
        ("tests/browser", "def test_right(): pass", 0, ()),
    ],
    ids=["late", "wrong", "no browser", "right"],
)
def test_who_gets_a_second_try(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    folder: str,
    body: str,
    exit_code: int,
    again: tuple[str, ...],
) -> None:
    (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -ra -p no:django -p no:xdist\n")
    (tmp_path / folder / "test_one.py").write_text(body)
    monkeypatch.chdir(tmp_path)
    environ = {"PATH": "/usr/bin:/bin"}

    outcome = suite.second_try(suite.run_pytest("here", [folder], environ), environ)

    assert (outcome.exit_code, outcome.tried_again) == (exit_code, again)


def test_many_at_once_are_no_accident() -> None:
    names = tuple(f"tests/browser/test_one.py::test_{n}" for n in range(6))
    first = suite.Outcome("here", 1, "6 failed", names)
    assert suite.second_try(first, {}) == first
