"""A day that a page is asked for, and the days that forms of this area accept."""

from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from kinerja.web.forms import Form, TanggalField
from kinerja.web.page import PageRequest

FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
STRANGE = "Periksa tahunnya; tanggal ini terlalu jauh."


class DayField(TanggalField):
    """A day that can stand in the life of a civil servant or of a unit."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators += [MinValueValidator(FIRST, STRANGE), MaxValueValidator(LAST, STRANGE)]


class DayForm(Form):
    """On which day? Empty: today."""

    tanggal = DayField(label="Pada tanggal", required=False)


def asked_day(request: PageRequest) -> tuple[DayForm, date]:
    """The form as it came, and the day to show: today while the day asked for cannot be read."""
    today = timezone.localdate()
    form = DayForm(request.GET if "tanggal" in request.GET else None, initial={"tanggal": today})
    if not form.is_valid():
        return form, today
    return form, form.cleaned_data["tanggal"] or today
