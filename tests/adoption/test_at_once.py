"""Two taps at the same moment on what is sent to many: it is sent once, and both hear the same."""

from collections.abc import Callable
from datetime import date, datetime
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from tests.adoption.test_announcement import MONDAY, SAID, WIB
from tests.adoption.test_pulse import EASY, FRIDAY, Staff

from kinerja.adoption.announcement import announce
from kinerja.adoption.audience import Audience
from kinerja.adoption.coaching import plan_coaching
from kinerja.adoption.pulse import ask_pulse
from kinerja.adoption.suggestion import suggest

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 10, 5, 9, tzinfo=WIB)
Said = dict[str, Any]


def an_announcement(staff: Staff) -> Said:
    return {"message": SAID, "audience": Audience(), "starts_on": MONDAY, "at": AT, "on": MONDAY}


def a_pulse(staff: Staff) -> Said:
    said = {"title": "Tiga bulan", "questions": [EASY], "audience": Audience()}
    return said | {"closes_on": FRIDAY, "on": MONDAY}


def a_coaching(staff: Staff) -> Said:
    said: Said = {"unit": staff.pauh, "topic": "Melapor", "place": "Aula"}
    return said | {"day": date(2026, 10, 9), "at": AT, "on": MONDAY}


def a_suggestion(staff: Staff) -> Said:
    return {"kind": "wish", "text": "Tema gelap.", "at": AT}


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        (announce, an_announcement),
        (ask_pulse, a_pulse),
        (plan_coaching, a_coaching),
        (suggest, a_suggestion),
    ],
)
def test_two_taps_send_it_once(verb: Callable[..., Any], said: Callable[[Staff], Said]) -> None:
    staff, key = Staff(), uuid4()
    given = said(staff)
    barrier, made = Barrier(4), list[int]()

    def tap() -> None:
        try:
            barrier.wait()
            made.append(verb(by=staff.ani, key=key, **given).pk)
        finally:
            connection.close()

    threads = [Thread(target=tap) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 4
    assert len({*made}) == 1
