"""The plan (SKP): what it consists of, and what the law asks of it."""

from datetime import date

from kinerja.rules.authority import Authority
from kinerja.rules.label import Labelled
from kinerja.rules.position import AgencyKind, PlanOwner
from kinerja.rules.year import PERMENPANRB_6_2022_DATES, YearDates, skp_deadline


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


class DutyStatus(Labelled):
    """What a person's service looks like, as far as planning asks (6/2022 annex p. 62-66, 92)."""

    ACTIVE = "active", "Aktif"
    ON_LEAVE = "on_leave", "Cuti tahunan, sakit, melahirkan, atau alasan penting"
    STUDY_LEAVE = "study_leave", "Tugas belajar"
    SECONDED = "seconded", "Diperbantukan atau dipekerjakan di luar instansi pemerintah"
    STATE_OFFICIAL = "state_official", "Diangkat menjadi pejabat negara"
    NON_STRUCTURAL_BODY = (
        "non_structural_body",
        "Pimpinan atau anggota lembaga nonstruktural",
    )
    SUSPENDED = "suspended", "Diberhentikan sementara"
    UNPAID_LEAVE = "unpaid_leave", "Cuti di luar tanggungan negara"
    PRE_RETIREMENT = "pre_retirement", "Masa persiapan pensiun"


_WITHOUT_PLAN = frozenset(
    {
        DutyStatus.STATE_OFFICIAL,
        DutyStatus.NON_STRUCTURAL_BODY,
        DutyStatus.SUSPENDED,
        DutyStatus.UNPAID_LEAVE,
        DutyStatus.PRE_RETIREMENT,
    }
)


class DialoguePartner(Labelled):
    """With whom an employee talks about the plan (6/2022 annex p. 65)."""

    APPRAISER = "appraiser", "Pejabat Penilai Kinerja"
    APPRAISER_SUPERIOR = "appraiser_superior", "Atasan Pejabat Penilai Kinerja"


_SETTERS = {
    (AgencyKind.REGION, PlanOwner.JPT_MADYA): (Authority.REGIONAL_HEAD,),
    (AgencyKind.REGION, PlanOwner.JPT_PRATAMA): (Authority.REGIONAL_HEAD,),
    (AgencyKind.REGION, PlanOwner.INDEPENDENT_UNIT_HEAD): (
        Authority.REGIONAL_HEAD,
        Authority.COORDINATING_DEVICE_HEAD,
    ),
    (AgencyKind.CENTRAL, PlanOwner.JPT_UTAMA): (Authority.COORDINATING_MINISTER,),
    (AgencyKind.CENTRAL, PlanOwner.JPT_MADYA): (Authority.AGENCY_LEADER,),
    (AgencyKind.CENTRAL, PlanOwner.JPT_PRATAMA): (Authority.JPT_MADYA,),
    (AgencyKind.CENTRAL, PlanOwner.INDEPENDENT_UNIT_HEAD): (
        Authority.MINISTER,
        Authority.COORDINATING_JPT,
    ),
    (AgencyKind.REGION, PlanOwner.JA_JF): (Authority.DIRECT_SUPERIOR, Authority.DELEGATE),
    (AgencyKind.CENTRAL, PlanOwner.JA_JF): (Authority.DIRECT_SUPERIOR, Authority.DELEGATE),
}


def planning_applies(status: DutyStatus) -> bool:
    """Whether a person in this status has a plan; study leave and secondment keep theirs.

    Units: code in.
    Errors: none.
    Source: PermenPANRB 6/2022 annex p. 65-66 (C.8), p. 62-65 (study leave).
    Confidence: T; ordinary leave and secondment follow from not being listed.

    >>> planning_applies(DutyStatus.STUDY_LEAVE), planning_applies(DutyStatus.SUSPENDED)
    (True, False)
    """
    return status not in _WITHOUT_PLAN


def plan_setters(agency: AgencyKind, owner: PlanOwner) -> tuple[Authority, ...]:
    """Who may set a plan; where the law names two, either of them.

    The direct superior is at least a pengawas; a delegate may stand in (Pasal 1(9)).

    Units: codes in, codes out, in the order of the law.
    Errors: ValueError for a JPT utama in a region: there is no such post.
    Source: PermenPANRB 6/2022 annex p. 65 (C.2-3), Pasal 1(9).
    Confidence: T.

    >>> [who.value for who in plan_setters(AgencyKind.REGION, PlanOwner.INDEPENDENT_UNIT_HEAD)]
    ['regional_head', 'coordinating_device_head']
    """
    setters = _SETTERS.get((agency, owner))
    if setters is None:
        raise ValueError(f"{agency.label} has no {owner.label}")
    return setters


def plan_dialogue_partner(
    on: date, appraiser_has_set_plan: bool, dates: YearDates = PERMENPANRB_6_2022_DATES
) -> DialoguePartner:
    """With whom the employee talks about the plan of the year in which ``on`` lies.

    Until the end of January, and whenever the plan is set, it is the appraiser; after that the
    superior of an appraiser who has set nothing.

    Units: date in, code out.
    Errors: none.
    Source: PermenPANRB 6/2022 annex p. 65 (C.4-5).
    Confidence: T.

    >>> plan_dialogue_partner(date(2026, 2, 1), appraiser_has_set_plan=False).value
    'appraiser_superior'
    """
    if appraiser_has_set_plan or on <= skp_deadline(on.year, dates):
        return DialoguePartner.APPRAISER
    return DialoguePartner.APPRAISER_SUPERIOR
