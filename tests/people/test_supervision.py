"""Who appraises whom, in organisations small enough to draw."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.people.make import (
    a_head,
    a_member,
    a_person,
    a_position,
    a_unit,
    an_assignment,
    head_post,
)

from kinerja.people.assignment import Assignment
from kinerja.people.person import Person
from kinerja.people.position import Position
from kinerja.people.supervision import (
    Line,
    appraiser_of,
    appraisers_of,
    everyone_below,
    led_units,
    looked_up_once,
    report_ids,
    reports_of,
    superior_of_appraiser,
)
from kinerja.people.unit import Unit

pytestmark = pytest.mark.django_db

MARCH = date(2026, 3, 31)
Kind = Assignment.Kind


class City:
    """Kota → Dinas Kesehatan → Bidang P2P → Seksi Imunisasi, each with its head; Sari works below.

    Wali Kota > Dewi (Dinas) > Budi (Bidang) > Rina (Seksi) > Sari
    """

    def __init__(self) -> None:
        self.city = a_unit("Kota")
        self.health = a_unit("Dinas Kesehatan", self.city)
        self.division = a_unit("Bidang P2P", self.health)
        self.section = a_unit("Seksi Imunisasi", self.division)
        self.mayor = a_person("Wali Kota", kind=Person.Kind.OFFICIAL)
        mayoralty = a_position(
            self.city,
            "Wali Kota",
            leads=True,
            kind=Position.Kind.OFFICIAL,
            level=Position.Level.REGIONAL_HEAD,
        )
        an_assignment(self.mayor, mayoralty)
        self.dewi = a_head("Dewi", self.health)
        self.budi = a_head("Budi", self.division)
        self.rina = a_head("Rina", self.section)
        self.sari = a_member("Sari", self.section)


@pytest.fixture
def city() -> City:
    return City()


def vacate(person: Person, last_day: date) -> None:
    """The person's definitive post ends."""
    Assignment.objects.filter(person=person, kind=Kind.DEFINITIVE).update(ends_on=last_day)


def names(people: object) -> list[str]:
    return sorted(str(person) for person in people)


def test_appraiser_is_the_head_of_the_unit_and_of_the_unit_above_for_a_head(city: City):
    people = [city.sari, city.rina, city.budi, city.dewi, city.mayor]

    lines = appraisers_of(people, MARCH)

    assert lines == {
        city.sari.pk: Line(city.rina, city.budi),
        city.rina.pk: Line(city.budi, city.dewi),
        city.budi.pk: Line(city.dewi, city.mayor),
        city.dewi.pk: Line(city.mayor, None),
        city.mayor.pk: Line(None, None),
    }


def test_a_person_without_a_post_has_no_appraiser(city: City):
    assert appraisers_of([a_person("Tamu")], MARCH).popitem()[1] == Line(None, None)


def test_a_vacant_post_is_passed_over_and_two_vacant_ones_too(city: City):
    vacate(city.rina, date(2026, 2, 28))
    vacate(city.budi, date(2026, 3, 15))

    assert appraiser_of(city.sari, date(2026, 2, 28)) == city.rina
    assert appraiser_of(city.sari, date(2026, 3, 1)) == city.budi
    assert appraiser_of(city.sari, date(2026, 3, 16)) == city.dewi
    assert superior_of_appraiser(city.sari, date(2026, 3, 16)) == city.mayor


def test_a_unit_without_a_leading_post_is_passed_over(city: City):
    team = a_unit("Tim Vaksin", city.section)

    assert appraiser_of(a_member("Tono", team), MARCH) == city.rina


def test_a_head_who_is_absent_by_status_is_passed_over_from_that_day(city: City):
    Person.objects.filter(pk=city.rina.pk).update(
        status=Person.Status.STUDY_LEAVE, status_since=date(2026, 3, 10)
    )

    assert appraiser_of(city.sari, date(2026, 3, 9)) == city.rina
    assert appraiser_of(city.sari, date(2026, 3, 10)) == city.budi
    assert not led_units(city.rina, date(2026, 3, 10)).exists()


def test_definitive_comes_before_plt_and_plt_before_plh(city: City):
    plt, plh = a_head("Putri", a_unit("Bidang A", city.health)), city.dewi
    an_assignment(plh, head_post(city.division), Kind.PLH)
    an_assignment(plt, head_post(city.division), Kind.PLT)

    assert appraiser_of(city.rina, MARCH) == city.budi
    vacate(city.budi, date(2026, 2, 28))
    assert appraiser_of(city.rina, MARCH) == plt
    Assignment.objects.filter(kind=Kind.PLT).update(ends_on=date(2026, 2, 28))
    assert appraiser_of(city.rina, MARCH) == plh


