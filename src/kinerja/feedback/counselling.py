"""A behaviour that hinders others: the appraiser's report (B.1.10) and the counselling that may
follow (6/2022 annex p. 85-88). Both are confidential.

The appraiser has spoken with the employee first, then reports to the personnel unit, which appoints
a counsellor, or declines with a reason. The record of the talk is read by the counsellor and the
employee alone; the others learn that it was held, and what the counsellor recommends.
"""

from datetime import date
from typing import Self

from django.db import models, transaction
from django.db.models import Exists, Q
from django.utils import timezone

from kinerja.feedback.feedback import LONGEST_TEXT
from kinerja.feedback.refusals import Closed, Incomplete, NoteMissing, NotYours, TextTooLong
from kinerja.people.person import Person
from kinerja.people.role import Role
from kinerja.people.supervision import appraiser_of
from kinerja.records.event import record
from kinerja.records.notice import notify, notify_many
from kinerja.rules.behaviour import CoreValue


def personnel(on: date) -> "models.QuerySet[Role]":
    """The tasks of the personnel unit that day."""
    return Role.objects.on(on).filter(name=Role.Name.PERSONNEL_ADMIN, unit=None)


class BehaviourReportQuerySet(models.QuerySet["BehaviourReport"]):
    def visible_to(self, person: Person) -> Self:
        """The appraiser who filed it, the personnel unit, the appointed counsellor; never the
        person it is about."""
        office = Exists(personnel(timezone.localdate()).filter(person=person))
        named = Q(by=person) | Q(counsellor=person) | Q(office)
        return self.filter(named).exclude(person=person)

    def waiting(self) -> Self:
        """Not decided by the personnel unit yet."""
        return self.filter(state=BehaviourReport.State.FILED)


class BehaviourReport(models.Model):
    """One report of a problem of behaviour, with what the personnel unit decided."""

    class State(models.TextChoices):
        FILED = "filed", "Menunggu bagian kepegawaian"
        APPOINTED = "appointed", "Konselor ditunjuk"
        DECLINED = "declined", "Tidak dilanjutkan"
        HELD = "held", "Konseling dilaksanakan"

    person = models.ForeignKey(Person, models.PROTECT, related_name="behaviour_reports")
    by = models.ForeignKey(Person, models.PROTECT, related_name="behaviour_reports_filed")
    value = models.CharField(
        "nilai yang terkait", max_length=13, choices=CoreValue.choices(), blank=True
    )
    problem = models.TextField("masalah")
    with_others = models.BooleanField("masalah serupa dengan orang lain", default=False)
    done_before = models.TextField("yang sudah dilakukan")
    spoken_on = models.DateField("dibicarakan dengan pegawai")
    filed_on = models.DateField("dilaporkan")
    state = models.CharField("keadaan", max_length=9, choices=State, default=State.FILED)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    reason = models.TextField("alasan", blank=True)
    counsellor = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="counselling"
    )
    planned_on = models.DateField("waktu konseling", null=True, blank=True)
    place = models.CharField("tempat", max_length=150, blank=True)

    objects = BehaviourReportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(by=models.F("person")) & ~Q(counsellor=models.F("person")),
                name="nobody_counsels_oneself",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["appointed", "held"], counsellor__isnull=False)
                | Q(state__in=["filed", "declined"], counsellor=None),
                name="counselling_has_counsellor",
            ),
        ]

    def __str__(self) -> str:
        return f"B.1.10 {self.person}"


class CounsellingRecordQuerySet(models.QuerySet["CounsellingRecord"]):
    def visible_to(self, person: Person) -> Self:
        """The counsellor and the employee alone."""
        return self.filter(Q(report__counsellor=person) | Q(report__person=person))


class CounsellingRecord(models.Model):
    """What was talked about, in the words of the counsellor, who signs it (p. 88)."""

    report = models.OneToOneField(BehaviourReport, models.PROTECT, related_name="counselling")
    text = models.TextField("catatan konseling")
    recommendation = models.TextField("rekomendasi")  # what the others learn
    held_on = models.DateField("dilaksanakan")
    confirmed_on = models.DateField("dibaca pegawai", null=True, blank=True)

    objects = CounsellingRecordQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Konseling {self.held_on}"


@transaction.atomic
def report_behaviour(
    *,
    person: Person,
    problem: str,
    done_before: str,
    spoken_on: date,
    by: Person,
    on: date,
    value: str = "",
    with_others: bool = False,
) -> BehaviourReport:
    """The appraiser reports to the personnel unit, after a talk that changed nothing (p. 86). While
    one waits, the same person is not reported again: that one is the answer.

    Errors: NotYours, Incomplete (no talk before), NoteMissing, TextTooLong.
    """
    if by.pk == person.pk or appraiser_of(person, on) != by:
        raise NotYours("Masalah perilaku dilaporkan oleh pejabat penilai pegawai itu.")
    if spoken_on > on:
        raise Incomplete("Bicarakan dulu dengan pegawai; isi tanggal pembicaraannya.")
    Person.objects.select_for_update().get(pk=person.pk)
    if known := BehaviourReport.objects.waiting().filter(person=person, by=by).first():
        return known
    report = BehaviourReport.objects.create(
        person=person,
        by=by,
        value=CoreValue(value).value if value else "",
        problem=_words(problem, "Tulis masalahnya dan akibatnya."),
        with_others=with_others,
        done_before=_words(done_before, "Tulis apa yang sudah Anda lakukan."),
        spoken_on=spoken_on,
        filed_on=on,
    )
    record("behaviour.reported", about=report, person=None, by=by)
    office = Person.objects.filter(pk__in=personnel(on).values("person")).exclude(pk=person.pk)
    notify_many(office, "Satu laporan masalah perilaku menunggu keputusan.", _page(report))
    return report


