"""What follows a session: the employee's nine statements (B.1.8), for the superior of the leader
and not for the leader; the guide's view of the competencies (B.1.9) (6/2022 annex p. 83-85)."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Q

from kinerja.feedback.feedback import LONGEST_TEXT
from kinerja.feedback.guidance import Guidance, page_of
from kinerja.feedback.guidance_fields import SessionKind
from kinerja.feedback.refusals import Closed, Incomplete, NotYours, TextTooLong
from kinerja.people.person import Person
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.competency import Competency, GuidanceScore
from kinerja.rules.guidance import GuidanceStatement


class Agreement(models.TextChoices):
    """How far a statement holds. The form leaves the column free: design."""

    YES = "yes", "Ya"
    PARTLY = "partly", "Sebagian"
    NO = "no", "Tidak"


class GuidanceOpinionQuerySet(models.QuerySet["GuidanceOpinion"]):
    def visible_to(self, person: Person) -> Self:
        """Who wrote it, and the superior of the leader: never the guide or the leader."""
        return self.filter(Q(session__person=person) | Q(session__superior=person)).exclude(
            Q(session__guide=person) | Q(session__leader=person)
        )


class GuidanceOpinion(models.Model):
    """The nine statements on one session, once."""

    session = models.OneToOneField(Guidance, models.PROTECT, related_name="opinion")
    answers = models.JSONField()  # number of the statement -> yes, partly, no
    remarks = models.TextField("catatan", blank=True)
    given_on = models.DateField("diberikan")

    objects = GuidanceOpinionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"B.1.8: {self.session}"


class CompetencyReview(models.Model):
    """The competencies as the guide sees them after a session, once."""

    session = models.OneToOneField(Guidance, models.PROTECT, related_name="competency")
    scores = models.JSONField()  # code of the competency, or a technical one -> {score, reason}
    recommendation = models.TextField("rekomendasi")
    given_on = models.DateField("dinilai")

    def __str__(self) -> str:
        return f"B.1.9: {self.session}"


@transaction.atomic
def give_opinion(
    *, session: Guidance, answers: Mapping[str, str], remarks: str, by: Person, on: date
) -> GuidanceOpinion:
    """The employee says how the session was; it goes to the superior of the leader.

    Errors: NotYours, Closed (not confirmed yet, said already, nobody above), Incomplete,
    TextTooLong.
    """
    held = _confirmed(session)
    if held.person_id != by.pk:
        raise NotYours("Sembilan pernyataan ini diisi pegawai yang dibimbing.")
    if held.superior is None:
        raise Closed("Tidak ada atasan di atas pimpinan ini, jadi formulir ini tidak diperlukan.")
    if GuidanceOpinion.objects.filter(session=held).exists():
        raise Closed("Pendapat Anda sudah tersimpan dan diteruskan.")
    wanted = {statement.value for statement in GuidanceStatement}
    if set(answers) != wanted or not set(answers.values()) <= set(Agreement.values):
        raise Incomplete("Jawab kesembilan pernyataan.")
    opinion = GuidanceOpinion.objects.create(
        session=held, answers=dict(answers), remarks=_words(remarks), given_on=on
    )
    record("guidance.opinion_given", about=opinion, person=held.person, by=by)
    notify(held.superior, f"{by.name} menilai pelaksanaan bimbingan.", f"{page_of(held)}pendapat/")
    return opinion


@transaction.atomic
def review_competency(
    *,
    session: Guidance,
    scores: Mapping[str, tuple[int, str]],
    recommendation: str,
    by: Person,
    on: date,
) -> CompetencyReview:
    """The guide gives each of the nine competencies, and technical ones by name, a score of 1 to 5
    with its reason. It is no rating and feeds none.

    Errors: NotYours, Closed (not confirmed yet, done already), Incomplete, TextTooLong.
    """
    held = _confirmed(session)
    if held.guide_id != by.pk:
        raise NotYours("Evaluasi kompetensi diisi pembimbing.")
    if CompetencyReview.objects.filter(session=held).exists():
        raise Closed("Evaluasi kompetensi sesi ini sudah tersimpan.")
    levels = {int(score.value) for score in GuidanceScore}
    missing = [one.label for one in Competency if one.value not in scores]
    wrong = [
        name for name, (level, why) in scores.items() if level not in levels or not why.strip()
    ]
    if missing or wrong or not recommendation.strip():
        raise Incomplete("Isi nilai 1 sampai 5 beserta alasannya, dan rekomendasi.")
    kept: dict[str, Any] = {
        name[:100]: {"score": level, "reason": _words(why)} for name, (level, why) in scores.items()
    }
    review = CompetencyReview.objects.create(
        session=held, scores=kept, recommendation=_words(recommendation), given_on=on
    )
    record("guidance.competency_reviewed", about=review, person=held.person, by=by)
    notify(held.person, f"{by.name} mengisi evaluasi kompetensi.", f"{page_of(held)}kompetensi/")
    return review


def _confirmed(session: Guidance) -> Guidance:
    """The session, held until the transaction ends. Errors: Closed unless both confirmed it."""
    rows = Guidance.objects.select_for_update(of=("self",))
    held = rows.select_related("person", "superior").get(pk=session.pk)
    if held.kind == SessionKind.DIALOGUE or not held.is_confirmed:
        raise Closed("Formulir ini mengikuti coaching atau mentoring yang sudah disahkan keduanya.")
    return held


def _words(text: str) -> str:
    words = text.replace("\x00", "").strip()
    if len(words) > LONGEST_TEXT:
        raise TextTooLong(f"Ringkas sampai paling banyak {LONGEST_TEXT} huruf.")
    return words
