"""Since when somebody appraises: the line walked back."""

from datetime import date

import pytest
from tests.people.make import (
    a_head,
    a_member,
    a_position,
    a_unit,
    an_assignment,
    head_post,
)

from kinerja.people.appraiser_since import MOST, Since, appraiser_since
from kinerja.people.assignment import Assignment
from kinerja.people.person import Person

pytestmark = pytest.mark.django_db

OCTOBER = date(2026, 10, 12)
Kind = Assignment.Kind


class Office:
    """Dinas (Rina) > Puskesmas (Fajar until March, Budi since); Sari works there since 2025."""

    def __init__(self) -> None:
        self.health = a_unit("Dinas")
        self.pauh = a_unit("Puskesmas", self.health)
        self.rina = a_head("Rina", self.health, starts_on=date(2020, 1, 1))
        self.fajar = a_head("Fajar", self.pauh, ends_on=date(2026, 3, 31))
        self.budi = a_head("Budi", self.pauh, starts_on=date(2026, 4, 1))
        self.sari = a_member("Sari", self.pauh, starts_on=date(2025, 2, 1))


@pytest.fixture
def office() -> Office:
    return Office()


def test_from_the_day_on_which_the_head_came(office: Office) -> None:
    assert appraiser_since(office.sari, office.budi, OCTOBER) == Since(date(2026, 4, 1), False)


def test_from_the_day_on_which_oneself_came(office: Office) -> None:
    assert appraiser_since(office.budi, office.rina, OCTOBER) == Since(date(2026, 4, 1), False)


def test_on_an_earlier_day_it_is_the_one_of_that_day(office: Office) -> None:
    march = date(2026, 3, 1)

    assert appraiser_since(office.sari, office.fajar, march) == Since(date(2026, 1, 1), False)


def test_a_new_post_under_the_same_head_changes_nothing(office: Office) -> None:
    office.sari.assignments.update(ends_on=date(2026, 7, 31))
    an_assignment(office.sari, a_position(office.pauh), starts_on=date(2026, 8, 1))

    assert appraiser_since(office.sari, office.budi, OCTOBER) == Since(date(2026, 4, 1), False)


def test_a_day_without_a_post_ends_the_line(office: Office) -> None:
    office.sari.assignments.update(ends_on=date(2026, 7, 30))
    an_assignment(office.sari, a_position(office.pauh), starts_on=date(2026, 8, 1))

    assert appraiser_since(office.sari, office.budi, OCTOBER) == Since(date(2026, 8, 1), False)


def test_who_steps_in_from_above_does_so_since_the_post_is_vacant(office: Office) -> None:
    office.budi.assignments.update(ends_on=date(2026, 6, 30))

    assert appraiser_since(office.sari, office.rina, OCTOBER) == Since(date(2026, 7, 1), False)


def test_who_rises_to_the_unit_above_stays_while_the_own_post_is_vacant(office: Office) -> None:
    """Budi led the Puskesmas until June, then the Dinas; nobody came after him."""
    office.budi.assignments.update(ends_on=date(2026, 6, 30))
    office.rina.assignments.update(ends_on=date(2026, 6, 30))
    an_assignment(office.budi, head_post(office.health), starts_on=date(2026, 7, 1))

    assert appraiser_since(office.sari, office.budi, OCTOBER) == Since(date(2026, 4, 1), False)


def test_a_head_on_leave_is_passed_over_from_that_day_on(office: Office) -> None:
    Person.objects.filter(pk=office.budi.pk).update(
        status=Person.Status.STUDY_LEAVE, status_since=date(2026, 9, 1)
    )

    assert appraiser_since(office.sari, office.rina, OCTOBER) == Since(date(2026, 9, 1), False)


def test_a_day_of_another_plh_begins_anew(office: Office) -> None:
    """Lina stood in for one day, and stands above Sari: her own post is the one of a division."""
    lina = a_head("Lina", a_unit("Bidang", office.health))
    an_assignment(
        lina,
        head_post(office.pauh),
        kind=Kind.PLH,
        starts_on=date(2026, 8, 3),
        ends_on=date(2026, 8, 3),
    )
    office.budi.assignments.update(ends_on=date(2026, 8, 2))
    an_assignment(office.budi, head_post(office.pauh), starts_on=date(2026, 8, 4))

    assert appraiser_since(office.sari, office.budi, OCTOBER) == Since(date(2026, 8, 4), False)


def test_the_walk_ends_after_so_many_changes_and_says_so(office: Office) -> None:
    """Budi has a new post under Rina every month from January 2025 on."""
    office.budi.assignments.all().delete()
    for month in range(1, MOST + 3):
        first = date(2025 + (month - 1) // 12, (month - 1) % 12 + 1, 1)
        after = date(2025 + month // 12, month % 12 + 1, 1)
        an_assignment(
            office.budi,
            a_position(office.health),
            starts_on=first,
            ends_on=date.fromordinal(after.toordinal() - 1),
        )

    since = appraiser_since(office.budi, office.rina, date(2025, 10, 15))

    assert MOST == 8
    assert since == Since(date(2025, 3, 1), or_earlier=True)