@transaction.atomic
def appoint_counsellor(
    *,
    report: BehaviourReport,
    counsellor: Person,
    planned_on: date,
    place: str,
    by: Person,
    on: date,
) -> BehaviourReport:
    """The personnel unit appoints an independent counsellor and sets day and place (p. 87). The
    employee and the counsellor are told; appointed in the same way twice it is once.

    Errors: NotYours, Closed, Incomplete (not a counsellor, or not independent).
    """
    held = _to_decide(report, by, on)
    if held.state == BehaviourReport.State.APPOINTED and held.counsellor_id == counsellor.pk:
        return held
    _check_waiting(held)
    has_task = Role.objects.on(on).filter(person=counsellor, name=Role.Name.COUNSELLOR).exists()
    if not has_task or counsellor.pk in (held.person_id, held.by_id):
        raise Incomplete("Pilih konselor yang tidak terlibat dalam masalah ini.")
    held.state, held.counsellor, held.decided_by = BehaviourReport.State.APPOINTED, counsellor, by
    held.planned_on, held.place = planned_on, " ".join(place.split())[:150]
    held.save()
    record("counselling.appointed", about=held, person=None, by=by)
    notify(counsellor, "Anda ditunjuk sebagai konselor.", _page(held))
    notify(held.person, "Anda diundang ke konseling kinerja.", "/konseling/")
    notify(held.by, "Laporan Anda ditindaklanjuti bagian kepegawaian.", _page(held))
    return held


@transaction.atomic
def decline_report(
    *, report: BehaviourReport, reason: str, by: Person, on: date
) -> BehaviourReport:
    """The personnel unit does not follow it up, with a reason. Errors: NotYours, Closed,
    NoteMissing."""
    held = _to_decide(report, by, on)
    _check_waiting(held)
    held.reason = _words(reason, "Tulis alasannya.")
    held.state, held.decided_by = BehaviourReport.State.DECLINED, by
    held.save()
    record("counselling.declined", about=held, person=None, by=by)
    notify(held.by, "Laporan Anda sudah dijawab bagian kepegawaian.", _page(held))
    return held


@transaction.atomic
def record_counselling(
    *, report: BehaviourReport, text: str, recommendation: str, by: Person, on: date
) -> CounsellingRecord:
    """The counsellor signs the record; the employee reads it, the others learn the recommendation.

    Errors: NotYours, Closed, NoteMissing, TextTooLong.
    """
    held = _held(report)
    if held.counsellor_id != by.pk:
        raise NotYours("Catatan konseling ditulis konselor yang ditunjuk.")
    if held.state != BehaviourReport.State.APPOINTED:
        raise Closed("Catatan konseling ini sudah tersimpan.")
    kept = CounsellingRecord.objects.create(
        report=held,
        text=_words(text, "Tulis catatan konseling."),
        recommendation=_words(recommendation, "Tulis rekomendasi untuk tindak lanjut."),
        held_on=on,
    )
    held.state = BehaviourReport.State.HELD
    held.save(update_fields=["state"])
    record("counselling.held", about=held, person=None, by=by)
    notify(held.person, "Catatan konseling Anda dapat dibaca.", "/konseling/")
    notify(held.by, "Konseling sudah dilaksanakan; baca rekomendasinya.", _page(held))
    return kept


@transaction.atomic
def confirm_counselling(*, kept: CounsellingRecord, by: Person, on: date) -> CounsellingRecord:
    """The employee has read it. Said twice it is said once. Errors: NotYours."""
    row = CounsellingRecord.objects.select_for_update(of=("self",)).select_related("report")
    held = row.get(pk=kept.pk)
    if held.report.person_id != by.pk:
        raise NotYours("Catatan ini dikonfirmasi pegawai yang bersangkutan.")
    if held.confirmed_on is None:
        held.confirmed_on = on
        held.save(update_fields=["confirmed_on"])
        record("counselling.confirmed", about=held, person=by, by=by)
    return held


def may_decide(person: Person, report: BehaviourReport, on: date) -> bool:
    """Whether the person decides on it: personnel admins who have no part in it."""
    part = {report.person_id, report.by_id}
    return person.pk not in part and personnel(on).filter(person=person).exists()


def _held(report: BehaviourReport) -> BehaviourReport:
    rows = BehaviourReport.objects.select_for_update(of=("self",))
    return rows.select_related("person", "by", "counsellor").get(pk=report.pk)


def _to_decide(report: BehaviourReport, by: Person, on: date) -> BehaviourReport:
    held = _held(report)
    if not may_decide(by, held, on):
        raise NotYours("Laporan ini diputuskan bagian kepegawaian.")
    return held


def _check_waiting(held: BehaviourReport) -> None:
    if held.state != BehaviourReport.State.FILED:
        raise Closed(f"Laporan ini sudah diputuskan: {held.get_state_display().lower()}.")


def _words(text: str, missing: str) -> str:
    words = text.replace("\x00", "").strip()
    if not words:
        raise NoteMissing(missing)
    if len(words) > LONGEST_TEXT:
        raise TextTooLong(f"Ringkas sampai paling banyak {LONGEST_TEXT} huruf.")
    return words


def _page(report: BehaviourReport) -> str:
    return f"/konseling/laporan/{report.pk}/"
