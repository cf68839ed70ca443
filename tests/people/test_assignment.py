"""Who holds which post: what may run side by side, and what may not."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from tests.people.make import (
    a_head,
    a_person,
    a_position,
    a_role,
    a_unit,
    an_admin,
    an_assignment,
    head_post,
)

from kinerja.people import assignment as subject
from kinerja.people.assignment import (
    Assignment,
    NewAssignment,
    assign,
    assign_many,
    end_assignment,
    end_service,
    transfer,
)
from kinerja.people.person import Person
from kinerja.people.refusals import (
    CircularSupervision,
    HasLeft,
    InvalidInput,
    NoDefinitivePost,
    NotALeadingPost,
    NotAllowed,
    OverlappingAssignment,
    PostTaken,
    SelfSupervision,
    UnitClosed,
    WrongDates,
)
from kinerja.people.role import Role
from kinerja.people.supervision import appraiser_of
from kinerja.records.event import Event

pytestmark = pytest.mark.django_db

Kind = Assignment.Kind
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def events() -> list[tuple]:
    return [
        (one.name, one.about_id, one.person_id, one.by_id, one.reason, one.data)
        for one in Event.objects.order_by("pk")
    ]


def rows() -> list[tuple]:
    return list(
        Assignment.objects.order_by("pk").values_list(
            "person__name", "position__title", "kind", "starts_on", "ends_on"
        )
    )


def test_assign_gives_a_post_from_a_day_on():
    admin, sari = an_admin(), a_person("Sari")
    health = a_unit("Dinas")
    post, head = a_position(health, "Bidan"), a_position(health, "Kepala", leads=True)

    made = assign(
        person=sari,
        position=post,
        kind="definitive",
        starts_on=MARCH,
        by=admin,
        reports_to=head,
        decree="SK 12/2026",
    )

    made.refresh_from_db()
    assert rows() == [("Sari", "Bidan", "definitive", MARCH, None)]
    assert (made.reports_to, made.decree, made.leads) == (head, "SK 12/2026", False)
    assert events() == [
        (
            "assignment.made",
            made.pk,
            sari.pk,
            admin.pk,
            "",
            {
                "position": post.pk,
                "kind": "definitive",
                "starts_on": "2026-03-01",
                "ends_on": None,
                "reports_to": head.pk,
                "decree": "SK 12/2026",
            },
        )
    ]
    assert not Assignment.objects.on(date(2026, 2, 28)).exists()
    assert Assignment.objects.on(MARCH).main().get() == made


class Office:
    """Budi leads the office since January; Sari works in it; Rina is free."""

    def __init__(self) -> None:
        self.unit = a_unit("Kantor")
        self.head = head_post(self.unit)
        self.post = a_position(self.unit, "Arsiparis")
        self.budi = a_person("Budi")
        self.seat = an_assignment(self.budi, self.head)
        self.sari = a_person("Sari")
        an_assignment(self.sari, self.post, ends_on=date(2026, 3, 31))
        self.rina = a_person("Rina")


@pytest.fixture
def office() -> Office:
    return Office()


def refused(office: Office, refusal: type[Exception], message: str, **fields: object) -> None:
    """The assignment is refused with these words, and nothing is stored."""
    before = rows()
    new = {"person": office.rina, "position": office.post, "kind": "definitive", **fields}
    with pytest.raises(refusal, match=message):
        assign(**{"starts_on": MARCH, "by": None, **new})
    assert rows() == before
    assert events() == []


def test_a_person_has_one_definitive_post_at_a_time(office: Office):
    other = a_position(office.unit, "Analis")

    refused(
        office,
        OverlappingAssignment,
        r"Sari memegang jabatan Arsiparis \(Definitif\) sejak 1 Januari 2026 "
        "sampai 31 Maret 2026; akhiri dahulu",
        person=office.sari,
        position=other,
        starts_on=date(2026, 3, 31),
    )
    refused(
        office,
        OverlappingAssignment,
        "Sari memegang jabatan Arsiparis",
        person=office.sari,
        position=other,
        starts_on=date(2025, 1, 1),
    )

    assign(person=office.sari, position=other, kind="definitive", starts_on=APRIL, by=None)

    assert rows()[-1] == ("Sari", "Analis", "definitive", APRIL, None)


def test_a_leading_post_has_one_definitive_holder_and_others_have_many(office: Office):
    refused(
        office,
        PostTaken,
        r"Budi memegang jabatan Kepala Kantor \(Definitif\) sejak 1 Januari 2026 dan belum",
        position=office.head,
    )

    assign(person=office.rina, position=office.post, kind="definitive", starts_on=MARCH, by=None)

    assert rows()[-1] == ("Rina", "Arsiparis", "definitive", MARCH, None)


def test_a_head_may_have_one_plt_and_one_plh_beside_the_definitive_holder(office: Office):
    seat = {"position": office.head, "starts_on": MARCH, "by": None}
    assign(person=office.rina, kind=Kind.PLT, **seat)
    assign(person=office.sari, kind=Kind.PLH, **seat)

    before = rows()
    for kind, name in ((Kind.PLT, "Rina"), (Kind.PLH, "Sari")):
        with pytest.raises(PostTaken, match=f"{name} memegang jabatan Kepala Kantor"):
            assign(
                person=a_person("Tono"),
                position=office.head,
                kind=kind,
                starts_on=APRIL,
                by=None,
            )
    assert rows() == before


def test_nobody_holds_one_post_twice(office: Office):
    refused(
        office,
        OverlappingAssignment,
        "Budi memegang jabatan Kepala Kantor",
        person=office.budi,
        position=office.head,
        kind="plt",
    )


def test_only_heads_have_plt_and_plh_and_are_superiors(office: Office):
    message = "Arsiparis tidak memimpin unit"
    refused(office, NotALeadingPost, message, kind="plt")
    refused(office, NotALeadingPost, message, kind="plh")
    refused(
        office,
        NotALeadingPost,
        message,
        position=a_position(office.unit, "Analis"),
        reports_to=office.post,
    )


def test_nobody_is_the_own_superior(office: Office):
    other = a_unit("Cabang", office.unit)

    refused(
        office,
        SelfSupervision,
        "Kepala Cabang tidak dapat menjadi atasan dari jabatan itu sendiri",
        position=head_post(other),
        reports_to=head_post(other),
    )
    refused(
        office,
        SelfSupervision,
        "Budi sendiri memegang jabatan Kepala Kantor; pilih atasan yang lain",
        person=office.budi,
        position=head_post(other),
        kind="plt",
        reports_to=office.head,
    )

    an_assignment(office.rina, head_post(other), Kind.PLT, ends_on=date(2026, 2, 28))
    made = assign(
        person=office.rina,
        position=office.post,
        kind="definitive",
        starts_on=MARCH,
        reports_to=head_post(other),
        by=None,
    )
    assert made.reports_to == head_post(other)  # the Plt ended the day before


def test_a_circle_of_superiors_is_refused(office: Office):
    branch = a_unit("Cabang", office.unit)
    stand = a_unit("Loket", branch)
    an_assignment(office.rina, head_post(stand))
    tono = a_person("Tono")

    refused(
        office,
        CircularSupervision,
        "Garis atasan berputar: Tono → Rina → Tono. Pilih atasan yang lain",
        person=tono,
        position=head_post(branch),
        reports_to=head_post(stand),
    )
    assert appraiser_of(office.rina, MARCH) == office.budi


def test_a_circle_that_begins_later_is_refused_too(office: Office):
    branch = a_unit("Cabang", office.unit)
    other = a_unit("Kantor Lain")
    tono = a_head("Tono", other, reports_to=head_post(branch))
    assert appraiser_of(tono, APRIL) == office.budi  # nobody leads the branch yet

    refused(
        office,
        CircularSupervision,
        "Rina → Tono → Rina",
        position=head_post(branch),
        reports_to=head_post(other),
        starts_on=APRIL,
    )


@pytest.mark.parametrize(
    ("fields", "refusal", "message"),
    [
        (
            {"ends_on": date(2026, 2, 28)},
            WrongDates,
            "akhir 28 Februari 2026 lebih awal daripada tanggal mulai 1 Maret 2026",
        ),
        ({"kind": "raja"}, InvalidInput, "Cara: "),
        ({"decree": "x" * 101}, InvalidInput, "Nomor SK: "),
    ],
)
def test_what_cannot_be_is_refused(office: Office, fields, refusal, message):
    refused(office, refusal, message, **fields)


def test_a_closed_unit_and_a_person_who_left_get_nothing_new(office: Office):
    closed = a_unit("Lama", closed_on=APRIL)
    refused(office, UnitClosed, "Lama ditutup 1 April 2026", position=a_position(closed))
    refused(
        office,
        HasLeft,
        "Toni sudah berhenti; pilih orang lain",
        person=a_person("Toni", status="left"),
    )

    made = assign(
        person=office.rina,
        position=a_position(closed),
        kind="definitive",
        starts_on=MARCH,
        ends_on=date(2026, 3, 31),
        by=None,
    )
    assert made.pk


def test_only_personnel_admins_assign(office: Office):
    before = rows()
    for act in (
        lambda: assign(
            person=office.rina,
            position=office.post,
            kind="definitive",
            starts_on=MARCH,
            by=office.budi,
        ),
        lambda: end_assignment(assignment=office.seat, on=MARCH, by=office.budi),
        lambda: transfer(person=office.sari, position=office.post, on=MARCH, by=office.budi),
        lambda: end_service(person=office.sari, on=MARCH, by=office.budi, reason=""),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert rows() == before
    assert events() == []


def test_end_assignment_keeps_the_day_as_its_last(office: Office):
    end_assignment(assignment=office.seat, on=date(2026, 3, 15), by=None, reason="Pensiun.")

    assert Assignment.objects.on(date(2026, 3, 15)).filter(pk=office.seat.pk).exists()
    assert not Assignment.objects.on(date(2026, 3, 16)).filter(pk=office.seat.pk).exists()
    assert events() == [
        (
            "assignment.ended",
            office.seat.pk,
            office.budi.pk,
            None,
            "Pensiun.",
            {"ends_on": "2026-03-15"},
        )
    ]


@pytest.mark.parametrize(
    ("on", "message"),
    [
        (date(2025, 12, 31), "baru mulai 1 Januari 2026"),
        (date(2026, 3, 16), "sudah berakhir 15 Maret 2026"),
    ],
)
def test_an_end_that_cannot_be_changes_nothing(office: Office, on: date, message: str):
    Assignment.objects.filter(pk=office.seat.pk).update(ends_on=date(2026, 3, 15))

    with pytest.raises(WrongDates, match=message):
        end_assignment(assignment=office.seat, on=on, by=None)

    assert Assignment.objects.get(pk=office.seat.pk).ends_on == date(2026, 3, 15)
    assert events() == []


def test_transfer_ends_the_old_post_the_day_before(office: Office):
    other = a_unit("Cabang")
    post = a_position(other, "Analis")

    new = transfer(person=office.sari, position=post, on=MARCH, by=None, decree="SK 7")

    assert [row for row in rows() if row[0] == "Sari"] == [
        ("Sari", "Arsiparis", "definitive", date(2026, 1, 1), date(2026, 2, 28)),
        ("Sari", "Analis", "definitive", MARCH, None),
    ]
    assert [(name, about) for name, about, *_ in events()] == [
        ("assignment.ended", Assignment.objects.get(position=office.post).pk),
        ("assignment.made", new.pk),
    ]


def test_a_transfer_that_is_refused_leaves_the_old_post(office: Office):
    before = rows()

    with pytest.raises(NoDefinitivePost, match="Rina tidak memegang jabatan definitif pada 1 Mar"):
        transfer(person=office.rina, position=office.post, on=MARCH, by=None)
    with pytest.raises(PostTaken, match="Budi memegang jabatan Kepala Kantor"):
        transfer(person=office.sari, position=office.head, on=MARCH, by=None)
    with pytest.raises(WrongDates, match="pada hari itu juga"):
        transfer(person=office.sari, position=office.head, on=date(2026, 1, 1), by=None)

    assert rows() == before
    assert events() == []


def test_end_service_ends_posts_and_tasks_and_withdraws_what_would_begin(office: Office):
    task = a_role(office.budi, Role.Name.COUNSELLOR)
    plt = an_assignment(office.budi, head_post(a_unit("Cabang")), Kind.PLT, APRIL)
    an_assignment(office.budi, office.post, Kind.SECONDMENT, MARCH, date(2026, 3, 31))

    end_service(person=office.budi, on=date(2026, 3, 31), by=None, reason="Pensiun.")

    office.budi.refresh_from_db()
    task.refresh_from_db()
    assert (office.budi.status, office.budi.status_since) == (Person.Status.LEFT, APRIL)
    assert task.ends_on == date(2026, 3, 31)
    assert [row for row in rows() if row[0] == "Budi"] == [
        ("Budi", "Kepala Kantor", "definitive", date(2026, 1, 1), date(2026, 3, 31)),
        ("Budi", "Arsiparis", "secondment", MARCH, date(2026, 3, 31)),
    ]
    assert sorted((name, about) for name, about, *_ in events()) == [
        ("assignment.ended", office.seat.pk),
        ("assignment.withdrawn", plt.pk),
        ("person.status_set", office.budi.pk),
        ("role.ended", task.pk),
    ]
    with pytest.raises(HasLeft):
        end_service(person=office.budi, on=APRIL, by=None, reason="")


def test_many_are_the_same_rows_and_events_as_one_by_one():
    units = [a_unit(f"Unit {number}") for number in range(4)]
    people = [a_person(f"Orang {number}") for number in range(4)]
    new = [
        NewAssignment(person, head_post(unit), "definitive", MARCH, decree="SK 1")
        for person, unit in zip(people, units, strict=True)
    ]
    for one in new[:2]:
        assign(
            person=one.person,
            position=one.position,
            kind=one.kind,
            starts_on=one.starts_on,
            by=None,
            decree=one.decree,
        )
    assign_many(assignments=new[2:], by=None)

    assert rows() == [
        (f"Orang {number}", f"Kepala Unit {number}", "definitive", MARCH, None)
        for number in range(4)
    ]
    said = [(name, by, reason, data | {"position": 0}) for name, _, _, by, reason, data in events()]
    assert said == [said[0]] * 4
    assert [person for _, _, person, *_ in events()] == [person.pk for person in people]


def test_one_bad_row_stores_none_of_many(office: Office):
    before = rows()
    seat = head_post(a_unit("Cabang"))

    with pytest.raises(PostTaken, match="Rina memegang jabatan Kepala Cabang"):
        assign_many(
            assignments=[
                NewAssignment(office.rina, seat, "definitive", MARCH),
                NewAssignment(a_person("Tono"), seat, "definitive", APRIL),
            ],
            by=None,
        )

    assert rows() == before
    assert events() == []


# What the database refuses by itself, whatever the verbs do.


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("person_has_one_definitive_post", {"person": "sari", "position": "other"}),
        ("post_has_one_definitive_head", {"person": "rina", "position": "head"}),
        ("person_holds_post_once", {"person": "budi", "position": "head", "kind": "plh"}),
        ("acting_only_for_leading_posts", {"person": "rina", "position": "post", "kind": "plt"}),
        ("assignment_ends_after_start", {"person": "rina", "ends_on": date(2026, 2, 27)}),
        ("post_never_reports_to_itself", {"person": "rina", "reports_to": "post"}),
        ("assignment_leads_like_its_post", {"person": "rina", "leads": True}),
    ],
)
def test_the_database_itself_refuses(office: Office, constraint: str, fields: dict):
    office.other = a_position(office.unit, "Analis")
    row = {
        name: getattr(office, value) if isinstance(value, str) and name != "kind" else value
        for name, value in fields.items()
    }
    row = {"position": office.post, "kind": "definitive", "starts_on": date(2026, 2, 28), **row}

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Assignment.objects.create(**{"leads": row["position"].leads, **row})


@pytest.mark.parametrize("kind", [Kind.PLT, Kind.PLH])
def test_the_database_refuses_two_acting_heads_of_one_kind(office: Office, kind: str):
    an_assignment(office.sari, office.head, kind)

    with pytest.raises(IntegrityError, match=f"post_has_one_{kind}"), transaction.atomic():
        an_assignment(office.rina, office.head, kind)


def test_the_copy_of_leads_follows_its_post(office: Office):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_position SET leads = false WHERE id = %s", [office.head.pk])

    assert not Assignment.objects.get(pk=office.seat.pk).leads


def test_the_last_word_of_the_database_is_a_refusal(office: Office, monkeypatch):
    """Two who assign at the same moment both find the post free."""
    monkeypatch.setattr(subject, "_check_overlaps", lambda rows: None)

    refused(office, PostTaken, "Jabatan ini baru saja diisi orang lain", position=office.head)
