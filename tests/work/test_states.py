"""The states of a report, and every step between them: allowed or refused.

`cycle.md` 2 as a table. Sari writes, Budi answers her, Rina stands above Budi, Tono is a colleague.
"""

from datetime import timedelta

import pytest
from tests.work.make import NOW, a_centre, a_report, days_ago

from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.refusal import Refusal
from kinerja.work.correction import correct_report, withdraw_report
from kinerja.work.freeze import freeze_reports
from kinerja.work.report import Report
from kinerja.work.unanswered import note_unanswered
from kinerja.work.verification import Verification, answer_report, take_back_answers

pytestmark = pytest.mark.django_db


def answered(verdict):
    def make(centre):
        report = filed(centre)
        answer_report(report=report, verdict=verdict, by=centre.budi, at=NOW, note="Jelaskan.")
        return report

    return make


def filed(centre):
    return a_report(centre.sari, result=centre.checks, done_on=days_ago(3))


def unchecked(centre):
    report = filed(centre)
    note_unanswered(at=NOW + timedelta(days=30))
    return report


def frozen(centre):
    report = answered("accept")(centre)
    freeze_reports(plans=[centre.checks.plan], first=days_ago(10), last=days_ago(1))
    return report


def withdrawn(centre):
    report = filed(centre)
    withdraw_report(report=report, by=centre.sari)
    return report


MAKE = {
    "filed": filed,
    "asked": answered("ask"),
    "returned": answered("return"),
    "accepted": answered("accept"),
    "unchecked": unchecked,
    "frozen": frozen,
    "withdrawn": withdrawn,
}


def answer(verdict):
    return lambda report, by: answer_report(
        report=report, verdict=verdict, by=by, at=NOW + timedelta(minutes=5), note="Lain."
    )


DO = {
    "accept": answer("accept"),
    "ask": answer("ask"),
    "return": answer("return"),
    "take back": lambda report, by: take_back_answers(reports=[report], by=by, at=NOW),
    "correct": lambda report, by: correct_report(
        report=report, version=report.version, text="Memeriksa 14 ibu hamil", by=by, at=NOW
    ),
    "withdraw": lambda report, by: withdraw_report(report=report, by=by),
}


# step -> {state: (who may, state afterwards)}; what is not named is refused for everybody.
STEPS = {
    "accept": {"filed": ("budi", "noted"), "unchecked": ("budi", "noted")},
    "ask": {"filed": ("budi", "asked"), "unchecked": ("budi", "asked")},
    "return": {"filed": ("budi", "returned"), "unchecked": ("budi", "returned")},
    "take back": {
        "asked": ("budi", "filed"),
        "returned": ("budi", "filed"),
        "accepted": ("budi", "filed"),
    },
    "correct": {
        "filed": ("sari", "filed"),
        "asked": ("sari", "filed"),
        "returned": ("sari", "filed"),
    },
    "withdraw": {
        "filed": ("sari", "withdrawn"),
        "asked": ("sari", "withdrawn"),
        "returned": ("sari", "withdrawn"),
    },
}
SAID_TWICE = {("take back", "filed"): "budi", ("withdraw", "withdrawn"): "sari"}


def everything():
    models = (Report, Verification, Event, Notice)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


@pytest.mark.parametrize("state", MAKE)
@pytest.mark.parametrize("step", DO)
def test_every_step_from_every_state(step, state):
    centre = a_centre()
    report = MAKE[state](centre)
    may, then = STEPS[step].get(state, ("", ""))
    again = SAID_TWICE.get((step, state), "")
    before = everything()

    for name in sorted({"sari", "budi", "rina", "tono"} - {may, again}):
        with pytest.raises(Refusal):
            DO[step](Report.objects.get(pk=report.pk), getattr(centre, name))
    if again:
        DO[step](Report.objects.get(pk=report.pk), getattr(centre, again))
    assert everything() == before

    if may:
        DO[step](Report.objects.get(pk=report.pk), getattr(centre, may))
        assert Report.objects.get(pk=report.pk).state == then
