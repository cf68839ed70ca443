"""What leaders watch in the example: obstacles with their follow-up, warnings, counters."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kinerja.people.supervision import appraisers_of
from kinerja.planning.plan import Plan
from kinerja.planning.work_result import WorkResult
from kinerja.work.factor import Factor, end_factor, follow_up, raise_factor
from kinerja.work.rollup import rebuild
from kinerja.work.standing import judge_all

OBSTACLES = (
    ("hinders", "Bahan dan alat habis sejak awal pekan; pengadaan belum datang."),
    ("hinders", "Jaringan internet di kantor sering putus, data terlambat masuk."),
    ("helps", "Kader kelurahan membantu mendata, pekerjaan lebih cepat selesai."),
    ("hinders", "Kendaraan dinas sedang diperbaiki, kunjungan lapangan tertunda."),
)


def add_watching(*, today: date, zone: ZoneInfo) -> None:
    """Four factors in different states; then everything is counted and judged once."""
    plans = Plan.objects.current(today)
    results = WorkResult.objects.filter(plan__in=plans, kind="main").select_related("plan__person")
    people: dict[int, WorkResult] = {}
    for result in results.order_by("plan__person", "number"):
        people.setdefault(result.plan.person_id, result)
    lines = appraisers_of([one.plan.person for one in people.values()], today)
    asked = [one for pk, one in people.items() if (line := lines[pk]).appraiser and line.superior]
    at = datetime.combine(today, time(7), zone)
    step = max(len(asked) // len(OBSTACLES), 1)
    for number, ((kind, text), result) in enumerate(zip(OBSTACLES, asked[::step], strict=False)):
        owner = result.plan.person
        leader = lines[owner.pk].appraiser
        if leader is None:
            continue
        factor = raise_factor(
            result=result,
            kind=kind,
            text=text,
            by=owner,
            at=at,
            help_from=leader if kind == Factor.Kind.HINDERS else None,
        )
        if number == 1:
            due_on = today + timedelta(days=7)
            what = "Meminta perbaikan kepada Dinas Kominfo; sementara memakai modem."
            follow_up(factor=factor, text=what, owner=leader, due_on=due_on, by=leader, at=at)
        if number == 3:
            how = "Memakai kendaraan bidang lain, kunjungan berjalan lagi."
            end_factor(factor=factor, state=Factor.State.SOLVED, text=how, by=leader, at=at)
    rebuild()
    judge_all(today)
