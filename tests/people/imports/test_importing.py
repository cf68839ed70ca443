"""What an import stores, that it stores it once, and how it is repaired and taken back."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.people.imports.files import xlsx
from tests.people.make import a_person, a_role, a_unit, an_admin, an_assignment

from kinerja.people.assignment import Assignment
from kinerja.people.imports.applying import apply_batch, apply_started, import_file, start_apply
from kinerja.people.imports.batch import ImportBatch, ImportFile, ImportRow
from kinerja.people.imports.closing import ImportClosed, finish_batch, forget_files
from kinerja.people.imports.correction import Correction
from kinerja.people.imports.deciding import decide_row, name_unit, recheck_batch
from kinerja.people.imports.outcome import summary
from kinerja.people.imports.receiving import open_batch, read_received, receive_file
from kinerja.people.imports.undo import ImportRestedOn, undo_batch
from kinerja.people.person import Person, edit_person
from kinerja.people.position import Position
from kinerja.people.refusals import NotAllowed
from kinerja.people.supervision import appraiser_of
from kinerja.people.unit import Unit, UnitName
from kinerja.records.event import Event
from kinerja.records.notice import notify
from kinerja.records.refusals import FileRefused
from kinerja.records.seal import seal_events, verify_chain

pytestmark = pytest.mark.django_db

TODAY = date(2026, 2, 1)
BUDI, SITI, CICI = "198603162011011902", "198507152010012901", "198704172012012903"
HEAD = ["NIP", "Nama", "Unit Kerja", "Jabatan", "TMT Jabatan", "Golongan", "NIP Atasan"]
LEADER = [BUDI, "Dr. Budi, M.Kes", "Dinas Kesehatan", "Kepala Dinas", date(2024, 1, 2), "IV/a", ""]
NURSE = [SITI, "Siti", "Dinas Kesehatan", "Perawat Mahir", date(2025, 3, 1), "IIIb", BUDI]
UNKNOWN = [CICI, "Cici", "Dinkes Kota", "Bidan Mahir", date(2025, 3, 1), "III/a", BUDI]
FILE = xlsx([HEAD, LEADER, NURSE, UNKNOWN])


@pytest.fixture
def office() -> Unit:
    town = a_unit("Pemerintah Kota Uji", code="KOTA", level=Unit.Level.AGENCY)
    return a_unit("Dinas Kesehatan", town, code="DINKES", level=Unit.Level.DEVICE)


def imported(content: bytes = FILE, on: date = TODAY) -> dict[str, int]:
    plan = import_file(kind="employees", file_name="pegawai.xlsx", content=content, by=None, on=on)
    return {k: n for k, n in summary(r.outcome for r in plan.reports).items() if n}


def checked(content: bytes = FILE) -> ImportBatch:
    return open_batch(
        kind="employees", file_name="pegawai.xlsx", content=content, by=an_admin(), on=TODAY
    )


def the_row(batch: ImportBatch, row: int) -> ImportRow:
    return batch.rows.get(row=row)


def stored_state() -> tuple[object, ...]:
    """Everything that an import may change."""
    people = list(Person.objects.order_by("pk").values())
    posts = list(Position.objects.order_by("pk").values())
    assignments = list(Assignment.objects.order_by("pk").values())
    return people, posts, assignments


def test_accepted_and_fixed_rows_are_stored_with_post_and_superior(office: Unit) -> None:
    assert imported() == {"accept": 1, "fix": 1, "review": 1, "ignore": 1}

    budi, siti = Person.objects.get(nip=BUDI), Person.objects.get(nip=SITI)
    assert (budi.name, budi.front_title, budi.back_title) == ("Budi", "Dr.", "M.Kes")
    assert (siti.grade, siti.kind, siti.sex, siti.birth_date) == (
        "III/b",
        "pns",
        "female",
        date(1985, 7, 15),
    )
    nurse = siti.assignments.get()
    assert (nurse.position.title, nurse.position.unit, nurse.position.level, nurse.starts_on) == (
        "Perawat Mahir",
        office,
        "mahir",
        date(2025, 3, 1),
    )
    assert budi.assignments.get().position.leads
    assert nurse.reports_to is None  # the tree of units says the same
    assert appraiser_of(siti, TODAY) == budi
    assert not Person.objects.filter(nip=CICI).exists()


def test_the_same_file_again_changes_nothing(office: Unit) -> None:
    imported()
    before, events = stored_state(), Event.objects.count()

    assert imported() == {"merge": 2, "review": 1, "ignore": 1}
    assert imported(on=TODAY + timedelta(days=40)) == {"merge": 2, "review": 1, "ignore": 1}

    assert stored_state() == before
    assert Event.objects.count() == events
    assert ImportBatch.objects.count() == 1


def test_every_change_has_its_event_and_the_chain_is_whole(office: Unit) -> None:
    imported()

    siti = Person.objects.get(nip=SITI)
    assert list(
        Event.objects.filter(person=siti).order_by("pk").values_list("name", flat=True)
    ) == ["person.added", "assignment.made"]
    batch = ImportBatch.objects.get()
    applied = Event.objects.about(batch).get()
    assert (applied.name, applied.data["stored"]) == ("import.applied", 2)
    seal_events()
    assert verify_chain().whole


def test_a_wrong_file_stores_nothing(office: Unit) -> None:
    with pytest.raises(FileRefused):
        imported(xlsx([["halo"]]))

    assert not Person.objects.exists()
    assert not ImportBatch.objects.exists()
    assert not Event.objects.exists()


def test_only_those_who_keep_the_register_may(office: Unit) -> None:
    siti = a_person("Siti")

    with pytest.raises(NotAllowed):
        import_file(kind="employees", file_name="x", content=FILE, by=siti, on=TODAY)
    with pytest.raises(NotAllowed):
        open_batch(kind="employees", file_name="x", content=FILE, by=siti, on=TODAY)

    assert not ImportBatch.objects.exists()


def test_a_superior_outside_the_tree_is_named(office: Unit) -> None:
    school = a_unit("Dinas Pendidikan", office.parent, code="DISDIK", level=Unit.Level.DEVICE)
    other = [CICI, "Cici", "Dinas Pendidikan", "Staf", date(2025, 3, 1), "III/a", BUDI]

    imported(xlsx([HEAD, LEADER, other]))

    cici = Person.objects.get(nip=CICI)
    assert cici.assignments.get().reports_to == Position.objects.get(unit=office, leads=True)
    assert appraiser_of(cici, TODAY) == Person.objects.get(nip=BUDI)
    assert school.positions.get().title == "Staf"


def test_a_unit_without_a_post_is_kept_with_an_unnamed_post(office: Unit) -> None:
    imported(xlsx([["NIP", "Nama", "Unit Kerja"], [SITI, "Siti", "Dinas Kesehatan"]]))

    post = Person.objects.get(nip=SITI).assignments.get()
    assert (post.position.title, post.position.unit, post.starts_on) == (
        "Jabatan belum diisi",
        office,
        TODAY,
    )


def test_a_second_file_completes_what_the_first_left_open(office: Unit) -> None:
    imported(xlsx([["NIP", "Nama", "Unit Kerja"], [SITI, "Siti", "Dinas Kesehatan"]]))

    assert imported(xlsx([HEAD, LEADER, NURSE]), on=TODAY + timedelta(days=30)) == {
        "accept": 1,
        "fix": 1,
        "ignore": 1,
    }
    siti = Person.objects.get(nip=SITI)
    assert siti.grade == "III/b"
    current = Assignment.objects.on(TODAY + timedelta(days=30)).get(person=siti)
    assert current.position.title == "Perawat Mahir"


# --- Repair


def test_a_named_unit_is_remembered_and_frees_the_row(office: Unit) -> None:
    batch = checked()
    admin = batch.by

    name_unit(batch=batch, text="Dinkes Kota", unit=office, by=admin, on=TODAY)

    assert the_row(batch, 4).outcome == "fix"
    assert UnitName.objects.get().name == "Dinkes Kota"
    assert apply_batch(batch=batch, by=admin, on=TODAY) == 3
    assert Person.objects.get(nip=CICI).assignments.get().position.unit == office


def test_a_corrected_value_frees_the_row(office: Unit) -> None:
    batch = checked()
    row = the_row(batch, 4)

    decide_row(row=row, correction=Correction({"unit": "DINKES"}), by=batch.by)
    recheck_batch(batch=batch, by=batch.by, on=TODAY)

    row.refresh_from_db()
    assert (row.outcome, row.values["unit"]) == ("fix", "Dinas Kesehatan")
    assert row.reasons[0]["code"] == "corrected"


def test_a_confirmed_doubt_is_stored_as_it_is_written(office: Unit) -> None:
    content = xlsx(
        [["NIP", "Nama", "Unit Kerja", "Tgl Lahir"], [SITI, "Siti", "DINKES", date(1985, 7, 16)]]
    )
    batch = checked(content)
    row = the_row(batch, 2)

    decide_row(
        row=row,
        correction=Correction(confirmed=frozenset({"birth_date_conflict"})),
        by=batch.by,
    )
    apply_batch(batch=batch, by=batch.by, on=TODAY)

    assert Person.objects.get(nip=SITI).birth_date == date(1985, 7, 16)


def test_one_of_two_conflicting_rows_is_chosen(office: Unit) -> None:
    head = ["NIP", "Nama", "Unit Kerja"]
    batch = checked(xlsx([head, [SITI, "Siti", "DINKES"], [SITI, "Sita", "DINKES"]]))

    decide_row(
        row=the_row(batch, 3),
        correction=Correction(confirmed=frozenset({"duplicate_conflict"})),
        by=batch.by,
    )
    apply_batch(batch=batch, by=batch.by, on=TODAY)

    assert Person.objects.get(nip=SITI).name == "Sita"
    assert [row.outcome for row in batch.rows.all()] == ["ignore", "merge", "accept"]


def test_a_skipped_row_is_ignored(office: Unit) -> None:
    batch = checked()

    decide_row(row=the_row(batch, 4), correction=Correction(skip=True), by=batch.by)
    recheck_batch(batch=batch, by=batch.by, on=TODAY)

    row = the_row(batch, 4)
    assert (row.outcome, row.reasons[-1]["code"]) == ("ignore", "skipped")


def test_the_file_wins_over_the_database_when_somebody_says_so(office: Unit) -> None:
    imported()
    content = xlsx([HEAD, [*NURSE[:3], "Perawat Penyelia", date(2026, 1, 15), "III/c", BUDI]])
    batch = checked(content)
    row = the_row(batch, 2)
    assert [reason["code"] for reason in row.reasons] == ["db_grade", "db_position"]

    decide_row(
        row=row,
        correction=Correction({"position": "-"}, confirmed=frozenset({"db_grade"})),
        by=batch.by,
    )
    assert apply_batch(batch=batch, by=batch.by, on=TODAY) == 1
    siti = Person.objects.get(nip=SITI)
    assert (siti.grade, siti.assignments.get().position.title) == ("III/c", "Perawat Mahir")

    again = checked(content)
    decide_row(
        row=the_row(again, 2),
        correction=Correction(confirmed=frozenset({"db_position"})),
        by=again.by,
    )
    apply_batch(batch=again, by=again.by, on=TODAY)
    old, new = siti.assignments.order_by("starts_on")
    assert (old.ends_on, new.starts_on, new.position.title) == (
        date(2026, 1, 14),
        date(2026, 1, 15),
        "Perawat Penyelia",
    )


def test_a_stored_row_and_a_finished_import_are_closed(office: Unit) -> None:
    batch = checked()
    apply_batch(batch=batch, by=batch.by, on=TODAY)

    with pytest.raises(ImportClosed):
        decide_row(row=the_row(batch, 2), correction=Correction(skip=True), by=batch.by)
    finish_batch(batch=batch, by=batch.by)
    assert not ImportFile.objects.exists()
    with pytest.raises(ImportClosed):
        apply_batch(batch=batch, by=batch.by, on=TODAY)
    with pytest.raises(ImportClosed):
        decide_row(row=the_row(batch, 4), correction=Correction(skip=True), by=batch.by)


def test_repaired_rows_are_stored_by_a_second_apply(office: Unit) -> None:
    batch = checked()
    assert apply_batch(batch=batch, by=batch.by, on=TODAY) == 2
    name_unit(batch=batch, text="Dinkes Kota", unit=office, by=batch.by, on=TODAY)

    assert apply_batch(batch=batch, by=batch.by, on=TODAY) == 1
    assert apply_batch(batch=batch, by=batch.by, on=TODAY) == 0

    assert [row.outcome for row in batch.rows.all()] == ["ignore", "accept", "fix", "fix"]
    assert Person.objects.filter(nip__in=[BUDI, SITI, CICI]).count() == 3


def test_citizen_numbers_are_not_kept_in_the_rows(office: Unit) -> None:
    batch = checked(xlsx([["NIP", "Nama"], ["1377014507850002", "Siti"], [SITI, "Budi"]]))

    assert "1377014507850002" not in str(list(batch.rows.values()))


# --- Jobs


def test_a_large_file_is_read_and_stored_by_jobs(office: Unit) -> None:
    admin = an_admin()
    batch = receive_file(kind="employees", file_name="pegawai.xlsx", content=FILE, by=admin)
    assert batch.is_busy

    read_received(batch=batch, on=TODAY)
    read_received(batch=batch, on=TODAY)
    assert (batch.state, batch.rows.count(), batch.ready) == ("checked", 4, 2)

    start_apply(batch=batch, by=admin)
    with pytest.raises(ImportClosed):
        recheck_batch(batch=batch, by=admin, on=TODAY)
    apply_started(batch=batch, by=admin, on=TODAY)
    apply_started(batch=batch, by=admin, on=TODAY)
    batch.refresh_from_db()
    assert (batch.state, batch.progress, batch.ready) == ("applied", "", 0)
    assert Person.objects.filter(nip=SITI).exists()


def test_a_job_says_what_is_wrong_with_a_file(office: Unit) -> None:
    batch = receive_file(kind="employees", file_name="x.csv", content=b"halo", by=an_admin())

    read_received(batch=batch, on=TODAY)

    batch.refresh_from_db()
    assert batch.state == "failed"
    assert "kolom NIP dan Nama" in batch.problem
    assert not ImportFile.objects.exists()


def test_files_that_lie_about_are_forgotten(office: Unit) -> None:
    batch = checked()

    assert forget_files(before=timezone.now() - timedelta(days=30)) == 0
    assert forget_files(before=timezone.now() + timedelta(seconds=1)) == 1
    batch.refresh_from_db()
    assert (batch.state, ImportFile.objects.count()) == ("finished", 0)


# --- Undo


def test_undo_brings_back_what_was_and_another_import_starts_anew(office: Unit) -> None:
    a_person("Siti", nip=SITI)
    imported(xlsx([HEAD, LEADER, NURSE]))
    batch = ImportBatch.objects.get()

    undo_batch(batch=batch, by=None, on=TODAY)

    siti, budi = Person.objects.get(nip=SITI), Person.objects.get(nip=BUDI)
    assert (siti.grade, siti.status, siti.assignments.count()) == ("", "active", 0)
    assert budi.status == "withdrawn"
    assert not Position.objects.exists()
    assert not ImportFile.objects.exists()

    assert imported(xlsx([HEAD, LEADER, NURSE])) == {"accept": 1, "fix": 1, "ignore": 1}
    budi.refresh_from_db()
    assert (budi.status, budi.assignments.count()) == ("active", 1)
    assert imported(xlsx([HEAD, LEADER, NURSE])) == {"merge": 2, "ignore": 1}
    seal_events()
    assert verify_chain().whole


def test_what_people_were_told_meanwhile_does_not_hold_an_import(office: Unit) -> None:
    imported()
    batch = ImportBatch.objects.get()
    notify(Person.objects.get(nip=SITI), "Selamat datang.", "/")

    undo_batch(batch=batch, by=None, on=TODAY)

    assert ImportBatch.objects.get().state == ImportBatch.State.UNDONE


def test_undo_is_refused_when_something_rests_on_it(office: Unit) -> None:
    imported()
    batch = ImportBatch.objects.get()
    a_role(Person.objects.get(nip=SITI), "counsellor")
    before = stored_state()

    with pytest.raises(ImportRestedOn, match="Siti"):
        undo_batch(batch=batch, by=None, on=TODAY)

    assert stored_state() == before


def test_undo_is_refused_after_an_edit(office: Unit) -> None:
    imported()
    edit_person(person=Person.objects.get(nip=SITI), by=None, name="Siti Aminah")

    with pytest.raises(ImportRestedOn, match="Siti Aminah"):
        undo_batch(batch=ImportBatch.objects.get(), by=None, on=TODAY)


def test_undo_is_refused_when_others_took_the_new_posts(office: Unit) -> None:
    imported()
    post = Position.objects.get(title="Perawat Mahir")
    an_assignment(a_person("Lina"), post)

    with pytest.raises(ImportRestedOn, match="Perawat Mahir"):
        undo_batch(batch=ImportBatch.objects.get(), by=None, on=TODAY)


def test_undo_only_once(office: Unit) -> None:
    imported()
    batch = ImportBatch.objects.get()
    undo_batch(batch=batch, by=None, on=TODAY)

    with pytest.raises(ImportClosed):
        undo_batch(batch=batch, by=None, on=TODAY)


def test_the_number_of_queries_does_not_grow_with_the_rows(office: Unit) -> None:
    def people(count: int, first: int) -> bytes:
        born = date(1980, 1, 1)
        lines = [
            [f"{born + timedelta(days=n):%Y%m%d}2010011901", f"Orang {chr(65 + n % 26)}", "DINKES"]
            for n in range(first, first + count)
        ]
        return xlsx([["NIP", "Nama", "Unit Kerja"], *lines])

    imported(people(1, 0))  # the unnamed post is there from now on
    counts = []
    for count, first in ((5, 100), (200, 1000)):
        content = people(count, first)
        with CaptureQueriesContext(connection) as queries:
            imported(content)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_duties_of_a_new_post_come_with_the_file(office: Unit) -> None:
    content = xlsx([[*HEAD, "Uraian Tugas"], [*LEADER, "Memimpin dinas\n Membina  puskesmas"]])

    imported(content)

    assert Position.objects.get().duties == "Memimpin dinas\nMembina puskesmas"