def test_the_plt_of_the_own_superior_is_appraised_one_unit_up(city: City):
    vacate(city.budi, date(2026, 2, 28))
    an_assignment(city.rina, head_post(city.division), Kind.PLT, date(2026, 3, 1))

    assert appraisers_of([city.rina, city.sari], MARCH) == {
        city.rina.pk: Line(city.dewi, city.mayor),
        city.sari.pk: Line(city.rina, city.dewi),
    }


def test_the_plt_in_another_line_is_appraised_there_until_the_plt_ends(city: City):
    school = a_unit("Dinas Pendidikan", city.city)
    hana = a_head("Hana", school)
    bidang = a_unit("Bidang SD", school)
    an_assignment(city.budi, head_post(bidang), Kind.PLT, date(2026, 3, 1), date(2026, 3, 31))

    assert appraiser_of(city.budi, date(2026, 2, 28)) == city.dewi
    assert appraiser_of(city.budi, date(2026, 3, 31)) == hana
    assert appraiser_of(city.budi, date(2026, 4, 1)) == city.dewi


def test_a_head_who_also_acts_for_a_lower_post_keeps_the_own_superior(city: City):
    vacate(city.rina, date(2026, 2, 28))
    an_assignment(city.dewi, head_post(city.section), Kind.PLT, date(2026, 3, 1))

    assert appraisers_of([city.sari, city.dewi], MARCH) == {
        city.sari.pk: Line(city.dewi, city.mayor),
        city.dewi.pk: Line(city.mayor, None),
    }


def test_a_plh_does_not_appraise_those_of_equal_or_higher_post(city: City):
    vacate(city.budi, date(2026, 2, 28))
    vacate(city.rina, date(2026, 2, 28))
    other = a_head("Oki", a_unit("Seksi Lain", city.division))
    equal = a_head("Eka", a_unit("Seksi Ketiga", city.division))
    an_assignment(other, head_post(city.division), Kind.PLH, date(2026, 3, 1))

    assert appraiser_of(city.sari, MARCH) == other
    assert appraiser_of(equal, MARCH) == city.dewi
    assert appraiser_of(other, MARCH) == city.dewi


def test_reports_to_names_the_superior_and_its_vacancy_is_passed_over_there(city: City):
    service = a_unit("Puskesmas Naras", city.city)
    chief = a_head("Joko", service)
    nurse = a_member("Nita", service, reports_to=head_post(city.division))

    assert appraisers_of([nurse], MARCH) == {nurse.pk: Line(city.budi, city.dewi)}
    assert appraiser_of(chief, MARCH) == city.mayor
    vacate(city.budi, date(2026, 2, 28))
    assert appraisers_of([nurse], MARCH) == {nurse.pk: Line(city.dewi, city.mayor)}


def test_people_who_moved_belong_to_another_line_on_another_day(city: City):
    vacate(city.sari, date(2026, 2, 28))
    an_assignment(city.sari, a_position(city.health), starts_on=date(2026, 3, 1))

    assert appraiser_of(city.sari, date(2026, 2, 28)) == city.rina
    assert appraiser_of(city.sari, date(2026, 3, 1)) == city.dewi
    assert names(reports_of(city.rina, date(2026, 2, 28))) == ["Sari"]
    assert names(reports_of(city.rina, date(2026, 3, 1))) == []


def test_a_functional_officer_who_leads_a_school_appraises_its_teachers(city: City):
    school = a_unit("SDN 05", city.health, level=Unit.Level.SERVICE)
    seat = a_position(
        school,
        "Kepala SDN 05",
        leads=True,
        kind=Position.Kind.JF,
        level=Position.Level.AHLI_MADYA,
    )
    head_teacher = a_person("Ibu Kepala")
    an_assignment(head_teacher, seat)
    teacher = a_member("Guru", school)

    assert appraisers_of([teacher], MARCH) == {teacher.pk: Line(head_teacher, city.dewi)}


def test_secondment_leaves_the_appraiser_at_home(city: City):
    other = a_unit("Sekretariat", city.city)
    host = a_head("Tuan Rumah", other)
    an_assignment(city.sari, a_position(other), Kind.SECONDMENT)

    assert appraiser_of(city.sari, MARCH) == city.rina
    assert city.sari in everyone_below(host, MARCH)


def test_led_units_are_the_own_and_the_ones_acted_for(city: City):
    an_assignment(city.budi, head_post(city.section), Kind.PLH, date(2026, 3, 1), date(2026, 3, 7))

    assert list(led_units(city.budi, date(2026, 3, 7))) == [city.division, city.section]
    assert list(led_units(city.budi, date(2026, 3, 8))) == [city.division]
    assert list(led_units(city.sari, MARCH)) == []


