"""The plan (SKP): what it consists of, and what the law asks of it."""

from kinerja.rules.label import Labelled


class PlanApproach(Labelled):
    """Measures apart from targets, or one text (6/2022 Pasal 9(3), annex p. 50)."""

    QUANTITATIVE = "quantitative", "Pendekatan Hasil Kerja Kuantitatif"
    QUALITATIVE = "qualitative", "Pendekatan Hasil Kerja Kualitatif"


class WorkResultKind(Labelled):
    """High or low priority of a result (6/2022 annex p. 27, 49)."""

    MAIN = "main", "Utama"
    ADDITIONAL = "additional", "Tambahan"


class Aspect(Labelled):
    """What an indicator of JA and JF measures (6/2022 Pasal 9(2))."""

    QUANTITY = "quantity", "Kuantitas"
    QUALITY = "quality", "Kualitas"
    TIME = "time", "Waktu"
    COST = "cost", "Biaya"


class Perspective(Labelled):
    """Where a result of a JPT or independent-unit head works (6/2022 annex p. 29)."""

    BENEFICIARY = "beneficiary", "Penerima Layanan"
    BUSINESS_PROCESS = "business_process", "Proses Bisnis"
    INTERNAL_STRENGTHENING = "internal_strengthening", "Penguatan Internal"
    BUDGET = "budget", "Anggaran"


class Cascading(Labelled):
    """How a result follows from the leader's (6/2022 annex p. 39-43)."""

    DIRECT = "direct", "Cascading langsung"
    NON_DIRECT = "non_direct", "Cascading tidak langsung"


class CascadingWay(Labelled):
    """The way of deriving a result; three direct ways, two non-direct ones (annex p. 39-43)."""

    ASPECT = "aspect", "Dibagi per aspek atau tahap"
    AREA = "area", "Dibagi per wilayah"
    QUANTITY = "quantity", "Dibagi per jumlah"
    SERVICE = "service", "Layanan"
    INTERMEDIATE_OUTPUT = "intermediate_output", "Keluaran antara"

    @property
    def cascading(self) -> Cascading:
        """The kind of cascading that this way belongs to."""
        non_direct = self in (CascadingWay.SERVICE, CascadingWay.INTERMEDIATE_OUTPUT)
        return Cascading.NON_DIRECT if non_direct else Cascading.DIRECT


class AssignmentMode(Labelled):
    """How an assignment came about (6/2022 annex p. 45-46)."""

    APPOINTED = "appointed", "Penunjukan"
    VOLUNTEERED = "volunteered", "Pengajuan sukarela"


class AssignmentSetting(Labelled):
    """Whether the work is done alone or in a team (6/2022 annex p. 45-46)."""

    ALONE = "alone", "Perorangan"
    TEAM = "team", "Dalam tim"


class ResourceKind(Labelled):
    """What an employee may need for a result (6/2022 Pasal 11)."""

    PEOPLE = "people", "Sumber daya manusia"
    BUDGET = "budget", "Anggaran"
    TOOLS = "tools", "Peralatan kerja"
    LEADER_SUPPORT = "leader_support", "Pendampingan Pimpinan"
    FACILITIES = "facilities", "Sarana dan prasarana"


class ResultQuality(Labelled):
    """Kind of a result and who dominates it, best first (6/2022 annex p. 28, 44).

    Low control: others dominate the result; medium: balanced; high: the owner dominates.
    """

    OUTCOME = "outcome", "Outcome"
    INTERMEDIATE_OUTCOME = "intermediate_outcome", "Outcome Antara"
    OUTPUT_LOW_CONTROL = "output_low_control", "Output Kendali Rendah"
    OUTPUT_MEDIUM_CONTROL = "output_medium_control", "Output Kendali Sedang"
    OUTPUT_HIGH_CONTROL = "output_high_control", "Output Kendali Tinggi"
