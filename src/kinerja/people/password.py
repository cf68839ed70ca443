"""How passwords are kept, and the first one that somebody else hands over."""

import secrets

from django.contrib.auth.hashers import Argon2PasswordHasher

# Nothing that is mistaken for something else when it is read from paper.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


class Argon2id(Argon2PasswordHasher):
    """Argon2id tuned to about 50 ms on one core (the framework's default takes six times that).

    32 MiB, 2 passes, 1 lane: above the minimum that OWASP names (19 MiB, 2 passes, 1 lane).
    """

    time_cost = 2
    memory_cost = 32 * 1024  # KiB
    parallelism = 1


def fresh_password() -> str:
    """A random first password in four groups of four signs (79 bits): `k7mf-xq2d-9hre-wbta`."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(4))
