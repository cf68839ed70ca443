"""Who sets plans and evaluates, by the words of the law."""

from kinerja.rules.label import Labelled


class Authority(Labelled):
    """The official who sets a plan or a result (6/2022 Pasal 1(9), annex p. 65 and 90)."""

    REGIONAL_HEAD = "regional_head", "Kepala Daerah"
    COORDINATING_MINISTER = "coordinating_minister", "Menteri yang mengoordinasikan"
    MINISTER = "minister", "Menteri"
    AGENCY_LEADER = "agency_leader", "Pimpinan Instansi Pemerintah"
    JPT_MADYA = "jpt_madya", "Pejabat Pimpinan Tinggi Madya"
    COORDINATING_JPT = "coordinating_jpt", "Pejabat Pimpinan Tinggi yang mengoordinasikan"
    DEVICE_HEAD = "device_head", "Pimpinan perangkat daerah"
    COORDINATING_DEVICE_HEAD = (
        "coordinating_device_head",
        "Pimpinan perangkat daerah yang mengoordinasikan",
    )
    DIRECT_SUPERIOR = "direct_superior", "Atasan langsung"
    DELEGATE = "delegate", "Pejabat lain yang diberi pendelegasian kewenangan"
    SUPERIOR_OF_SILENT_APPRAISER = (
        "appraiser_superior_because_appraiser_silent",
        "Atasan Pejabat Penilai Kinerja karena Pejabat Penilai Kinerja tidak mengevaluasi",
    )
