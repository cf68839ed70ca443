"""Opening and releasing a large round: asked for here, carried out by the worker.

Both pass over everybody in the round, so above some size no request waits for them. Each stays one
transaction: there is nothing half opened or half told.
"""

from collections.abc import Callable
from datetime import date

from django.db import transaction

from kinerja.evaluation.round360.drawing import open_round
from kinerja.evaluation.round360.refusals import WrongStep
from kinerja.evaluation.round360.release import release_round
from kinerja.evaluation.round360.round import Round360, held_round
from kinerja.people.person import Person, check_may_manage_people
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.refusal import Refusal

LARGE = 300  # people; opening takes 0.3 s for as many, 3 s for 1,500

Work = Round360.Work
_BEFORE = {Work.OPEN: Round360.State.NOMINATING, Work.RELEASE: Round360.State.CLOSED}
_DONE = {Work.OPEN: "sudah dibuka untuk diisi", Work.RELEASE: "sudah dibuka hasilnya"}


def is_large(round: Round360) -> bool:
    """Whether opening or releasing it is for the worker; one query."""
    return round.subjects.count() >= LARGE


@transaction.atomic
def ask_work(*, round: Round360, work: str, by: Person) -> Round360:
    """Ask for the round to be opened or released; asked again while it runs, it is the same.

    Errors: NotAllowed; WrongStep when the round is elsewhere, or other work runs.
    """
    check_may_manage_people(by)
    wanted = Work(work)
    held = held_round(round, _BEFORE[wanted])
    if held.work:
        if held.work == wanted:
            return held
        raise WrongStep(f"{held.get_work_display()}. Tunggu sampai selesai.")
    held.work, held.work_by = wanted, by
    held.save(update_fields=["work", "work_by"])
    record("round360.work_asked", about=held, by=by, data={"work": wanted.value})
    return held


def carry_work(*, round: Round360, on: date) -> bool:
    """Do what was asked for, as whoever asked; said again, there is nothing left to do.

    A refusal goes to the one who asked; the round may be asked for again. Whether it was done is
    returned. Errors: whatever breaks it, after the same notice.
    """
    asked = Round360.objects.select_related("work_by", "period").get(pk=round.pk)
    by = asked.work_by
    if not asked.work or by is None:
        return False
    work = Work(asked.work)
    act: Callable[..., int] = open_round if work is Work.OPEN else release_round
    try:
        with transaction.atomic():
            act(round=asked, by=by, on=on)
            _end(asked, by, f"{asked} {_DONE[work]}.")
    except Refusal as refusal:
        _end(asked, by, str(refusal))
        return False
    except Exception:
        _end(asked, by, f"{asked} belum berhasil diproses. Coba lagi, atau hubungi pengelola.")
        raise
    return True


@transaction.atomic
def _end(round: Round360, by: Person, text: str) -> None:
    Round360.objects.filter(pk=round.pk).update(work="", work_by=None)
    notify(by, text[:300], f"/periode/{round.period.code}/360/")
