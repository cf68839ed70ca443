"""Discussions: who took part, what was said, and what becomes a finding."""

from datetime import UTC, date, datetime

import pytest
from tests.people.make import a_head, a_person, a_role, a_unit, an_agency

from kinerja.needs.discussion import (
    Discussion,
    Present,
    add_statement,
    finding_from_statement,
    may_keep,
    record_discussion,
    remove_statement,
    withdraw_discussion,
)
from kinerja.needs.finding import Finding
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, NotAllowed
from kinerja.people.role import Role
from kinerja.people.unit import Unit
from kinerja.records.event import Event

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 5)
NOW = datetime(2026, 10, 5, 3, tzinfo=UTC)


@pytest.fixture
def dinas() -> Unit:
    an_agency()
    return a_unit("Dinas Kesehatan")


@pytest.fixture
def susi(dinas: Unit) -> Person:
    person = a_person("Susi")
    a_role(person, Role.Name.SURVEY_OFFICER)
    return person


def a_discussion(by: Person, unit: Unit | None, **fields: object) -> Discussion:
    said = {
        "kind": "fgd",
        "title": "Antrean loket",
        "held_on": date(2026, 10, 1),
        "place": "Aula",
        "groups": [Present("Kader posyandu", 12, "Ibu Melati"), Present("Pedagang", 8)],
    }
    return record_discussion(**{**said, **fields}, unit=unit, by=by, at=NOW, on=TODAY)  # type: ignore[arg-type]


def test_a_statement_becomes_one_finding_with_the_meeting_as_its_evidence(
    susi: Person, dinas: Unit
) -> None:
    discussion = a_discussion(susi, dinas)
    group = discussion.groups.get(name="Pedagang")
    statement = add_statement(
        discussion=discussion, group=group, text="Loket tutup siang.", support=14, by=susi, on=TODAY
    )

    first = finding_from_statement(statement=statement, by=susi, on=TODAY)
    again = finding_from_statement(statement=statement, by=susi, on=TODAY)

    assert first == again
    found = Finding.objects.get()
    assert (found.statement, found.source, found.unit) == (
        "Loket tutup siang.",
        "discussion",
        dinas,
    )
    proof = found.evidence.get()
    assert proof.said == (
        "Diskusi kelompok terarah (FGD) “Antrean loket”: disampaikan Pedagang, didukung 14 dari 20"
        " yang hadir."
    )
    assert (proof.page, proof.cases) == (f"/diskusi/{discussion.pk}/", 20)
    with pytest.raises(InvalidInput, match="sudah menjadi temuan"):
        remove_statement(statement=statement, by=susi, on=TODAY)


def test_support_is_at_most_those_who_were_there(susi: Person, dinas: Unit) -> None:
    discussion = a_discussion(susi, dinas)
    for support in (0, 21):
        with pytest.raises(InvalidInput, match="antara 1 dan 20"):
            add_statement(
                discussion=discussion,
                group=discussion.groups.first(),  # type: ignore[arg-type]
                text="Loket tutup siang.",
                support=support,
                by=susi,
                on=TODAY,
            )
    assert not discussion.statements.exists()


def test_a_group_of_another_meeting_says_nothing_here(susi: Person, dinas: Unit) -> None:
    here, there = a_discussion(susi, dinas), a_discussion(susi, dinas)

    with pytest.raises(InvalidInput, match="yang hadir dalam diskusi ini"):
        add_statement(
            discussion=here,
            group=there.groups.first(),  # type: ignore[arg-type]
            text="Apa?",
            support=1,
            by=susi,
            on=TODAY,
        )


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"held_on": date(2026, 10, 6)}, "masih di depan"),
        ({"groups": []}, "sedikitnya satu kelompok"),
        ({"groups": [Present("Kader", 1), Present(" kader ", 2)]}, "ditulis dua kali"),
        ({"groups": [Present("Kader", 0)]}, "sedikitnya satu"),
    ],
)
def test_what_cannot_be_is_refused_whole(
    susi: Person, dinas: Unit, fields: dict[str, object], why: str
) -> None:
    with pytest.raises(InvalidInput, match=why):
        a_discussion(susi, dinas, **fields)
    assert not Discussion.objects.exists()
    assert not Event.objects.exists()


def test_a_leader_keeps_those_of_the_own_unit_alone(susi: Person, dinas: Unit) -> None:
    rina = a_head("Rina", dinas)
    other = a_unit("Dinas Perhubungan")
    discussion = a_discussion(rina, dinas)

    assert may_keep(rina, discussion, TODAY)
    assert not may_keep(a_head("Fajar", other), discussion, TODAY)
    with pytest.raises(NotAllowed):
        a_discussion(rina, other)


def test_withdrawn_it_is_seen_by_its_keeper_alone(susi: Person, dinas: Unit) -> None:
    rina = a_head("Rina", dinas)
    discussion = a_discussion(susi, dinas)
    withdraw_discussion(discussion=discussion, reason="Salah catat.", by=susi, on=TODAY)

    seen = [one.name for one in (susi, rina) if Discussion.objects.visible_to(one).exists()]
    assert seen == ["Susi"]


def test_names_enter_no_event(susi: Person, dinas: Unit) -> None:
    a_discussion(susi, dinas)

    assert Event.objects.get().data == {"kind": "fgd", "groups": 2, "people": 20, "files": 0}
