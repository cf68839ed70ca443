"""The distribution guide: what most employees get, and the limits that the circular reports."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from kinerja.rules.label import Labelled
from kinerja.rules.predicate import OrgPredicate, Predicate

SMALLEST_JUDGED_UNIT = 5  # employees; a setting (U)


class DistributionPolicy(Labelled):
    """Whether percent limits are looked at; they are a policy of the circular, not of 6/2022."""

    CURVE_ONLY = "permenpanrb_6_2022", "Kurva panduan tanpa persentase"
    SE_3_2023 = "se_menpanrb_3_2023", "Batas persentase SE Menteri PANRB 3/2023"


class DistributionMode(Labelled):
    """What a broken limit does; the person's rating is never changed to fit the curve."""

    OFF = "off", "Tidak diperiksa"
    WARN = "warn", "Peringatan dengan alasan tertulis"  # the default
    STRICT = "strict", "Harus dipenuhi"


class Violation(Labelled):
    """A broken limit."""

    SANGAT_BAIK_MAX_70 = "sangat_baik_max_70", "Sangat Baik melebihi 70%"
    BAIK_MAX_70 = "baik_max_70", "Baik melebihi 70%"
    REQUIRES_SOME_LOW = (
        "requires_some_butuh_perbaikan_or_kurang",
        "Belum ada pegawai berpredikat Butuh Perbaikan atau Kurang",
    )
    BUTUH_PERBAIKAN_MIN_60 = "butuh_perbaikan_min_60", "Butuh Perbaikan kurang dari 60%"
    SANGAT_BAIK_MAX_10 = "sangat_baik_max_10", "Sangat Baik melebihi 10%"
    KURANG_MIN_60 = "kurang_min_60", "Kurang belum mencapai 60%"
    BUTUH_PERBAIKAN_MIN_10 = "butuh_perbaikan_min_10", "Butuh Perbaikan kurang dari 10%"
    SANGAT_KURANG_MIN_60 = "sangat_kurang_min_60", "Sangat Kurang belum mencapai 60%"
    LOW_MIN_10 = (
        "butuh_perbaikan_or_kurang_min_10",
        "Butuh Perbaikan dan Kurang bersama-sama kurang dari 10%",
    )
    NO_SANGAT_BAIK = "no_sangat_baik", "Ada pegawai berpredikat Sangat Baik"


@dataclass(frozen=True)
class ShareLimit:
    """A limit on the employees who hold one of some predicates."""

    violation: Violation
    of: frozenset[Predicate]
    at_least: Fraction = Fraction(0)  # share of all employees
    at_most: Fraction = Fraction(1)  # share of all employees
    at_least_people: int = 0

    def is_kept(self, counts: Mapping[Predicate, int]) -> bool:
        """Whether the counts stay inside the limit; shares are compared as exact fractions."""
        people = sum(counts.get(one, 0) for one in self.of)
        share = Fraction(people, sum(counts.values()))
        return self.at_least <= share <= self.at_most and people >= self.at_least_people


@dataclass(frozen=True)
class DistributionCheck:
    """Whether a distribution stays inside the policy, and which limits it breaks."""

    violations: tuple[Violation, ...]

    @property
    def conforms(self) -> bool:
        """Whether no limit is broken."""
        return not self.violations


_SANGAT_BAIK = frozenset({Predicate.SANGAT_BAIK})
_LOW = frozenset({Predicate.BUTUH_PERBAIKAN, Predicate.KURANG})
_TENTH, _SIXTY, _SEVENTY = Fraction(10, 100), Fraction(60, 100), Fraction(70, 100)

