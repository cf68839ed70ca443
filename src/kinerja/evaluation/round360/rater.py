"""Who is asked about whom: named by the person and approved by the appraiser, or drawn; and those
who have a conflict of interest are not asked."""

from collections.abc import Collection
from datetime import date
from typing import Self

from django.db import IntegrityError, models, transaction
from django.db.models import Q

from kinerja.evaluation.round360.refusals import (
    NotACandidate,
    NotInvited,
    NotYourTeam,
    RoundShut,
    TooMany,
    WrongStep,
)
from kinerja.evaluation.round360.round import PAGE, Round360, Subject360
from kinerja.people.person import Person
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.date_words import date_in_words
from kinerja.rules.round360 import Group
from kinerja.rules.round360_draw import draw_raters

MOST_NAMED = 3  # colleagues that one may name: fewer than the threshold, the others are drawn
LONGEST_REASON = 300


class Rater360QuerySet(models.QuerySet["Rater360"]):
    def asked_of(self, person: Person) -> Self:
        """The questions put to this person."""
        return self.filter(rater=person, state=Rater360.State.ASKED)

    def named_by(self, person: Person) -> Self:
        """What the person said about raters of his or her own. Never those who were drawn."""
        return self.filter(subject__person=person, origin=Rater360.Origin.NAMED)

    def to_decide(self, leader: Person) -> Self:
        """What waits for this appraiser's word."""
        mine = Q(subject__appraiser=leader) & ~Q(subject__person=leader)
        return self.filter(mine, state__in=Rater360.WAITING)


class Rater360(models.Model):
    """One person who is asked about another, or is not to be asked.

    `taken_part` is all that is known of an answer: no time, no number, nothing that stands beside
    what was said (see `round360.answer`).
    """

    class State(models.TextChoices):
        NAMED = "named", "Diusulkan, menunggu atasan"
        CLAIMED = "claimed", "Benturan kepentingan, menunggu atasan"
        ASKED = "asked", "Disetujui"
        EXCLUDED = "excluded", "Tidak dilibatkan"

    class Origin(models.TextChoices):
        RULE = "rule", "Aturan"
        NAMED = "named", "Pegawai"

    WAITING = (State.NAMED, State.CLAIMED)

    subject = models.ForeignKey(
        Subject360, models.PROTECT, related_name="raters", db_index=False, verbose_name="tentang"
    )
    rater = models.ForeignKey(Person, models.PROTECT, related_name="asked360")
    group = models.CharField("kelompok", max_length=11, choices=Group.choices())
    origin = models.CharField("asal", max_length=5, choices=Origin.choices)
    state = models.CharField("keadaan", max_length=8, choices=State.choices)
    reason = models.CharField("alasan", max_length=LONGEST_REASON, blank=True)
    taken_part = models.BooleanField("sudah mengisi", default=False)

    objects = Rater360QuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "rater"], name="rater360_once"),
            models.CheckConstraint(
                condition=Q(taken_part=False) | Q(state="asked"), name="only_who_is_asked_answers"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rater} tentang {self.subject.person}"

    @property
    def kind(self) -> Group:
        return Group(self.group)

    @property
    def seen_from_rater(self) -> str:
        """What the one spoken of is to the one who is asked."""
        return {
            Group.SUPERIOR: "Pegawai Anda",
            Group.PEER: "Rekan kerja",
            Group.SUBORDINATE: "Atasan Anda",
            Group.SELF: "Diri sendiri",
        }[self.kind]


def near_and_wide(subject: Subject360) -> tuple[list[int], list[int]]:
    """Ids of those who may be asked about the person as peers: who have the same superior; and who
    have the same superior one step higher. All as it was when the round began."""
    if subject.appraiser_id is None:
        return [], []
    everybody = Subject360.objects.filter(round=subject.round_id)
    near = everybody.filter(appraiser=subject.appraiser_id).values_list("person_id", flat=True)
    above = everybody.filter(person=subject.appraiser_id).values("appraiser")
    leaders = everybody.filter(appraiser__in=above).values("person")
    wide = everybody.filter(Q(appraiser__in=leaders) | Q(appraiser__in=above))
    barred = {subject.person_id, subject.appraiser_id}
    close = {*near} - barred
    around = {*wide.values_list("person_id", flat=True)} - barred - close
    team = {*everybody.filter(appraiser=subject.person_id).values_list("person_id", flat=True)}
    return sorted(close - team), sorted(around - team)


