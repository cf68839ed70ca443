"""Public complaints (SP4N-LAPOR!): how long each stage may take."""

from collections.abc import Mapping, Set
from datetime import date
from types import MappingProxyType

from kinerja.rules.label import Labelled
from kinerja.rules.working_days import MONDAY_TO_FRIDAY, add_working_days


class ComplaintStage(Labelled):
    """A stage of a complaint that has a limit."""

    VERIFY = "verify", "Verifikasi dan penerusan"
    FIRST_RESPONSE = "first_response", "Tanggapan pertama"
    AUTO_CLOSE = "auto_close", "Ditutup otomatis setelah tanggapan tanpa balasan"
    RESOLVE_NORMATIVE = "resolve_normative", "Penyelesaian pengaduan normatif"
    RESOLVE_NON_SUPERVISORY = (
        "resolve_non_supervisory",
        "Penyelesaian pengaduan tidak berkadar pengawasan",
    )
    RESOLVE_SUPERVISORY = "resolve_supervisory", "Penyelesaian pengaduan berkadar pengawasan"


COMPLAINT_LIMITS: Mapping[ComplaintStage, int] = MappingProxyType(  # working days
    {
        ComplaintStage.VERIFY: 3,  # O
        ComplaintStage.FIRST_RESPONSE: 5,  # O
        ComplaintStage.AUTO_CLOSE: 10,  # O
        ComplaintStage.RESOLVE_NORMATIVE: 5,  # S
        ComplaintStage.RESOLVE_NON_SUPERVISORY: 14,  # S
        ComplaintStage.RESOLVE_SUPERVISORY: 60,  # S
    }
)


class ComplaintClass(Labelled):
    """What a complaint asks for; it sets how long an answer may take."""

    NORMATIVE = "normative", "Normatif (permintaan informasi, prosedur)"
    NON_SUPERVISORY = "non_supervisory", "Tidak berkadar pengawasan (layanan)"
    SUPERVISORY = "supervisory", "Berkadar pengawasan (dugaan pelanggaran)"


_RESOLVING: Mapping[ComplaintClass, ComplaintStage] = MappingProxyType(
    {
        ComplaintClass.NORMATIVE: ComplaintStage.RESOLVE_NORMATIVE,
        ComplaintClass.NON_SUPERVISORY: ComplaintStage.RESOLVE_NON_SUPERVISORY,
        ComplaintClass.SUPERVISORY: ComplaintStage.RESOLVE_SUPERVISORY,
    }
)


def resolve_stage(complaint_class: ComplaintClass) -> ComplaintStage:
    """The stage whose limit holds for the answer that settles a complaint of this class.

    Units: none.
    Errors: none.
    Source: classes as in service standards.
    Confidence: S.

    >>> resolve_stage(ComplaintClass.NORMATIVE).label
    'Penyelesaian pengaduan normatif'
    """
    return _RESOLVING[complaint_class]


def complaint_deadline(
    stage: ComplaintStage, limits: Mapping[ComplaintStage, int] = COMPLAINT_LIMITS
) -> int:
    """How many working days a stage may take.

    Units: working days.
    Errors: none.
    Source: description of the channel SP4N-LAPOR!; classes as in service standards.
    Confidence: O for verification, first response and closing; S for the classes.

    >>> complaint_deadline(ComplaintStage.RESOLVE_SUPERVISORY)
    60
    """
    return limits[stage]


def complaint_due_date(
    stage: ComplaintStage,
    received_on: date,
    holidays: Set[date],
    limits: Mapping[ComplaintStage, int] = COMPLAINT_LIMITS,
    weekdays: Set[int] = MONDAY_TO_FRIDAY,
) -> date:
    """The last day of a stage; the day of receipt (or of the response, for closing) is day 0.

    Units: dates; the limit is in working days.
    Errors: ValueError if no weekday is worked.
    Source: as ``complaint_deadline``.
    Confidence: S; day 0 U.

    >>> complaint_due_date(ComplaintStage.VERIFY, date(2026, 7, 6), holidays=set())
    datetime.date(2026, 7, 9)
    """
    return add_working_days(received_on, complaint_deadline(stage, limits), holidays, weekdays)
