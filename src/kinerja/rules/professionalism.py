"""The professionalism index of civil servants (IP ASN): four dimensions, 100 points."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from kinerja.rules.label import Labelled

_ZERO = Decimal(0)


class Education(Labelled):
    """The highest education, highest first."""

    S3 = "S3", "Doktor (S-3)"
    S2 = "S2", "Magister (S-2)"
    S1 = "S1", "Sarjana (S-1)"
    D4 = "D4", "Diploma IV"
    D3 = "D3", "Diploma III"
    D2 = "D2", "Diploma II"
    D1 = "D1", "Diploma I"
    SLTA = "SLTA", "SLTA atau sederajat"
    SLTP = "SLTP", "SLTP atau sederajat"
    SD = "SD", "SD atau sederajat"


class PostGroup(Labelled):
    """The group of a post, as the competence dimension tells them apart."""

    STRUKTURAL = "struktural", "Jabatan Struktural"
    FUNGSIONAL = "fungsional", "Jabatan Fungsional"
    PELAKSANA = "pelaksana", "Pelaksana"


class Discipline(Labelled):
    """The heaviest disciplinary sanction on record."""

    NONE = "none", "Tidak pernah"
    LIGHT = "light", "Ringan"
    MEDIUM = "medium", "Sedang"
    HEAVY = "heavy", "Berat"


class ProfessionalismCategory(Labelled):
    """The category of an index, best first (Perka BKN 8/2019)."""

    SANGAT_TINGGI = "sangat_tinggi", "Sangat Tinggi"
    TINGGI = "tinggi", "Tinggi"
    SEDANG = "sedang", "Sedang"
    RENDAH = "rendah", "Rendah"
    SANGAT_RENDAH = "sangat_rendah", "Sangat Rendah"


@dataclass(frozen=True)
class CompetencePoints:
    """Points for the trainings of one group of posts; 0 for a training that does not count."""

    leadership: Decimal
    functional: Decimal
    technical: Decimal  # technical training of at least 20 JP
    seminar: Decimal


@dataclass(frozen=True)
class ProfessionalismScale:
    """All points of the index."""

    education: Mapping[Education, Decimal]
    competence: Mapping[PostGroup, CompetencePoints]
    performance: tuple[tuple[Decimal, Decimal], ...]  # (from, points), highest first
    discipline: Mapping[Discipline, Decimal]
    categories: tuple[tuple[Decimal, ProfessionalismCategory], ...]  # (from, category)


def _points(leadership: str, functional: str, technical: str, seminar: str) -> CompetencePoints:
    return CompetencePoints(
        Decimal(leadership), Decimal(functional), Decimal(technical), Decimal(seminar)
    )


# S3 and S2, the weights of the dimensions and the categories are reported (S); the rest is U.
PERKA_BKN_8_2019 = ProfessionalismScale(
    education=MappingProxyType(
        {
            Education.S3: Decimal(25),
            Education.S2: Decimal(20),
            Education.S1: Decimal(15),
            Education.D4: Decimal(15),
            Education.D3: Decimal(10),
            Education.D2: Decimal(5),
            Education.D1: Decimal(5),
            Education.SLTA: Decimal(5),
            Education.SLTP: Decimal(1),
            Education.SD: Decimal(1),
        }
    ),
    competence=MappingProxyType(
        {
            PostGroup.STRUKTURAL: _points("15", "0", "15", "10"),
            PostGroup.FUNGSIONAL: _points("0", "15", "15", "10"),
            PostGroup.PELAKSANA: _points("0", "0", "22.5", "17.5"),
        }
    ),
    performance=(
        (Decimal(91), Decimal(30)),
        (Decimal(76), Decimal(25)),
        (Decimal(61), Decimal(15)),
        (Decimal(51), Decimal(5)),
        (Decimal(0), Decimal(1)),
    ),
    discipline=MappingProxyType(
        {
            Discipline.NONE: Decimal(5),
            Discipline.LIGHT: Decimal(3),
            Discipline.MEDIUM: Decimal(2),
            Discipline.HEAVY: Decimal(1),
        }
    ),
    categories=(
        (Decimal(91), ProfessionalismCategory.SANGAT_TINGGI),
        (Decimal(81), ProfessionalismCategory.TINGGI),
        (Decimal(71), ProfessionalismCategory.SEDANG),
        (Decimal(61), ProfessionalismCategory.RENDAH),
        (Decimal(0), ProfessionalismCategory.SANGAT_RENDAH),
    ),
)


@dataclass(frozen=True)
class Trainings:
    """Which trainings a person has, as the competence dimension asks."""

    leadership: bool = False
    functional: bool = False
    technical: bool = False  # at least 20 JP in the year
    seminar: bool = False


@dataclass(frozen=True)
class ProfessionalismIndex:
    """The index of one person with its four dimensions."""

    qualification: Decimal  # of 25
    competence: Decimal  # of 40
    performance: Decimal  # of 30
    discipline: Decimal  # of 5
    category: ProfessionalismCategory

    @property
    def score(self) -> Decimal:
        """All four dimensions, of 100."""
        return self.qualification + self.competence + self.performance + self.discipline


def professionalism_category(
    score: Decimal, scale: ProfessionalismScale = PERKA_BKN_8_2019
) -> ProfessionalismCategory:
    """The category of an index; a category begins at its printed lower end.

    Units: points 0-100.
    Errors: ValueError if the score is outside 0-100.
    Source: Peraturan BKN 8/2019.
    Confidence: S.

    >>> professionalism_category(Decimal(80)).label
    'Sedang'
    """
    _check_hundred(score)
    return next(category for start, category in scale.categories if score >= start)


def professionalism_index(
    education: Education,
    group: PostGroup,
    trainings: Trainings,
    performance_0_100: Decimal,
    discipline: Discipline,
    scale: ProfessionalismScale = PERKA_BKN_8_2019,
) -> ProfessionalismIndex:
    """The index of one person: qualification, competence, performance and discipline.

    Trainings that do not belong to the group of the post add nothing.

    Units: performance 0-100 in, points out.
    Errors: ValueError if the performance is outside 0-100.
    Source: PermenPANRB 38/2018, Peraturan BKN 8/2019.
    Confidence: S for the dimensions and S3/S2, U for the other points.

    >>> trained = Trainings(functional=True, technical=True, seminar=True)
    >>> index = professionalism_index(
    ...     Education.S2, PostGroup.FUNGSIONAL, trained, Decimal(85), Discipline.NONE
    ... )
    >>> index.score, index.category.label
    (Decimal('90'), 'Tinggi')
    """
    _check_hundred(performance_0_100)
    points = scale.competence[group]
    dimensions = (
        scale.education[education],
        (points.leadership if trainings.leadership else _ZERO)
        + (points.functional if trainings.functional else _ZERO)
        + (points.technical if trainings.technical else _ZERO)
        + (points.seminar if trainings.seminar else _ZERO),
        next(value for start, value in scale.performance if performance_0_100 >= start),
        scale.discipline[discipline],
    )
    return ProfessionalismIndex(
        *dimensions, category=professionalism_category(sum(dimensions, _ZERO), scale)
    )


def _check_hundred(value: Decimal) -> None:
    if not 0 <= value <= 100:
        raise ValueError("the value lies between 0 and 100")
