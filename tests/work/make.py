"""A health centre for tests of daily work: Budi leads Sari and Tono; plans of 2026 are set."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from PIL import Image
from tests.people.make import a_head, a_member, a_unit, an_agency

from kinerja.people.assignment import Assignment
from kinerja.people.person import Person
from kinerja.people.unit import Unit
from kinerja.planning.indicator import Indicator
from kinerja.planning.plan import Plan
from kinerja.planning.work_result import WorkResult
from kinerja.work.filing import file_report
from kinerja.work.reading import note_reading
from kinerja.work.report import Report

WIB = ZoneInfo("Asia/Jakarta")
TODAY = date(2026, 10, 12)  # a Monday
NOW = datetime(2026, 10, 12, 14, 5, tzinfo=WIB)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass
class Centre:
    """Rina leads Budi, Budi leads Sari and Tono; Dewi works elsewhere."""

    health: Unit
    centre: Unit
    rina: Person
    budi: Person
    sari: Person
    tono: Person
    dewi: Person
    checks: WorkResult  # Sari's: counts examinations
    classes: WorkResult  # Sari's: counts nothing


def a_centre(year: int = 2026) -> Centre:
    an_agency()
    health = a_unit("Dinas Kesehatan")
    centre = a_unit("Puskesmas Pauh", health)
    rina, budi = a_head("Rina", health), a_head("Budi", centre)
    sari, tono = a_member("Sari", centre), a_member("Tono", centre)
    dewi = a_member("Dewi", a_unit("Dinas Perhubungan"))
    plan = a_set_plan(sari, year=year, appraiser=budi)
    checks = a_result(plan, 1, "Ibu hamil diperiksa", counts="pemeriksaan")
    classes = a_result(plan, 2, "Kelas ibu berjalan")
    return Centre(health, centre, rina, budi, sari, tono, dewi, checks, classes)


def a_set_plan(person: Person, **fields: Any) -> Plan:
    """A plan in force all year (2026); the row as it is, no verb runs."""
    year = fields.setdefault("year", 2026)
    fields = {
        "starts_on": date(year, 1, 1),
        "ends_on": date(year, 12, 31),
        "state": Plan.State.SET,
    } | fields
    posts = Assignment.objects.filter(person=person, kind="definitive")
    fields.setdefault("assignment", posts.latest("starts_on"))
    return Plan.objects.create(person=person, **fields)


def a_result(plan: Plan, number: int, title: str, counts: str = "", **fields: Any) -> WorkResult:
    """A result with one indicator; `counts` is the unit in which reports add up to it."""
    result = WorkResult.objects.create(plan=plan, number=number, title=title, **fields)
    Indicator.objects.create(
        result=result,
        text=f"Jumlah: {title}",
        unit_of_measure=counts or "dokumen",
        target_min=Decimal(100),
        target_max=Decimal(100),
        counts_reports=bool(counts),
    )
    return result


def a_report(by: Person, text: str = "Memeriksa 12 ibu hamil", **fields: Any) -> Report:
    """Filed through the verb, today unless the fields say otherwise."""
    fields = {"key": uuid4(), "at": NOW, "done_on": TODAY} | fields
    return file_report(text=text, by=by, **fields)


def a_photo(width: int = 60, height: int = 40, colour: str = "#2a6638") -> bytes:
    """A PNG of one colour."""
    picture = BytesIO()
    Image.new("RGB", (width, height), colour).save(picture, "PNG")
    return picture.getvalue()


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def opened(by: Person, *reports: Report) -> None:
    """The person has opened these reports, as they read now."""
    for report in reports:
        note_reading(report=report, by=by, at=NOW)