def candidates_for(subject: Subject360) -> models.QuerySet[Person]:
    """Colleagues whom the person may name, by name."""
    near, wide = near_and_wide(subject)
    return Person.objects.filter(pk__in=[*near, *wide])


@transaction.atomic
def name_rater(*, subject: Subject360, rater: Person, by: Person, on: date) -> Rater360:
    """Name a colleague who knows one's work; the appraiser approves. Again is the same.

    Errors: NotInvited unless it is one's own; RoundShut; NotACandidate; TooMany.
    """
    known = _own(subject, rater, by, on)
    if known is not None:
        return known
    mine = Rater360.objects.filter(subject=subject, origin=Rater360.Origin.NAMED)
    if mine.exclude(state__in=_CONFLICT).count() >= MOST_NAMED:
        raise TooMany(
            f"Anda sudah mengusulkan {MOST_NAMED} rekan. Penilai yang lain diundi, supaya Anda"
            " tidak dapat menebak siapa mereka."
        )
    row = _note(subject, rater, Rater360.State.NAMED)
    record("round360.rater_named", about=row, person=by, by=by, data={"rater": rater.pk})
    return row


@transaction.atomic
def claim_conflict(
    *, subject: Subject360, rater: Person, reason: str, by: Person, on: date
) -> Rater360:
    """Say that a colleague should not be asked about oneself, and why; the appraiser decides.

    Errors: NotInvited unless it is one's own; RoundShut; NotACandidate; WrongStep without a reason.
    """
    reason = _reason(reason)
    known = _own(subject, rater, by, on)
    if known is not None and known.state in _CONFLICT:
        return known
    if known is not None:
        known.delete()
    row = _note(subject, rater, Rater360.State.CLAIMED, reason)
    record("round360.conflict_claimed", about=row, person=by, by=by, reason=reason)
    return row


_CONFLICT = (Rater360.State.CLAIMED, Rater360.State.EXCLUDED)


def _own(subject: Subject360, rater: Person, by: Person, on: date) -> Rater360 | None:
    """What is known of that colleague already. The row of the person is held, so that two windows
    do not name more than is allowed."""
    held = Subject360.objects.select_for_update(of=("self",)).select_related("round__period")
    subject = held.get(pk=subject.pk)
    if subject.person_id != by.pk:
        raise NotInvited("Setiap pegawai mengusulkan penilai untuk dirinya sendiri.")
    if not subject.round.takes_names(on):
        raise RoundShut(
            "Masa pengusulan sudah berakhir"
            f" ({date_in_words(subject.round.nominate_until)}). Penilai berikutnya diundi."
        )
    if not candidates_for(subject).filter(pk=rater.pk).exists():
        raise NotACandidate(
            "Pilih rekan dari daftar. Atasan dan bawahan tidak diusulkan: atasan menilai dengan"
            " nama, bawahan diundi."
        )
    return Rater360.objects.filter(subject=subject, rater=rater).first()


def _note(
    subject: Subject360, rater: Person, state: "Rater360.State", reason: str = ""
) -> Rater360:
    return Rater360.objects.create(
        subject=subject,
        rater=rater,
        group=Group.PEER,
        origin=Rater360.Origin.NAMED,
        state=state,
        reason=reason,
    )


def _reason(text: str) -> str:
    text = " ".join(text.replace("\x00", "").split())[:LONGEST_REASON]
    if not text:
        raise WrongStep("Tulis alasannya dengan singkat, misalnya hubungan keluarga atau usaha.")
    return text


@transaction.atomic
def approve(*, rater: Rater360, by: Person, on: date) -> None:
    """The appraiser agrees: a named colleague is asked, or one with a conflict is left out.

    Errors: NotYourTeam; WrongStep when it was decided already, or the round went on; TooMany when
    the colleague is asked often enough.
    """
    held = _to_decide(rater, by)
    if held.state == Rater360.State.CLAIMED:
        held.state = Rater360.State.EXCLUDED
    else:
        most = held.subject.round.most_load
        asked = Rater360.objects.asked_of(held.rater).filter(subject__round=held.subject.round_id)
        if asked.count() >= most:
            raise TooMany(
                f"{held.rater.name} sudah diminta menilai {most} rekan. Tolak usulan ini; penilai"
                " lain diundi."
            )
        held.state = Rater360.State.ASKED
    held.save(update_fields=["state"])
    record(
        "round360.rater_approved",
        about=held,
        person=held.subject.person,
        by=by,
        data={"rater": held.rater_id, "state": held.state},
    )


