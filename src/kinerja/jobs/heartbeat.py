"""Signs of life of the worker and of the site, and what follows from an outage."""

import logging
import time
from datetime import timedelta
from urllib.error import URLError
from urllib.request import Request, urlopen

from django.conf import settings
from django.utils import timezone

from kinerja.evaluation.extension import extend_periods
from kinerja.records.outage import Part, beat

BEAT_SECONDS = min(15, settings.OUTAGE_SECONDS / 4)  # often enough that one may fail
LOOK_SECONDS = 60  # between two looks at the site
ANSWER_SECONDS = 10

log = logging.getLogger(__name__)


class Pulse:
    """The signs of one worker; `clock` goes on however the wall clock is set."""

    def __init__(self) -> None:
        self.noted: dict[Part, float] = {}
        self.looked = float("-inf")

    def give_signs(self) -> None:
        """The worker lives; and once a minute: does the site? Errors: those of the database."""
        self._note(Part.WORKER)
        if settings.OWN_URL and _clock() - self.looked >= LOOK_SECONDS:
            self.looked = _clock()
            if site_answers(settings.OWN_URL):
                self._note(Part.SITE)

    def _note(self, part: Part) -> None:
        before = self.noted.get(part)
        since = None if before is None else timedelta(seconds=_clock() - before)
        outage = beat(part=part, at=timezone.now(), since=since)
        self.noted[part] = _clock()
        if outage is not None:
            log.warning("outage noted: %s", outage)
            extend_periods(at=outage.ends_at)


def site_answers(url: str) -> bool:
    """Whether the site says of itself that it can serve a page."""
    request = Request(f"{url.rstrip('/')}/healthz", headers={"Host": "localhost"})  # noqa: S310 - our own address
    try:
        with urlopen(request, timeout=ANSWER_SECONDS) as answer:  # noqa: S310
            return int(answer.status) == 200
    except (URLError, OSError):
        return False


def _clock() -> float:
    """Seconds that also pass while the machine sleeps, where the system tells them."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
