"""BerAKHLAK: the seven core values, each with its three guide behaviours."""

from kinerja.rules.label import Labelled


class CoreValue(Labelled):
    """A core value of civil servants, in the order of the law (6/2022 Pasal 10, annex p. 29-30).

    There are no levels: the values are rated together, with one rating of the behaviour. The
    leader may add a special expectation to any value (annex p. 30-31).

    >>> CoreValue.COMPETENT.label, CoreValue.COMPETENT.guide_behaviours[1]
    ('Kompeten', 'Membantu orang lain belajar')
    """

    SERVICE = "service", "Berorientasi Pelayanan"
    ACCOUNTABLE = "accountable", "Akuntabel"
    COMPETENT = "competent", "Kompeten"
    HARMONIOUS = "harmonious", "Harmonis"
    LOYAL = "loyal", "Loyal"
    ADAPTIVE = "adaptive", "Adaptif"
    COLLABORATIVE = "collaborative", "Kolaboratif"

    @property
    def guide_behaviours(self) -> tuple[str, str, str]:
        """The three guide behaviours, in the wording of the standard."""
        return _GUIDE_BEHAVIOURS[self]


class BehaviourAspect(Labelled):
    """The five aspects that the values embody (6/2022 Pasal 10(1))."""

    SERVICE_ORIENTATION = "service_orientation", "Orientasi Pelayanan"
    COMMITMENT = "commitment", "Komitmen"
    INITIATIVE = "initiative", "Inisiatif Kerja"
    COOPERATION = "cooperation", "Kerja Sama"
    LEADERSHIP = "leadership", "Kepemimpinan"


_GUIDE_BEHAVIOURS = {
    CoreValue.SERVICE: (
        "Memahami dan memenuhi kebutuhan masyarakat",
        "Ramah, cekatan, solutif, dan dapat diandalkan",
        "Melakukan perbaikan tiada henti",
    ),
    CoreValue.ACCOUNTABLE: (
        "Melaksanakan tugas dengan jujur, bertanggung jawab, cermat, disiplin dan "
        "berintegritas tinggi",
        "Menggunakan kekayaan dan barang milik negara secara bertanggung jawab, efektif, dan "
        "efisien",
        "Tidak menyalahgunakan kewenangan jabatan",
    ),
    CoreValue.COMPETENT: (
        "Meningkatkan kompetensi diri untuk menjawab tantangan yang selalu berubah",
        "Membantu orang lain belajar",
        "Melaksanakan tugas dengan kualitas terbaik",
    ),
    CoreValue.HARMONIOUS: (
        "Menghargai setiap orang apa pun latar belakangnya",
        "Suka menolong orang lain",
        "Membangun lingkungan kerja yang kondusif",
    ),
    CoreValue.LOYAL: (
        "Memegang teguh ideologi Pancasila, Undang-Undang Dasar Negara Republik Indonesia "
        "Tahun 1945, setia kepada Negara Kesatuan Republik Indonesia serta pemerintahan yang sah",
        "Menjaga nama baik sesama ASN, Pimpinan, Instansi, dan Negara",
        "Menjaga rahasia jabatan dan negara",
    ),
    CoreValue.ADAPTIVE: (
        "Cepat menyesuaikan diri menghadapi perubahan",
        "Terus berinovasi dan mengembangkan kreativitas",
        "Bertindak proaktif",
    ),
    CoreValue.COLLABORATIVE: (
        "Memberi kesempatan kepada berbagai pihak untuk berkontribusi",
        "Terbuka dalam bekerja sama untuk menghasilkan nilai tambah",
        "Menggerakkan pemanfaatan berbagai sumber daya untuk tujuan bersama",
    ),
}
