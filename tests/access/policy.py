"""Who may do what, as data written from the rules and from nothing else.

The rules: docs/decisions and the regulation say that people see themselves and everyone below them,
that some tasks open more, that nobody decides about himself or herself, and that what is not yours
looks like what is not there. `matrix` walks every address with every viewer against this table.
"""

from dataclasses import dataclass, field
from typing import Any

Who = frozenset[str]  # words for a viewer: tags (what one is) and relations (to the owner)

# --- Relations of a viewer to the owner of a thing. Whoever is in none of them is a stranger.
SELF = "self"
DIRECT = "direct"  # the viewer is the appraiser of the owner, also as Plt
INDIRECT = "indirect"  # the owner stands further below the viewer
SCOPE = "scope"  # the owner belongs to the unit that the viewer administers
LEADER = "leader_of_mine"  # the owner is the viewer's appraiser
PEER = "peer"  # the same unit, neither above the other
FORMER = "former"  # the viewer led the owner until the leader changed
STRANGER = "stranger"
RELATIONS = frozenset({SELF, DIRECT, INDIRECT, SCOPE, LEADER, PEER, FORMER, STRANGER})

# --- Tags: what a viewer is. Everybody who is signed in carries EVERYONE.
EVERYONE = "everyone"
ANONYMOUS = "anonymous"
LEADS = "leads"  # holds a leading post today, also as Plt
LEADS_TEAM = "leads_team"  # is the lead of a team today
POSTED = "posted"  # holds a definitive post today
PLANS = "plans"  # makes a plan
REPORTED = "reported"  # has filed reports before
NOTIFIED = "notified"  # has notices that were not read yet
PERSONNEL_ADMIN = "personnel_admin"
PERSONNEL_VIEWER = "personnel_viewer"
UNIT_ADMIN = "unit_admin"
AUTHORISED_OFFICIAL = "authorised_official"
CALIBRATES = "calibration_member"
RATES_THERE = "rates_in_the_meeting"  # somebody of the unit that the meeting is about
INSPECTOR = "inspector"
COUNSELLOR = "counsellor"
TRAINING_OFFICER = "training_officer"
SURVEY_OFFICER = "survey_officer"
HEAD_OF_REGION = "head_of_region"
SYSTEM_OPERATOR = "system_operator"
HAS_TOTP = "has_totp"  # an authenticator app and recovery codes are set up
HAS_KEY = "has_key"  # a passkey is set up

ABOVE = frozenset({DIRECT, INDIRECT})
OVERSIGHT = frozenset(
    {PERSONNEL_ADMIN, PERSONNEL_VIEWER, AUTHORISED_OFFICIAL, INSPECTOR, HEAD_OF_REGION}
)
READERS = frozenset({SELF, SCOPE}) | ABOVE | OVERSIGHT  # of a person's work, once it is handed in
SIGNED_IN = frozenset({EVERYONE})
ALL = frozenset({EVERYONE, ANONYMOUS})
OWNER = frozenset({SELF})
APPRAISER = frozenset({DIRECT})
NOBODY: Who = frozenset()


@dataclass(frozen=True)
class Viewer:
    """One role of the matrix: what it is, and to whom it stands how."""

    role: str
    tags: Who = SIGNED_IN
    relations: dict[str, tuple[str, ...]] = field(default_factory=dict)  # relation -> owners

    def relation(self, name: str, owner: str) -> str:
        if name == owner:
            return SELF
        return next((word for word, owners in self.relations.items() if owner in owners), STRANGER)


def _viewer(role: str, *tags: str, **relations: tuple[str, ...]) -> Viewer:
    words = {"leader": LEADER}
    return Viewer(
        role,
        SIGNED_IN | {*tags},
        {words.get(word, word): owners for word, owners in relations.items()},
    )


SEATED = (POSTED, PLANS)
WORKER = (*SEATED, REPORTED, NOTIFIED)
IN_HEALTH = ("sari", "tono", "lina", "yani", "budi", "dedi", "rina", "uli", "tari", "health")
# Person of `world` -> viewer. `""` is somebody without an account.
VIEWERS: dict[str, Viewer] = {
    "": Viewer("anonymous", frozenset({ANONYMOUS})),
    "sari": _viewer("employee", *WORKER, HAS_KEY, peer=("tono",), leader=("budi",)),
    "budi": _viewer(
        "appraiser", *WORKER, LEADS, RATES_THERE, direct=("sari", "tono"), leader=("rina",)
    ),
    "rina": _viewer(
        "superior of the appraiser",
        *(*WORKER, LEADS, RATES_THERE),
        direct=("budi", "dedi", "uli", "tari"),
        indirect=("sari", "tono", "lina", "yani"),
        leader=("hasan",),
    ),
    "dedi": _viewer(
        "acting head (Plt)", *WORKER, LEADS, RATES_THERE, direct=("lina", "yani"), leader=("rina",)
    ),
    "fajar": _viewer(
        "former superior",
        *(*WORKER, LEADS),
        direct=("dewi", "eko"),
        former=("sari", "tono"),
        leader=("hasan",),
    ),
    "dewi": _viewer("employee of another unit", *WORKER, leader=("fajar",)),
    "tari": _viewer("team lead", *SEATED, NOTIFIED, LEADS_TEAM, leader=("rina",), peer=("uli",)),
    "uli": _viewer("unit admin", *SEATED, NOTIFIED, UNIT_ADMIN, scope=IN_HEALTH),
    "wati": _viewer("personnel admin", *SEATED, NOTIFIED, PERSONNEL_ADMIN, leader=("yusuf",)),
    "gita": _viewer("personnel viewer", *SEATED, PERSONNEL_VIEWER, leader=("yusuf",)),
    "surya": _viewer(
        "authorised official", *SEATED, NOTIFIED, LEADS, AUTHORISED_OFFICIAL, leader=("hasan",)
    ),
    "kiki": _viewer("calibration member", *SEATED, CALIBRATES, leader=("yusuf",)),
    "nana": _viewer("counsellor", *SEATED, COUNSELLOR, leader=("yusuf",)),
    "lala": _viewer("training officer", *SEATED, TRAINING_OFFICER, leader=("yusuf",)),
    "susi": _viewer("survey officer", *SEATED, SURVEY_OFFICER, leader=("yusuf",)),
    "irma": _viewer("inspector", *SEATED, INSPECTOR, leader=("hasan",)),
    "oki": _viewer("system operator", *SEATED, SYSTEM_OPERATOR, HAS_TOTP, leader=("hasan",)),
    "hasan": _viewer(
        "head of region",
        *(POSTED, LEADS, NOTIFIED, HEAD_OF_REGION, RATES_THERE),
        direct=("rina", "surya", "yusuf", "fajar", "irma", "oki"),
        indirect=(
            *("sari", "tono", "lina", "yani", "budi", "dedi", "dewi", "eko", "uli", "tari"),
            *("wati", "gita", "kiki", "nana", "lala", "susi"),
        ),
    ),
    "tamu": _viewer("invited outsider"),
    "rudi": _viewer("retired employee"),
}


