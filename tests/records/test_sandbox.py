"""Foreign parsers are bound: in time, in memory, in what they know."""

import logging
import textwrap
import time

import pytest

from kinerja.records.refusals import FileRefused
from kinerja.records.sandbox import run_limited


@pytest.fixture
def parser(tmp_path, monkeypatch):
    """Write a parser where this process, and so the child, finds modules."""
    monkeypatch.syspath_prepend(tmp_path)

    def write(body: str) -> str:
        (tmp_path / "parser_of_test.py").write_text(textwrap.dedent(body))
        return "parser_of_test"

    return write


def test_the_answer_of_the_parser_comes_back_and_what_it_prints_does_not(parser):
    module = parser(
        """
        def run(payload):
            print("noise")
            return payload[::-1]
        """
    )

    assert run_limited(module, b"abc\x00") == b"\x00cba"


def test_a_refusal_of_the_parser_keeps_its_words(parser):
    module = parser(
        """
        from kinerja.records.refusals import FileRefused
        def run(payload):
            raise FileRefused("Lembar ini terkunci – buka dahulu.")
        """
    )

    with pytest.raises(FileRefused, match=r"^Lembar ini terkunci – buka dahulu\.$"):
        run_limited(module, b"")


def test_a_parser_that_never_ends_is_stopped(parser):
    module = parser(
        """
        import time
        def run(payload):
            time.sleep(60)
        """
    )
    start = time.monotonic()

    with pytest.raises(FileRefused, match="belum selesai dibaca dalam 1 detik"):
        run_limited(module, b"", seconds=1)

    assert time.monotonic() - start < 30  # of sixty


def test_a_parser_that_computes_for_ever_is_stopped(parser):
    module = parser(
        """
        def run(payload):
            while True:
                pass
        """
    )

    with pytest.raises(FileRefused, match="belum selesai dibaca dalam 1 detik"):
        run_limited(module, b"", seconds=1)


def test_a_parser_that_wants_too_much_memory_is_refused(parser):
    module = parser(
        """
        def run(payload):
            return bytes(400 * 1024 * 1024)
        """
    )

    with pytest.raises(FileRefused, match="terlalu banyak memori"):
        run_limited(module, b"", megabytes=300)


def test_a_parser_that_dies_is_a_damaged_file_and_leaves_its_trace_in_the_log(parser, caplog):
    module = parser(
        """
        def run(payload):
            return {}["not there"]
        """
    )

    with caplog.at_level(logging.WARNING), pytest.raises(FileRefused, match="rusak"):
        run_limited(module, b"")

    assert "KeyError: 'not there'" in caplog.text


def test_the_child_knows_no_secret(parser, monkeypatch):
    monkeypatch.setenv("KINERJA_SECRET", "rahasia")
    module = parser(
        """
        import os
        def run(payload):
            return ",".join(sorted(os.environ)).encode()
        """
    )

    assert run_limited(module, b"") in (b"LC_ALL", b"LC_ALL,LC_CTYPE")


def test_an_answer_that_never_ends_is_refused(parser):
    module = parser(
        """
        import os
        def run(payload):
            while True:
                os.write(2, bytes(1024 * 1024))
        """
    )

    with pytest.raises(FileRefused):
        run_limited(module, b"", seconds=10)
