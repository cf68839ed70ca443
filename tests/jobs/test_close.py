"""`kinerja close`: what it prints, and how it ends."""

import json

import pytest
import time_machine
from tests.evaluation.make import a_quarter, rated

from kinerja.evaluation.review import Review
from kinerja.jobs.console import run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_october(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel("2026-10-15 01:00+07:00", tick=False):
        yield


def test_the_json_says_what_was_done_and_who_is_missing(capsys):
    quarter = a_quarter()
    rated(quarter.sari)

    assert run(["close", "--period", "2026-Q3", "--json"]) == 0

    assert json.loads(capsys.readouterr().out) == {
        "period": "2026-Q3",
        "signed": 1,
        "signed_before": 0,
        "missing": [
            _missing("Rina", "Dinas Kesehatan", "no_plan", "Belum memiliki SKP"),
            _missing("Dewi", "Dinas Perhubungan", "no_plan", "Belum memiliki SKP"),
            _missing("Budi", "Puskesmas Pauh", "no_plan", "Belum memiliki SKP"),
            _missing("Tono", "Puskesmas Pauh", "not_rated", "Belum dinilai atasan"),
        ],
        "counts": {"no_plan": 3, "not_rated": 1},
    }
    assert Review.objects.get(pk=quarter.sari.pk).signed_on.isoformat() == "2026-10-15"


def _missing(person: str, unit: str, cause: str, message: str) -> dict[str, str]:
    return {"person": person, "unit": unit, "cause": cause, "message": message}


def test_again_signs_nothing_more(capsys):
    quarter = a_quarter()
    rated(quarter.sari)
    run(["close", "--period", "2026-Q3", "--json"])
    capsys.readouterr()

    assert run(["close", "--period", "2026-Q3", "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert (told["signed"], told["signed_before"]) == (0, 1)


def test_for_people_it_counts_the_causes_and_names_the_people(capsys):
    quarter = a_quarter()
    rated(quarter.sari)

    assert run(["close", "--period", "2026-Q3"]) == 0

    assert capsys.readouterr().out == (
        "Triwulan III 2026 (2026-Q3)\n"
        "Disahkan sekarang : 1\n"
        "Sudah disahkan    : 0\n"
        "Belum selesai     : 4\n"
        "\n"
        "Belum memiliki SKP (3):\n"
        "  Rina, Dinas Kesehatan\n"
        "  Dewi, Dinas Perhubungan\n"
        "  Budi, Puskesmas Pauh\n"
        "\n"
        "Belum dinilai atasan (1):\n"
        "  Tono, Puskesmas Pauh\n"
    )


@pytest.mark.parametrize(
    ("code", "words"),
    [("2026-S2", "belum dibuka"), ("2026", "belum dibuka"), ("2026-Q9", "tidak dikenal")],
)
def test_a_period_that_is_not_there_ends_with_2(capsys, code: str, words: str):
    a_quarter()

    assert run(["close", "--period", code, "--json"]) == 2

    told = capsys.readouterr()
    assert told.out == ""
    assert words in told.err
