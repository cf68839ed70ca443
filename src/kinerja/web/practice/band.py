"""The band that stands on every page of the practice site."""

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse

from kinerja.adoption.practice.ticket import is_practice
from kinerja.adoption.practice.trainee import Trainee


@dataclass(frozen=True)
class Band:
    """Who practises, looked up when the template asks."""

    request: HttpRequest | None

    @cached_property
    def trainee(self) -> Trainee | None:
        account = getattr(self.request, "user", None)
        if account is None or not account.is_authenticated:
            return None
        return Trainee.objects.filter(person=account.person_id).first()

    @property
    def inside(self) -> bool:
        return self.trainee is not None

    @property
    def home_url(self) -> str:
        """The real site; the band is the one place that leads there."""
        return f"{self.trainee.home}/latihan/" if self.trainee else ""

    @property
    def exercise_url(self) -> str:
        return reverse("practice")


def band_of(request: HttpRequest | None) -> Band | None:
    """None on the real site."""
    return Band(request) if is_practice() else None
