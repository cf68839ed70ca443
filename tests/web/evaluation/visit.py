"""Opening pages in tests: sign in, read what stands on them."""

import re
from html import unescape

from django.http import HttpResponse
from django.test import Client
from tests.people.make import an_account

from kinerja.evaluation.assessment import Assessment
from kinerja.evaluation.review import Review
from kinerja.people.account import Account
from kinerja.people.person import Person


def enter(person: Person) -> Client:
    """A client signed in as this person."""
    client = Client()
    client.force_login(Account.objects.filter(person=person).first() or an_account(person))
    return client


def words(response: HttpResponse, first: str = "<main", last: str = "</main>") -> str:
    """The text between two marks, in single spaces, without the markup."""
    page = response.content.decode()
    part = page[page.index(first) : page.index(last, page.index(first)) + len(last)]
    return " ".join(unescape(re.sub(r"<[^>]*(>|$)", " ", part)).split())


def hidden(response: HttpResponse, name: str) -> str:
    """What a hidden field holds."""
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found, name
    return unescape(found[1])


def mistakes(response: HttpResponse) -> list[str]:
    """The lines of the summary of errors."""
    page = response.content.decode()
    start = page.index('id="galat"')
    summary = page[start : page.index("</ul>", start)]
    return [
        " ".join(unescape(re.sub(r"<[^>]*>", " ", line)).split())
        for line in re.findall(r"<li>(.*?)</li>", summary, re.S)
    ]


def judged(review: Review, **fields: str) -> dict[str, str]:
    """What the form of the appraiser sends: everything as expected, unless the fields differ."""
    results = Assessment.objects.filter(review=review).values_list("result_id", flat=True)
    return {
        "revision": str(Review.objects.get(pk=review.pk).revision),
        "work_result": "meets",
        "behaviour": "meets",
        **{f"rating_{pk}": "meets" for pk in results},
    } | fields