def test_everyone_below_are_all_units_below_and_those_who_report_there(city: City):
    clinic = a_unit("Klinik", city.city)
    a_head("Kiki", clinic, reports_to=head_post(city.health))
    a_member("Nita", clinic)
    a_member("Ujang", city.city)

    assert names(everyone_below(city.dewi, MARCH)) == ["Budi", "Kiki", "Nita", "Rina", "Sari"]
    assert names(everyone_below(city.rina, MARCH)) == ["Sari"]
    assert names(everyone_below(city.sari, MARCH)) == []


def test_reports_of_are_the_direct_ones_through_vacant_units(city: City):
    a_member("Ujang", city.health)
    vacate(city.budi, date(2026, 2, 28))
    a_member("Tono", city.division)

    assert names(reports_of(city.dewi, date(2026, 2, 28))) == ["Budi", "Ujang"]
    assert names(reports_of(city.dewi, MARCH)) == ["Rina", "Tono", "Ujang"]
    assert names(reports_of(city.mayor, MARCH)) == ["Dewi"]


@pytest.mark.parametrize("count", [1, 40])
def test_the_number_of_queries_does_not_grow_with_the_people(
    city: City, count: int, django_assert_max_num_queries
):
    people = [a_member(f"Pegawai {number}", city.section) for number in range(count)]

    with django_assert_max_num_queries(5):
        lines = appraisers_of(people, MARCH)
    assert set(lines.values()) == {Line(city.rina, city.budi)}
    with django_assert_max_num_queries(4):
        assert reports_of(city.rina, MARCH).count() == count + 1


# A random organisation: for each unit the number of its parent, whether its post is held, and
# acting heads and superiors by name drawn from the people.
organisations = st.fixed_dictionaries(
    {
        "parents": st.lists(st.integers(0, 30), min_size=1, max_size=7),
        "held": st.lists(st.booleans(), min_size=8, max_size=8),
        "members": st.lists(st.integers(0, 30), min_size=1, max_size=5),
        "acting": st.lists(
            st.tuples(
                st.integers(0, 30), st.integers(0, 30), st.sampled_from([Kind.PLT, Kind.PLH])
            ),
            max_size=5,
        ),
        "named": st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=2),
    }
)


def build(plan: dict) -> list[Person]:
    units = [a_unit("Unit 0")]
    for number, parent in enumerate(plan["parents"], start=1):
        units.append(a_unit(f"Unit {number}", units[parent % number]))
    posts = [head_post(unit) for unit in units]
    people = [
        a_head(f"Kepala {number}", unit)
        for number, unit in enumerate(units)
        if plan["held"][number]
    ]
    staff = [a_member(f"Staf {place}", units[place % len(units)]) for place in plan["members"]]
    for person, place in plan["named"]:  # only of staff: those of heads are another test
        Assignment.objects.filter(person=staff[person % len(staff)]).update(
            reports_to=posts[place % len(posts)]
        )
    people += staff
    seats = set()
    for person, place, kind in plan["acting"]:
        who, post = people[person % len(people)], posts[place % len(posts)]
        mine = Assignment.objects.filter(person=who, position=post).exists()
        named = Assignment.objects.filter(person=who, reports_to__isnull=False).exists()
        if (post.pk, kind) not in seats and not mine and not named:
            seats.add((post.pk, kind))
            an_assignment(who, post, kind)
    return people


@settings(max_examples=40, deadline=None)
@given(plan=organisations)
def test_lines_never_come_back_and_reports_are_the_other_way_round(plan: dict):
    with transaction.atomic():  # each organisation alone: many in one table slow the search down
        _check_lines(build(plan))
        transaction.set_rollback(True)


def _check_lines(people: list[Person]) -> None:

    lines = appraisers_of(people, MARCH)

    for person in people:
        seen = [person]
        while above := lines[seen[-1].pk].appraiser:
            assert above not in seen
            seen.append(above)
        appraised = [one for one in people if lines[one.pk].appraiser == person]
        assert names(reports_of(person, MARCH)) == names(appraised)
        assert set(reports_of(person, MARCH)) <= set(everyone_below(person, MARCH))


def test_inside_of_a_reading_the_people_of_a_leader_are_looked_up_once() -> None:
    unit = a_unit("Puskesmas Pauh")
    budi = a_head("Budi", unit)
    sari = a_member("Sari", unit)
    with looked_up_once():
        assert report_ids(budi, MARCH) == [sari.pk]
        with CaptureQueriesContext(connection) as asked:
            assert report_ids(budi, MARCH) == [sari.pk]
        assert len(asked) == 0
        tono = a_member("Tono", unit)
        assert report_ids(budi, MARCH) == [sari.pk]  # as it stood when the reading began
    assert sorted(report_ids(budi, MARCH)) == sorted([sari.pk, tono.pk])
