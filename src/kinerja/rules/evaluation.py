"""Who evaluates, which class of the organisation counts, and what is final."""

from dataclasses import dataclass
from datetime import date

from kinerja.rules.authority import Authority
from kinerja.rules.label import Labelled
from kinerja.rules.period import Evaluation
from kinerja.rules.position import AgencyKind, PlanOwner
from kinerja.rules.predicate import OrgPredicate
from kinerja.rules.year import (
    PERMENPANRB_6_2022_DATES,
    YearDates,
    organisation_result_deadline,
)


class Situation(Labelled):
    """What may stand in the way of the usual evaluator (6/2022 annex p. 89-92, 115)."""

    NORMAL = "normal", "Tidak ada keadaan khusus"
    SUPERIOR_PREVENTED = (
        "direct_superior_permanently_prevented",
        "Atasan langsung berhalangan tetap",
    )
    APPRAISER_SILENT = (
        "appraiser_silent_after_window",
        "Pejabat Penilai Kinerja tidak mengevaluasi sampai jangka waktu berakhir",
    )
    EMPLOYEE_IS_PLT = "employee_acts_as_plt", "Pegawai bertugas sebagai Plt."
    PLT_ENDED = "employee_plt_ended", "Penugasan Pegawai sebagai Plt. berakhir"
    EMPLOYEE_MOVED = "employee_moved", "Pegawai berpindah"
    APPRAISER_MOVED_INSIDE = (
        "appraiser_moved_inside_window",
        "Pejabat Penilai Kinerja berpindah dalam rentang waktu evaluasi",
    )
    APPRAISER_MOVED_OUTSIDE = (
        "appraiser_moved_outside_window",
        "Pejabat Penilai Kinerja berpindah di luar rentang waktu evaluasi",
    )
    SECONDED = "seconded", "Pegawai diperbantukan atau dipekerjakan di luar pemerintah"
    STUDY_LEAVE = "study_leave", "Pegawai menjalani tugas belajar"


class Evaluator(Labelled):
    """Who evaluates an employee (6/2022 annex p. 89-92)."""

    APPRAISER = "appraiser", "Pejabat Penilai Kinerja"
    APPRAISER_SUPERIOR = "appraiser_superior", "Atasan Pejabat Penilai Kinerja"
    PLT_UNIT_LEADER = "plt_unit_leader", "Pimpinan unit kerja tempat Pegawai melapor sebagai Plt."
    DEFINITIVE_APPRAISER = "definitive_appraiser", "Pejabat Penilai Kinerja jabatan definitif"
    NEW_APPRAISER = "new_appraiser", "Pejabat Penilai Kinerja yang baru"
    OLD_APPRAISER = "old_appraiser", "Pejabat Penilai Kinerja yang lama"
    HOME_APPRAISER = "home_appraiser", "Pejabat Penilai Kinerja pada instansi induk"


class Alternative(Labelled):
    """What the law allows instead of the evaluator it names."""

    DELEGATE = "delegate", "Pejabat lain yang diberi pendelegasian kewenangan"
    NEXT_SUPERIOR = "next_superior", "Atasan berikutnya secara berjenjang, atau Plt./Plh."
    REUSE_LAST_RESULT = (
        "reuse_last_result",
        "Hasil evaluasi periodik terakhir di unit lama, atas kesepakatan",
    )
    APPOINTED_OFFICIAL = "appointed_official", "Pejabat lain yang ditunjuk"


_EVALUATORS = {
    Situation.NORMAL: Evaluator.APPRAISER,
    Situation.SUPERIOR_PREVENTED: Evaluator.APPRAISER_SUPERIOR,
    Situation.APPRAISER_SILENT: Evaluator.APPRAISER_SUPERIOR,
    Situation.EMPLOYEE_IS_PLT: Evaluator.PLT_UNIT_LEADER,
    Situation.PLT_ENDED: Evaluator.DEFINITIVE_APPRAISER,
    Situation.EMPLOYEE_MOVED: Evaluator.NEW_APPRAISER,
    Situation.APPRAISER_MOVED_INSIDE: Evaluator.OLD_APPRAISER,
    Situation.APPRAISER_MOVED_OUTSIDE: Evaluator.NEW_APPRAISER,
    Situation.SECONDED: Evaluator.HOME_APPRAISER,
    Situation.STUDY_LEAVE: Evaluator.HOME_APPRAISER,
}

_ALTERNATIVES = {
    Situation.NORMAL: Alternative.DELEGATE,
    Situation.SUPERIOR_PREVENTED: Alternative.NEXT_SUPERIOR,
    Situation.SECONDED: Alternative.APPOINTED_OFFICIAL,
}

