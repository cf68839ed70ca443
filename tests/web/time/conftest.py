"""The city of the register; it is 12 October 2026."""

from tests.web.people.conftest import city, clock

__all__ = ["city", "clock"]