@transaction.atomic
def decline(*, rater: Rater360, by: Person, on: date, reason: str) -> None:
    """The appraiser does not agree; the draw decides. The reason goes to the person.

    Errors: NotYourTeam; WrongStep when it was decided already, or without a reason.
    """
    reason = _reason(reason)
    held = _to_decide(rater, by)
    what = "Usulan" if held.state == Rater360.State.NAMED else "Keberatan"
    record(
        "round360.rater_declined",
        about=held,
        person=held.subject.person,
        by=by,
        reason=reason,
        data={"rater": held.rater_id},
    )
    held.delete()
    notify(
        held.subject.person,
        f"{what} Anda tentang {held.rater.name} tidak disetujui: {reason}"[:300],
        PAGE,
    )


def _to_decide(rater: Rater360, by: Person) -> Rater360:
    held = (
        Rater360.objects.select_for_update(of=("self",))
        .select_related("subject__round__period", "subject__person", "rater")
        .filter(pk=rater.pk)
        .first()
    )
    if held is None or held.state not in Rater360.WAITING:
        raise WrongStep("Usulan ini sudah diputuskan.")
    if held.subject.appraiser_id != by.pk or held.subject.person_id == by.pk:
        raise NotYourTeam("Usulan ini diputuskan oleh pejabat penilai pegawainya.")
    if held.subject.round.state != Round360.State.NOMINATING:
        raise WrongStep("Putaran sudah berjalan; penilai tidak diubah lagi.")
    return held


@transaction.atomic
def withdraw(*, rater: Rater360, by: Person, on: date, reason: str) -> Rater360 | None:
    """A rater says that a conflict of interest stands in the way; another is drawn where there is
    one. The person spoken of is not told.

    Errors: NotInvited; RoundShut; WrongStep without a reason, or after the answer.
    """
    reason = _reason(reason)
    held = Rater360.objects.select_for_update(of=("self",)).select_related(
        "subject__round__period", "subject__person"
    )
    row = held.filter(pk=rater.pk, rater=by).first()
    if row is None or row.state != Rater360.State.ASKED or not row.kind.is_anonymous:
        raise NotInvited("Pertanyaan ini tidak diajukan kepada Anda.")
    if not row.subject.round.takes_answers(on):
        raise RoundShut("Masa pengisian sudah berakhir.")
    if row.taken_part:
        raise WrongStep("Jawaban Anda sudah masuk dan tidak dapat ditarik lagi.")
    row.state, row.reason = Rater360.State.EXCLUDED, reason
    row.save(update_fields=["state", "reason"])
    record("round360.rater_withdrew", about=row, by=by, reason=reason)
    return _replace(row)


def _replace(row: Rater360) -> Rater360 | None:
    """Another rater of the same group, drawn by the same rule."""
    subject, round = row.subject, row.subject.round
    known = Rater360.objects.filter(subject=subject).values_list("rater_id", flat=True)
    pool = [pk for pk in _pool(subject, row.kind) if pk not in {*known}]
    drawn = draw_raters(
        {subject.person_id: pool},
        f"{round.seed}/{row.pk}",
        wanted=1,
        most=round.most_load,
        load=loads_of(round, pool),
    )[subject.person_id]
    if not drawn:
        return None
    try:
        with transaction.atomic():
            fresh = Rater360.objects.create(
                subject=subject,
                rater_id=drawn[0],
                group=row.group,
                origin=Rater360.Origin.RULE,
                state=Rater360.State.ASKED,
            )
    except IntegrityError:  # two gave way at the same moment, and the same one was drawn
        return None
    notify(fresh.rater, f"{round}: seorang rekan lagi menunggu umpan balik Anda.", PAGE)
    return fresh


def _pool(subject: Subject360, group: Group) -> list[int]:
    if group is Group.SUBORDINATE:
        team = Subject360.objects.filter(round=subject.round_id, appraiser=subject.person_id)
        return list(team.values_list("person_id", flat=True))
    near, wide = near_and_wide(subject)
    return [*near, *wide]


def loads_of(round: Round360, people: Collection[int]) -> dict[int, int]:
    """How many colleagues each is asked about without a name in this round."""
    rows = (
        Rater360.objects.filter(
            subject__round=round,
            state=Rater360.State.ASKED,
            rater__in=people,
            group__in=[Group.PEER, Group.SUBORDINATE],
        )
        .order_by()
        .values_list("rater")
        .annotate(asked=models.Count("pk"))
    )
    return dict(rows)
