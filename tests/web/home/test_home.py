"""The first page: the report box, what is due, what came of it."""

import gzip
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people.make import a_member, a_person, a_role, a_unit
from tests.web.work.visit import enter
from tests.work.make import NOW, TODAY, a_report, a_result, a_set_plan, days_ago

from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.period import open_period
from kinerja.evaluation.review import Review
from kinerja.evaluation.self_report import report_realisation
from kinerja.feedback.feedback import give_feedback
from kinerja.planning.goal import add_goal
from kinerja.planning.key_indicator import KeyValue, add_key_indicator, set_key_target
from kinerja.planning.plan import Plan
from kinerja.work.report import Report
from kinerja.work.rollup import count_days
from kinerja.work.standing import judge_all
from kinerja.work.verification import answer_report


def test_the_report_box_asks_one_thing_and_guesses_the_rest(centre):
    a_report(centre.sari, done_on=days_ago(1), result=centre.classes)

    response = enter(centre.sari).get("/")

    form = response.context["form"]
    assert response.status_code == 200
    assert list(form.fields) == [
        "text",
        "result",
        "quantity",
        "photo",
        "documents",
        "done_on",
        "key",
    ]
    assert form["result"].value() == centre.classes.pk
    assert form["done_on"].value() == TODAY
    assert UUID(form["key"].value()).version == 4
    assert [name for name, field in form.fields.items() if field.required] == [
        "text",
        "result",
        "done_on",
        "key",
    ]
    listed = [(str(option), label) for option, label in form.fields["result"].choices]
    assert listed == [
        (str(centre.checks.pk), "Ibu hamil diperiksa"),
        (str(centre.classes.pk), "Kelas ibu berjalan"),
        ("0", "Di luar rencana"),
    ]
    assert 'data-unit="pemeriksaan"' in response.text


def test_each_page_carries_a_key_of_its_own(centre):
    client = enter(centre.sari)

    keys = {client.get("/").context["form"]["key"].value() for _ in range(2)}

    assert len(keys) == 2


def test_the_quantity_is_asked_only_where_a_result_counts(centre):
    a_result(a_set_plan(centre.tono), 1, "Arsip tertata")

    assert "quantity" not in enter(centre.tono).get("/").context["form"].fields


def test_the_state_of_today_and_the_reports(centre):
    client = enter(centre.sari)
    assert "Belum ada laporan" in client.get("/").text
    old = a_report(centre.sari, "Kemarin", done_on=days_ago(1))
    new = a_report(centre.sari, "Tadi pagi")
    gone = a_report(centre.sari, "Ditarik")
    Report.objects.filter(pk=gone.pk).update(state="withdrawn")

    response = client.get("/")

    recent = response.context["recent"]
    assert recent.today_text == "1 laporan hari ini"
    assert response.context["shown"] == [gone, new, old]


def test_what_was_asked_or_returned_comes_first_with_the_words_of_the_leader(centre):
    one = a_report(centre.sari, "Satu", done_on=days_ago(40))
    two = a_report(centre.sari, "Dua", done_on=days_ago(50))
    for number in range(25):
        a_report(centre.sari, done_on=days_ago(number))
    answer_report(report=one, verdict="ask", by=centre.budi, at=NOW, note="Berapa orang?")
    answer_report(report=two, verdict="return", by=centre.budi, at=NOW, note="Fotonya buram.")

    response = enter(centre.sari).get("/")

    given_back = response.context["recent"].given_back
    assert [(report, report.note) for report in given_back] == [
        (two, "Fotonya buram."),
        (one, "Berapa orang?"),
    ]
    link, box, card = (
        response.text.index(words)
        for words in ("2 laporan perlu dijawab", "Apa yang Anda kerjakan", 'id="perlu-dijawab"')
    )
    assert link < box < card  # said on top, and the box is reached without scrolling past them


def test_the_receipt_after_sending(centre):
    report = a_report(centre.sari)

    response = enter(centre.sari).get(f"/?terima={report.pk}")

    assert response.context["receipt"] == report
    assert f"Tanda terima <strong>261012-{report.pk}</strong>, 14.05 WIB." in response.text


@pytest.mark.parametrize("given", ["", "0", "x", "-1", "9" * 30, "²"])
def test_a_receipt_that_cannot_be_read_shows_nothing(centre, given):
    assert enter(centre.sari).get("/", {"terima": given}).context["receipt"] is None


def test_the_receipt_of_somebody_else_is_not_shown(centre):
    report = a_report(centre.tono, "Rahasia")

    response = enter(centre.sari).get(f"/?terima={report.pk}")

    assert response.context["receipt"] is None
    assert "Rahasia" not in response.text


