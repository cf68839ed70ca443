"""The clock and the health centre of the tests of daily work."""

from tests.web.work.conftest import centre, clock, kept_files

__all__ = ["centre", "clock", "kept_files"]
