"""The bench runs on a tiny agency, leaves nothing behind, and its figures have the agreed shape."""

import json
from argparse import ArgumentParser, Namespace

import psycopg
import pytest
from django.db import connection

from kinerja.jobs import bench
from kinerja.jobs.bench.figure import Figure, table

TINY = ["--people", "90", "--seconds", "0.5", "--streams", "4", "--json"]


def options(*given: str) -> Namespace:
    parser = ArgumentParser()
    bench.arguments(parser)
    return parser.parse_args([*TINY, *given])


def databases() -> set[str]:
    chosen = connection.settings_dict
    with psycopg.connect(
        host=chosen["HOST"],
        port=chosen["PORT"] or None,
        user=chosen["USER"] or None,
        password=chosen["PASSWORD"] or None,
        dbname="postgres",
    ) as driver:
        rows = driver.execute("SELECT datname FROM pg_database WHERE datname ~ '^kinerja_bench'")
        return {name for (name,) in rows}


@pytest.mark.django_db(transaction=True)
def test_a_run_measures_in_its_own_database_and_drops_it(capsys):
    own, before = connection.settings_dict["NAME"], databases()
    parts = (
        "overview",
        "rollup",
        "post",
        "survey",
        "close",
        "recompute",
        "closed",
        "needs",
        "import",
    )

    assert bench.run(options(*(word for part in parts for word in ("--only", part)))) == 0

    said = json.loads(capsys.readouterr().out)
    assert set(said) == {"machine", "people", "figures"}
    assert said["people"] == 90
    assert said["machine"]["cores"] >= 1
    assert all(
        set(one) == {"name", "value", "unit", "limit", "ratio", "bar"} for one in said["figures"]
    )
    names = {one["name"] for one in said["figures"]}
    assert {"rollup of one day", "POST a report", "close a period"} <= names
    assert {"POST a survey answer", "survey answers, one after the other"} <= names
    assert {
        "first view, home of the mayor",
        "first view, public page",
        "first view, one complaint",
    } <= names
    assert [one["value"] for one in said["figures"] if "answer, queries" in one["name"]] == [3]
    assert (connection.settings_dict["NAME"], databases()) == (own, before)


def test_a_ratio_is_how_many_times_the_limit():
    slow = Figure("GET home", 30, "ms", 10, bar=4)
    rate = Figure("POST", 100, "/s", 300, bar=4)

    assert (slow.ratio, slow.verdict) == (3, "ok")
    assert (rate.ratio, rate.verdict) == (3, "ok")
    assert Figure("GET home", 50, "ms", 10, bar=4).verdict == "over"


def test_without_a_limit_the_bar_is_the_value_itself():
    assert Figure("queries", 13, "queries", bar=12).verdict == "over"
    assert Figure("POST", 160, "/s", bar=150).verdict == "ok"
    assert Figure("POST", 140, "/s", bar=150).verdict == "over"
    assert Figure("hello", 1, "ms").verdict == ""


def test_the_table_names_what_is_over():
    said = table([Figure("GET home", 50, "ms", 10, bar=4), Figure("hello", 0.5, "ms")])

    assert said.splitlines() == [
        "name      value  unit  limit  ratio  bar",
        "GET home     50  ms       10      5    4  over",
        "hello       0.5  ms        –      –    –",
    ]
