"""What every page carries around its content: the navigation by role, the inbox, the brand."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from kinerja.adoption.tour import Tour
from kinerja.people.agency import Agency
from kinerja.people.assignment import Assignment
from kinerja.people.person import Person
from kinerja.people.role import Role
from kinerja.people.supervision import led_units
from kinerja.records.notice import Notice
from kinerja.records.prepared import Prepared
from kinerja.web.colour import style_version
from kinerja.web.navigation import (
    ACCOUNT,
    HOME,
    INBOX,
    MORE,
    NAVIGATION,
    PLAN,
    QUEUE,
    REPORT,
    RESULTS,
    TEAM,
    Entry,
    Group,
)
from kinerja.web.tour import TourCard, tour_card
from kinerja.work.delegation import Delegation

DECIDING = frozenset(
    {
        Role.Name.PERSONNEL_ADMIN,
        Role.Name.UNIT_ADMIN,
        Role.Name.AUTHORISED_OFFICIAL,
        Role.Name.CALIBRATION_MEMBER,
        Role.Name.SYSTEM_OPERATOR,
    }
)


@dataclass(frozen=True)
class Link:
    """An entry that this person sees, with its address."""

    label: str
    url: str
    icon: str
    current: str  # aria-current: "page" on that page, "true" on one below it, "" elsewhere
    press: bool = False  # the one that stands out on the bar
    count: int = 0


@dataclass(frozen=True)
class LinkGroup:
    name: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Standing:
    """What a person is on the day of the request."""

    roles: frozenset[str] = frozenset()
    leads: bool = False
    unread: int = 0
    stands_in: bool = False
    reports: bool = False  # holds a definitive post and is no official
    tour: int | None = None  # the step of a tour that runs


@Prepared
def _standing(person: int, today: date) -> QuerySet[Person, Any]:
    """Tasks, leads a unit, notices not seen, stands in for somebody, has a post, step of a tour."""
    somebody = Person(pk=person)
    unread = Notice.objects.visible_to(somebody).unread().order_by()
    counted = unread.values("person").annotate(number=Count("pk")).values("number")
    return Person.objects.filter(pk=person).values_list(
        ArraySubquery(somebody.roles.on(today).values("name")),
        Exists(led_units(somebody, today)),
        Coalesce(Subquery(counted), 0),
        Exists(Delegation.objects.in_force(today).filter(delegate=somebody)),
        Exists(Assignment.objects.filter(person=somebody).main().on(today)),
        Subquery(Tour.objects.filter(person=somebody, ended_on=None).values("step")),
    )


class Layout:
    """Computed when a template asks for it: a part of a page costs no query."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def agency(self) -> Agency | None:
        return getattr(self.request, "agency", None)

    @cached_property
    def person(self) -> Person | None:
        return getattr(self.request, "person", None)

    @cached_property
    def standing(self) -> Standing:
        """What the person is today, in one query."""
        if self.person is None:
            return Standing()
        ((roles, leads, number, stands_in, posted, tour),) = _standing(
            self.person.pk, timezone.localdate()
        )
        reports = posted and self.person.kind != Person.Kind.OFFICIAL
        return Standing(frozenset(roles), leads, number, stands_in, reports, tour)

    @property
    def roles(self) -> frozenset[str]:
        """The roles that the person holds today."""
        return self.standing.roles

    @property
    def leads(self) -> bool:
        """Whether the person holds a leading post today, also as Plt or Plh."""
        return self.standing.leads

    @property
    def reports(self) -> bool:
        """Whether the person reports daily work: officials and people without a post do not."""
        return self.standing.reports

    @property
    def decides(self) -> bool:
        """Whether the person decides about others or administers: a second factor is due."""
        return bool(self.roles & DECIDING) or self.leads

    @property
    def unread(self) -> int:
        """Notices not seen yet."""
        return self.standing.unread

    @cached_property
    def groups(self) -> tuple[LinkGroup, ...]:
        """The rail of the desk."""
        return tuple(_one_current(tuple(self._groups(NAVIGATION))))

    @cached_property
    def everything(self) -> tuple[LinkGroup, ...]:
        """What the page "Lainnya" lists: all that the bar of the phone has no room for."""
        on_bar = {link.url for link in self.bar}
        groups = (
            LinkGroup(group.name, tuple(link for link in group.links if link.url not in on_bar))
            for group in self._groups((*NAVIGATION, ACCOUNT))
        )
        return tuple(group for group in groups if group.links)

    @cached_property
    def bar(self) -> tuple[Link, ...]:
        """The five places at the bottom of the phone; what one comes for in the middle: reporting,
        or the queue of a leader who does not report."""
        middle = REPORT if self.reports else QUEUE if self.leads else INBOX
        entries = (HOME, PLAN, middle, TEAM if self.leads else RESULTS, MORE)
        links = [(entry, self._link(entry)) for entry in entries]
        return tuple(replace(link, press=entry is middle) for entry, link in links if link)

    @property
    def tour(self) -> TourCard | None:
        """The card of the tour of the first days that belongs on this page."""
        at = self.standing.tour
        return None if at is None else tour_card(self, at, self.request.path)

    @property
    def brand_url(self) -> str:
        """The style sheet with the agency's own colours, if it has any."""
        version = style_version(self.agency) if self.agency else ""
        return reverse("brand_style", args=[version]) if version else ""

    @property
    def logo_url(self) -> str:
        logo = self.agency.logo_id if self.agency else None
        return reverse("brand_logo", args=[logo]) if logo else ""

    @property
    def inbox_url(self) -> str:
        return _address("inbox")

    @property
    def home_url(self) -> str:
        return _address("home") or "/"

    def _groups(self, groups: tuple[Group, ...]) -> Iterator[LinkGroup]:
        for group in groups:
            links = [self._link(entry) for entry in group.entries if entry.who(self)]
            if known := tuple(link for link in links if link):
                yield LinkGroup(group.name, known)

    def _link(self, entry: Entry) -> Link | None:
        """None while nobody has built that page."""
        url = _address(entry.url_name)
        if not url:
            return None
        return Link(
            label=entry.label,
            url=url,
            icon=entry.icon,
            current=_current(self.request.path, url),
            count=self.unread if entry.url_name == "inbox" else 0,
        )


def _one_current(groups: tuple[LinkGroup, ...]) -> Iterator[LinkGroup]:
    """Only the page itself is marked where another entry is its folder (/rencana/masuk/)."""
    here = any(link.current == "page" for group in groups for link in group.links)
    for group in groups:
        links = (
            replace(link, current="") if here and link.current == "true" else link
            for link in group.links
        )
        yield LinkGroup(group.name, tuple(links))


def _current(path: str, url: str) -> str:
    if path == url:
        return "page"
    return "true" if url != "/" and path.startswith(url) else ""


@cache
def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def layout(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `layout`, for the base template."""
    return {"layout": getattr(request, "layout", None) or Layout(request)}
