"""The employee's own words on what was reached (realisasi), before the appraiser rates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kinerja.evaluation.assessment import LONGEST_TEXT, Assessment, assessments_of
from kinerja.evaluation.period import check_window
from kinerja.evaluation.refusals import (
    NotYours,
    PartMissing,
    TextTooLong,
    UnknownResult,
    WrongState,
)
from kinerja.evaluation.review import Review, hold_reviews
from kinerja.people.person import Person
from kinerja.records.event import Happening, record_many


@dataclass(frozen=True)
class SelfReport:
    """What one person says was reached: id of the work result -> words."""

    review: Review
    realisations: Mapping[int, str]
    by: Person


def report_realisation(
    *, review: Review, realisations: Mapping[int, str], by: Person, on: date
) -> None:
    """Say what was reached, per result; again until the appraiser has rated. The event keeps what
    it said before.

    Errors: NotYours, WrongState, WindowShut, UnknownResult, PartMissing, TextTooLong.
    """
    report_realisation_many(reports=[SelfReport(review, realisations, by)], on=on)


@transaction.atomic
def report_realisation_many(*, reports: Sequence[SelfReport], on: date) -> None:
    """The same for many people at once: all of them, or none. Errors: as `report_realisation`."""
    held = hold_reviews([report.review.pk for report in reports])
    assessments = assessments_of(held)
    happenings, changed = [], []
    for report in reports:
        review = held[report.review.pk]
        _check(review, report, on)
        before = {}
        for pk, words in report.realisations.items():
            assessment = assessments[review.pk].get(pk)
            if assessment is None:
                raise UnknownResult("Hasil kerja ini bukan bagian dari penilaian ini.")
            if assessment.realisation != words.strip():
                before[str(pk)] = assessment.realisation
                assessment.realisation = words.strip()
                changed.append(assessment)
        if not any(one.realisation for one in assessments[review.pk].values()):
            raise PartMissing("Isi realisasi untuk sedikitnya satu hasil kerja.")
        data = {"before": {pk: words for pk, words in before.items() if words}}
        happenings.append(
            Happening("review.self_reported", review, report.by, person=review.person, data=data)
        )
    Assessment.objects.bulk_update(changed, ["realisation"], batch_size=500)
    Review.objects.filter(pk__in=list(held)).update(state=Review.State.SELF_REPORTED)
    record_many(happenings)


def _check(review: Review, report: SelfReport, on: date) -> None:
    if review.person_id != report.by.pk:
        raise NotYours("Realisasi diisi oleh pegawai yang bersangkutan.")
    if review.state not in Review.UNRATED:
        raise WrongState(
            "Realisasi tidak dapat diubah lagi karena penilaian sudah dimulai. Sampaikan"
            " tambahannya kepada atasan Anda."
        )
    if review.replaces_id is not None:
        raise WrongState("Hasil ini sedang dinilai ulang atas realisasi yang sudah Anda isi.")
    check_window(review.period, on)
    if any(len(words.strip()) > LONGEST_TEXT for words in report.realisations.values()):
        raise TextTooLong(f"Ringkas realisasi sampai paling banyak {LONGEST_TEXT} huruf.")
