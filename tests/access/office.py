"""What the personnel office of `world` looks after: people, posts, tasks, units, files."""

from datetime import date

from tests.access.world import TODAY, World

from kinerja.integrations.hub.member import add_member
from kinerja.people.agency import set_holiday
from kinerja.people.assignment import Assignment
from kinerja.people.imports.applying import apply_batch
from kinerja.people.imports.batch import ImportRow
from kinerja.people.imports.receiving import open_batch

HEADINGS = "NIP;Nama;Unit Kerja;Jabatan;Tgl Lahir\n"


def the_office(world: World) -> None:
    """What the personnel office looks after."""
    for name, person in world.people.items():
        world.add("person", name, person_id=person.pk)
        with_account = "person_with_account" if name in world.accounts else "person_without_account"
        world.add(with_account, name, person_id=person.pk)
        if post := Assignment.objects.on(TODAY).main().filter(person=person).first():
            world.add("assignment", name, assignment_id=post.pk)
            if not post.leads:
                world.add("employee", name, person_id=person.pk)
        if role := person.roles.on(TODAY).first():
            world.add("role", name, role_id=role.pk)
    for code, unit in world.units.items():
        kind = "empty_unit" if code == "K.6" else "unit"
        if code != "K":
            world.add(kind, code, unit_id=unit.pk)
    set_holiday(date=date(2026, 12, 24), name="Cuti daerah", kind="local", by=None)
    post = world.units["K.1.1"].positions.get(title="Bidan Terampil")
    world.add("post", "office", unit_id=post.unit_id, position_id=post.pk)
    agency = add_member(code="13.77", name="Kota Pariaman", by=None)
    world.add("agency", "office", member_id=agency.pk)
    _imports(world)


def _imports(world: World) -> None:
    """One file that waits for decisions, one that is stored."""
    files = {
        "import_open": "198507152010012951;Siti;Puskesmas Pauh;Perawat Mahir;15 Juli 1985\n"
        "198704172012012952;Cici;Pusk. Lama;Bidan Mahir;\n",
        "import_stored": "198805182013011953;Dadang;Puskesmas Pauh;Perawat Mahir;18-05-1988\n",
    }
    for kind, rows in files.items():
        batch = open_batch(
            kind="employees",
            file_name=f"{kind}.csv",
            content=(HEADINGS + rows).encode(),
            by=world.people["wati"],
            on=TODAY,
        )
        world.add(kind, "office", batch_id=batch.pk)
    doubtful = ImportRow.objects.get(outcome="review")
    world.add("import_row", "office", batch_id=doubtful.batch_id, row_id=doubtful.pk)
    apply_batch(batch=batch, by=world.people["wati"], on=TODAY)
