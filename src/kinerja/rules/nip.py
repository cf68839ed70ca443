"""The 18-digit number of a civil servant (NIP) and what it says."""

from dataclasses import dataclass
from datetime import date

from kinerja.rules.label import Labelled

NIP_LENGTH = 18
FIRST_PPPK_CODE = 13  # digits 13-14 above 12 are a code, not a month


class EmployeeKind(Labelled):
    """The two kinds of civil servant (6/2022 Pasal 4)."""

    PNS = "pns", "PNS"
    PPPK = "pppk", "PPPK"


class Sex(Labelled):
    """Digit 15 of the NIP: 1 or 2."""

    MALE = "male", "Laki-laki"
    FEMALE = "female", "Perempuan"


_SEX_OF_DIGIT = {"1": Sex.MALE, "2": Sex.FEMALE}


class InvalidNip(ValueError):
    """The text is not a NIP.

    ``code`` names the part that is wrong: ``digits`` (something else than digits), ``length``,
    ``birth_date``, ``start_year``, ``start_month`` or ``sex``. The message is Indonesian.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Nip:
    """A NIP taken apart; ``digits`` is what is stored, always as text."""

    digits: str
    birth_date: date
    start_year: int
    start_month: int | None  # 1-12; a PPPK number carries a code instead
    sex: Sex
    sequence: str  # three digits, among people with the same start
    kind: EmployeeKind

    @property
    def grouped(self) -> str:
        """As forms print it: birth date, start, sex, sequence."""
        return " ".join((self.digits[:8], self.digits[8:14], self.digits[14], self.digits[15:]))


def parse_nip(text: str) -> Nip:
    """Read a NIP; white space anywhere is ignored.

    Digits 1-8 birth date, 9-12 year of the start, 13-14 month of the start (PNS) or a code above 12
    (PPPK), 15 sex, 16-18 sequence. The "+40 for women" rule belongs to the citizen number.

    Units: text in; dates are calendar dates.
    Errors: InvalidNip with the code of the first part that is wrong.
    Source: layout as three public code bases agree; the start after the birth is our own check.
    Confidence: S.

    >>> nip = parse_nip("19850715 201001 1 005")
    >>> nip.birth_date, nip.start_month, nip.kind.label
    (datetime.date(1985, 7, 15), 1, 'PNS')
    >>> parse_nip("19850715201001100")
    Traceback (most recent call last):
        ...
    kinerja.rules.nip.InvalidNip: NIP terdiri atas 18 angka; yang tertulis 17 angka.
    """
    digits = "".join(text.split())
    if not all(sign in "0123456789" for sign in digits):
        raise InvalidNip(
            "digits", "NIP hanya berisi angka; periksa huruf atau tanda lain di dalamnya."
        )
    if len(digits) != NIP_LENGTH:
        raise InvalidNip(
            "length", f"NIP terdiri atas {NIP_LENGTH} angka; yang tertulis {len(digits)} angka."
        )
    birth_date = _birth_date(digits)
    start_year, start_code = int(digits[8:12]), int(digits[12:14])
    if start_year <= birth_date.year:
        raise InvalidNip("start_year", "Tahun pengangkatan (angka 9-12) tidak sesudah tahun lahir.")
    if start_code == 0:
        raise InvalidNip("start_month", "Bulan pengangkatan (angka 13-14) tidak boleh 00.")
    sex = _SEX_OF_DIGIT.get(digits[14])
    if sex is None:
        raise InvalidNip("sex", "Angka ke-15 harus 1 (laki-laki) atau 2 (perempuan).")
    is_pppk = start_code >= FIRST_PPPK_CODE
    return Nip(
        digits=digits,
        birth_date=birth_date,
        start_year=start_year,
        start_month=None if is_pppk else start_code,
        sex=sex,
        sequence=digits[15:],
        kind=EmployeeKind.PPPK if is_pppk else EmployeeKind.PNS,
    )


def _birth_date(digits: str) -> date:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        raise InvalidNip(
            "birth_date", "Tanggal lahir di awal NIP (angka 1-8) bukan tanggal yang ada."
        ) from None