_FINAL_BY_RANK = frozenset(
    {
        (AgencyKind.CENTRAL, PlanOwner.JPT_UTAMA, Authority.COORDINATING_MINISTER),
        (AgencyKind.CENTRAL, PlanOwner.JPT_MADYA, Authority.AGENCY_LEADER),
        (AgencyKind.CENTRAL, PlanOwner.INDEPENDENT_UNIT_HEAD, Authority.COORDINATING_MINISTER),
        (AgencyKind.CENTRAL, PlanOwner.INDEPENDENT_UNIT_HEAD, Authority.MINISTER),  # p. 65 (C.2d)
        (AgencyKind.REGION, PlanOwner.JPT_MADYA, Authority.REGIONAL_HEAD),
        (AgencyKind.REGION, PlanOwner.JPT_PRATAMA, Authority.REGIONAL_HEAD),
        (AgencyKind.REGION, PlanOwner.INDEPENDENT_UNIT_HEAD, Authority.REGIONAL_HEAD),
    }
)


@dataclass(frozen=True)
class UsedOrgPredicate:
    """The organisation's predicate that counts for a year, and of which year it is."""

    predicate: OrgPredicate
    of_year: int


def evaluator(situation: Situation) -> Evaluator:
    """Who evaluates, for a period and for the year alike.

    That the new appraiser evaluates when the old one moved outside the window follows from the plan
    rule (annex p. 65): the text only says that the old one does not.

    Units: code in, code out.
    Errors: none.
    Source: PermenPANRB 6/2022 annex p. 89-92 and 115.
    Confidence: T; the move outside the window U.

    >>> evaluator(Situation.APPRAISER_SILENT).value
    'appraiser_superior'
    """
    return _EVALUATORS[situation]


def evaluator_alternative(evaluation: Evaluation, situation: Situation) -> Alternative | None:
    """What may take the place of the evaluator; None where the law names nothing.

    Only the short cycle may reuse the last result of the old unit when an employee moved.

    Units: codes in, code out.
    Errors: none.
    Source: PermenPANRB 6/2022 Pasal 1(9), annex p. 89 (2-3), 91 (13a), 92 (15).
    Confidence: T.

    >>> evaluator_alternative(Evaluation.PERIODIC, Situation.EMPLOYEE_MOVED).value
    'reuse_last_result'
    >>> evaluator_alternative(Evaluation.ANNUAL, Situation.EMPLOYEE_MOVED)
    """
    if situation is Situation.EMPLOYEE_MOVED and evaluation is Evaluation.PERIODIC:
        return Alternative.REUSE_LAST_RESULT
    return _ALTERNATIVES.get(situation)


def old_appraiser_evaluates(window_opens: date, window_closes: date, moved_on: date) -> bool:
    """Whether an appraiser who moved still evaluates the old unit: inside the window, yes.

    Both ends of the window count; the window of a period is a setting of the agency.

    Units: dates.
    Errors: ValueError if the window closes before it opens.
    Source: PermenPANRB 6/2022 annex p. 91-92 (14).
    Confidence: T.

    >>> old_appraiser_evaluates(date(2022, 9, 15), date(2022, 10, 15), moved_on=date(2022, 9, 25))
    True
    """
    if window_closes < window_opens:
        raise ValueError("the window cannot close before it opens")
    return window_opens <= moved_on <= window_closes


def result_is_final(agency: AgencyKind, owner: PlanOwner, evaluated_by: Authority) -> bool:
    """Whether a result is final at once, so that no objection is possible.

    Final by rank is only what the text lists; a head of an independent unit evaluated by the head
    of a device may object. The coordinating minister of an independent unit is the one whom the
    text calls "minister" where plans are set. Final for everybody is what the superior sets for a
    silent appraiser.

    Units: codes in.
    Errors: none.
    Source: PermenPANRB 6/2022 annex p. 90 (11-12).
    Confidence: T.

    >>> region_head = PlanOwner.INDEPENDENT_UNIT_HEAD
    >>> result_is_final(AgencyKind.REGION, region_head, Authority.DEVICE_HEAD)
    False
    """
    if evaluated_by is Authority.SUPERIOR_OF_SILENT_APPRAISER:
        return True
    return (agency, owner, evaluated_by) in _FINAL_BY_RANK


def org_predicate_used(
    performance_year: int,
    published_on: date | None,
    this_year: OrgPredicate | None,
    previous_year: OrgPredicate,
    dates: YearDates = PERMENPANRB_6_2022_DATES,
) -> UsedOrgPredicate:
    """Which predicate of the unit counts for the annual evaluation.

    That of the year itself when it came out by the end of January, otherwise that of the year
    before; ``published_on`` is None as long as nothing came out.

    Units: calendar year, date and codes.
    Errors: ValueError if a predicate came out but is not given.
    Source: PermenPANRB 6/2022 annex p. 94 (f-g).
    Confidence: T.

    >>> late = date(2027, 2, 10)
    >>> org_predicate_used(2026, late, OrgPredicate.ISTIMEWA, OrgPredicate.BAIK).of_year
    2025
    """
    if published_on is None or published_on > organisation_result_deadline(performance_year, dates):
        return UsedOrgPredicate(previous_year, performance_year - 1)
    if this_year is None:
        raise ValueError("a published predicate must be given")
    return UsedOrgPredicate(this_year, performance_year)
