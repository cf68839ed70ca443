"""Long lists a page at a time, by the key of the last row."""

import re
from datetime import date

import pytest
from django.test import RequestFactory
from tests.people.make import a_person

from kinerja.people.person import Person
from kinerja.web.paging import Keyset, keyset
from kinerja.web.templatetags.components import pager

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> list[Person]:
    """Seven, newest first."""
    return [a_person(f"Orang {number}") for number in range(7)][::-1]


def at(query: str, size: int = 3) -> Keyset[Person]:
    return keyset(RequestFactory().get(f"/pegawai/{query}"), Person.objects.all(), size)


def test_pages_follow_each_other_and_back_without_a_gap(people: list[Person]) -> None:
    first = at("")
    assert first.rows == people[:3]
    assert first.newer == ""

    second = at(first.older)
    assert second.rows == people[3:6]

    third = at(second.older)
    assert third.rows == people[6:]
    assert third.older == ""

    assert at(third.newer).rows == people[3:6]
    assert at(second.newer).rows == people[:3]
    assert at(second.newer).newer == ""


def test_other_words_of_the_address_stay(people: list[Person]) -> None:
    page = at("?unit=7&setelah=999999")

    assert page.older.startswith("?unit=7&setelah=")
    assert page.older.count("setelah") == 1


@pytest.mark.parametrize(
    "query", ["?setelah=x", "?setelah=-1", "?setelah=٣", "?sebelum=" + "9" * 40]
)
def test_a_key_that_is_none_shows_the_first_page(people: list[Person], query: str) -> None:
    assert at(query).rows == people[:3]


@pytest.mark.parametrize(
    ("order", "on", "back"),
    [(("-pk",), "Lebih lama", "Lebih baru"), (("name", "pk"), "Berikutnya", "Sebelumnya")],
)
def test_only_what_stands_by_age_is_older_or_newer(
    people: list[Person], order: tuple[str, ...], on: str, back: str
) -> None:
    first = keyset(RequestFactory().get("/"), Person.objects.all(), 3, order)
    second = keyset(RequestFactory().get(f"/{first.older}"), Person.objects.all(), 3, order)

    links = re.findall(r"<a .+?</a>", pager(second), re.DOTALL)

    assert [re.sub(r"<[^>]+>", "", one).strip() for one in links] == [back, on]


def test_an_empty_list_has_no_other_pages() -> None:
    page = at("")

    assert (page.rows, page.newer, page.older, len(page)) == ([], "", "", 0)


def test_rows_with_equal_columns_follow_each_other_by_the_last_one() -> None:
    born = [date(1990, 1, 1), date(1980, 1, 1), date(1990, 1, 1), date(1990, 1, 1)]
    one, two, three, four = (a_person(f"Orang {n}", birth_date=day) for n, day in enumerate(born))

    def page(query: str) -> Keyset[Person]:
        request = RequestFactory().get(f"/pegawai/{query}")
        return keyset(request, Person.objects.all(), 2, ("birth_date", "pk"))

    first = page("")
    second = page(first.older)

    assert (first.rows, second.rows) == ([two, one], [three, four])
    assert page(second.newer).rows == [two, one]
    assert page("?setelah=999999").rows == [two, one]
