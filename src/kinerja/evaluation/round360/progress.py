"""How far a round is, told so that nobody can watch who has answered; reminders go to all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count, Q

from kinerja.evaluation.round360.rater import Rater360
from kinerja.evaluation.round360.refusals import RoundShut, WrongStep
from kinerja.evaluation.round360.round import PAGE, Round360, held_round
from kinerja.people.person import Person, check_may_manage_people
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit
from kinerja.records.event import Event, record
from kinerja.records.notice import notify_many
from kinerja.rules.date_words import date_in_words
from kinerja.rules.round360 import ANONYMOUS, share_in_tenths

FEWEST_RATERS = 10  # of a unit, before its progress is told


@dataclass(frozen=True)
class Progress:
    """Questions put to the people of one unit and those below it."""

    name: str
    tenths: int | None  # None: too few questions to tell

    @property
    def percent(self) -> int | None:
        return None if self.tenths is None else self.tenths * 10


@dataclass(frozen=True)
class Setup:
    """What was asked, which is no secret."""

    people: int
    questions: int
    waiting: int  # names that wait for an appraiser


def setup_of(round: Round360) -> Setup:
    """How large the round is; one query a number."""
    raters = Rater360.objects.filter(subject__round=round)
    return Setup(
        people=round.subjects.count(),
        questions=raters.filter(state=Rater360.State.ASKED).count(),
        waiting=raters.filter(state__in=Rater360.WAITING).count(),
    )


def progress_of(round: Round360, on: date) -> list[Progress]:
    """The whole agency first, then the devices; in tenths, rounded down."""
    asked = Rater360.objects.filter(subject__round=round, state=Rater360.State.ASKED)
    asked = asked.filter(group__in=ANONYMOUS)
    counted = asked.order_by().values("rater").annotate(of=Count("pk"), done=_DONE)
    forms = {row["rater"]: (row["done"], row["of"]) for row in counted}
    posts = Assignment.objects.on(on).main().filter(person__in=asked.values("rater"))
    paths = dict(posts.order_by().values_list("person", "position__unit__path"))
    found = [_progress("Seluruh instansi", forms.values())]
    for unit in Unit.objects.filter(level=Unit.Level.DEVICE).order_by("name"):
        own = [forms[pk] for pk, path in paths.items() if path.startswith(unit.path)]
        if own:
            found.append(_progress(unit.name, own))
    return found


_DONE = Count("pk", filter=Q(taken_part=True))


def _progress(name: str, forms: Iterable[tuple[int, int]]) -> Progress:
    """Not of a few people either, however many questions each of them has."""
    forms = list(forms)
    done, of = sum(one for one, _ in forms), sum(one for _, one in forms)
    return Progress(name, share_in_tenths(done, of) if len(forms) >= FEWEST_RATERS else None)


@transaction.atomic
def remind_everybody(*, round: Round360, by: Person, on: date) -> int:
    """Remind all who were asked, whether they answered or not; once a day. How many were told.

    Errors: NotAllowed; WrongStep unless the round is open, or when it went out that day already;
    RoundShut after the last day.
    """
    check_may_manage_people(by)
    held = held_round(round, Round360.State.OPEN)
    if on > held.closes_on:
        raise RoundShut("Masa pengisian sudah berakhir; tutup putaran ini.")
    sent = Event.objects.about(held).named("round360.reminded")
    if sent.filter(data__on=on.isoformat()).exists():
        raise WrongStep("Pengingat sudah dikirim hari ini. Kirim lagi besok.")
    asked = Rater360.objects.filter(subject__round=held, state=Rater360.State.ASKED)
    told = list(Person.objects.filter(pk__in=asked.values("rater")))
    notify_many(
        told,
        f"{held}: pengisian sampai {date_in_words(held.closes_on)}. Pengingat ini dikirim kepada"
        " semua penilai, juga yang sudah mengisi.",
        PAGE,
    )
    record(
        "round360.reminded",
        about=held,
        by=by,
        data={"on": on.isoformat(), "told": len(told)},
    )
    return len(told)