@dataclass(frozen=True)
class Rule:
    """Who may do one act at one address."""

    route: str
    may: Who
    method: str = "GET"
    thing: str = ""  # what the address names (`World.things`); empty: nothing
    in_body: bool = False  # the thing is named in the body of the request, not in the address
    act: str = ""  # which of several acts of this address; names the body of the request
    at: tuple[tuple[str, Any], ...] = ()  # arguments of the address that are the same for all
    answer: int = 0  # when allowed; 0: 200 for GET, 302 for POST
    refused: int | tuple[int, ...] = 404  # when not: not there; 403 for pages of a task
    known_to: Who = NOBODY  # may open the thing but not do this: 403 is honest, and 404 too
    never: Who = NOBODY  # not even when a tag allows it: nobody acts on oneself
    public: bool = False  # nobody is sent to the sign-in
    writes: bool | None = None  # None: a POST does, a GET does not

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.method, self.route, self.thing, self.act) if part)

    @property
    def status(self) -> int:
        return self.answer or (302 if self.method == "POST" else 200)

    @property
    def refusals(self) -> tuple[int, ...]:
        return self.refused if isinstance(self.refused, tuple) else (self.refused,)

    @property
    def changes(self) -> bool:
        return self.method == "POST" if self.writes is None else self.writes

    def allows(self, words: Who) -> bool:
        return bool(self.may & words) and not self.never & words


def get(route: str, may: Who, **more: Any) -> Rule:
    return Rule(route, may, "GET", **more)


def post(route: str, may: Who, **more: Any) -> Rule:
    return Rule(route, may, "POST", **more)


# --- What pages must not tell. Kind of text (see `contents`) -> who may read it.
SECRETS: dict[str, Who] = {
    "Perintah": OWNER | APPRAISER,  # a letter: those who have a part in it
    "Temuan": OWNER | APPRAISER | {INSPECTOR},
    "Laporan": READERS,
    "Perbaikan": READERS,
    "Catatan": READERS,
    "Balasan": READERS,  # what the leader answered
    "Umpan": READERS | {CALIBRATES},
    "Salut": READERS,  # thanks: of the receiver, until he or she opens them to all
    "Jasa": READERS,
    "Prakarsa": READERS | {FORMER},  # not shared with colleagues; stands in a signed result
    "Tanya": ALL,  # the link that asks it opens to whoever holds it
    "Bimbing": OWNER | ABOVE,  # Budi's sessions with Rina; above her stands Hasan
    "Kritik": OWNER | {INDIRECT},  # of the session: past the leader
    "Masalah": APPRAISER | {PERSONNEL_ADMIN, COUNSELLOR},
    "Konsel": OWNER | {COUNSELLOR},
    "Bina": OWNER | APPRAISER,  # feedback for development: the two alone
    "Rutin": OWNER,
    # Of the plan that is set: staff hang theirs under it; it stands in a result that was signed.
    "Hasil": READERS | {LEADER, FORMER, CALIBRATES},
    "Harapan": READERS,
    "Langkah": READERS,
    "Peran": READERS,  # in the matrix of the leader
    "Rencana": OWNER,  # a draft
    "Dukungan": OWNER,
    "Usulan": READERS | {LEADER},  # a plan that is handed in
    "Sandaran": READERS,
    "Kesan": READERS | {FORMER},  # a result that the former superior signed
    "Alasan": READERS,
    "Keberatan": READERS,
    # Before it is signed between these two; and in the meeting that looks at it.
    "Realisasi": OWNER | APPRAISER | {CALIBRATES},
    "Penilaian": APPRAISER | {CALIBRATES},  # a rating that is not signed yet
    "Suara": OWNER | APPRAISER | {FORMER},  # what the superior said by name in a 360 round
    "Konsep": APPRAISER,  # a rating that is still being typed
    # Of a citizen: the desk, who deals with it and who leads the unit.
    "Aduan": OWNER | ABOVE | {SCOPE, SURVEY_OFFICER},
    "Pelapor": OWNER | ABOVE | {SCOPE, SURVEY_OFFICER},
    "Hadir": frozenset({SURVEY_OFFICER, PERSONNEL_ADMIN, HEAD_OF_REGION}),  # who was there
}
