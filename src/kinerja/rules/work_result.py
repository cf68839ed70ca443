"""What the law asks of one planned result: priority, perspective, quality, wording."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kinerja.rules.label import Labelled
from kinerja.rules.plan import Perspective, ResultQuality, WorkResultKind
from kinerja.rules.position import PlanOwner

ABSOLUTE_WORDS = ("semua", "selalu", "tidak pernah", "setiap")  # annex p. 51
REQUIRED_PERSPECTIVE = Perspective.BUDGET


class AssignmentSource(Labelled):
    """Where a result comes from, as far as it decides its priority (annex p. 27-28, 49-50)."""

    PERFORMANCE_AGREEMENT = "performance_agreement", "Perjanjian Kinerja"
    DIRECTIVE = "directive", "Direktif Pimpinan"
    STRATEGIC_INITIATIVE = "strategic_initiative", "Rencana aksi atau inisiatif strategis"
    PLT = "plt", "Pelaksana Tugas (Plt.)"
    PLH = "plh", "Pelaksana Harian (Plh.)"
    STRUCTURAL_POST = "structural_post", "Pejabat fungsional yang menduduki jabatan struktural"
    MATRIX = "matrix", "Matriks Pembagian Peran dan Hasil"
    TEAM_LEAD = "team_lead", "Ketua tim"
    TEAM_MEMBER = "team_member", "Anggota tim"


class ResultOwner(Labelled):
    """Who owns a result, as far as its quality goes (annex p. 28, 44)."""

    JPT = "jpt", "Pejabat Pimpinan Tinggi"
    INDEPENDENT_UNIT_HEAD = "independent_unit_head", "Pimpinan Unit Kerja Mandiri"
    ADMINISTRATOR = "administrator", "Pejabat Administrator"
    PENGAWAS = "pengawas", "Pejabat Pengawas"
    TEAM_LEAD = "team_lead", "Ketua Tim"
    PELAKSANA = "pelaksana", "Pelaksana"
    JF = "jf", "Pejabat Fungsional yang bukan ketua tim"


_ALWAYS_MAIN = frozenset(
    {AssignmentSource.PLT, AssignmentSource.PLH, AssignmentSource.STRUCTURAL_POST}
)

_LEAST_QUALITY = {
    ResultOwner.JPT: ResultQuality.OUTPUT_LOW_CONTROL,
    ResultOwner.INDEPENDENT_UNIT_HEAD: ResultQuality.OUTPUT_LOW_CONTROL,
    ResultOwner.ADMINISTRATOR: ResultQuality.OUTPUT_MEDIUM_CONTROL,
    ResultOwner.PENGAWAS: ResultQuality.OUTPUT_MEDIUM_CONTROL,
    ResultOwner.TEAM_LEAD: ResultQuality.OUTPUT_MEDIUM_CONTROL,
    ResultOwner.PELAKSANA: ResultQuality.OUTPUT_HIGH_CONTROL,
}

_BEST_FIRST = list(ResultQuality)


@dataclass(frozen=True)
class PerspectiveCheck:
    """Perspectives that no result of the plan serves, in the order of the law."""

    errors: tuple[Perspective, ...]  # the plan cannot be set without these
    warnings: tuple[Perspective, ...]


def required_kind(owner: PlanOwner, source: AssignmentSource) -> WorkResultKind | None:
    """The priority that the law fixes, or None where the appraiser chooses.

    Acting as Plt or Plh, or a functional officer in a structural post, is always a main result; so
    is everything in the performance agreement of a JPT or head of an independent unit.

    Units: codes in, code out.
    Errors: none.
    Source: PermenPANRB 6/2022 annex p. 27-28 and 49-50.
    Confidence: T.

    >>> required_kind(PlanOwner.JA_JF, AssignmentSource.PLT).label
    'Utama'
    >>> required_kind(PlanOwner.JPT_PRATAMA, AssignmentSource.DIRECTIVE)
    """
    if source in _ALWAYS_MAIN:
        return WorkResultKind.MAIN
    if source is AssignmentSource.PERFORMANCE_AGREEMENT and owner is not PlanOwner.JA_JF:
        return WorkResultKind.MAIN
    return None


def perspective_check(perspectives: Collection[Perspective]) -> PerspectiveCheck:
    """Which of the four perspectives are missing in the plan of a JPT or independent-unit head.

    The budget must be in every plan of this group; the others are a warning. Several results may
    share a perspective.

    Units: codes in, codes out.
    Errors: none.
    Source: PermenPANRB 6/2022 annex p. 29.
    Confidence: T.

    >>> check = perspective_check([Perspective.BENEFICIARY, Perspective.BUSINESS_PROCESS])
    >>> [missing.label for missing in check.errors], [missing.label for missing in check.warnings]
    (['Anggaran'], ['Penguatan Internal'])
    """
    missing = [perspective for perspective in Perspective if perspective not in perspectives]
    return PerspectiveCheck(
        errors=tuple(one for one in missing if one is REQUIRED_PERSPECTIVE),
        warnings=tuple(one for one in missing if one is not REQUIRED_PERSPECTIVE),
    )


def quality_is_enough(
    owner: ResultOwner,
    quality: ResultQuality,
    least_of_functional: ResultQuality = ResultQuality.OUTPUT_HIGH_CONTROL,
) -> bool:
    """Whether a result is at least of the quality that its owner's level asks for; advice only.

    For a functional officer without a team the law says "as the level of the post" and gives no
    table: ``least_of_functional`` is a setting. Its default follows the drawing on p. 45, where JF
    stand beside pelaksana (U).

    Units: codes in.
    Errors: none.
    Source: PermenPANRB 6/2022 annex p. 28, 44-45.
    Confidence: T; the default for functional officers U.

    >>> quality_is_enough(ResultOwner.JPT, ResultQuality.OUTPUT_MEDIUM_CONTROL)
    False
    """
    least = _LEAST_QUALITY.get(owner, least_of_functional)
    return _BEST_FIRST.index(quality) <= _BEST_FIRST.index(least)


def absolute_target_words(
    text: str, critical: bool = False, words: Iterable[str] = ABSOLUTE_WORDS
) -> list[str]:
    """Words that make a target absolute, each once, in order of appearance; a hint, no refusal.

    A main result on life, injury, national security or a great loss of money (``critical``) may be
    absolute.

    Units: Indonesian text in, lower-case words out.
    Errors: none.
    Source: PermenPANRB 6/2022 annex p. 51.
    Confidence: T.

    >>> absolute_target_words("Jawaban selalu tepat dan semua pemohon puas")
    ['selalu', 'semua']
    """
    if critical:
        return []
    choices = "|".join(r"\s+".join(map(re.escape, word.split())) for word in words)
    found = re.findall(rf"\b(?:{choices})\b", text, flags=re.IGNORECASE) if choices else []
    return list(dict.fromkeys(" ".join(word.lower().split()) for word in found))
