"""Another official evaluates, by appointment: noted by the personnel office with what it rests on.

The regulation knows it for a superior who delegates to a Plt or Plh, for leaders of a unit who are
functional officers, and for those seconded outside (6/2022 Pasal 1(9), annex p. 89, 92).
"""

from datetime import date

from django.db import transaction

from kinerja.evaluation.draft import RatingDraft
from kinerja.evaluation.refusals import NotYours, ReasonMissing, TextTooLong, WrongState
from kinerja.evaluation.review import Review, ReviewQuerySet
from kinerja.people.access import may_manage_people
from kinerja.people.person import Person, check_may_manage_people
from kinerja.people.supervision import appraiser_of
from kinerja.records.event import record
from kinerja.records.notice import notify

LONGEST_BASIS = 250  # characters of the decision that it rests on


def to_appoint(person: Person) -> ReviewQuerySet:
    """Unsigned evaluations of others, for those who manage people; never one's own."""
    rows = Review.objects.unsigned() if may_manage_people(person) else Review.objects.none()
    return rows.exclude(person=person)


@transaction.atomic
def appoint_evaluator(
    *, review: Review, official: Person, basis: str, by: Person, on: date
) -> Review:
    """Let that official evaluate, on the ground of that decision; the same again changes nothing.

    What a superior took over stays final, whoever evaluates for him or her.
    Errors: NotAllowed; NotYours for one's own evaluation, or one's own appointment; WrongState when
    it is signed, or the official cannot evaluate this person; ReasonMissing, TextTooLong.
    """
    check_may_manage_people(by)
    held = Review.objects.select_for_update(of=("self",)).select_related("person", "period")
    review = held.get(pk=review.pk)
    if by.pk in (review.person_id, official.pk):
        raise NotYours("Penunjukan untuk diri sendiri dicatat admin kepegawaian lain.")
    words = basis.replace("\x00", "").strip()
    if not words:
        raise ReasonMissing("Sebutkan surat atau keputusan yang menjadi dasar penunjukan.")
    if len(words) > LONGEST_BASIS:
        raise TextTooLong(f"Ringkas dasarnya sampai paling banyak {LONGEST_BASIS} huruf.")
    if review.is_released:
        raise WrongState("Penilaian ini sudah ditandatangani; penilainya tidak dapat diganti.")
    _check_official(review, official, on)
    if review.appraiser_id == official.pk:
        return review
    before, review.appraiser = review.appraiser_id, official
    review.revision += 1
    review.save(update_fields=["appraiser", "revision"])
    RatingDraft.objects.filter(review=review).delete()  # only who typed it reads it
    data = {"before": before, "appraiser": official.pk}
    record("review.appointed", about=review, person=review.person, by=by, reason=words, data=data)
    page = f"/penilaian/?periode={review.period.code}"
    text = f"Anda ditunjuk menilai {review.person.name} untuk {review.period}. Dasar: {words}"
    notify(official, text[:300], page)
    text = f"Penilaian {review.period} Anda dilakukan {official.name}. Dasar: {words}"
    notify(review.person, text[:300], "/hasil/")
    return review


def _check_official(review: Review, official: Person, on: date) -> None:
    if official.pk == review.person_id:
        raise WrongState("Tidak seorang pun menilai dirinya sendiri. Pilih pejabat lain.")
    if official.pk == review.silent_appraiser_id:
        raise WrongState(f"{official.name} tidak menilai sampai batasnya. Pilih pejabat lain.")
    if not official.serves(on):
        raise WrongState(f"{official.name} sedang tidak bertugas. Pilih pejabat lain.")
    if appraiser_of(official, on) == review.person:
        raise WrongState(f"{official.name} bawahan pegawai ini. Pilih pejabat yang setara penilai.")
