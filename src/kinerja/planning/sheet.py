"""The sheet of an indicator (form A.1.3), and where an ordered word stands."""

from datetime import date
from typing import Any

from django.db import models, transaction

from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.planning.indicator import Indicator
from kinerja.planning.plan import Plan
from kinerja.planning.refusals import FutureValue, NotYours, WrongState
from kinerja.planning.revision import hold
from kinerja.records.event import record
from kinerja.rules.plan import ResultQuality

FIELDS = ("purpose", "definition", "formula", "quality", "data_source", "owner", "period")


class IndicatorSheet(models.Model):
    """What an indicator means and how it is measured; one for all versions of the plan."""

    class Period(models.TextChoices):
        MONTH = "month", "Bulanan"
        QUARTER = "quarter", "Triwulanan"
        SEMESTER = "semester", "Semesteran"
        YEAR = "year", "Tahunan"

    indicator = models.OneToOneField(Indicator, models.CASCADE, related_name="sheet")
    purpose = models.TextField("tujuan", max_length=1_000)
    definition = models.TextField("definisi", max_length=2_000)
    formula = models.TextField("formula", max_length=1_000, blank=True)
    quality = models.CharField(
        "kualitas dan tingkat kendali", max_length=25, choices=ResultQuality.choices()
    )
    data_source = models.CharField("sumber data", max_length=300)
    owner = models.CharField("pemilik data", max_length=200, blank=True)
    period = models.CharField("periode pelaporan", max_length=10, choices=Period)
    written_on = models.DateField("ditulis")

    def __str__(self) -> str:
        return f"Manual {self.indicator}"


class ScaleReading(models.Model):
    """What was reached on a scale of words; never overwritten, the last one counts."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="readings")
    word = models.CharField("posisi", max_length=60)
    measured_on = models.DateField("keadaan tanggal")
    note = models.CharField("keterangan", max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["measured_on", "pk"]

    def __str__(self) -> str:
        return self.word


@transaction.atomic
def write_sheet(*, indicator: Indicator, by: Person, on: date, **said: Any) -> IndicatorSheet:
    """Write or change the sheet of one's indicator; `said` are the fields of the form A.1.3.

    Errors: NotYours, WrongState, InvalidInput.
    """
    hold(indicator)
    plan = indicator.result.plan
    if plan.person_id != by.pk:
        raise NotYours("Manual indikator ditulis oleh pemilik rencana.")
    if plan.state not in (*Plan.UNSET, Plan.State.SET):
        raise WrongState("Rencana ini tidak berlaku lagi, jadi manualnya tidak diubah.")
    sheet = IndicatorSheet.objects.filter(indicator=indicator.line).first()
    before = {name: getattr(sheet, name) for name in FIELDS} if sheet else {}
    sheet = sheet or IndicatorSheet(indicator_id=indicator.line)
    for name, value in said.items():
        setattr(sheet, name, value.strip())
    sheet.written_on = on
    check_fields(sheet)
    after = {name: getattr(sheet, name) for name in FIELDS}
    if before == after:
        return sheet
    sheet.save()
    changes = {name: [before.get(name, ""), after[name]] for name in FIELDS}
    data = {"changes": {name: pair for name, pair in changes.items() if pair[0] != pair[1]}}
    record("indicator.sheet_written", about=indicator, person=plan.person, by=by, data=data)
    return sheet


@transaction.atomic
def record_reading(
    *, indicator: Indicator, word: str, measured_on: date, by: Person, on: date, note: str = ""
) -> ScaleReading:
    """Note which word of the scale is reached on a day of the plan in force.

    Errors: NotYours, WrongState, FutureValue, InvalidInput.
    """
    hold(indicator)
    plan = indicator.result.plan
    if plan.person_id != by.pk:
        raise NotYours("Realisasi dicatat oleh pemilik rencana.")
    if plan.state != Plan.State.SET:
        raise WrongState("Realisasi dicatat setelah rencana ditetapkan.")
    if measured_on > on:
        raise FutureValue("Tanggal realisasi tidak boleh sesudah hari ini.")
    if word not in indicator.scale:
        raise InvalidInput(f"Pilih salah satu: {', '.join(indicator.scale) or 'tidak ada'}.")
    reading = ScaleReading(
        indicator_id=indicator.line, word=word, measured_on=measured_on, note=note.strip(), by=by
    )
    check_fields(reading)
    reading.save()
    data = {"word": word, "measured_on": measured_on.isoformat()}
    record("indicator.reached", about=indicator, person=plan.person, by=by, data=data)
    return reading
