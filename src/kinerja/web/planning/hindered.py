"""What hinders or helps the results of a plan, beside each of them on its page."""

from collections.abc import Sequence

from kinerja.people.person import Person
from kinerja.planning.plan import Plan
from kinerja.planning.work_result import WorkResult
from kinerja.work.factor import Factor


def put_factors(plan: Plan, results: Sequence[WorkResult], viewer: Person) -> None:
    """Each result gets `standing_factors`, as far as the viewer may see them, newest first.

    A factor was raised on one version of the result and is shown on all of its line.
    """
    own = plan.person_id == viewer.pk
    seen = Factor.objects.all() if own else Factor.objects.visible_to(viewer)
    lines: dict[int, list[Factor]] = {result.line: [] for result in results}
    rows = seen.standing().filter(person=plan.person_id, result__line__in=lines)
    for factor in rows.select_related("result", "person", "owner"):
        lines[factor.result.line].append(factor)
    for result in results:
        vars(result)["standing_factors"] = lines[result.line]
