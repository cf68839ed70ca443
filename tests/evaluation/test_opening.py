"""Opening the evaluation: one review for every set plan, its appraiser of that day."""

from datetime import date

import pytest
from tests.evaluation.make import IN_WINDOW, a_quarter
from tests.people.make import a_head, a_member, a_unit, an_admin, an_agency
from tests.unchanged import refused
from tests.work.make import a_result, a_set_plan

from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.period import open_period
from kinerja.evaluation.refusals import WindowShut
from kinerja.evaluation.review import Review
from kinerja.people.refusals import NotAllowed
from kinerja.planning.plan import Plan
from kinerja.records.event import Event
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db


def test_every_set_plan_gets_a_review_with_its_results():
    quarter = a_quarter()

    review = quarter.sari
    assert (review.person, review.appraiser) == (quarter.town.sari, quarter.town.budi)
    assert (review.state, review.predicate, review.snapshot) == ("open", "", None)
    assert [one.result for one in review.assessments.all()] == [
        quarter.town.checks,
        quarter.town.classes,
    ]
    assert [one.result for one in quarter.tono.assessments.all()] == [quarter.tonos]
    assert sorted(Event.objects.named("review.opened").values_list("person__name", "by__name")) == [
        ("Sari", "Wati"),
        ("Tono", "Wati"),
    ]
    assert list(Notice.objects.filter(person=quarter.town.sari).values_list("text", "url")) == [
        (
            "Penilaian Triwulan III 2026 dibuka. Isi realisasi Anda.",
            f"/penilaian/{review.pk}/realisasi/",
        )
    ]


def test_the_appraiser_is_told_once_how_many_wait():
    quarter = a_quarter()

    assert list(Notice.objects.filter(person=quarter.town.budi).values_list("text", "url")) == [
        (
            "Penilaian Triwulan III 2026 dibuka: 2 pegawai menunggu penilaian Anda.",
            "/penilaian/?periode=2026-Q3",
        )
    ]
    open_reviews(period=quarter.period, on=IN_WINDOW, by=quarter.wati)
    assert Notice.objects.filter(person=quarter.town.budi).count() == 1


def test_again_opens_only_what_is_new():
    quarter = a_quarter()
    nia = a_member("Nia", quarter.town.centre)
    a_result(a_set_plan(nia), 1, "Posyandu berjalan")

    assert open_reviews(period=quarter.period, on=IN_WINDOW, by=quarter.wati) == 1
    assert open_reviews(period=quarter.period, on=IN_WINDOW, by=quarter.wati) == 0

    assert Review.objects.get(person=nia).appraiser == quarter.town.budi
    assert Event.objects.named("review.opened").count() == 3


@pytest.mark.parametrize(
    "fields",
    [
        {"state": Plan.State.DRAFT},
        {"state": Plan.State.SUBMITTED},
        {"starts_on": date(2026, 10, 1)},
        {"ends_on": date(2026, 6, 30)},
    ],
)
def test_other_plans_get_none(fields: dict[str, object]):
    quarter = a_quarter()
    nia = a_member("Nia", quarter.town.centre)
    a_result(a_set_plan(nia, **fields), 1, "Posyandu berjalan")

    assert open_reviews(period=quarter.period, on=IN_WINDOW, by=quarter.wati) == 0


def test_who_has_nobody_above_is_opened_and_gets_the_appraiser_later():
    an_agency()
    office = a_unit("Dinas Sosial")
    nia = a_member("Nia", office)
    a_result(a_set_plan(nia), 1, "Bantuan tersalur")
    admin = an_admin()
    period = open_period(code="2026-Q3", by=admin)

    assert open_reviews(period=period, on=IN_WINDOW, by=admin) == 1
    assert Review.objects.get(person=nia).appraiser is None

    eko = a_head("Eko", office)
    assert open_reviews(period=period, on=IN_WINDOW, by=admin) == 0
    assert Review.objects.get(person=nia).appraiser == eko
    event = Event.objects.named("review.appraiser_found").get()
    assert (event.by, event.person, event.data) == (admin, nia, {"appraiser": eko.pk})


@pytest.mark.parametrize("on", [date(2026, 9, 14), date(2026, 10, 16)])
def test_not_outside_the_window(on: date):
    quarter = a_quarter()

    with refused(WindowShut):
        open_reviews(period=quarter.period, on=on, by=quarter.wati)


def test_only_the_personnel_admin_opens():
    quarter = a_quarter()

    with refused(NotAllowed):
        open_reviews(period=quarter.period, on=IN_WINDOW, by=quarter.town.budi)


def test_the_queries_do_not_grow_with_the_people(django_assert_max_num_queries):
    an_agency()
    centre = a_unit("Puskesmas Pauh")
    a_head("Budi", centre)
    period = open_period(code="2026-Q3", by=None)
    for size in (2, 12):
        for number in range(size):
            a_result(a_set_plan(a_member(f"Pegawai {number}", centre)), 1, "Arsip tertata")
        with django_assert_max_num_queries(30):
            assert open_reviews(period=period, on=IN_WINDOW, by=None) == size
