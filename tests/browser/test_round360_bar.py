"""The bar of the 360 screen: one colleague in a minute on a phone, also without JavaScript."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.conftest import Say, Visits
from tests.browser.visit import PHONE
from tests.evaluation.round360.make import Department, a_department, of, questions
from tests.people.make import an_account

from kinerja.evaluation.period import open_period
from kinerja.evaluation.round360.drawing import open_round
from kinerja.evaluation.round360.rater import Rater360
from kinerja.evaluation.round360.round import Round360, start_round
from kinerja.rules.behaviour import CoreValue
from kinerja.rules.round360 import Group

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# A tap on what one sees takes 1.1 s, a decision 1.35 s (keystroke-level model, Card, Moran and
# Newell 1980); reading 240 words a minute.
TAP, DECIDE, WORD = 1.1, 1.35, 0.25
MOST_SECONDS, MOST_PRESSES = 60, 9


def an_open_round(town: Department) -> Round360:
    """In the semester that runs today: the clock of the browser is the real one."""
    today = timezone.localdate()
    period = open_period(code=f"{today.year}-S{1 if today.month <= 6 else 2}", by=None)
    round = start_round(
        period=period, nominate_until=today, closes_on=today, by=town.wati, on=today
    )
    open_round(round=round, by=town.wati, on=today)
    return round


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_one_colleague_in_a_minute(visit: Visits, script: bool, say: Say) -> None:
    town = a_department()
    row = questions(of(an_open_round(town), town.sari), Group.PEER)[0]
    window = visit(an_account(row.rater), size=PHONE, script=script)
    page, presses = window.go("/360/"), 0

    window.follow(page.get_by_role("link", name="Sari"))
    presses += 1
    if script:
        assert window.faults() == []
    read = sum(len(text.split()) for text in page.locator("fieldset legend").all_inner_texts())
    for value in CoreValue:
        group = page.get_by_role("group", name=value.label)
        group.get_by_text("Sering", exact=True).click()
        presses += 1
    page.get_by_role("button", name="Kirim").click()
    presses += 1

    expect(page.get_by_text("Umpan balik Anda sudah masuk")).to_be_visible()
    assert Rater360.objects.get(pk=row.pk).taken_part
    guides = sum(len(" ".join(value.guide_behaviours).split()) for value in CoreValue)
    seconds = presses * TAP + len(CoreValue) * DECIDE + (read + guides) * WORD
    say(f"360, one colleague: {presses} presses, {seconds:.0f} s with every guide read")
    assert presses <= MOST_PRESSES
    assert seconds <= MOST_SECONDS
