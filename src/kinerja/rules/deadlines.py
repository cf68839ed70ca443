"""Last days of the steps that follow an evaluation, in working days."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date

from kinerja.rules.working_days import MONDAY_TO_FRIDAY, add_working_days


@dataclass(frozen=True)
class FollowUpLimits:
    """Limits of the steps after an evaluation, all in working days."""

    delivery: int
    employee_return: int
    report: int
    superior_sign: int
    superior_delivery: int
    superior_return: int
    objection: int
    objection_decision: int


PERMENPANRB_6_2022_LIMITS = FollowUpLimits(  # annex p. 114-119
    delivery=14,
    employee_return=14,
    report=30,
    superior_sign=14,
    superior_delivery=7,
    superior_return=7,
    objection=14,
    objection_decision=7,
)


@dataclass(frozen=True)
class FollowUpTimeline:
    """Latest days of one evaluation when everybody uses the whole limit."""

    deliver_by: date
    return_by: date
    object_by: date
    decide_by: date
    report_by: date

    @property
    def decision_may_come_after_report(self) -> bool:
        """Whether the report may have to go up with the mark "objection open"."""
        return self.decide_by > self.report_by


def delivery_deadline(
    signed_on: date,
    holidays: Set[date],
    limits: FollowUpLimits = PERMENPANRB_6_2022_LIMITS,
    weekdays: Set[int] = MONDAY_TO_FRIDAY,
) -> date:
    """The last day for the appraiser to hand over the signed document (D.1.1).

    Units: dates; the limit is in working days, the day of signing is day 0.
    Errors: ValueError if no weekday is worked.
    Source: PermenPANRB 6/2022 annex p. 114 (item 5).
    Confidence: T.

    >>> delivery_deadline(date(2026, 7, 3), holidays=set())
    datetime.date(2026, 7, 23)
    """
    return add_working_days(signed_on, limits.delivery, holidays, weekdays)


def return_deadline(
    received_on: date,
    holidays: Set[date],
    limits: FollowUpLimits = PERMENPANRB_6_2022_LIMITS,
    weekdays: Set[int] = MONDAY_TO_FRIDAY,
) -> date:
    """The last day for the employee to sign and return the document.

    Units: dates; the limit is in working days, the day of receipt is day 0.
    Errors: ValueError if no weekday is worked.
    Source: PermenPANRB 6/2022 annex p. 114 (item 6).
    Confidence: T.

    >>> return_deadline(date(2026, 4, 13), holidays={date(2026, 5, 1)})
    datetime.date(2026, 5, 4)
    """
    return add_working_days(received_on, limits.employee_return, holidays, weekdays)


def report_deadline(
    window_closed_on: date,
    holidays: Set[date],
    limits: FollowUpLimits = PERMENPANRB_6_2022_LIMITS,
    weekdays: Set[int] = MONDAY_TO_FRIDAY,
) -> date:
    """The last day for the report to the authorised official (PyB).

    The same limit holds for the appraiser (D.1.1), for the superior (D.1.2) and after an objection
    (D.1.3).

    Units: dates; the limit is in working days, the last day of the window is day 0.
    Errors: ValueError if no weekday is worked.
    Source: PermenPANRB 6/2022 annex p. 115 (item 7), 117 (item 11), 119 (item 8).
    Confidence: T.

    >>> report_deadline(date(2025, 1, 31), holidays=set())
    datetime.date(2025, 3, 14)
    """
    return add_working_days(window_closed_on, limits.report, holidays, weekdays)


def superior_sign_deadline(
    window_closed_on: date,
    holidays: Set[date],
    limits: FollowUpLimits = PERMENPANRB_6_2022_LIMITS,
    weekdays: Set[int] = MONDAY_TO_FRIDAY,
) -> date:
    """The last day for the superior to evaluate and sign in place of a silent appraiser (D.1.2).

    Units: dates; the limit is in working days, the last day of the window is day 0.
    Errors: ValueError if no weekday is worked.
    Source: PermenPANRB 6/2022 annex p. 115-116 (item 8).
    Confidence: T.

    >>> superior_sign_deadline(date(2025, 1, 31), holidays=set())
    datetime.date(2025, 2, 20)
    """
    return add_working_days(window_closed_on, limits.superior_sign, holidays, weekdays)


def superior_delivery_deadline(
    signed_on: date,
    holidays: Set[date],
    limits: FollowUpLimits = PERMENPANRB_6_2022_LIMITS,
    weekdays: Set[int] = MONDAY_TO_FRIDAY,
) -> date:
    """The last day for the superior to hand over the document that the superior signed.

    Units: dates; the limit is in working days, the day of signing is day 0.
    Errors: ValueError if no weekday is worked.
    Source: PermenPANRB 6/2022 annex p. 116 (item 9).
    Confidence: T.

    >>> superior_delivery_deadline(date(2025, 2, 20), holidays=set())
    datetime.date(2025, 3, 3)
    """
    return add_working_days(signed_on, limits.superior_delivery, holidays, weekdays)


def superior_return_deadline(
    received_on: date,
    holidays: Set[date],
    limits: FollowUpLimits = PERMENPANRB_6_2022_LIMITS,
    weekdays: Set[int] = MONDAY_TO_FRIDAY,
) -> date:
    """The last day for the employee to return the document that the superior signed.

    Units: dates; the limit is in working days, the day of receipt is day 0.
    Errors: ValueError if no weekday is worked.
    Source: PermenPANRB 6/2022 annex p. 116 (item 10).
    Confidence: T.

    >>> superior_return_deadline(date(2026, 2, 24), holidays=set())
    datetime.date(2026, 3, 5)
    """
    return add_working_days(received_on, limits.superior_return, holidays, weekdays)


def objection_deadline(
    received_on: date,
    holidays: Set[date],
    limits: FollowUpLimits = PERMENPANRB_6_2022_LIMITS,
    weekdays: Set[int] = MONDAY_TO_FRIDAY,
) -> date:
    """The last day for an objection (keberatan) of the employee to the superior of the appraiser.

    Units: dates; the limit is in working days, the day of receipt is day 0.
    Errors: ValueError if no weekday is worked.
    Source: PermenPANRB 6/2022 annex p. 117 (B.2).
    Confidence: T.

    >>> objection_deadline(date(2026, 1, 12), holidays={date(2026, 1, 16)})
    datetime.date(2026, 2, 2)
    """
    return add_working_days(received_on, limits.objection, holidays, weekdays)


def objection_in_time(
    received_on: date,
    filed_on: date,
    holidays: Set[date],
    limits: FollowUpLimits = PERMENPANRB_6_2022_LIMITS,
    weekdays: Set[int] = MONDAY_TO_FRIDAY,
) -> bool:
    """Whether an objection was filed in time; the last day counts in full.

    Units: dates.
    Errors: ValueError if the objection was filed before the document was received, or no weekday
    is worked.
    Source: PermenPANRB 6/2022 annex p. 117 (B.2).
    Confidence: T.

    >>> objection_in_time(date(2026, 1, 12), date(2026, 2, 3), holidays={date(2026, 1, 16)})
    False
    """
    if filed_on < received_on:
        raise ValueError("an objection cannot be filed before the document was received")
    return filed_on <= objection_deadline(received_on, holidays, limits, weekdays)


def objection_decision_deadline(
    received_on: date,
    holidays: Set[date],
    limits: FollowUpLimits = PERMENPANRB_6_2022_LIMITS,
    weekdays: Set[int] = MONDAY_TO_FRIDAY,
) -> date:
    """The last day for the superior to decide on an objection.

    Units: dates; the limit is in working days, the day on which the objection came in is day 0.
    Errors: ValueError if no weekday is worked.
    Source: PermenPANRB 6/2022 annex p. 117 (B.6).
    Confidence: T.

    >>> objection_decision_deadline(date(2026, 2, 2), holidays=set())
    datetime.date(2026, 2, 11)
    """
    return add_working_days(received_on, limits.objection_decision, holidays, weekdays)


def evaluation_timeline(
    window_closed_on: date,
    signed_on: date,
    holidays: Set[date],
    limits: FollowUpLimits = PERMENPANRB_6_2022_LIMITS,
    weekdays: Set[int] = MONDAY_TO_FRIDAY,
) -> FollowUpTimeline:
    """The latest days of all steps when every actor uses the whole limit.

    A late signature lets the objection run past the report; the law is silent on that case. The
    report then goes up with the mark "objection open" and the new document follows (design).

    Units: dates.
    Errors: ValueError if no weekday is worked.
    Source: PermenPANRB 6/2022 annex p. 114-119.
    Confidence: T for the limits, U for the overlap.

    >>> timeline = evaluation_timeline(date(2026, 1, 30), date(2026, 1, 30), holidays=set())
    >>> timeline.decide_by, timeline.report_by, timeline.decision_may_come_after_report
    (datetime.date(2026, 3, 20), datetime.date(2026, 3, 13), True)
    """
    deliver_by = delivery_deadline(signed_on, holidays, limits, weekdays)
    object_by = objection_deadline(deliver_by, holidays, limits, weekdays)
    return FollowUpTimeline(
        deliver_by=deliver_by,
        return_by=return_deadline(deliver_by, holidays, limits, weekdays),
        object_by=object_by,
        decide_by=objection_decision_deadline(object_by, holidays, limits, weekdays),
        report_by=report_deadline(window_closed_on, holidays, limits, weekdays),
    )
