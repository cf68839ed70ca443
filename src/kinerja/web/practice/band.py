"""The band that stands on every page of the practice site."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kinerja.adoption.practice.ticket import is_practice, write_note
from kinerja.adoption.practice.trainee import Progress, Trainee, progress_of

COOKIE = "latihan_asal"
KEPT = 90 * 24 * 3600  # seconds


@dataclass(frozen=True)
class Band:
    """Who practises and how far, looked up when the template asks."""

    request: HttpRequest | None

    @cached_property
    def trainee(self) -> Trainee | None:
        account = getattr(self.request, "user", None)
        if account is None or not account.is_authenticated:
            return None
        try:
            return Trainee.objects.filter(person=account.person_id).first()
        except DatabaseError:  # on the page that says so
            return None

    @property
    def inside(self) -> bool:
        return self.trainee is not None

    @cached_property
    def progress(self) -> list[Progress]:
        return progress_of(self.trainee) if self.trainee else []

    @property
    def number(self) -> int:
        """Of steps that are done."""
        return sum(one.done for one in self.progress)

    @property
    def done(self) -> bool:
        return self.inside and self.number == len(self.progress)

    @cached_property
    def home_url(self) -> str:
        """The real site, with a note once the exercise is finished; the band is the one place that
        leads there. Whose exercise is over or was emptied at night finds it too; "": unknown."""
        if self.trainee is None:
            home = remembered_home(self.request)
            return f"{home}/latihan/" if home else ""
        if not self.done:
            return f"{self.trainee.home}/latihan/"
        handle, on = self.trainee.handle, timezone.localdate()
        note = write_note(exercise=self.trainee.exercise, handle=handle, on=on)
        return f"{self.trainee.home}/latihan/selesai/{note}/"


def band_of(request: HttpRequest | None) -> Band | None:
    """None on the real site."""
    return Band(request) if is_practice() else None


def remember_home(response: HttpResponse, home: str) -> None:
    """Where the visitor came from, in the browser alone: what is filled anew each night forgets."""
    secure = settings.SESSION_COOKIE_SECURE
    response.set_signed_cookie(
        COOKIE, home, max_age=KEPT, secure=secure, httponly=True, samesite="Lax"
    )


def remembered_home(request: HttpRequest | None) -> str:
    return str(request.get_signed_cookie(COOKIE, default="")) if request else ""
