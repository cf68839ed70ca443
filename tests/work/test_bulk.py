"""The bulk verbs write the same rows and events as the single ones, in few statements."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.work.compare import written
from tests.work.make import NOW, PDF, TODAY, Centre, a_centre, days_ago

from kinerja.feedback.feedback import Feedback, Said, give_feedback, give_feedback_many
from kinerja.records.attachment import Attachment, Blob
from kinerja.records.event import Event
from kinerja.work.evidence import Evidence
from kinerja.work.filing import Filing, file_report, file_reports
from kinerja.work.refusals import FutureWork, NoteMissing, NotYours
from kinerja.work.report import Report
from kinerja.work.verification import Answer, Verification, answer_many, answer_report

pytestmark = pytest.mark.django_db


def _filings(centre: Centre) -> list[Filing]:
    photo, other = ("foto.pdf", PDF), ("b.pdf", PDF + b"x")
    return [
        Filing(centre.sari, "Memeriksa", uuid4(), NOW, TODAY, centre.checks, Decimal(12), [photo]),
        Filing(centre.sari, "Kelas ibu", uuid4(), NOW, days_ago(1), centre.classes),
        Filing(centre.tono, "Menata arsip ", uuid4(), NOW, TODAY, files=[photo, other]),
    ]


def _undone(do, *args):
    """What it writes, and then nothing stays: the next one starts from the same rows."""
    with transaction.atomic():
        do(*args)
        rows = written()
        transaction.set_rollback(True)
    return rows


def test_file_reports_writes_what_file_report_writes():
    centre = a_centre()
    filings = _filings(centre)

    def one_by_one():
        for filing in filings:
            file_report(**vars(filing))

    single, bulk = _undone(one_by_one), _undone(file_reports, filings)

    assert [len(rows) for rows in single.values()] == [3, 3, 3, 0, 0, 3, 0]
    assert bulk == single


def test_answer_many_writes_what_answer_report_writes():
    centre = a_centre()
    reports = file_reports(_filings(centre))
    later = NOW + timedelta(days=1)
    answers = [
        Answer(reports[0], "accept", centre.budi, NOW),
        Answer(reports[1], "ask", centre.budi, later, "Berapa pesertanya?"),
        Answer(reports[2], "return", centre.budi, NOW, " Fotonya buram. "),
    ]

    def one_by_one():
        for answer in answers:
            answer_report(**vars(answer))

    single, bulk = _undone(one_by_one), _undone(answer_many, answers)

    assert [row["state"] for row in single["Report"]] == ["noted", "asked", "returned"]
    assert [len(rows) for rows in single.values()] == [3, 3, 3, 3, 0, 6, 2]
    assert bulk == single


def test_give_feedback_many_writes_what_give_feedback_writes():
    centre = a_centre()
    report = file_report(text="Periksa", key=uuid4(), by=centre.sari, at=NOW, done_on=TODAY)
    sayings = [
        Said(centre.sari, "positive", "Catatannya lengkap.", centre.budi, NOW, report=report),
        Said(centre.sari, "improve", "Tambahkan foto. ", centre.rina, NOW, result=centre.checks),
        Said(centre.tono, "positive", "Arsip rapi.", centre.sari, NOW),
    ]

    def one_by_one():
        for said in sayings:
            known = {"origin", "role", "outsider"}  # what the verb finds out by itself
            give_feedback(**{name: said for name, said in vars(said).items() if name not in known})

    single, bulk = _undone(one_by_one), _undone(give_feedback_many, sayings)

    assert [len(rows) for rows in single.values()] == [1, 0, 0, 0, 3, 4, 3]
    assert bulk == single


def test_bulk_statements_do_not_grow_with_the_rows():
    centre = a_centre()
    file = ("a.pdf", PDF)
    file_report(text="Foto", key=uuid4(), by=centre.sari, at=NOW, done_on=TODAY, files=[file])
    counts = []
    for number in (4, 40):
        filings = [
            Filing(centre.sari, "Kerja", uuid4(), NOW, days_ago(n), centre.checks, files=[file])
            for n in range(number)
        ]
        with CaptureQueriesContext(connection) as queries:
            reports = file_reports(filings)
            answer_many(Answer(one, "ask", centre.budi, NOW, "Berapa?") for one in reports)
            give_feedback_many(
                Said(centre.sari, "positive", "Baik.", centre.budi, NOW, one) for one in reports
            )
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert Blob.objects.count() == 1
    assert Attachment.objects.count() == 45


def test_file_reports_again_answers_with_the_first_ones():
    centre = a_centre()
    filings = _filings(centre)
    first = file_reports(filings)

    again = file_reports([*filings, filings[0]])

    assert again == [*first, first[0]]
    assert (Report.objects.count(), Event.objects.count(), Evidence.objects.count()) == (3, 3, 3)


def test_the_same_key_twice_in_one_batch_is_one_report():
    centre = a_centre()
    key = UUID("11111111-1111-4111-8111-111111111111")
    filings = [Filing(centre.sari, text, key, NOW, TODAY) for text in ("Satu", "Dua")]

    first, second = file_reports(filings)

    assert first == second == Report.objects.get()
    assert first.text == "Satu"


def test_a_key_of_two_people_in_one_batch_is_refused():
    centre = a_centre()
    key = UUID("11111111-1111-4111-8111-111111111111")

    with pytest.raises(NotYours):
        file_reports([Filing(by, "Satu", key, NOW, TODAY) for by in (centre.sari, centre.tono)])

    assert not Report.objects.exists()


def test_one_refused_filing_stores_none(kept_files):
    centre = a_centre()
    wrong = Filing(centre.tono, "Besok", uuid4(), NOW, TODAY + timedelta(days=1))

    with pytest.raises(FutureWork):
        file_reports([*_filings(centre), wrong])

    assert not Report.objects.exists()
    assert not Event.objects.exists()
    assert not Blob.objects.exists()


def test_one_refused_answer_stores_none():
    centre = a_centre()
    reports = file_reports(_filings(centre))

    with pytest.raises(NoteMissing):
        answer_many(
            [
                Answer(reports[0], "accept", centre.budi, NOW),
                Answer(reports[1], "return", centre.budi, NOW, "  "),
            ]
        )

    assert set(Report.objects.values_list("state", flat=True)) == {"filed"}
    assert not Verification.objects.exists()
    assert not Event.objects.exclude(name="report.filed").exists()


def test_one_refused_feedback_stores_none():
    centre = a_centre()

    with pytest.raises(NotYours):
        give_feedback_many(
            [
                Said(centre.sari, "positive", "Baik.", centre.budi, NOW),
                Said(centre.budi, "positive", "Saya hebat.", centre.budi, NOW),
            ]
        )

    assert not Feedback.objects.exists()
    assert not Event.objects.exists()
