"""Kinds of posts and agencies, as far as the rules tell them apart."""

from kinerja.rules.label import Labelled


class AgencyKind(Labelled):
    """Whether the agency is a regional government or a central one (6/2022 annex p. 65, 90)."""

    REGION = "region", "Instansi Daerah"
    CENTRAL = "central", "Instansi Pusat"


class PositionKind(Labelled):
    """The group of a post; it decides which form a plan uses (6/2022 annex p. 31, 54)."""

    JPT = "jpt", "Jabatan Pimpinan Tinggi"
    INDEPENDENT_UNIT_HEAD = "independent_unit_head", "Pimpinan Unit Kerja Mandiri"
    JA = "ja", "Jabatan Administrasi"
    JF = "jf", "Jabatan Fungsional"


class PositionLevel(Labelled):
    """The level of a post inside its group, highest first (UU ASN; PerBKN 3/2023 for JF)."""

    JPT_UTAMA = "jpt_utama", "JPT Utama"
    JPT_MADYA = "jpt_madya", "JPT Madya"
    JPT_PRATAMA = "jpt_pratama", "JPT Pratama"
    ADMINISTRATOR = "administrator", "Administrator"
    PENGAWAS = "pengawas", "Pengawas"
    PELAKSANA = "pelaksana", "Pelaksana"
    AHLI_UTAMA = "ahli_utama", "Ahli Utama"
    AHLI_MADYA = "ahli_madya", "Ahli Madya"
    AHLI_MUDA = "ahli_muda", "Ahli Muda"
    AHLI_PERTAMA = "ahli_pertama", "Ahli Pertama"
    PENYELIA = "penyelia", "Penyelia"
    MAHIR = "mahir", "Mahir"
    TERAMPIL = "terampil", "Terampil"
    PEMULA = "pemula", "Pemula"


class PlanOwner(Labelled):
    """Whose plan or result it is, as the law divides authority (6/2022 annex p. 65, 90)."""

    JPT_UTAMA = "jpt_utama", "JPT Utama"
    JPT_MADYA = "jpt_madya", "JPT Madya"
    JPT_PRATAMA = "jpt_pratama", "JPT Pratama"
    INDEPENDENT_UNIT_HEAD = "independent_unit_head", "Pimpinan Unit Kerja Mandiri"
    JA_JF = "ja_jf", "Pejabat Administrasi dan Pejabat Fungsional"


_OWNER_BY_LEVEL = {
    PositionLevel.JPT_UTAMA: PlanOwner.JPT_UTAMA,
    PositionLevel.JPT_MADYA: PlanOwner.JPT_MADYA,
    PositionLevel.JPT_PRATAMA: PlanOwner.JPT_PRATAMA,
}


def plan_owner(kind: PositionKind, level: PositionLevel) -> PlanOwner:
    """The group of plan owners to which a post belongs.

    Units: codes in, code out.
    Errors: ValueError if the group is JPT and the level is not one of the three JPT levels.
    Source: PermenPANRB 6/2022 annex p. 65 and 90.
    Confidence: T.

    >>> plan_owner(PositionKind.JA, PositionLevel.PENGAWAS).value
    'ja_jf'
    """
    if kind is PositionKind.INDEPENDENT_UNIT_HEAD:
        return PlanOwner.INDEPENDENT_UNIT_HEAD
    if kind is not PositionKind.JPT:
        return PlanOwner.JA_JF
    owner = _OWNER_BY_LEVEL.get(level)
    if owner is None:
        raise ValueError(f"{level.label} is not a level of a JPT")
    return owner
