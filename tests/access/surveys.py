"""Surveys of `world`, and what was answered."""

from tests.access.world import World


def the_surveys(world: World) -> None:
    """Nothing yet."""
