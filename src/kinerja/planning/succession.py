"""When a version of a plan takes the place of the one before it."""

from datetime import date, timedelta

from kinerja.people.person import Person
from kinerja.planning.comparison import compare
from kinerja.planning.matrix import MatrixRole
from kinerja.planning.plan import Plan
from kinerja.planning.refusals import WrongState, WrongYear
from kinerja.planning.revision import grow, hold
from kinerja.planning.work_result import WorkResult
from kinerja.records.event import record
from kinerja.rules.date_words import date_in_words


def follow(old: Plan, new: Plan, *, by: Person, on: date) -> None:
    """End the version in force and let the new one begin on that day; for `set_plan`, which stores
    the new one.

    Results whose expectation changed are marked as adjusted. What hung under a result of the old
    version hangs under the one that continues it.
    Errors: WrongState, WrongYear.
    """
    hold(old)
    if old.state != Plan.State.SET:
        raise WrongState(
            f"Versi sebelumnya sudah {old.get_state_display().lower()}, jadi perubahan ini tidak"
            " berlaku lagi. Batalkan perubahannya."
        )
    if on > old.ends_on:
        raise WrongYear(f"Masa rencana ini sudah berakhir {date_in_words(old.ends_on)}.")
    if on <= old.starts_on:
        raise WrongState(
            f"Versi sebelumnya baru berlaku mulai {date_in_words(old.starts_on)}. Tetapkan"
            " perubahan ini paling cepat sehari sesudahnya."
        )
    changed = [one.new.pk for one in compare(old, new) if one.old and one.new and one.changes]
    new.starts_on, new.ends_on = on, old.ends_on
    old.state, old.ends_on = Plan.State.SUPERSEDED, on - timedelta(days=1)
    grow(old, ["state", "ends_on"])
    WorkResult.objects.filter(pk__in=changed, state=WorkResult.State.RUNNING).update(
        state=WorkResult.State.ADJUSTED, state_since=on
    )
    moved = _move_links(new)
    _move_roles(new)
    record(
        "plan.superseded",
        about=old,
        person=old.person,
        by=by,
        data={
            "ends_on": old.ends_on.isoformat(),
            "next_version": new.version,
            "adjusted": changed,
            "links_moved": moved,
        },
    )


def _move_roles(new: Plan) -> None:
    """Cells of matrices follow: columns for a leader, what became of a role for the others."""
    for result in new.results.exclude(continues=None).prefetch_related("indicators"):
        MatrixRole.objects.filter(result=result.continues_id).update(result=result)
        for indicator in result.indicators.all():
            if indicator.continues_id:
                MatrixRole.objects.filter(indicator=indicator.continues_id).update(
                    indicator=indicator
                )


def _move_links(new: Plan) -> int:
    """Results of the staff follow to the new version, save in versions that are history."""
    moved = 0
    for result in new.results.exclude(continues=None):
        below = WorkResult.objects.filter(parent=result.continues_id)
        alive = below.filter(plan__state__in=(*Plan.UNSET, Plan.State.SET))
        moved += alive.update(parent=result)
    return moved
