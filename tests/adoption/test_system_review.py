"""The review of the system: asked, decided, changed; published by a person, promises carried on."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from tests.adoption.test_announcement import WIB, City
from tests.people.make import a_person, a_role
from tests.unchanged import refused

from kinerja.adoption.help_feedback import say_whether_helped
from kinerja.adoption.refusals import OutOfScope, WrongState
from kinerja.adoption.suggestion import MOST_A_DAY, Suggestion, suggest
from kinerja.adoption.system_review import (
    Item,
    ReviewItem,
    SystemReview,
    begin_review,
    heard_in,
    promises_before,
    publish_review,
    put_item,
    remove_item,
    renew_review,
    write_summary,
)
from kinerja.people.refusals import InvalidInput
from kinerja.people.role import Role
from kinerja.records.event import Event
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 5)
AT = datetime(2026, 10, 5, 9, tzinfo=WIB)
NEXT = date(2027, 3, 1)
ASKED = Item("suggestion", "Lapor tanpa sinyal", "do", "Banyak puskesmas tanpa sinyal.")


@pytest.fixture
def city() -> City:
    return City()


def published(city: City, *items: Item, on: date = DAY) -> SystemReview:
    review = begin_review(year=on.year, by=city.ani, on=on)
    for item in items:
        put_item(review=review, item=item, by=city.ani, on=on)
    write_summary(review=review, summary="Tahun yang baik.", by=city.ani, on=on)
    at = AT + timedelta(days=(on - DAY).days)
    return publish_review(review=review, by=city.ani, at=at, on=on)


def test_a_person_publishes_it_for_everybody(city: City) -> None:
    review = begin_review(year=2026, by=city.ani, on=DAY)
    item = put_item(review=review, item=ASKED, by=city.ani, on=DAY)
    assert item.decided_by == city.ani
    assert not SystemReview.objects.visible_to(city.sari, DAY).exists()
    with refused(InvalidInput, match="ringkasan"):
        publish_review(review=review, by=city.ani, at=AT, on=DAY)
    write_summary(review=review, summary="Tahun yang baik.", by=city.ani, on=DAY)
    put_item(review=review, item=Item("office", "Tema gelap"), by=city.ani, on=DAY)
    with refused(InvalidInput, match="1 butir tanpa keputusan"):
        publish_review(review=review, by=city.ani, at=AT, on=DAY)
    dark = review.items.get(asked="Tema gelap")
    remove_item(item=dark, by=city.ani, on=DAY)
    with refused(WrongState, match="sudah dihapus"):
        put_item(review=review, item=ASKED, known=dark, by=city.ani, on=DAY)

    for _ in range(2):
        publish_review(review=review, by=city.ani, at=AT, on=DAY)

    assert SystemReview.objects.visible_to(city.sari, DAY).get() == review
    assert Notice.objects.filter(person=city.sari, url=review.page).count() == 1
    assert Event.objects.named("system_review.published").count() == 1


def test_after_publishing_only_a_new_version_changes_it(city: City) -> None:
    review = published(city, ASKED)
    for act in (
        lambda: put_item(review=review, item=ASKED, by=city.ani, on=DAY),
        lambda: write_summary(review=review, summary="Lain.", by=city.ani, on=DAY),
        lambda: remove_item(item=review.items.get(), by=city.ani, on=DAY),
        lambda: begin_review(year=2026, by=city.ani, on=DAY),
    ):
        with refused(WrongState):
            act()
    with refused(InvalidInput):
        renew_review(review=review, change=" ", by=city.ani, on=DAY)

    draft = renew_review(review=review, change="Angka diperbaiki", by=city.ani, on=DAY)
    assert renew_review(review=review, change="Lagi", by=city.ani, on=DAY) == draft
    assert (draft.version, draft.items.get().asked) == (2, "Lapor tanpa sinyal")
    publish_review(review=draft, by=city.ani, at=AT, on=DAY)
    review.refresh_from_db()
    assert review.state == "replaced"
    assert SystemReview.objects.current().get() == draft


def test_what_was_promised_is_carried_on_and_compared(city: City) -> None:
    done = Item("pulse", "Panduan singkat", "do", "Mudah.", "Panduan satu halaman", DAY, "1.1")
    refusal = Item("suggestion", "Hapus bukti", "not", "Bukti diperlukan.")
    published(city, ASKED, done, refusal)

    review = begin_review(year=2027, by=city.ani, on=NEXT)
    carried = review.items.get()
    assert carried.asked == "Lapor tanpa sinyal"
    with refused(WrongState):
        remove_item(item=carried, by=city.ani, on=NEXT)
    kept = Item("suggestion", carried.asked, "do", carried.reason, "Mode luring", NEXT, "2.0")
    put_item(review=review, item=kept, known=carried, by=city.ani, on=NEXT)

    (promise,) = promises_before(review)
    assert promise.asked == "Lapor tanpa sinyal"
    assert [item.changed for item in promise.answers] == ["Mode luring"]  # type: ignore[attr-defined]


def answered(review: SystemReview) -> list[tuple[str, list[str]]]:
    """Each promise of before with what the review says of it."""
    return [
        (one.asked, [item.get_decision_display() for item in one.answers])  # type: ignore[attr-defined]
        for one in promises_before(review)
    ]


def test_a_year_that_is_published_late_hands_its_promises_to_the_next_that_was_begun(
    city: City,
) -> None:
    """Until March two years can be written at once, in whatever order."""
    late = begin_review(year=2026, by=city.ani, on=NEXT)
    put_item(review=late, item=ASKED, by=city.ani, on=NEXT)
    write_summary(review=late, summary="Tahun yang baik.", by=city.ani, on=NEXT)
    review = begin_review(year=2027, by=city.ani, on=NEXT)
    assert answered(review) == []

    publish_review(review=late, by=city.ani, at=AT + timedelta(days=147), on=NEXT)

    assert answered(review) == [("Lapor tanpa sinyal", ["Dikerjakan"])]
    with refused(WrongState):
        remove_item(item=review.items.get(), by=city.ani, on=NEXT)


def test_a_new_version_of_the_year_before_loses_no_answer(city: City) -> None:
    first = published(city, ASKED, Item("office", "Tema gelap", "later", "Tahun depan."))
    review = begin_review(year=2027, by=city.ani, on=NEXT)
    draft = renew_review(review=first, change="Tema gelap ditolak", by=city.ani, on=NEXT)
    dropped = Item("office", "Tema gelap", "not", "Tidak ada yang meminta lagi.")
    known = draft.items.get(asked="Tema gelap")
    put_item(review=draft, item=dropped, known=known, by=city.ani, on=NEXT)
    publish_review(review=draft, by=city.ani, at=AT + timedelta(days=147), on=NEXT)

    assert answered(review) == [("Lapor tanpa sinyal", ["Dikerjakan"])]
    assert review.items.count() == 2
    remove_item(item=review.items.get(asked="Tema gelap"), by=city.ani, on=NEXT)  # not owed now
    with refused(WrongState):
        remove_item(item=review.items.get(), by=city.ani, on=NEXT)


def test_what_was_published_stands_beside_the_promises_of_its_day(city: City) -> None:
    first = published(city, ASKED)
    review = published(city, on=NEXT)
    draft = renew_review(review=first, change="Angka diperbaiki", by=city.ani, on=NEXT)
    publish_review(review=draft, by=city.ani, at=AT + timedelta(days=200), on=NEXT)

    assert answered(review) == [("Lapor tanpa sinyal", ["Dikerjakan"])]


@pytest.mark.parametrize(
    "item",
    [
        Item("suggestion", " "),
        Item("suggestion", "Usul", "do"),
        Item("suggestion", "Usul", "do", "Ya.", "Sudah"),
        Item("suggestion", "Usul", "do", "Ya.", "Sudah", date(2026, 10, 6)),
        Item("suggestion", "Usul", "do", "Ya.", "Sudah", date(1, 1, 1)),
        Item("suggestion", "Usul", "not", "Tidak.", "Sudah", DAY),
        Item("nowhere", "Usul"),
        Item("suggestion", "x" * 2_001),
    ],
)
def test_a_line_that_does_not_hold_together_is_refused(city: City, item: Item) -> None:
    review = begin_review(year=2026, by=city.ani, on=DAY)
    with refused(InvalidInput):
        put_item(review=review, item=item, by=city.ani, on=DAY)
    assert not ReviewItem.objects.exists()


def test_only_who_looks_after_the_system_writes_it(city: City) -> None:
    oki = a_person("Oki")
    a_role(oki, Role.Name.SYSTEM_OPERATOR)
    review = begin_review(year=2026, by=oki, on=DAY)

    for by in (city.budi, city.sari):
        with refused(OutOfScope):
            put_item(review=review, item=ASKED, by=by, on=DAY)
        with refused(OutOfScope):
            publish_review(review=review, by=by, at=AT, on=DAY)
    with refused(InvalidInput):
        begin_review(year=2028, by=oki, on=DAY)


def test_the_box_is_open_to_everybody_and_counted(city: City) -> None:
    key = UUID(int=5, version=4)
    for _ in range(2):
        suggest(kind="complaint", text="Lambat\x00.", by=city.sari, at=AT, key=key)
    suggest(kind="wish", text="Tema gelap.", by=city.tono, at=AT)

    assert Suggestion.objects.visible_to(city.sari, DAY).get().text == "Lambat."
    assert Suggestion.objects.visible_to(city.budi, DAY).count() == 0
    assert Suggestion.objects.visible_to(city.ani, DAY).count() == 2
    say_whether_helped(guide="rencana", helped=False, words="", on=DAY)
    say_whether_helped(guide="rencana", helped=True, words="", on=date(2025, 12, 31))
    heard = heard_in(2026)
    assert (heard.suggestions, heard.complaints, heard.guides, heard.pulses) == (1, 1, 1, 0)
    for text in ("", " \x00", "x" * 2_001):
        with refused(InvalidInput):
            suggest(kind="wish", text=text, by=city.sari, at=AT)
    for number in range(MOST_A_DAY - 1):
        suggest(kind="wish", text=f"Usul {number}", by=city.sari, at=AT)
    with refused(InvalidInput, match="lanjutkan besok"):
        suggest(kind="wish", text="Satu lagi", by=city.sari, at=AT)
