"""What surrounds evidence: orders, photos used twice, a delegation, an inspector's sample."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from random import Random
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from PIL import Image

from kinerja.jobs.demo.people import Member
from kinerja.jobs.demo.photos import draw_photo
from kinerja.people.person import Person
from kinerja.people.role import Role, grant_role
from kinerja.people.supervision import reports_of
from kinerja.work.audit_finding import answer_finding, check_item
from kinerja.work.delegation import answer_delegation, offer_delegation
from kinerja.work.duty import take_step
from kinerja.work.filing import Filing, file_reports
from kinerja.work.order import Order, give_order, note_order, pass_on
from kinerja.work.sample_audit import draw_audit

SAMPLE = 12  # reports


def add_proof(members: Sequence[Member], *, today: date, zone: ZoneInfo) -> None:
    """Around the first leader who has people; nothing where nobody is led."""
    leader, team = _leader(members, today)
    if leader is None:
        return
    now = datetime.combine(today, time(7), zone)
    order = _orders(leader, team, today)
    _reused(team, order, today, now)
    delegation = offer_delegation(
        to=team[-1],
        starts_on=today + timedelta(days=7),
        ends_on=today + timedelta(days=11),
        by=leader,
        on=today,
        reason="Cuti tahunan",
    )
    answer_delegation(delegation=delegation, accept=True, by=team[-1])
    _audit(members, today, now)


def _leader(members: Sequence[Member], today: date) -> tuple[Person | None, list[Person]]:
    """The head of the health centre if there is one, else the first who leads three."""
    first = sorted(members, key=lambda member: member.seat.post != "health_centre_head")
    for member in first:
        team = list(reports_of(member.person, today).order_by("pk"))
        if len(team) >= 3:
            return member.person, team
    return None, []


def _orders(leader: Person, team: Sequence[Person], today: date) -> Order:
    """A disposition that runs, a spoken order that waits for its giver; the first is returned."""
    order = give_order(
        kind="disposition",
        subject="Rapat lintas sektor pencegahan stunting di kecamatan",
        dated=today - timedelta(days=2),
        due_on=today + timedelta(days=3),
        number="400.7/118/2026",
        origin="Camat",
        people=team[:2],
        by=leader,
        on=today,
        note="Siapkan data balita, laporkan hasilnya.",
    )
    take_step(duty=order.duties.get(person=team[0]), step="take_up", by=team[0])
    below = list(reports_of(team[0], today)[:1])
    if below:
        pass_on(duty=order.duties.get(person=team[0]), people=below, by=team[0], on=today)
    note_order(
        kind="spoken",
        subject="Dampingi kunjungan tim provinsi",
        dated=today - timedelta(days=1),
        giver=leader,
        by=team[2],
        on=today,
    )
    return order


def _reused(team: Sequence[Person], order: Order, today: date, now: datetime) -> None:
    """The same photo again, by a colleague, and made smaller."""
    photo = draw_photo("posyandu", 9, Random(9))  # noqa: S311 - an example, no secret
    small = BytesIO()
    with Image.open(BytesIO(photo)) as image:
        image.resize((480, 360)).save(small, "JPEG", quality=60)
    cases = [
        (team[0], "Rapat lintas sektor di kecamatan, data balita dipaparkan", 2, photo, order),
        (team[0], "Tindak lanjut rapat: kunjungan ke dua rumah", 1, photo, None),
        (team[1], "Rapat di kecamatan, mencatat kesepakatan", 1, photo, order),
        (team[2], "Mendampingi rapat di kecamatan", 1, small.getvalue(), None),
    ]
    file_reports(
        Filing(
            by=person,
            text=text,
            key=uuid5(NAMESPACE_URL, f"contoh/{text}"),
            at=now,
            done_on=today - timedelta(days=days),
            files=[("rapat.jpg", content)],
            order=origin,
        )
        for person, text, days, content, origin in cases
    )


def _audit(members: Sequence[Member], today: date, now: datetime) -> None:
    """One sample of the last two months with two findings; nothing without an inspector."""
    inspector = next((one.person for one in members if one.seat.post == "inspector"), None)
    if inspector is None:
        return
    if not inspector.roles.on(today).filter(name=Role.Name.INSPECTOR).exists():
        grant_role(person=inspector, name=Role.Name.INSPECTOR, by=None, on=today)
    audit = draw_audit(
        starts_on=today - timedelta(days=60),
        ends_on=today - timedelta(days=1),
        size=SAMPLE,
        by=inspector,
        at=now,
        on=today,
        seed="contoh",
    )
    items = list(audit.items.select_related("report__person"))
    for item in items[2:-2]:
        check_item(item=item, verdict="in_order", by=inspector, at=now)
    for item, kind, words in zip(
        items[:2],
        ("quantity", "no_evidence"),
        ("Jumlah di register berbeda dua dari laporan.", "Daftar hadir belum ada."),
        strict=False,
    ):
        check_item(item=item, verdict="finding", kind=kind, words=words, by=inspector, at=now)
    if items:
        author = items[0].report.person
        answer_finding(item=items[0], words="Dua orang dilayani di luar gedung.", by=author, at=now)
