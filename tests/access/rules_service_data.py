"""The policy for data of services."""

from collections.abc import Callable
from typing import Any

from tests.access.matrix import Asked
from tests.access.policy import Rule

RULES: list[Rule] = []
BODIES: dict[tuple[str, str], Callable[[Asked], dict[str, Any]]] = {}
