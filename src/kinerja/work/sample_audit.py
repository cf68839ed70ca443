"""An inspector's random sample of accepted reports: drawn so that it can be drawn again, checked
one by one, findings answered and closed. The acceptance of a report is never changed by it.
"""

from datetime import date, datetime
from secrets import token_hex
from typing import Self

from django.db import models, transaction
from django.db.models import Count, Q

from kinerja.people.person import Person
from kinerja.people.role import Role
from kinerja.people.supervision import appraisers_of
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit, inside
from kinerja.records.event import record
from kinerja.rules.sampling import Interval, allocate, draw, wilson
from kinerja.work.refusals import NothingToDraw, NotYours, WrongSpan
from kinerja.work.report import Report, ReportQuerySet

LARGEST = 500  # reports in one audit: people check them one by one


class SampleAuditQuerySet(models.QuerySet["SampleAudit"]):
    def visible_to(self, person: Person, on: date) -> Self:
        """Inspectors see the audits of their scope; the others see findings about themselves."""
        paths = inspected_paths(person, on)
        if not paths:
            return self.none()
        if "" in paths:
            return self.all()
        return self.filter(Q(inspector=person) | inside(paths, "unit__path"))


class SampleAudit(models.Model):
    """One draw: of which reports, how many, with which seed."""

    inspector = models.ForeignKey(Person, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField("pekerjaan dari")
    ends_on = models.DateField("sampai")
    drawn_at = models.DateTimeField("diundi")
    seed = models.CharField("benih", max_length=32)
    population = models.PositiveIntegerField("laporan yang dapat terundi")

    objects = SampleAuditQuerySet.as_manager()

    class Meta:
        ordering = ["-drawn_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.unit or 'Seluruh instansi'}, {self.starts_on} – {self.ends_on}"


class AuditItem(models.Model):
    """One report of the sample, and what the inspector found."""

    class Verdict(models.TextChoices):
        OPEN = "", "Belum diperiksa"
        IN_ORDER = "in_order", "Sesuai"
        FINDING = "finding", "Temuan"
        CANNOT = "cannot", "Tidak dapat dinilai"

    class Kind(models.TextChoices):
        NO_EVIDENCE = "no_evidence", "Bukti tidak cukup"
        OTHER_WORK = "other_work", "Bukti tidak cocok dengan pekerjaan"
        REUSED = "reused", "Bukti dipakai berulang"
        QUANTITY = "quantity", "Jumlah tidak cocok"
        DAY = "day", "Tanggal tidak cocok"
        OTHER = "other", "Lainnya"

    class State(models.TextChoices):
        NONE = "", "Tanpa temuan"
        OPEN = "open", "Menunggu tanggapan"
        ANSWERED = "answered", "Sudah ditanggapi"
        CLOSED = "closed", "Ditutup"

    audit = models.ForeignKey(SampleAudit, models.CASCADE, related_name="items", db_index=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="audit_items")
    version = models.PositiveSmallIntegerField()  # as it was drawn
    verifier = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    verdict = models.CharField("hasil", max_length=8, choices=Verdict, blank=True)
    kind = models.CharField("jenis temuan", max_length=11, choices=Kind, blank=True)
    words = models.TextField("uraian", blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField("keadaan", max_length=8, choices=State, blank=True)
    closing = models.TextField("penutup", blank=True)

    class Meta:
        ordering = ["report__unit__path", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "report"], name="audit_item_once"),
            models.CheckConstraint(
                condition=Q(verdict="finding", kind__gt="", words__gt="", state__gt="")
                | (~Q(verdict="finding") & Q(kind="", state="")),
                name="audit_finding_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.get_verdict_display()}"


class AuditReply(models.Model):
    """What the author or the verifier says to a finding."""

    item = models.ForeignKey(AuditItem, models.CASCADE, related_name="replies")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    words = models.TextField("tanggapan")
    at = models.DateTimeField("waktu")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.by}: {self.words[:40]}"


def inspected_paths(person: Person, on: date) -> list[str]:
    """The subtrees that the person inspects on that day; "" is the whole agency."""
    roles = person.roles.on(on).filter(name=Role.Name.INSPECTOR).select_related("unit")
    return [role.unit.path if role.unit else "" for role in roles]


def auditable(
    inspector: Person, first: date, last: date, on: date, unit: Unit | None = None
) -> ReportQuerySet:
    """Accepted reports that this inspector may audit.

    Never one's own, of one's own unit or below it, of one's own leaders, or that one accepted.
    """
    reports = Report.objects.accepted().filter(done_on__range=(first, last))
    reports = reports.filter(inside(inspected_paths(inspector, on), "unit__path"))
    if unit is not None:
        reports = reports.filter(unit__path__startswith=unit.path)
    line = appraisers_of([inspector], on)[inspector.pk]
    own_line = [inspector, *filter(None, (line.appraiser, line.superior))]
    own_units = Assignment.objects.on(on).filter(person=inspector)
    for path in own_units.values_list("position__unit__path", flat=True):
        reports = reports.exclude(unit__path__startswith=path)
    return reports.exclude(person__in=own_line).exclude(
        pk__in=Report.objects.filter(verifications__by=inspector).values("pk")
    )


@transaction.atomic
def draw_audit(
    *,
    starts_on: date,
    ends_on: date,
    size: int,
    by: Person,
    at: datetime,
    on: date,
    unit: Unit | None = None,
    seed: str = "",
) -> SampleAudit:
    """Draw a sample, each unit in proportion; the same seed over the same reports draws the same.

    Errors: NotYours (no inspector), WrongSpan, NothingToDraw.
    """
    if not inspected_paths(by, on):
        raise NotYours("Hanya pemeriksa (inspektorat) yang dapat mengundi sampel.")
    if ends_on < starts_on:
        raise WrongSpan("Tanggal akhir mendahului tanggal mulai.")
    if not 1 <= size <= LARGEST:
        raise WrongSpan(f"Banyaknya laporan dari 1 sampai {LARGEST}.")
    reports = auditable(by, starts_on, ends_on, on, unit)
    strata = dict(reports.order_by().values_list("unit").annotate(number=Count("pk")))
    if not strata:
        raise NothingToDraw(
            "Tidak ada laporan yang diterima dalam lingkup itu. Pilih waktu atau unit yang lain."
        )
    seed = seed or token_hex(8)
    by_unit: dict[int, list[str]] = {}
    for pk, unit_id in reports.order_by().values_list("pk", "unit"):
        by_unit.setdefault(unit_id, []).append(str(pk))
    drawn = [
        int(key)
        for unit_id, share in allocate(strata, size).items()
        for key in draw(by_unit[unit_id], share, seed)
    ]
    audit = SampleAudit.objects.create(
        inspector=by,
        unit=unit,
        starts_on=starts_on,
        ends_on=ends_on,
        drawn_at=at,
        seed=seed,
        population=sum(strata.values()),
    )
    chosen = Report.objects.filter(pk__in=drawn).prefetch_related("verifications")
    AuditItem.objects.bulk_create(
        [
            AuditItem(audit=audit, report=one, version=one.version, verifier_id=_accepted_by(one))
            for one in chosen
        ]
    )
    data = {"seed": seed, "population": audit.population, "drawn": sorted(drawn)}
    record("audit.drawn", about=audit, by=by, data=data)
    return audit


def _accepted_by(report: Report) -> int | None:
    standing = [one for one in report.verifications.all() if one.taken_back_at is None]
    return standing[-1].by_id if standing else None


def in_order_share(audit: SampleAudit) -> Interval | None:
    """The share of judged reports that is in order, with its 95 % interval."""
    counts = audit.items.aggregate(
        good=Count("pk", filter=Q(verdict=AuditItem.Verdict.IN_ORDER)),
        judged=Count(
            "pk", filter=Q(verdict__in=[AuditItem.Verdict.IN_ORDER, AuditItem.Verdict.FINDING])
        ),
    )
    return wilson(counts["good"], counts["judged"])
