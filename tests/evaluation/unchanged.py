"""A refusal changes nothing: no row of this room, no event, no notice."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps

from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.refusal import Refusal


def everything() -> dict[str, list[tuple[object, ...]]]:
    """All rows of the room with the events and notices, to be compared."""
    models = [*apps.get_app_config("evaluation").get_models(), Event, Notice]
    return {model.__name__: list(model.objects.order_by("pk").values_list()) for model in models}


@contextmanager
def refused(refusal: type[Refusal], match: str | None = None) -> Iterator[None]:
    """The block ends in this refusal, and every row is as it was."""
    before = everything()
    with pytest.raises(refusal, match=match):
        yield
    assert everything() == before
