"""How a result follows from the leader's: the choices of forms."""

from kinerja.rules.plan import CascadingWay


def ways() -> list[tuple[str, str]]:
    """How a result follows from the leader's, with its kind."""
    named = [(way.value, f"{way.cascading.label}: {way.label.lower()}") for way in CascadingWay]
    return [("", "Belum disebut"), *named]
