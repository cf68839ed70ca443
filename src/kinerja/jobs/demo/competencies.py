"""Competencies of the example: what posts ask for, what a test found, three technical ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from kinerja.development.assessment import CompetencyAssessment, Found, assess_many
from kinerja.development.competency import Competency, add_competency
from kinerja.development.standard import CompetencyStandard, set_standard, use_pattern
from kinerja.jobs.demo.people import Member
from kinerja.people.person import Person

LETTER = "Keputusan tentang standar kompetensi jabatan (data contoh)"
REPORT = "Laporan uji kompetensi (data contoh)"
FILE, DIGEST = "uji-kompetensi-contoh.xlsx", "0" * 64


@dataclass(frozen=True)
class Technical:
    """One technical competency, the posts that ask for it, and how well they do."""

    code: str
    name: str
    definition: str
    levels: tuple[str, str, str, str, str]
    posts: tuple[str, ...]
    required: int
    found: tuple[int, ...]  # levels in turn


TECHNICAL = (
    Technical(
        "T-IMUN",
        "Imunisasi dan konseling orang tua",
        "Memberi imunisasi sesuai jadwal dan menjawab keraguan orang tua dengan fakta.",
        (
            "Menyiapkan vaksin dan mencatat pemberiannya dengan bimbingan.",
            "Memberi imunisasi dasar sesuai jadwal dan menjelaskan manfaatnya.",
            "Menjawab keraguan orang tua dan menindaklanjuti anak yang terlewat.",
            "Menata imunisasi kejar seluruh wilayah kerja dan melatih kader.",
            "Menyusun kebijakan imunisasi daerah dari data dan pengalaman lapangan.",
        ),
        ("midwife",),
        3,
        (2, 3, 1, 2),
    ),
    Technical(
        "T-BAHASA",
        "Bahasa asing untuk pelayanan wisata",
        "Menyambut, menjelaskan, dan menolong pengunjung dalam bahasa asing.",
        (
            "Menyapa dan memberi petunjuk arah dalam kalimat pendek.",
            "Menjawab pertanyaan umum pengunjung tanpa naskah.",
            "Memandu kunjungan dan menangani keluhan dalam bahasa asing.",
            "Menyusun bahan informasi dan melatih pemandu lain.",
            "Mewakili daerah dalam promosi wisata antarnegara.",
        ),
        ("guide_officer",),
        3,
        (1, 1, 2),
    ),
    Technical(
        "T-ANGKUT",
        "Analisis data angkutan",
        "Membaca data perjalanan untuk menata trayek dan jadwal.",
        (
            "Mencatat dan merapikan data penumpang.",
            "Membuat tabel dan grafik per trayek.",
            "Menemukan pola, lonjakan, dan trayek yang perlu ditata.",
            "Merancang perubahan trayek dan memperkirakan dampaknya.",
            "Menyusun rencana induk angkutan kota dari data.",
        ),
        ("driver_planner",),
        3,
        (2, 3),
    ),
)


def add_competencies(
    members: Sequence[Member],
    *,
    office: Person,
    first: date,
    today: date,
    random: Random,
) -> None:
    """The pattern for all posts, the technical ones by title; then one test of everybody."""
    use_pattern(by=None, on=first)
    found = []
    tested = max(first, date(today.year, 1, 1))
    standards = _core_standards()
    for member in members:
        if member.person == office or member.person.has_left:
            continue
        level = member.assignment.position.level
        found += [
            _level(member, one.competency, max(one.required + random.choice((-1, 0, 0, 1)), 1))
            for one in standards.get(level, ())
        ]
    for one in TECHNICAL:
        found += _technical(one, members, office=office, first=first)
    rows = [
        Found(person, competency, min(level, 5), method, tested, REPORT)
        for person, competency, level, method in found
    ]
    assess_many(found=rows, file_name=FILE, digest=DIGEST, by=office, on=today)


def _core_standards() -> dict[str, list[CompetencyStandard]]:
    standards: dict[str, list[CompetencyStandard]] = {}
    for one in CompetencyStandard.objects.filter(ends_on=None).select_related("competency"):
        standards.setdefault(one.level, []).append(one)
    return standards


Level = tuple[Person, Competency, int, str]


def _level(member: Member, competency: Competency, level: int) -> Level:
    return member.person, competency, level, CompetencyAssessment.Method.TEST


def _technical(
    one: Technical, members: Sequence[Member], *, office: Person, first: date
) -> list[Level]:
    """The competency with its standard, and the levels of those whose post asks for it."""
    competency = add_competency(
        code=one.code,
        name=one.name,
        definition=one.definition,
        levels=dict(enumerate(one.levels, start=1)),
        by=office,
        on=first,
    )
    holders = [
        member
        for member in members
        if member.seat.post in one.posts and member.person != office and not member.person.has_left
    ]
    for title in sorted({member.assignment.position.title for member in holders}):
        set_standard(
            competency=competency,
            required=one.required,
            source=LETTER,
            title=title,
            by=office,
            on=first,
        )
    return [
        _level(member, competency, one.found[number % len(one.found)])
        for number, member in enumerate(holders)
    ]
