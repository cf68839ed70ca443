"""Guidance and counselling: kinds, and the nine statements on a guidance session."""

from kinerja.rules.label import Labelled


class GuidanceKind(Labelled):
    """The ways of developing an employee (6/2022 Pasal 21, annex p. 78)."""

    COACHING = "coaching", "Coaching"
    MENTORING = "mentoring", "Mentoring"
    FORMAL_TRAINING = "formal_training", "Pelatihan formal"
    INFORMAL_TRAINING = "informal_training", "Pelatihan informal"
    COUNSELLING = "counselling", "Konseling Kinerja"

    @property
    def is_confidential(self) -> bool:
        """Counselling is individual and confidential (annex p. 85-88)."""
        return self is GuidanceKind.COUNSELLING


class StatementSubject(Labelled):
    """Whom a statement of form B.1.8 is about (6/2022 annex p. 83)."""

    EMPLOYEE = "employee", "Tentang Pegawai"
    LEADER = "leader", "Tentang Pimpinan atau pihak lain yang diberi penugasan khusus"
    BOTH = "both", "Tentang Pegawai dan Pimpinan atau pihak lain yang diberi penugasan khusus"


class GuidanceStatement(Labelled):
    """The nine statements of form B.1.8; the form goes to the superior of the leader."""

    NOTICED = "1", "Saya merasa diperhatikan dan dipahami"
    VALUED = "2", "Saya merasa tindakan/langkah yang telah saya lakukan dihargai"
    FREE_TO_SPEAK = "3", "Saya merasa dapat dengan bebas mengemukakan pendapat/pemikiran saya"
    ACCURATE = "4", "Saya merasa bahwa pandangan yang diberikan berdasarkan data/fakta yang akurat"
    POSITIVE = (
        "5",
        "Saya merasa bahwa pandangan/pendapat yang diberikan kepada saya bersifat positif",
    )
    ASKED_MORE = "6", "Lebih banyak menggunakan metode bertanya dibandingkan menggurui"
    HELPED = "7", "Saya merasa dibantu dalam mencari solusi dan aksi tindak lanjut"
    KNOWS_NEXT = (
        "8",
        "Saya tahu apa yang harus saya lakukan setelah mengikuti kegiatan bimbingan kinerja ini",
    )
    UNDERSTANDS = "9", "Saya memahami maksud dan tujuan kegiatan bimbingan kinerja ini"

    @property
    def subject(self) -> StatementSubject:
        """Whom the statement is about: three each."""
        return list(StatementSubject)[(int(self.value) - 1) // 3]
