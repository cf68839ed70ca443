"""The bar of the rating: eight presses and the words for one person; a draft outlives its tab.

The presses grow with the plan: one a result, one for each half of the predicate, and three to
open, save and sign. Measured with three results, on the phone.
"""

from contextlib import suppress
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Error, Locator, Page, Response, expect
from tests.browser.conftest import Say, Visits
from tests.browser.hand import Hand
from tests.browser.visit import DESK, PHONE, Visit
from tests.evaluation.make import Quarter, a_feedback, an_accepted_report
from tests.people.make import an_account
from tests.work.make import a_result

from kinerja.evaluation.assessment import Assessment
from kinerja.evaluation.draft import RatingDraft
from kinerja.evaluation.review import Review

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_PRESSES = 8
REASON = "Mengajari rekan baru mencatat di buku KIA, di luar jam tugasnya sendiri."
LAST_WORDS = " Terima kasih."


@pytest.fixture
def sari(quarter: Quarter) -> Review:
    """Three results, reports with evidence, a word of feedback."""
    town, review = quarter.town, quarter.sari
    third = a_result(review.plan, 3, "Data ibu dan anak lengkap")
    Assessment.objects.create(review=review, result=third)
    for quantity in (12, 9, 15):
        an_accepted_report(town.sari, town.budi, town.checks, quantity=quantity)
    an_accepted_report(town.sari, town.budi, town.classes)
    a_feedback(town.budi, town.sari)
    return review


def choice(page: Page, group: str, label: str) -> Locator:
    return page.get_by_role("group", name=group).get_by_text(label, exact=True)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_one_person_in_eight_presses_and_a_reason(
    visit: Visits, quarter: Quarter, sari: Review, script: bool, say: Say
) -> None:
    window = visit(an_account(quarter.town.budi), size=PHONE, script=script)
    page, hand = window.go("/penilaian/"), Hand(window)

    hand.follow(page.get_by_role("link", name="Sari"))
    for one in sari.assessments.all():
        hand.press(choice(page, f"Rating {one.result.title}", "Sesuai"))
    hand.press(choice(page, "Rating hasil kerja", "Sesuai Ekspektasi"))
    hand.press(choice(page, "Rating perilaku kerja", "Di Atas Ekspektasi"))
    page.get_by_label("Alasan rating perilaku kerja").fill(REASON)
    hand.follow(page.get_by_role("button", name="Simpan dan periksa"))
    expect(page.get_by_role("main")).to_contain_text(REASON)
    hand.follow(page.get_by_role("button", name="Tandatangani"))

    expect(page.get_by_role("heading", name="Nilai Tono")).to_be_visible()  # the next one, unasked
    review = Review.objects.get(pk=sari.pk)
    assert (review.state, review.behaviour_reason) == (Review.State.SIGNED, REASON)
    said = f"rating, one person of three results: {hand.presses} presses and the reason"
    say(f"{said} (most {MOST_PRESSES})")
    assert hand.presses <= MOST_PRESSES


@pytest.mark.parametrize(("size", "dark"), [(PHONE, False), (DESK, True)], ids=["phone", "desk"])
def test_quadrant_and_reason_follow_the_choice(
    visit: Visits, quarter: Quarter, sari: Review, size: tuple[int, int], dark: bool
) -> None:
    window = visit(an_account(quarter.town.budi), size=size, dark=dark)
    page = window.go(f"/penilaian/{sari.pk}/")
    reason, here = page.get_by_label("Alasan rating hasil kerja"), page.locator("td[aria-current]")
    if size == DESK:  # evidence left, rating right
        evidence = page.locator(".measures").first.bounding_box()
        rating = page.get_by_role("heading", name="Keseluruhan").bounding_box()
        assert evidence
        assert rating
        assert evidence["x"] + evidence["width"] <= rating["x"]
    assert window.faults() == []

    expect(reason).to_be_hidden()
    page.get_by_text("Tabel predikat").click()
    choice(page, "Rating hasil kerja", "Sesuai Ekspektasi").click()
    choice(page, "Rating perilaku kerja", "Sesuai Ekspektasi").click()
    expect(here).to_have_text("Baik")
    expect(reason).to_be_hidden()
    for label, predicate in (("Di Atas", "Baik"), ("Di Bawah", "Butuh Perbaikan")):
        choice(page, "Rating hasil kerja", f"{label} Ekspektasi").click()
        expect(here).to_have_text(predicate)
        expect(page.locator("[data-predicate]")).to_have_text(predicate)
        expect(reason).to_be_visible()
    window.shot(f"nilai-{size[0]}-{'gelap' if dark else 'terang'}")
    assert window.faults() == []

    window.follow(page.get_by_role("button", name="Simpan dan periksa"))
    expect(page.locator("#galat")).to_be_focused()
    window.shot(f"nilai-galat-{size[0]}-{'gelap' if dark else 'terang'}")
    assert window.faults() == []