SE_3_2023_LIMITS: Mapping[OrgPredicate, tuple[ShareLimit, ...]] = MappingProxyType(
    {
        OrgPredicate.ISTIMEWA: (
            ShareLimit(Violation.SANGAT_BAIK_MAX_70, _SANGAT_BAIK, at_most=_SEVENTY),
        ),
        OrgPredicate.BAIK: (
            ShareLimit(Violation.BAIK_MAX_70, frozenset({Predicate.BAIK}), at_most=_SEVENTY),
            ShareLimit(Violation.REQUIRES_SOME_LOW, _LOW, at_least_people=1),
        ),
        OrgPredicate.BUTUH_PERBAIKAN: (
            ShareLimit(
                Violation.BUTUH_PERBAIKAN_MIN_60,
                frozenset({Predicate.BUTUH_PERBAIKAN}),
                at_least=_SIXTY,
            ),
            ShareLimit(Violation.SANGAT_BAIK_MAX_10, _SANGAT_BAIK, at_most=_TENTH),
        ),
        OrgPredicate.KURANG: (
            ShareLimit(Violation.KURANG_MIN_60, frozenset({Predicate.KURANG}), at_least=_SIXTY),
            ShareLimit(
                Violation.BUTUH_PERBAIKAN_MIN_10,
                frozenset({Predicate.BUTUH_PERBAIKAN}),
                at_least=_TENTH,
            ),
            ShareLimit(Violation.SANGAT_BAIK_MAX_10, _SANGAT_BAIK, at_most=_TENTH),
        ),
        OrgPredicate.SANGAT_KURANG: (
            ShareLimit(
                Violation.SANGAT_KURANG_MIN_60,
                frozenset({Predicate.SANGAT_KURANG}),
                at_least=_SIXTY,
            ),
            ShareLimit(Violation.LOW_MIN_10, _LOW, at_least=_TENTH),
            ShareLimit(Violation.NO_SANGAT_BAIK, _SANGAT_BAIK, at_most=Fraction(0)),
        ),
    }
)

_MOST_EMPLOYEES = {
    OrgPredicate.ISTIMEWA: Predicate.SANGAT_BAIK,
    OrgPredicate.BAIK: Predicate.BAIK,
    OrgPredicate.BUTUH_PERBAIKAN: Predicate.BUTUH_PERBAIKAN,
    OrgPredicate.KURANG: Predicate.KURANG,
    OrgPredicate.SANGAT_KURANG: Predicate.SANGAT_KURANG,
}


def distribution_majority(org: OrgPredicate) -> Predicate:
    """The predicate that ideally most employees of a unit get; every other one stays possible.

    It is one of the considerations of the appraiser, not a limit.

    Units: code in, code out.
    Errors: none.
    Source: PermenPANRB 6/2022 annex p. 94-97 (the text under the first curve says "Sangat Baik"
    where it means "Istimewa").
    Confidence: T.

    >>> distribution_majority(OrgPredicate.ISTIMEWA).label
    'Sangat Baik'
    """
    return _MOST_EMPLOYEES[org]


def predicate_distribution(
    policy: DistributionPolicy, org: OrgPredicate, counts: Mapping[Predicate, int]
) -> DistributionCheck:
    """Which limits of the policy a unit's distribution of predicates breaks.

    That the leading class is a majority has no limit of its own; ``distribution_majority`` names
    it. A unit without employees breaks nothing. A person's rating is never changed to fit.

    Units: employees per predicate; a missing predicate counts as 0.
    Errors: ValueError if a count is negative.
    Source: SE Menteri PANRB 3/2023 as the press reports it (not in PermenPANRB 6/2022).
    Confidence: S; the curve of 6/2022 has no percentage (T).

    >>> counts = {Predicate.SANGAT_BAIK: 8, Predicate.BAIK: 2}
    >>> check = predicate_distribution(DistributionPolicy.SE_3_2023, OrgPredicate.ISTIMEWA, counts)
    >>> check.conforms, [violation.label for violation in check.violations]
    (False, ['Sangat Baik melebihi 70%'])
    """
    if any(count < 0 for count in counts.values()):
        raise ValueError("a number of employees cannot be negative")
    if policy is DistributionPolicy.CURVE_ONLY or not any(counts.values()):
        return DistributionCheck(())
    limits = SE_3_2023_LIMITS[org]
    return DistributionCheck(
        tuple(limit.violation for limit in limits if not limit.is_kept(counts))
    )


def distribution_is_judged(employees: int, smallest: int = SMALLEST_JUDGED_UNIT) -> bool:
    """Whether a unit is large enough to look at its distribution at all.

    Units: employees.
    Errors: none.
    Source: design; the law is silent.
    Confidence: U, a setting.

    >>> distribution_is_judged(4)
    False
    """
    return employees >= smallest
