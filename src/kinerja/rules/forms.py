"""Which printed form is used, and who signs where."""

from collections.abc import Mapping
from types import MappingProxyType

from kinerja.rules.label import Labelled
from kinerja.rules.plan import PlanApproach
from kinerja.rules.position import PositionKind


class Form(Labelled):
    """A printed form with its title (6/2022 annex p. 32-118)."""

    A_1_1 = "A.1.1", "Sasaran Kinerja Pegawai: kualitatif, JPT dan Pimpinan Unit Kerja Mandiri"
    A_1_2 = "A.1.2", "Sasaran Kinerja Pegawai: kuantitatif, JPT dan Pimpinan Unit Kerja Mandiri"
    A_1_3 = "A.1.3", "Manual Indikator Kinerja"
    A_1_4 = "A.1.4", "Workblock untuk Identifikasi Strategi Pencapaian Hasil Kerja"
    A_1_5 = "A.1.5", "Matriks Pembagian Peran dan Hasil"
    A_1_6 = "A.1.6", "Sasaran Kinerja Pegawai: kualitatif, JA dan JF"
    A_1_7 = "A.1.7", "Sasaran Kinerja Pegawai: kuantitatif, JA dan JF"
    A_1_8 = "A.1.8", "Lampiran Sasaran Kinerja Pegawai"
    B_1_1 = "B.1.1", "Rencana Aksi"
    B_1_2 = "B.1.2", "Pendokumentasian Kinerja"
    B_1_3 = "B.1.3", "Rekaman Informasi Umpan Balik Berkelanjutan: kualitatif"
    B_1_4 = "B.1.4", "Rekaman Informasi Umpan Balik Berkelanjutan: kuantitatif, JPT"
    B_1_5 = "B.1.5", "Rekaman Informasi Umpan Balik Berkelanjutan: kuantitatif, JA dan JF"
    B_1_6 = "B.1.6", "Pelaksanaan Coaching"
    B_1_7 = "B.1.7", "Pelaksanaan Mentoring"
    B_1_8 = "B.1.8", "Umpan Balik Pelaksanaan Bimbingan Kinerja"
    B_1_9 = "B.1.9", "Evaluasi Kompetensi Pegawai sebagai Tindak Lanjut Bimbingan Kinerja"
    B_1_10 = "B.1.10", "Laporan Permasalahan Perilaku Kerja"
    C_1_1 = "C.1.1", "Hasil Evaluasi Kinerja Pegawai: kualitatif"
    C_1_2 = "C.1.2", "Hasil Evaluasi Kinerja Pegawai: kuantitatif, JPT"
    C_1_3 = "C.1.3", "Hasil Evaluasi Kinerja Pegawai: kuantitatif, JA dan JF"
    D_1_1 = "D.1.1", "Dokumen Evaluasi Kinerja Pegawai"
    D_1_2 = "D.1.2", "Dokumen Evaluasi Kinerja Pegawai: ditetapkan Atasan Pejabat Penilai Kinerja"
    D_1_3 = "D.1.3", "Dokumen Evaluasi Kinerja Pegawai: setelah keberatan"


class Signer(Labelled):
    """A role under the evaluation document (6/2022 annex p. 115-118)."""

    EMPLOYEE = "employee", "Pegawai yang Dinilai"
    APPRAISER = "appraiser", "Pejabat Penilai Kinerja"
    APPRAISER_SUPERIOR = "appraiser_superior", "Atasan Pejabat Penilai Kinerja"


_LEADERS = frozenset({PositionKind.JPT, PositionKind.INDEPENDENT_UNIT_HEAD})

_SIGNATURES: Mapping[Form, Mapping[Signer, int]] = MappingProxyType(
    {
        Form.D_1_1: MappingProxyType({Signer.APPRAISER: 6, Signer.EMPLOYEE: 7}),
        Form.D_1_2: MappingProxyType({Signer.APPRAISER_SUPERIOR: 6, Signer.EMPLOYEE: 7}),
        Form.D_1_3: MappingProxyType(
            {Signer.APPRAISER: 9, Signer.EMPLOYEE: 10, Signer.APPRAISER_SUPERIOR: 11}
        ),
    }
)


def plan_form(kind: PositionKind, approach: PlanApproach) -> Form:
    """The form of a plan; study leave uses the same ones.

    Units: codes in, code out.
    Errors: none.
    Source: PermenPANRB 6/2022 annex p. 31, 54, 64.
    Confidence: T.

    >>> plan_form(PositionKind.JF, PlanApproach.QUANTITATIVE).value
    'A.1.7'
    """
    if approach is PlanApproach.QUALITATIVE:
        return Form.A_1_1 if kind in _LEADERS else Form.A_1_6
    return Form.A_1_2 if kind in _LEADERS else Form.A_1_7


def feedback_form(kind: PositionKind, approach: PlanApproach) -> Form:
    """The form of the feedback record of a period.

    Units: codes in, code out.
    Errors: none.
    Source: PermenPANRB 6/2022 annex p. 70-77.
    Confidence: T.

    >>> feedback_form(PositionKind.JPT, PlanApproach.QUANTITATIVE).value
    'B.1.4'
    """
    if approach is PlanApproach.QUALITATIVE:
        return Form.B_1_3
    return Form.B_1_4 if kind in _LEADERS else Form.B_1_5


def evaluation_form(kind: PositionKind, approach: PlanApproach) -> Form:
    """The form of the evaluation.

    Units: codes in, code out.
    Errors: none.
    Source: PermenPANRB 6/2022 annex p. 100 and 103.
    Confidence: T.

    >>> evaluation_form(PositionKind.JA, PlanApproach.QUALITATIVE).value
    'C.1.1'
    """
    if approach is PlanApproach.QUALITATIVE:
        return Form.C_1_1
    return Form.C_1_2 if kind in _LEADERS else Form.C_1_3


def document_form(evaluated_by: Signer, result_changed_after_objection: bool) -> Form:
    """The form of the evaluation document.

    For a decision that confirms the result the text asks for no new document; printing D.1.3 as the
    record of the objection is a choice of the agency (U).

    Units: codes in, code out.
    Errors: ValueError if the employee is named as evaluator.
    Source: PermenPANRB 6/2022 annex p. 115, 116, 118.
    Confidence: T.

    >>> document_form(Signer.APPRAISER, result_changed_after_objection=True).value
    'D.1.3'
    """
    if evaluated_by is Signer.EMPLOYEE:
        raise ValueError("nobody evaluates oneself")
    if result_changed_after_objection:
        return Form.D_1_3
    return Form.D_1_1 if evaluated_by is Signer.APPRAISER else Form.D_1_2


def document_signatures(form: Form) -> Mapping[Signer, int]:
    """Who signs an evaluation document, with the printed number, which is the order of signing.

    Units: code in; numbers as printed.
    Errors: ValueError for any other form.
    Source: PermenPANRB 6/2022 annex p. 115, 116, 118.
    Confidence: T.

    >>> document_signatures(Form.D_1_1)[Signer.EMPLOYEE]
    7
    """
    signatures = _SIGNATURES.get(form)
    if signatures is None:
        raise ValueError(f"{form.value} is not an evaluation document")
    return signatures