def test_like_yesterday_is_offered_until_there_is_a_report_today(centre):
    client = enter(centre.sari)
    assert client.get("/").context["recent"].to_repeat is None

    yesterday = a_report(centre.sari, "Kemarin", done_on=days_ago(1))
    response = client.get("/")
    assert response.context["recent"].to_repeat == yesterday
    assert "Seperti kemarin" in response.text

    a_report(centre.sari)
    assert client.get("/").context["recent"].to_repeat is None


def test_like_an_earlier_day_names_the_day(centre):
    a_report(centre.sari, done_on=days_ago(12))
    assert "Seperti 30 September 2026" in enter(centre.sari).get("/").text

    a_report(centre.sari, done_on=days_ago(3))
    assert "Seperti Jumat lalu" in enter(centre.sari).get("/").text


def test_the_last_feedback(centre):
    give_feedback(receiver=centre.sari, tone="improve", text="Lama.", by=centre.budi, at=NOW)
    new = give_feedback(
        receiver=centre.sari,
        tone="positive",
        text="Baru.",
        by=centre.rina,
        at=NOW + timedelta(seconds=1),
    )

    response = enter(centre.sari).get("/")

    assert response.context["feedback"] == new
    assert "Baru." in response.text
    assert "Lama." not in response.text


@pytest.mark.parametrize(
    ("state", "title"),
    [
        (None, "SKP 2026 belum dibuat"),
        ("draft", "SKP 2026 masih konsep"),
        ("submitted", "SKP 2026 menunggu atasan"),
        ("closed", "SKP 2026 sudah selesai"),
    ],
)
def test_without_a_plan_in_force_the_page_says_so_and_still_takes_reports(centre, state, title):
    if state:
        a_set_plan(centre.tono, state=state)

    response = enter(centre.tono).get("/")

    assert response.context["due_title"] == title
    assert response.context["can_report"]
    assert "result" not in response.context["form"].fields


def test_who_needs_no_plan_is_not_asked_for_one(centre):
    centre.tono.status = "unpaid_leave"
    centre.tono.save()

    assert "due_title" not in enter(centre.tono).get("/").context


def test_without_a_post_there_is_no_report_box(db, centre):
    response = enter(a_person("Baru")).get("/")

    assert response.context["can_report"] is False
    assert "Jabatan Anda belum tercatat" in response.text
    assert "Apa yang Anda kerjakan" not in response.text


def test_officials_get_their_tasks_instead_of_the_report_box(centre):
    centre.budi.kind = "official"
    centre.budi.save()

    response = enter(centre.budi).get("/")

    assert response.context["can_report"] is False
    assert "Apa yang Anda kerjakan" not in response.text
    assert "Jabatan Anda belum tercatat" not in response.text
    assert '<ul class="lines" aria-label="Memimpin">' in response.text


def test_a_head_sees_at_once_how_the_units_stand(centre):
    centre.rina.kind = "official"
    centre.rina.save()
    a_report(centre.sari)
    count_days(NOW)
    judge_all(TODAY, NOW)

    response = enter(centre.rina).get("/")

    assert '<h2 id="instansi">Dinas Kesehatan</h2>' in response.text
    assert response.context["headline"].whole.reported == 1
    assert [row.unit for row in response.context["headline"].in_need] == [centre.centre]
    assert f'href="/pantau/{centre.centre.pk}/"' in response.text
    assert "3 dari 3 orang: 2 lama tanpa laporan, 1 di belakang target" in response.text
    assert 'aria-label="Memimpin"' not in response.text
    assert 'id="instansi"' not in enter(centre.budi).get("/").text  # nothing below the centre


def test_on_a_day_off_a_head_reads_the_last_working_day(centre):
    a_report(centre.sari, done_on=days_ago(3))  # Friday
    count_days(NOW)
    judge_all(TODAY, NOW)
    with time_machine.travel("2026-10-11T10:00:00+07:00", tick=False):
        response = enter(centre.rina).get("/")

    assert "Melapor Jumat, 9 Oktober 2026" in response.text
    assert response.context["headline"].whole.reported == 1


