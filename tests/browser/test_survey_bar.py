"""The bar of the public survey: nine answers in a minute on a phone with 3G, light, no script."""

from time import perf_counter

import pytest
import time_machine
from playwright.sync_api import expect
from tests.browser.conftest import Say, Visits
from tests.browser.test_round360_bar import DECIDE, TAP, WORD
from tests.browser.visit import PHONE
from tests.needs.survey.make import ELEMENTS, NOON, Centre

from kinerja.needs.survey.answer import SurveyAnswer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_BYTES, MOST_SECONDS = 25 * 1024, 60
# A phone network of the third generation: 750 kbit/s down, 250 up, 300 ms there and back.
THIRD_GENERATION = {
    "offline": False,
    "latency": 300,
    "downloadThroughput": 750 * 1024 / 8,
    "uploadThroughput": 250 * 1024 / 8,
}


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_nine_answers_in_a_minute(visit: Visits, script: bool, say: Say) -> None:
    with time_machine.travel(NOON, tick=True):
        _, door = Centre().opened()
        window = visit(size=PHONE, script=script)
        network = window.context.new_cdp_session(window.page)
        network.send("Network.enable")
        network.send("Network.emulateNetworkConditions", THIRD_GENERATION)
        began = perf_counter()
        page = window.go(f"/s/{door.code}/")
        waited = perf_counter() - began
        assert window.packed_bytes() <= MOST_BYTES
        if script:
            assert window.faults(MOST_BYTES) == []
        weight = window.packed_bytes()

        groups = page.locator("fieldset")
        read = page.locator("h1").inner_text().split()
        for number in range(len(ELEMENTS)):
            group = groups.nth(number)
            read += group.locator("legend").inner_text().split()
            group.locator("label").last.click()
        began = perf_counter()
        window.follow(page.get_by_role("button", name="Kirim"))
        waited += perf_counter() - began

        expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    answer = SurveyAnswer.objects.get()
    assert {code: answer.given[code] for code in ELEMENTS} == dict.fromkeys(ELEMENTS, 4)
    presses = len(ELEMENTS) + 1
    seconds = waited + presses * TAP + len(ELEMENTS) * DECIDE + len(read) * WORD
    say(f"public survey: {presses} presses, {weight} bytes, {seconds:.0f} s on 3G")
    assert seconds <= MOST_SECONDS
