"""Every address, every role, every relation: what is allowed works, what is not changes nothing."""

import pytest
from tests.access.matrix import Walk
from tests.access.policy import Rule
from tests.access.rules import RULES

from kinerja.web.page import routes

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_matrix(walk: Walk, rule: Rule) -> None:
    faults = walk.faults(rule)
    assert not faults, "\n".join(faults)


def test_every_address_has_its_policy() -> None:
    assert {route.name for route in routes()} == {rule.route for rule in RULES}
