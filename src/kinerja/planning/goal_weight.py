"""How much each part counts for a goal: percents that add up to 100, or none at all (equal)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction

from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput
from kinerja.planning.goal import Goal, check_may_manage
from kinerja.planning.revision import check_revision, grow, hold, plain
from kinerja.records.event import record
from kinerja.rules.rollup import WHOLE, WeightFault, weight_fault


@transaction.atomic
def weigh_parts(
    *,
    goal: Goal,
    weights: Mapping[int, Decimal | None],
    by: Person | None,
    on: date,
    revision: int | None = None,
) -> None:
    """Set the weights of all goals that serve this one, by their ids; all empty: equal shares.

    Errors: NotYours, ChangedMeanwhile, InvalidInput (other parts than those that serve the goal,
    some without a weight, weights that are not above 0 or do not add up to 100).
    """
    hold(goal)
    check_may_manage(by, on, goal.unit)
    check_revision(goal, revision)
    links = list(goal.links_down.select_for_update(of=("self",)).order_by("pk"))
    if {link.child_id for link in links} != set(weights):
        raise InvalidInput("Susunan di bawah sasaran ini sudah berubah. Muat ulang halaman.")
    given = [weight for weight in weights.values() if weight is not None]
    if any(weight <= 0 for weight in given):
        raise InvalidInput("Bobot ditulis dalam persen, lebih dari 0.")
    match weight_fault(list(weights.values())):
        case WeightFault.PARTLY:
            raise InvalidInput("Isi bobot semua bagian, atau kosongkan semua agar sama besar.")
        case WeightFault.NOT_WHOLE:
            total = f"{sum(given):f}".replace(".", ",")
            raise InvalidInput(f"Jumlah bobot sekarang {total}%; sesuaikan sampai {WHOLE}%.")
    before = {str(link.child_id): link.weight for link in links}
    after = {str(link.child_id): weights[link.child_id] for link in links}
    if before == after:
        return
    for link in links:
        link.weight = weights[link.child_id]
        link.save(update_fields=["weight"])
    grow(goal)
    data = {"before": _told(before), "after": _told(after)}
    record("goal.weighed", about=goal, by=by, data=data)


def _told(weights: Mapping[str, Decimal | None]) -> dict[str, object]:
    return {pk: None if weight is None else plain(weight) for pk, weight in weights.items()}
