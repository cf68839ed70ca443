"""Dated sets of parameters: what a regulation changes, chosen by a date.

A rule takes the part that it needs and never asks what day it is. A frozen result stores
``RuleSet.code``, so that it can be read with the set of its day for ever.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kinerja.rules.akip import PERMENPANRB_88_2021, AkipScale
from kinerja.rules.complaint import COMPLAINT_LIMITS, ComplaintStage
from kinerja.rules.credit import PERBKN_3_2023, CreditTable
from kinerja.rules.date_words import date_in_words
from kinerja.rules.deadlines import PERMENPANRB_6_2022_LIMITS, FollowUpLimits
from kinerja.rules.distribution import DistributionPolicy
from kinerja.rules.predicate import PERMENPANRB_6_2022_PREDICATES, Predicate, Rating
from kinerja.rules.professionalism import PERKA_BKN_8_2019, ProfessionalismScale
from kinerja.rules.satisfaction import PERMENPANRB_14_2017_BANDS, SatisfactionBands
from kinerja.rules.study_leave import PERMENPANRB_6_2022_GPA, Accreditation, GpaBand
from kinerja.rules.training import TRAINING_HOURS_PER_YEAR
from kinerja.rules.workload import EFFECTIVE_MINUTES_PER_YEAR
from kinerja.rules.year import PERMENPANRB_6_2022_DATES, YearDates


class NoRuleSet(LookupError):
    """No set of rules was in force on that day, or no set has that code."""


@dataclass(frozen=True)
class RuleSet:
    """Everything that regulations fix as a figure, from one day on.

    A later regulation is one more entry in ``RULE_SETS``; an entry in use is never edited, because
    frozen results name it by its code.
    """

    code: str  # stored in frozen results, never reused
    valid_from: date
    regulations: tuple[str, ...]
    predicates: Mapping[tuple[Rating, Rating], Predicate]  # by work result and behaviour
    year_dates: YearDates
    follow_up: FollowUpLimits
    distribution_policies: tuple[DistributionPolicy, ...]  # that an agency may choose from
    credit: CreditTable | None  # None: predicates are not converted to credit points yet
    study_leave: Mapping[tuple[bool, Accreditation | None], GpaBand]
    training_hours: Decimal  # JP per year
    effective_minutes: Decimal  # per person and year
    satisfaction: SatisfactionBands
    akip: AkipScale
    professionalism: ProfessionalismScale
    complaint_limits: Mapping[ComplaintStage, int]  # working days


_FROM_2022 = RuleSet(
    code="asn-2022-02",
    valid_from=date(2022, 2, 7),  # PermenPANRB 6/2022 was promulgated (T)
    regulations=(
        "PermenPANRB 6/2022",
        "PP 30/2019",
        "PP 11/2017",
        "PermenPANRB 14/2017",
        "PermenPANRB 1/2020",
        "PermenPANRB 88/2021",
        "PermenPANRB 38/2018",
    ),
    predicates=PERMENPANRB_6_2022_PREDICATES,
    year_dates=PERMENPANRB_6_2022_DATES,
    follow_up=PERMENPANRB_6_2022_LIMITS,
    distribution_policies=(DistributionPolicy.CURVE_ONLY,),
    credit=None,
    study_leave=PERMENPANRB_6_2022_GPA,
    training_hours=TRAINING_HOURS_PER_YEAR,
    effective_minutes=EFFECTIVE_MINUTES_PER_YEAR,
    satisfaction=PERMENPANRB_14_2017_BANDS,
    akip=PERMENPANRB_88_2021,
    professionalism=PERKA_BKN_8_2019,
    complaint_limits=COMPLAINT_LIMITS,
)

_FROM_2023 = replace(
    _FROM_2022,
    code="asn-2023-01",
    valid_from=date(2023, 1, 31),  # SE Menteri PANRB 3/2023 was signed (S)
    regulations=(
        *_FROM_2022.regulations,
        "SE Menteri PANRB 3/2023",
        "PermenPANRB 1/2023",
        "PerBKN 3/2023",
    ),
    distribution_policies=(DistributionPolicy.CURVE_ONLY, DistributionPolicy.SE_3_2023),
    credit=PERBKN_3_2023,
)

RULE_SETS: tuple[RuleSet, ...] = (_FROM_2022, _FROM_2023)  # oldest first


def rule_set(on: date) -> RuleSet:
    """The set of rules in force on a day.

    Units: date in.
    Errors: NoRuleSet (with an Indonesian message) for a day before the first set.
    Source: the regulations named in each set.
    Confidence: T for the day of 6/2022, S for 2023: the new credit points apply from that year.

    >>> rule_set(date(2026, 1, 1)).code
    'asn-2023-01'
    """
    in_force = [one for one in RULE_SETS if one.valid_from <= on]
    if not in_force:
        first = date_in_words(RULE_SETS[0].valid_from)
        raise NoRuleSet(
            f"Aturan di aplikasi ini berlaku mulai {first}; pilih tanggal itu atau sesudahnya."
        )
    return in_force[-1]


def rule_set_by_code(code: str) -> RuleSet:
    """The set of rules that a frozen result names.

    Units: code in.
    Errors: NoRuleSet (with an Indonesian message) if no set has that code.
    Source: this file.
    Confidence: T.

    >>> rule_set_by_code("asn-2022-02").valid_from
    datetime.date(2022, 2, 7)
    """
    for one in RULE_SETS:
        if one.code == code:
            return one
    raise NoRuleSet(f"Tidak ada himpunan aturan dengan kode {code}.")
