"""The trainings of `world`, and who takes part."""

from tests.access.world import World


def the_trainings(world: World) -> None:
    """Nothing yet."""
