"""Trainings and sessions for tests, in one line each. They are stored as they are."""

from datetime import date
from decimal import Decimal
from typing import Any

from kinerja.development.session import Session
from kinerja.development.training import Training

TODAY = date(2026, 10, 5)  # a Monday


def a_training(name: str = "Bahasa Inggris dasar", **fields: Any) -> Training:
    said = {"kind": "language", "form": "classical", "hours_jp": Decimal(12)} | fields
    return Training.objects.create(name=name, **said)


def a_session(training: Training | None = None, **fields: Any) -> Session:
    """Two days in a week's time; one may enrol today."""
    said = {
        "starts_on": date(2026, 10, 12),
        "ends_on": date(2026, 10, 13),
        "place": "Aula BKPSDM",
        "quota": 20,
        "enrol_from": date(2026, 10, 1),
        "enrol_until": date(2026, 10, 9),
    } | fields
    return Session.objects.create(training=training or a_training(), **said)