def test_a_head_reads_how_many_indicators_are_behind(centre):
    said = {"by": None, "on": TODAY}
    goal = add_goal(
        title="Kematian ibu turun",
        level="objective",
        years=(2025, 2029),
        unit=centre.health,
        **said,
    )
    for name, known in (("Ibu hamil diperiksa", 20), ("Rujukan terlayani", None)):
        indicator = add_key_indicator(
            goal=goal, name=name, unit_of_measure="%", polarity="maximise", **said
        )
        full = {"target_min": Decimal(100), "target_max": Decimal(100)}
        set_key_target(indicator=indicator, year=2026, **full, **said)
        values = [("baseline", 0, date(2025, 12, 31)), ("realisation", known, date(2026, 9, 30))]
        KeyValue.objects.bulk_create(
            KeyValue(indicator=indicator, kind=kind, value=value, measured_on=day, source="Dinkes")
            for kind, value, day in values
            if value is not None
        )

    response = enter(centre.rina).get("/")

    tally = response.context["headline"].indicators
    assert (len(tally.standings), tally.behind, tally.without_value) == (2, 1, 1)
    assert "dari 2 indikator" in response.text
    assert "1 belum dapat dinilai" in response.text


def test_the_head_s_numbers_cost_the_same_for_one_unit_and_for_twenty(centre):
    client, counts = enter(centre.rina), []
    for number in (1, 20):
        for n in range(number):
            a_report(a_member(f"Pegawai {n}", a_unit(f"Puskesmas {number}-{n}", centre.health)))
        count_days(NOW)
        judge_all(TODAY, NOW)
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 26


def test_an_operator_without_a_post_lands_on_the_tasks_of_the_role(centre):
    operator = a_person("Operator")
    a_role(operator, "system_operator")

    page = enter(operator).get("/").text

    assert '<ul class="lines" aria-label="Sistem">' in page
    assert "Jabatan Anda belum tercatat" not in page


def test_on_a_day_off_nobody_is_asked_to_report(centre):
    with time_machine.travel("2026-10-11T10:00:00+07:00", tick=False):
        page = enter(centre.sari).get("/").text
        part = enter(centre.budi).get("/tim/angka/").text

    assert "Hari libur, tidak perlu lapor" in page
    assert "Tim: hari libur" in part
    assert "sudah lapor" not in part


def test_a_realisation_that_is_due_stands_on_top_until_it_is_filled(centre):
    period = open_period(code="2026-Q3", by=None)
    open_reviews(period=period, on=TODAY, by=None)
    review = Review.objects.get(person=centre.sari)
    due = "Isi realisasi Triwulan III 2026 · sampai 15 Oktober 2026"
    assert due in enter(centre.sari).get("/").text
    assert f'href="/penilaian/{review.pk}/realisasi/"' in enter(centre.sari).get("/").text
    assert due not in enter(centre.tono).get("/").text

    report_realisation(
        review=review, realisations={centre.checks.pk: "36 ibu."}, by=centre.sari, on=TODAY
    )
    assert due not in enter(centre.sari).get("/").text


def test_leaders_are_told_of_plans_that_wait(centre):
    a_set_plan(centre.tono, state="submitted")

    part = enter(centre.budi).get("/tim/angka/").text

    assert "1 rencana menunggu" in part
    assert 'href="/rencana/masuk/"' in part


def test_leaders_see_the_way_to_their_team_and_its_numbers(centre):
    a_report(centre.sari)
    a_report(centre.sari, done_on=days_ago(1))

    assert 'data-part="/tim/angka/"' in enter(centre.budi).get("/").text
    assert "data-part" not in enter(centre.sari).get("/").text
    part = enter(centre.budi).get("/tim/angka/")
    assert part.context["numbers"].waiting == 2
    assert "2 laporan menunggu" in part.text
    assert "1 dari 2 sudah lapor" in part.text


def test_the_page_is_for_those_who_signed_in(client, centre):
    response = client.get("/")

    assert (response.status_code, response.url) == (302, "/akun/masuk/?next=/")


@pytest.mark.parametrize(("who", "most"), [("sari", 13), ("budi", 14)])
def test_few_queries_whatever_there_is(centre, who, most):
    person = getattr(centre, who)
    client = enter(person)
    plan = Plan.objects.filter(person=person).first() or a_set_plan(person)
    counts = []
    for number in (2, 40):
        for n in range(number):
            a_result(plan, 10 + n + number, f"Hasil {n}", counts="orang")
            a_report(person, done_on=days_ago(n))
            a_member(f"Pegawai {n}", centre.centre)
        back = a_report(person, done_on=days_ago(60))
        answer_report(
            report=back,
            verdict="ask",
            by=centre.budi if person == centre.sari else centre.rina,
            at=NOW,
            note="Berapa?",
        )
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        counts.append(len(queries))

    assert counts[0] == counts[1] <= most


def test_the_page_itself_is_light(centre):
    for number in range(30):
        a_report(
            centre.sari,
            f"Memeriksa {number} ibu hamil " * 8,
            quantity=Decimal(number),
            result=centre.checks,
            done_on=days_ago(number),
        )

    page = enter(centre.sari).get("/").content

    assert len(gzip.compress(page)) < 8_000
