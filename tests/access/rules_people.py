"""The policy for the register: people, posts, tasks, accounts, units, the agency."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.access.matrix import Asked
from tests.access.office import HEADINGS
from tests.access.policy import (
    OWNER,
    PERSONNEL_ADMIN,
    PERSONNEL_VIEWER,
    READERS,
    SELF,
    SIGNED_IN,
    Rule,
    Who,
    get,
    post,
)
from tests.access.world import nip_of

from kinerja.people.person import Person

KEEPERS = frozenset({PERSONNEL_ADMIN})
RECORD = frozenset({SELF, PERSONNEL_ADMIN, PERSONNEL_VIEWER})  # read all that is known
ANOTHER: dict[str, Any] = {"known_to": READERS, "never": OWNER}  # never one's own


def kept(route: str, thing: str = "person", **more: Any) -> list[Rule]:
    """The page and the act of the personnel office about somebody else."""
    return [rule(route, KEEPERS, thing=thing, **ANOTHER, **more) for rule in (get, post)]


def upkeep(route: str, **more: Any) -> list[Rule]:
    """The page and the act of the personnel office about the organisation."""
    return [rule(route, KEEPERS, **more) for rule in (get, post)]


def seen(route: str, may: Who, **more: Any) -> Rule:
    """An address of an act only: looking at it leads back."""
    return get(route, may, answer=302, **more)


RULES: list[Rule] = [
    # People
    get("profile", SIGNED_IN),
    get("people_list", SIGNED_IN),
    get("people_search", SIGNED_IN, answer=302),
    post("people_search", SIGNED_IN, writes=False),
    get("person_show", READERS, thing="person"),
    get("person_changes", RECORD, thing="person", known_to=READERS),
    *upkeep("person_new"),
    *kept("person_edit"),
    *kept("person_status"),
    *kept("person_leave"),
    *kept("assignment_new"),
    *kept("assignment_transfer", thing="employee"),
    *kept("assignment_end", thing="assignment"),
    *kept("assignment_superior", thing="assignment"),
    *kept("role_grant"),
    *kept("role_end", thing="role"),
    # Accounts: the first password is shown once, in the answer itself
    get("login_open", KEEPERS, thing="person_without_account", **ANOTHER),
    post("login_open", KEEPERS, thing="person_without_account", **ANOTHER, answer=200),
    get("login_reset", KEEPERS, thing="person_with_account", **ANOTHER),
    post("login_reset", KEEPERS, thing="person_with_account", **ANOTHER, answer=200),
    *kept("login_state", thing="person_with_account"),
    # Imports
    *upkeep("people_import"),
    get("import_show", KEEPERS, thing="import_open"),
    *upkeep("import_row", thing="import_row"),
    *upkeep("import_units", thing="import_open"),
    seen("import_apply", KEEPERS, thing="import_open"),
    post("import_apply", KEEPERS, thing="import_open"),
    seen("import_recheck", KEEPERS, thing="import_open"),
    post("import_recheck", KEEPERS, thing="import_open", writes=False),  # nothing is new
    seen("import_finish", KEEPERS, thing="import_stored"),
    post("import_finish", KEEPERS, thing="import_stored"),
    *upkeep("import_undo", thing="import_stored"),
    # The organisation is open to everybody who works there
    get("units", SIGNED_IN),
    get("unit_matches", SIGNED_IN),
    get("unit_show", SIGNED_IN, thing="unit"),
    *upkeep("unit_new"),
    *upkeep("unit_rename", thing="unit"),
    *upkeep("unit_move", thing="unit"),
    *upkeep("unit_close", thing="empty_unit"),
    *upkeep("post_new", thing="unit"),
    *upkeep("post_duties", thing="post"),
    *upkeep("unit_alias", thing="unit"),
    # The agency
    *upkeep("settings"),
    *upkeep("look"),
    *upkeep("holidays"),
    get("holidays_national", KEEPERS, answer=302),
    post("holidays_national", KEEPERS),
    *upkeep("holiday_remove", at=(("day", "2026-12-24"),)),
]


def person_of(asked: Asked) -> Person | None:
    return Person.objects.filter(pk=asked.arguments["person_id"]).first()


def a_new_person(asked: Asked) -> dict[str, Any]:
    return {"name": "Bagus Setiawan", "kind": "pns", "nip": "199001012015031950"}


def edited(asked: Asked) -> dict[str, Any]:
    person = person_of(asked)
    if person is None:
        return a_new_person(asked) | {"version": "1"}
    return {
        "name": f"{person.name} Putra",
        "kind": person.kind,
        "nip": person.nip or "",
        "version": str(person.version),
    }


def for_post(name: str, **data: str) -> Any:
    """A body for a page whose address names a post (`?jabatan=`)."""
    return lambda asked: data | {"?": {"jabatan": asked.world.posts[name].pk}}


def a_superior(asked: Asked) -> dict[str, Any]:
    """Report to the head of the health office by name."""
    return {"reason": "SK 4/2026", "?": {"atasan": asked.world.posts["rina"].pk}}


def a_login(asked: Asked) -> dict[str, Any]:
    return {"login": "akun-baru"}


def under_the_agency(asked: Asked) -> dict[str, Any]:
    unit = asked.world.units["K.4"].pk
    if unit == asked.arguments["unit_id"]:
        unit = asked.world.units["K.5"].pk
    return {"reason": "Perda 3/2026", "?": {"induk": unit}}


def a_file(asked: Asked) -> dict[str, Any]:
    rows = f"{HEADINGS}199002022016012954;Euis;Puskesmas Pauh;Perawat Mahir;02-02-1990\n"
    return {"kind": "employees", "file": SimpleUploadedFile("pegawai.csv", rows.encode())}


def settings(asked: Asked) -> dict[str, Any]:
    return {
        "name": "Pemerintah Kota Contoh Raya",
        "kind": "region",
        "timezone": "Asia/Jakarta",
        "work_days": "5",
        "entry_cycle": "day",
        "grace_days": "1",
        "sample_percent": "10",
        "storage_megabytes": "2048",
        "thanks_a_month": "5",
        "least_respondents": "10",
        "answer_days": "5",
        "cycle": "quarter",
    }


BODIES = {
    ("people_search", ""): lambda asked: (
        {"cari": nip_of(asked.viewer)}
        if asked.viewer not in ("", "hasan", "tamu")
        else {"cari": "Sari"}
    ),
    ("person_new", ""): a_new_person,
    ("person_edit", ""): edited,
    ("person_status", ""): lambda asked: {"status": "study_leave", "since": "2026-10-05"},
    ("person_leave", ""): lambda asked: {
        "cause": "Mengundurkan diri",
        "on": "2026-10-31",
        "sure": "on",
    },
    ("assignment_new", ""): for_post("uli", kind="team_member", starts_on="2026-10-05"),
    ("assignment_transfer", ""): for_post("lina", on="2026-10-05"),
    ("assignment_end", ""): lambda asked: {"on": "2026-10-05"},
    ("assignment_superior", ""): a_superior,
    ("role_grant", ""): lambda asked: {"name": "counsellor", "on": "2026-10-05"},
    ("role_end", ""): lambda asked: {"on": "2026-10-05"},
    ("login_open", ""): a_login,
    ("login_state", ""): lambda asked: {"reason": "Cuti panjang"},
    ("unit_new", ""): lambda asked: {"name": "Dinas Sosial", "code": "K.9", "level": "device"},
    ("unit_rename", ""): lambda asked: {"name": "Unit Baru"},
    ("unit_move", ""): under_the_agency,
    ("unit_close", ""): lambda asked: {
        "on": "2026-10-05",
        "reason": "Perda 3/2026",
        "sure": "on",
    },
    ("post_duties", ""): lambda asked: {"duties": "Melayani ibu hamil."},
    ("post_new", ""): lambda asked: {"title": "Arsiparis", "level": "terampil"},
    ("unit_alias", ""): lambda asked: {"name": "Sebutan lain", "kind": "alias"},
    ("people_import", ""): a_file,
    ("import_row", ""): lambda asked: {"skip": "on"},
    ("import_units", ""): lambda asked: {"text": "Pusk. Lama", "unit": "K.1.2"},
    ("import_undo", ""): lambda asked: {"reason": "Berkas yang salah", "sure": "on"},
    ("settings", ""): settings,
    ("look", ""): lambda asked: {"accent": "#0b5a60", "attention": ""},
    ("holidays", ""): lambda asked: {
        "day": "2026-12-28",
        "name": "Hari jadi kota",
        "kind": "local",
    },
    ("holiday_remove", ""): lambda asked: {"reason": "Salah catat"},
}
