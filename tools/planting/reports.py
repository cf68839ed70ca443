"""Made-up daily reports of a unit with planted faults, written before the signals were.

Twenty people report on forty working days, once or twice a day. They do similar work: six kinds of
tasks, each with a place, a partner, a name, an hour and a remark from lists, so that honest texts
resemble each other ("by form"). A fifth of the reports carries a quantity, of a level of the
person's own with a spread of about 40 %. Nine of ten are filed on the day, the others up to three
days later. Leaders return one in thirty.

"In own words" adds one sentence of eight words that the writer alone chose. It came after the first
measurement, which showed that texts by form are often the same by chance: both are reported.

Planted, each in a person and week of its own: a duplicate (the same text twice on one day, one of
them with other signs); a copy (another person's text of that week with none to two words changed);
a quantity of five to twenty times what is usual; a gap of five to eight days without a report or
leave; a batch (six to ten days filed within an hour, a week late); a person returned in a quarter
to a half of forty reports.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

PEOPLE, DAYS = 20, 40
START = datetime(2026, 3, 2, 8, tzinfo=UTC)
KINDS = ("duplicate", "copied", "quantity", "gap", "batch", "returned")
TASKS = (
    "Melayani pendaftaran pasien umum dan BPJS",
    "Menyusun laporan bulanan program gizi",
    "Kunjungan rumah ibu hamil risiko tinggi",
    "Imunisasi dasar bayi di posyandu",
    "Memeriksa kelengkapan berkas izin usaha",
    "Rapat persiapan penilaian akreditasi",
)
PLACES = (
    *("di Kelurahan Simpang", "di Puskesmas Pembantu Barat", "di loket 2", "di ruang rapat"),
    *("di RW 05 Kampung Baru", "di aula kecamatan", "di Posyandu Melati", "di SD Negeri 4"),
)
PARTNERS = (
    *("bersama kader", "bersama bidan koordinator", "dengan tim lapangan", "sendiri"),
    *("bersama petugas gizi", "dengan staf kecamatan", "bersama dokter jaga"),
)
REMARKS = (
    *("berjalan lancar sampai siang", "dua warga belum membawa kartu keluarga"),
    *("hasilnya dikirim lewat surat elektronik", "dilanjutkan besok pagi karena hujan"),
    *("alat timbang sempat rusak lalu diganti", "peserta lebih banyak dari undangan"),
    *("catatan diserahkan kepada kepala seksi", "menunggu tanda tangan pimpinan"),
)
NAMES = (
    *("Siti Aminah", "Rahmat Hidayat", "Nurlela", "Ahmad Fauzi", "Dewi Lestari", "Bambang S."),
    *("Yulianti", "Zulkifli", "Maria Simanjuntak", "Agus Salim", "Fitriani", "Hendra Gunawan"),
    *("Ratna Sari", "Joko Susilo", "Erni Marpaung", "Syafrizal", "Lia Kartika", "M. Yusuf"),
)


@dataclass
class Entry:
    """One report."""

    number: int
    person: int
    day: int  # of the working days
    filed_at: datetime
    text: str
    quantity: float | None = None
    returned: bool = False


@dataclass
class Unit:
    """A unit's reports, and in whom each kind was planted."""

    entries: list[Entry] = field(default_factory=list)
    planted: dict[str, set[int]] = field(default_factory=dict)


def day_of(number: int) -> datetime:
    """The working day of that number."""
    return START + timedelta(days=number // 5 * 7 + number % 5)


def a_text(random: Random, own_words: bool) -> str:
    parts = [random.choice(TASKS), random.choice(PLACES), random.choice(PARTNERS)]
    number = f"sebanyak {random.randint(3, 60)} orang" if random.random() < 0.5 else ""
    who = f"untuk {random.choice(NAMES)} pukul {random.randint(8, 15)}.{random.randint(0, 5)}0"
    text = " ".join([*parts, who, number, random.choice(REMARKS)]).replace("  ", " ") + "."
    if own_words:
        text += f" {' '.join(_word(random) for _ in range(8)).capitalize()}."
    return text


def _word(random: Random) -> str:
    """One of some thousand words, as far as a comparison of texts can tell."""
    syllables = ("ka", "me", "ti", "ran", "sa", "bu", "lang", "di", "per", "nya", "to", "gu")
    return "".join(random.choice(syllables) for _ in range(3))


def a_unit(random: Random, planted: tuple[str, ...] = KINDS, own_words: bool = True) -> Unit:
    """One unit; each planted kind is in one person."""
    unit = Unit(planted={kind: set() for kind in KINDS})
    people = list(range(PEOPLE))
    random.shuffle(people)
    who = dict(zip(planted, people, strict=False))
    levels = [random.uniform(5, 60) for _ in range(PEOPLE)]
    for person in range(PEOPLE):
        for day in range(DAYS):
            for _ in range(1 + (random.random() < 0.4)):
                late = 0 if random.random() < 0.9 else random.randint(1, 3)
                filed = day_of(min(day + late, DAYS + 5)) + timedelta(
                    minutes=random.randint(60, 540)
                )
                amount = None
                if random.random() < 0.2:
                    amount = max(1.0, round(levels[person] * random.lognormvariate(0, 0.4)))
                entry = Entry(
                    len(unit.entries), person, day, filed, a_text(random, own_words), amount
                )
                entry.returned = random.random() < 1 / 30
                unit.entries.append(entry)
    for kind, person in who.items():
        unit.planted[kind].add(person)
        _plant(random, unit, kind, person)
    return unit


def _plant(random: Random, unit: Unit, kind: str, person: int) -> None:
    own = [one for one in unit.entries if one.person == person]
    if kind == "duplicate":
        one = random.choice(own)
        text = random.choice([one.text, one.text.upper(), one.text.replace(".", " !")])
        filed = one.filed_at + timedelta(minutes=20)
        unit.entries.append(Entry(len(unit.entries), person, one.day, filed, text))
    elif kind == "copied":
        one = random.choice([entry for entry in own if entry.day > 5])
        week = [e for e in unit.entries if e.person != person and 0 <= one.day - e.day <= 4]
        words = random.choice(week).text.split()
        for _ in range(random.randint(0, 2)):
            words[random.randrange(len(words))] = random.choice(["warga", "hari", "tadi", "ini"])
        one.text = " ".join(words)
    elif kind == "quantity":
        numbers = [one for one in own if one.quantity is not None]
        usual = sorted(one.quantity or 0 for one in numbers)[len(numbers) // 2]
        late = max(numbers, key=lambda entry: entry.day)
        late.quantity = round(usual * random.uniform(5, 20))
    elif kind == "gap":
        first = random.randint(5, DAYS - 12)
        gone = range(first, first + random.randint(5, 8))
        unit.entries = [e for e in unit.entries if e.person != person or e.day not in gone]
    elif kind == "batch":
        first = random.randint(3, DAYS - 14)
        count = random.randint(6, 10)
        at = day_of(first + count + 4) + timedelta(hours=1)
        for entry in own:
            if first <= entry.day < first + count:
                entry.filed_at = at + timedelta(minutes=random.randint(0, 50))
    elif kind == "returned":
        share = random.uniform(0.25, 0.5)
        for entry in own[-40:]:
            entry.returned = random.random() < share
