"""How the thread of a need tells of trainings: what they are, and who of the unit has learnt."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone

from kinerja.development.result import passed_since
from kinerja.development.training import Training
from kinerja.needs.need import Need
from kinerja.web.indonesian import angka
from kinerja.web.needs.trainings import TrainingLine


def lines_of(trainings: Sequence[Training], need: Need) -> list[TrainingLine]:
    """One line for each, with how many passed since the need was written down."""
    passed = passed_since(trainings, unit=need.unit, since=need.noted_on, on=timezone.localdate())
    return [
        TrainingLine(
            one.name, reverse("training", args=[one.pk]), _meta(one, passed.get(one.pk, 0))
        )
        for one in trainings
    ]


def _meta(training: Training, passed: int) -> str:
    manner = f"{training.get_kind_display()}, {training.get_form_display().lower()}"
    return f"{manner}; {angka(passed)} pegawai lulus sejak kebutuhan dicatat" if passed else manner
