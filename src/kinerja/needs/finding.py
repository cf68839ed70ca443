"""A finding: one sentence about what is wrong or wanted, with the evidence that shows it.

Surveys, discussions, complaints and data of services all end here, through the one verb
`note_finding`. The same key twice is one finding, so that a page can offer it with one tap.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Self

from django.db import IntegrityError, models, transaction
from django.db.models import Q

from kinerja.needs.scope import check_may_analyse
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.people.unit import Unit
from kinerja.records.event import record


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, person: Person) -> Self:
        """Like the goals that grow from them, open to everybody who works there."""
        return self.all()

    def standing(self) -> Self:
        return self.filter(withdrawn_on=None)


class Finding(models.Model):
    """What one source shows. `key` names what it was found in, "survey:12:U3"; empty by hand."""

    class Source(models.TextChoices):
        SURVEY = "survey", "Survei"
        DISCUSSION = "discussion", "Diskusi"
        COMPLAINT = "complaint", "Pengaduan"
        SERVICE_DATA = "service_data", "Data layanan"
        WORKLOAD = "workload", "Beban kerja"
        COMPETENCY = "competency", "Kompetensi"
        OTHER = "other", "Sumber lain"

    source = models.CharField("sumber", max_length=12, choices=Source)
    statement = models.CharField("temuan", max_length=300)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name="unit kerja",
    )  # empty: of the agency as a whole
    found_on = models.DateField("ditemukan")
    noted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=120, blank=True)
    withdrawn_on = models.DateField("ditarik", null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["-found_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(statement=""), name="finding_is_said"),
            models.UniqueConstraint(
                fields=["key"], condition=~Q(key="") & Q(withdrawn_on=None), name="finding_once"
            ),
        ]

    def __str__(self) -> str:
        return self.statement


class FindingEvidence(models.Model):
    """One proof: what it says, where it stands on this site, and its figure where it has one."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="evidence")
    said = models.TextField("bukti")
    page = models.CharField("alamat", max_length=200, blank=True)  # "/survei/12/hasil/"
    value = models.DecimalField("angka", max_digits=18, decimal_places=4, null=True, blank=True)
    unit_of_measure = models.CharField("satuan", max_length=40, blank=True)
    cases = models.PositiveIntegerField("banyaknya data", null=True, blank=True)
    measured_on = models.DateField("per tanggal", null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(said=""), name="evidence_is_said")]

    def __str__(self) -> str:
        return self.said


@dataclass(frozen=True)
class Proof:
    """Evidence before it is stored."""

    said: str
    page: str = ""
    value: Decimal | None = None
    unit_of_measure: str = ""
    cases: int | None = None  # answers, complaints, months: what the figure rests on
    measured_on: date | None = None


@transaction.atomic
def note_finding(
    *,
    source: str,
    statement: str,
    proofs: Sequence[Proof],
    by: Person | None,
    on: date,
    unit: Unit | None = None,
    key: str = "",
) -> Finding:
    """Write down a finding with its evidence; a key that stands already: the first finding.

    Errors: NotAllowed, InvalidInput (also without evidence).
    """
    check_may_analyse(by, on, unit)
    if key and (known := Finding.objects.standing().filter(key=key).first()):
        return known
    if not proofs:
        raise InvalidInput("Sebutkan sedikitnya satu bukti untuk temuan ini.")
    finding = Finding(
        source=source,
        statement=" ".join(statement.split()),
        unit=unit,
        found_on=on,
        noted_by=by,
        key=key,
    )
    check_fields(finding)
    if (first := _stored(finding)) is not finding:
        return first
    rows = [
        FindingEvidence(
            finding=finding,
            said=proof.said.strip(),
            page=proof.page,
            value=proof.value,
            unit_of_measure=proof.unit_of_measure,
            cases=proof.cases,
            measured_on=proof.measured_on,
        )
        for proof in proofs
    ]
    for row in rows:
        check_fields(row)
        if row.page and not re.match(r"/(?!/)", row.page):
            raise InvalidInput("Alamat bukti adalah halaman di situs ini, misalnya /survei/12/.")
    FindingEvidence.objects.bulk_create(rows)
    data = {"source": str(source), "statement": finding.statement, "evidence": len(rows)}
    record("finding.noted", about=finding, by=by, data=data)
    return finding


def _stored(finding: Finding) -> Finding:
    """The row itself, or the one of somebody who pressed at the same moment."""
    try:
        with transaction.atomic():
            finding.save(force_insert=True)
    except IntegrityError:
        if first := Finding.objects.standing().filter(key=finding.key).exclude(key="").first():
            return first
        raise
    return finding


@transaction.atomic
def withdraw_finding(*, finding: Finding, reason: str, by: Person, on: date) -> Finding:
    """Take a finding back, with a reason; said twice: once. Errors: NotAllowed, InvalidInput."""
    held = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    check_may_analyse(by, on, held.unit)
    if not reason.strip():
        raise InvalidInput("Tulis mengapa temuan ini ditarik.")
    if held.withdrawn_on is None:
        held.withdrawn_on = on
        held.save(update_fields=["withdrawn_on"])
        record("finding.withdrawn", about=held, by=by, reason=reason.strip())
    return held