def test_a_draft_outlives_a_killed_tab(visit: Visits, quarter: Quarter, sari: Review) -> None:
    window = visit(an_account(quarter.town.budi), size=PHONE)
    page = window.go(f"/penilaian/{sari.pk}/")
    choice(page, f"Rating {quarter.town.checks.title}", "Di Atas").click()
    choice(page, "Rating perilaku kerja", "Di Atas Ekspektasi").click()
    reason = page.get_by_label("Alasan rating perilaku kerja")
    # Four seconds of typing without a rest: it is kept meanwhile.
    reason.press_sequentially(REASON, delay=60)
    assert RatingDraft.objects.get().content["behaviour_reason"]
    with page.expect_response(lambda answer: LAST_WORDS in unquote_plus(told(answer))):
        reason.press_sequentially(LAST_WORDS)
    expect(page.locator("#konsep")).to_contain_text("Konsep tersimpan pukul")
    with suppress(Error):
        page.goto("chrome://crash")  # no word of farewell, as when a phone needs the memory

    window.page = window.context.new_page()
    page = window.go(f"/penilaian/{sari.pk}/")
    expect(page.get_by_text("Melanjutkan konsep")).to_be_visible()
    window.shot("nilai-konsep-360")
    reason = page.get_by_label("Alasan rating perilaku kerja")
    expect(reason).to_have_value(REASON + LAST_WORDS)
    expect(
        page.get_by_role("group", name="Rating perilaku kerja").get_by_label("Di Atas")
    ).to_be_checked()
    result = page.get_by_role("group", name=f"Rating {quarter.town.checks.title}")
    expect(result.get_by_label("Di Atas")).to_be_checked()


def test_one_key_leads_to_the_next_person_and_loses_nothing(
    visit: Visits, quarter: Quarter, sari: Review
) -> None:
    window = visit(an_account(quarter.town.budi), size=DESK)
    page = window.go(f"/penilaian/{sari.pk}/")
    page.get_by_label("Catatan atau rekomendasi").fill("Ikut pelatihan konselor menyusui.")
    with page.expect_navigation():
        alt_n(window)

    expect(page.get_by_role("heading", name="Nilai Tono")).to_be_visible()
    with page.expect_navigation():
        alt_n(window)  # the last one leads to the first
    expect(page.get_by_role("heading", name="Nilai Sari")).to_be_visible()
    expect(page.get_by_label("Catatan atau rekomendasi")).to_have_value(
        "Ikut pelatihan konselor menyusui."
    )


def alt_n(window: Visit) -> None:
    """As a keyboard says it: what the driver presses by name is no access key to the browser."""
    session = window.context.new_cdp_session(window.page)
    key = {"modifiers": 1, "key": "n", "code": "KeyN", "isSystemKey": True}
    session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
    session.send(
        "Input.dispatchKeyEvent", {"type": "char", "text": "n", "unmodifiedText": "n", **key}
    )
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})


def told(answer: Response) -> str:
    """What the request of this answer sent."""
    return answer.request.post_data or ""
