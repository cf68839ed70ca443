"""Data of services of `world`."""

from tests.access.world import World


def the_service_data(world: World) -> None:
    """Nothing yet."""
