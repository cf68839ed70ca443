"""Competencies of the people of `world`, and what they plan to learn."""

from tests.access.world import World


def the_competencies(world: World) -> None:
    """Nothing yet."""
