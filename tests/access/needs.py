"""What `world` needs: findings, problem trees, needs, workload."""

from tests.access.world import World


def the_needs(world: World) -> None:
    """Nothing yet."""
