"""What citizens of `world` complained about, and what was talked over with them."""

from tests.access.world import World


def the_complaints(world: World) -> None:
    """Nothing yet."""
