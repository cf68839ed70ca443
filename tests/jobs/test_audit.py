"""`kinerja audit`: what the chain says, in words and as JSON."""

import json
from argparse import ArgumentParser

import pytest
from django.db import connection
from tests.people.make import a_person

from kinerja.jobs import audit
from kinerja.records.event import record
from kinerja.records.seal import Seal

pytestmark = pytest.mark.django_db


def kinerja_audit(*words: str) -> int:
    parser = ArgumentParser()
    audit.arguments(parser)
    return audit.run(parser.parse_args(words))


@pytest.fixture
def chain() -> list[str]:
    """Two sealed events and one that waits; the hashes of the seals."""
    sari = a_person("Sari")
    record("person.edited", about=sari, by=None)
    record("person.edited", about=sari, by=None)
    kinerja_audit("seal")
    record("person.edited", about=sari, by=None)
    return [bytes(one.hash).hex() for one in Seal.objects.order_by("position")]


def test_seal_says_how_many(capsys):
    record("person.edited", about=a_person(), by=None)

    assert kinerja_audit("seal") == 0
    assert kinerja_audit("seal") == 0

    assert capsys.readouterr().out == "1 peristiwa disegel.\n0 peristiwa disegel.\n"


def test_verify_prints_the_head_and_what_cannot_be_seen(chain: list[str], capsys):
    capsys.readouterr()

    assert kinerja_audit("verify") == 0

    out, err = capsys.readouterr()
    assert out.splitlines()[:4] == [
        "Bersegel dan utuh : 2 peristiwa",
        "Menunggu segel    : 1 peristiwa",
        f"Kepala rantai     : 2:{chain[1]}",
        "Rantai utuh.",
    ]
    assert out.splitlines()[4].startswith("Segel terbaru yang dihapus bersama peristiwanya tidak")
    assert err == ""


def test_verify_as_json(chain: list[str], capsys):
    capsys.readouterr()

    assert kinerja_audit("verify", "--json", "--anchor", f"1:{chain[0]}") == 0

    assert json.loads(capsys.readouterr().out) == {
        "whole": True,
        "sealed": 2,
        "unsealed": 1,
        "head": chain[1],
        "first_bad": "",
        "anchored": 1,
    }


def test_a_broken_chain_ends_with_1_and_names_the_record(chain: list[str], capsys):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE records_event DISABLE TRIGGER USER")
        cursor.execute("UPDATE records_event SET reason = 'lain' WHERE id = %s", [first_event()])
    capsys.readouterr()

    assert kinerja_audit("verify") == 1

    out, err = capsys.readouterr()
    assert out.splitlines()[0] == "Bersegel dan utuh : 0 peristiwa"
    assert err == f"RUSAK: peristiwa {first_event()} (person.edited) berubah isinya\n"
    assert kinerja_audit("verify", "--json") == 1
    assert json.loads(capsys.readouterr().out)["whole"] is False


def first_event() -> int:
    return Seal.objects.get(position=1).event_id


def test_an_anchor_that_does_not_fit_breaks_the_chain(chain: list[str], capsys):
    capsys.readouterr()

    assert kinerja_audit("verify", "--anchor", f"2:{chain[0]}") == 1

    assert capsys.readouterr().err == ("RUSAK: segel nomor 2 berbeda dari yang pernah dicatat\n")


@pytest.mark.parametrize("text", ["", "1", "x:00", "1:zz"])
def test_an_anchor_must_be_readable(text: str, capsys):
    with pytest.raises(SystemExit):
        kinerja_audit("verify", "--anchor", text)

    assert "nomor dan hash penuh" in capsys.readouterr().err
