"""A small city with one person for each role, made through the product's own verbs.

    Kota Contoh            Hasan (wali kota)
      Sekretariat Daerah   Surya (sekretaris daerah, pejabat yang berwenang)
      Dinas Kesehatan      Rina; Uli (admin unit), Tari (ketua tim)
        Puskesmas Pauh     Budi; Sari, Tono. Until 31 March Fajar led it
        Puskesmas Kuranji  nobody; Dedi acts (Plt); Lina, Yani
        Seksi Kesmas       Dedi
      BKPSDM               Yusuf; Wati (admin kepegawaian), Gita (pembaca kepegawaian), and the
                           tasks that have no page of their own yet: Kiki, Nana, Lala, Susi
      Inspektorat          Irma
      Dinas Kominfo        Oki (pengelola sistem)
      Dinas Perhubungan    Fajar; Dewi, Eko, Bima

Tamu is invited from outside and holds no post; Rudi has retired; Bima has no account yet.
What everybody has written and received stands in `contents`.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from kinerja.people.account import Account, open_accounts
from kinerja.people.agency import found_agency
from kinerja.people.assignment import Assignment, NewAssignment, assign_many, end_service
from kinerja.people.person import Person, add_people
from kinerja.people.position import Position, add_position
from kinerja.people.role import Role, grant_role
from kinerja.people.unit import Unit, add_unit

WIB = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 10, 5, 9, 30, tzinfo=WIB)  # a Monday; the third quarter is being evaluated
TODAY = NOW.date()
HIRED = date(2024, 1, 1)
MOVED = date(2026, 4, 1)  # when Budi took over from Fajar
PASSWORD = "kata-sandi-uji-1"

Name = Role.Name


@dataclass
class World:
    """Rows by the first names above; `things` are what addresses name (see `contents`)."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    posts: dict[str, Position] = field(default_factory=dict)  # by holder
    accounts: dict[str, Account] = field(default_factory=dict)
    # kind of thing -> owner -> arguments of the address
    things: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)

    def add(self, kind: str, owner: str, **arguments: Any) -> None:
        self.things.setdefault(kind, {})[owner] = arguments

    def post_of(self, name: str) -> Assignment:
        """The definitive assignment that runs today."""
        return Assignment.objects.on(TODAY).main().get(person=self.people[name])


# code, name, level, code of the parent
UNITS = (
    ("K", "Kota Contoh", "agency", ""),
    ("K.S", "Sekretariat Daerah", "device", "K"),
    ("K.1", "Dinas Kesehatan", "device", "K"),
    ("K.1.1", "Puskesmas Pauh", "service", "K.1"),
    ("K.1.2", "Puskesmas Kuranji", "service", "K.1"),
    ("K.1.3", "Seksi Kesehatan Masyarakat", "section", "K.1"),
    ("K.2", "BKPSDM", "device", "K"),
    ("K.3", "Inspektorat", "device", "K"),
    ("K.4", "Dinas Komunikasi dan Informatika", "device", "K"),
    ("K.5", "Dinas Perhubungan", "device", "K"),
    ("K.6", "Dinas Pasar", "device", "K"),
)

# first name -> full name; the number is the sequence in the NIP
PEOPLE = {
    "surya": "Surya Darma",
    "rina": "Rina Marlina",
    "uli": "Uli Simanjuntak",
    "tari": "Tari Anggraini",
    "budi": "Budi Santoso",
    "sari": "Sari Dewi",
    "tono": "Tono Wijaya",
    "dedi": "Dedi Kurniawan",
    "lina": "Lina Oktavia",
    "yani": "Yani Rahma",
    "yusuf": "Yusuf Hakim",
    "wati": "Wati Lestari",
    "gita": "Gita Permata",
    "kiki": "Kiki Amalia",
    "nana": "Nana Suryana",
    "lala": "Lala Fitri",
    "susi": "Susi Hartati",
    "irma": "Irma Yulianti",
    "oki": "Oki Ramadhan",
    "fajar": "Fajar Siddiq",
    "dewi": "Dewi Kartika",
    "eko": "Eko Prasetyo",
    "rudi": "Rudi Hartono",
    "bima": "Bima Saputra",
}

