"""What the record of a session asks for: the fields of the printed forms B.1.6 and B.1.7, and of
the performance dialogue (6/2022 annex p. 80-82; the dialogue is design: p. 24 asks for no form)."""

from dataclasses import dataclass

from django.db import models


class SessionKind(models.TextChoices):
    """The sessions of leader and employee that leave a record; counselling is another matter."""

    DIALOGUE = "dialogue", "Dialog kinerja"
    COACHING = "coaching", "Coaching"
    MENTORING = "mentoring", "Mentoring"


@dataclass(frozen=True)
class Asked:
    """One field of a form; `employee`: the part that the employee fills before the session."""

    name: str
    label: str
    section: str
    employee: bool = True
    yes_no: bool = False


FIELDS: dict[str, tuple[Asked, ...]] = {
    SessionKind.DIALOGUE: (
        Asked("progress", "Kemajuan sejak dialog terakhir", "Bahan dialog"),
        Asked("support", "Dukungan yang diperlukan", "Bahan dialog"),
        Asked("agreed", "Yang disepakati", "Kesepakatan", employee=False),
    ),
    SessionKind.COACHING: (
        Asked("indicator", "Indikator kinerja individu", "Tujuan"),
        Asked("baseline", "Baseline target (jika ada)", "Tujuan"),
        Asked("target", "Target", "Tujuan"),
        Asked("strategy", "Strategi pencapaian target", "Tujuan"),
        Asked("plan_target", "Target SKP", "Fakta"),
        Asked("progress", "Progres pencapaian target", "Fakta"),
        Asked("problem", "Masalah atau hambatan", "Fakta"),
        Asked("cause", "Penyebab", "Fakta"),
        Asked("chance", "Peluang", "Peluang"),
        Asked("next_indicator", "Indikator", "Langkah ke depan", employee=False),
        Asked(
            "next_strategy", "Strategi untuk mengatasi masalah", "Langkah ke depan", employee=False
        ),
        Asked(
            "adjust",
            "Penyesuaian ukuran keberhasilan dan target",
            "Langkah ke depan",
            employee=False,
            yes_no=True,
        ),
    ),
    SessionKind.MENTORING: (
        Asked("skill", "Keahlian atau keterampilan spesifik", "Tujuan"),
        Asked("period", "Jangka waktu mentoring", "Tujuan"),
        Asked("change", "Perubahan yang diharapkan", "Tujuan"),
        Asked("measure", "Ukuran keberhasilan", "Tujuan"),
        Asked("material", "Materi", "Jurnal", employee=False),
    ),
}
MAY_BE_EMPTY = frozenset({"baseline", "support"})
