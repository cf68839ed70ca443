"""What every page carries around its content: the navigation by role, the inbox, the brand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from kinerja.people.agency import Agency
from kinerja.people.person import Person
from kinerja.people.role import Role
from kinerja.people.supervision import led_units
from kinerja.records.notice import Notice
from kinerja.web.colour import style_version

Who = Callable[["Layout"], bool]


def everyone(layout: "Layout") -> bool:
    return True


def leaders(layout: "Layout") -> bool:
    """Those who lead a unit today."""
    return layout.leads


def having(*roles: str) -> Who:
    """Those who hold one of the roles today."""

    def holds(layout: "Layout") -> bool:
        return bool(layout.roles & set(roles))

    return holds


PERSONNEL = having(Role.Name.PERSONNEL_ADMIN, Role.Name.PERSONNEL_VIEWER, Role.Name.UNIT_ADMIN)
PERSONNEL_ADMIN = having(Role.Name.PERSONNEL_ADMIN)
OPERATORS = having(Role.Name.SYSTEM_OPERATOR)
DECIDING = frozenset(
    {
        Role.Name.PERSONNEL_ADMIN,
        Role.Name.UNIT_ADMIN,
        Role.Name.AUTHORISED_OFFICIAL,
        Role.Name.CALIBRATION_MEMBER,
        Role.Name.SYSTEM_OPERATOR,
    }
)
KEEPERS = having(Role.Name.SYSTEM_OPERATOR, Role.Name.PERSONNEL_ADMIN)


@dataclass(frozen=True)
class Entry:
    """One line of the navigation."""

    label: str
    url_name: str
    icon: str
    who: Who = everyone
    short: str = ""  # on the bar of the phone


@dataclass(frozen=True)
class Group:
    """Lines that belong together, with a name above them (none for the first)."""

    name: str
    entries: tuple[Entry, ...]


HOME = Entry("Beranda", "home", "house")
PLAN = Entry("Rencana", "plan", "list-checks")
REPORT = Entry("Lapor", "report_new", "square-pen")
TEAM = Entry("Tim", "team", "users", leaders)
RESULTS = Entry("Hasil", "results", "award")
MORE = Entry("Lainnya", "more", "menu")

NAVIGATION = (
    Group("", (HOME, PLAN, REPORT, RESULTS, Entry("Kotak masuk", "inbox", "inbox"))),
    Group(
        "Memimpin",
        (
            TEAM,
            Entry("Antrean", "queue", "clipboard-check", leaders),
            Entry("Rencana masuk", "plan_inbox", "clipboard-list", leaders),
            Entry("Penilaian", "evaluation_queue", "scale", leaders),
        ),
    ),
    Group("Organisasi", (Entry("Sasaran", "goals", "target"),)),
    Group(
        "Kepegawaian",
        (
            Entry("Pegawai", "people_list", "contact", PERSONNEL),
            Entry("Unit kerja", "units", "network", PERSONNEL),
            Entry("Impor data", "people_import", "file-up", PERSONNEL_ADMIN),
            Entry("Periode penilaian", "periods", "calendar-check", PERSONNEL_ADMIN),
            Entry("Pengaturan", "settings", "settings", PERSONNEL_ADMIN),
        ),
    ),
    Group(
        "Sistem",
        (
            Entry("Kesehatan sistem", "health", "heart-pulse", OPERATORS),
            Entry("Galeri komponen", "gallery", "component", KEEPERS),
        ),
    ),
)
ACCOUNT = Group(
    "Akun",
    (
        Entry("Profil saya", "profile", "circle-user-round"),
        Entry("Keamanan akun", "mfa_index", "shield-check"),
        Entry("Ganti sandi", "account_change_password", "key-round"),
        Entry("Sesi masuk", "usersessions_list", "monitor-smartphone"),
    ),
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
        today = timezone.localdate()
        unread = Notice.objects.visible_to(self.person).unread().order_by()
        counted = unread.values("person").annotate(number=Count("pk")).values("number")
        (row,) = Person.objects.filter(pk=self.person.pk).values_list(
            ArraySubquery(self.person.roles.on(today).values("name")),
            Exists(led_units(self.person, today)),
            Coalesce(Subquery(counted), 0),
        )
        roles, leads, number = row
        return Standing(frozenset(roles), leads, number)

    @property
    def roles(self) -> frozenset[str]:
        """The roles that the person holds today."""
        return self.standing.roles

    @property
    def leads(self) -> bool:
        """Whether the person holds a leading post today, also as Plt or Plh."""
        return self.standing.leads

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
        """The five places at the bottom of the phone; reporting in the middle."""
        entries = (HOME, PLAN, REPORT, TEAM if self.leads else RESULTS, MORE)
        links = [self._link(entry) for entry in entries]
        return tuple(link for link in links if link)

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
            press=entry is REPORT,
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


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def layout(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `layout`, for the base template."""
    return {"layout": getattr(request, "layout", None) or Layout(request)}