# holder (empty: vacant), unit, title, kind, level
HEADS = (
    ("hasan", "K", "Wali Kota", "official", "regional_head"),
    ("surya", "K.S", "Sekretaris Daerah", "jpt", "jpt_pratama"),
    ("rina", "K.1", "Kepala Dinas Kesehatan", "jpt", "jpt_pratama"),
    ("budi", "K.1.1", "Kepala Puskesmas Pauh", "ja", "pengawas"),
    ("", "K.1.2", "Kepala Puskesmas Kuranji", "ja", "pengawas"),
    ("dedi", "K.1.3", "Kepala Seksi Kesehatan Masyarakat", "ja", "pengawas"),
    ("yusuf", "K.2", "Kepala BKPSDM", "jpt", "jpt_pratama"),
    ("fajar", "K.5", "Kepala Dinas Perhubungan", "ja", "administrator"),
)
STAFF = (
    ("uli", "K.1", "Analis Kepegawaian", "jf", "ahli_muda"),
    ("tari", "K.1", "Epidemiolog Kesehatan", "jf", "ahli_muda"),
    ("sari", "K.1.1", "Bidan Terampil", "jf", "terampil"),
    ("tono", "K.1.1", "Pengadministrasi Umum", "ja", "pelaksana"),
    ("lina", "K.1.2", "Perawat Terampil", "jf", "terampil"),
    ("yani", "K.1.2", "Sanitarian", "jf", "terampil"),
    ("wati", "K.2", "Analis SDM Aparatur", "jf", "ahli_muda"),
    ("gita", "K.2", "Penata Layanan Operasional", "ja", "pelaksana"),
    ("kiki", "K.2", "Analis Kinerja", "jf", "ahli_pertama"),
    ("nana", "K.2", "Asesor SDM Aparatur", "jf", "ahli_pertama"),
    ("lala", "K.2", "Widyaiswara", "jf", "ahli_muda"),
    ("susi", "K.2", "Statistisi", "jf", "ahli_pertama"),
    ("irma", "K.3", "Auditor", "jf", "ahli_madya"),
    ("oki", "K.4", "Pranata Komputer", "jf", "ahli_muda"),
    ("dewi", "K.5", "Penguji Kendaraan", "jf", "terampil"),
    ("eko", "K.5", "Pengelola Terminal", "ja", "pelaksana"),
    ("bima", "K.5", "Pengemudi", "ja", "pelaksana"),
    ("rudi", "K.5", "Pengelola Parkir", "ja", "pelaksana"),
)
# person, task, unit
TASKS = (
    ("surya", Name.AUTHORISED_OFFICIAL, ""),
    ("uli", Name.UNIT_ADMIN, "K.1"),
    ("wati", Name.PERSONNEL_ADMIN, ""),
    ("gita", Name.PERSONNEL_VIEWER, ""),
    ("kiki", Name.CALIBRATION_MEMBER, ""),
    ("nana", Name.COUNSELLOR, ""),
    ("lala", Name.TRAINING_OFFICER, ""),
    ("susi", Name.SURVEY_OFFICER, ""),
    ("irma", Name.INSPECTOR, ""),
    ("oki", Name.SYSTEM_OPERATOR, ""),
)


def a_city() -> World:
    """Units, people, posts, tasks and accounts; nobody has written anything yet."""
    found_agency(name="Pemerintah Kota Contoh")
    world = World()
    for code, name, level, above in UNITS:
        parent = world.units[above] if above else None
        world.units[code] = add_unit(code=code, name=name, level=level, parent=parent, by=None)
    _people(world)
    _seats(world)
    for person, task, unit in TASKS:
        scope = world.units[unit] if unit else None
        grant_role(person=world.people[person], name=task, by=None, on=HIRED, unit=scope)
    end_service(
        person=world.people["rudi"], on=date(2026, 8, 31), by=None, reason="Mencapai batas usia"
    )
    keyed = {name: person for name, person in world.people.items() if name != "bima"}
    rows = open_accounts(
        accounts=[(person, name, PASSWORD) for name, person in keyed.items()], by=None
    )
    world.accounts = dict(zip(keyed, rows, strict=True))
    Account.objects.update(must_change_password=False)
    for account in rows:
        account.must_change_password = False
    return world


def nip_of(name: str) -> str:
    """The NIP of one of the people: born 5 March 1985, in service since February 2010."""
    return f"198503052010022{900 + list(PEOPLE).index(name):03}"


def _people(world: World) -> None:
    rows = {
        name: Person(name=full_name, kind=Person.Kind.PNS, nip=nip_of(name))
        for name, full_name in PEOPLE.items()
    }
    rows["hasan"] = Person(name="Hasan Wali", kind=Person.Kind.OFFICIAL)
    rows["tamu"] = Person(name="Tamu Undangan", kind=Person.Kind.OTHER)
    stored = add_people(people=rows.values(), by=None)
    world.people = dict(zip(rows, stored, strict=True))


def _seats(world: World) -> None:
    """Posts and who holds them; the leaders first."""
    seats = []
    for name, unit, title, kind, level in HEADS:
        post = add_position(
            unit=world.units[unit], title=title, kind=kind, level=level, leads=True, by=None
        )
        world.posts[name or "kuranji"] = post
        if name:
            start = MOVED if name in ("budi", "fajar") else HIRED
            seats.append(NewAssignment(world.people[name], post, "definitive", start))
    before = date(2026, 3, 31)
    people = world.people
    seats += [
        NewAssignment(people["fajar"], world.posts["budi"], "definitive", HIRED, before),
        NewAssignment(people["dedi"], world.posts["kuranji"], "plt", date(2026, 1, 1)),
    ]
    for name, unit, title, kind, level in STAFF:
        post = add_position(unit=world.units[unit], title=title, kind=kind, level=level, by=None)
        world.posts[name] = post
        seats.append(NewAssignment(people[name], post, "definitive", HIRED))
    seats += [
        NewAssignment(people["tari"], world.posts["tari"], "team_lead", HIRED),
        NewAssignment(people["sari"], world.posts["tari"], "team_member", HIRED),
    ]
    assign_many(assignments=seats, by=None)
