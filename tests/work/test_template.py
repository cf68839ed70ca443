"""Recurring work: kept from a report, named, removed; at most twenty; nobody else's."""

from collections.abc import Callable

import pytest
from tests.work.make import Centre, a_centre, a_report

from kinerja.records.event import Event
from kinerja.rules.refusal import Refusal
from kinerja.work.refusals import NameTaken, NotYours, TextMissing, TextTooLong, TooManyTemplates
from kinerja.work.template import (
    ReportTemplate,
    add_template,
    remove_template,
    rename_template,
    template_from_report,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre() -> Centre:
    return a_centre()


def refused(kind: type[Refusal], act: Callable[[], object]) -> None:
    """The act is refused with words, and neither a row nor an event is new."""
    before = (list(ReportTemplate.objects.values()), Event.objects.count())
    with pytest.raises(kind, match=r"\w"):
        act()
    assert (list(ReportTemplate.objects.values()), Event.objects.count()) == before


def test_from_a_report_in_one_act(centre: Centre) -> None:
    report = a_report(centre.sari, "Kelas ibu hamil\ndi Posyandu Melati", result=centre.classes)

    template = template_from_report(report=report, by=centre.sari)
    again = template_from_report(report=report, by=centre.sari)

    assert (template.name, template.text, template.result) == (
        "Kelas ibu hamil",
        report.text,
        centre.classes,
    )
    assert again == template
    event = Event.objects.get(name="template.added")
    assert (event.person, event.by, event.data) == (
        centre.sari,
        centre.sari,
        {"name": "Kelas ibu hamil"},
    )


def test_a_long_text_is_named_by_its_first_words(centre: Centre) -> None:
    text = "Memeriksa ibu hamil di Posyandu Melati, mencatat tekanan darah dan Hb"
    assert add_template(text=text, by=centre.sari).name == (
        "Memeriksa ibu hamil di Posyandu Melati, mencatat tekanan …"
    )
    assert len(add_template(text="x" * 300, by=centre.sari).name) <= 60


def test_only_from_ones_own_reports(centre: Centre) -> None:
    report = a_report(centre.sari)
    refused(NotYours, lambda: template_from_report(report=report, by=centre.budi))


def test_rename_and_remove(centre: Centre) -> None:
    template = add_template(text="Apel pagi", by=centre.sari)
    add_template(text="Kelas ibu", by=centre.sari)
    add_template(text="Kelas balita", name="Kelas", by=centre.tono)  # another person's name

    rename_template(template=template, name=" Kelas ", by=centre.sari)
    assert ReportTemplate.objects.get(pk=template.pk).name == "Kelas"
    data = Event.objects.get(name="template.renamed").data
    assert data == {"before": "Apel pagi", "name": "Kelas"}

    refused(NameTaken, lambda: rename_template(template=template, name="Kelas ibu", by=centre.sari))
    refused(TextMissing, lambda: rename_template(template=template, name=" ", by=centre.sari))
    refused(TextTooLong, lambda: rename_template(template=template, name="x" * 61, by=centre.sari))
    refused(NotYours, lambda: rename_template(template=template, name="Lain", by=centre.tono))
    refused(NotYours, lambda: remove_template(template=template, by=centre.tono))

    remove_template(template=template, by=centre.sari)
    assert [one.name for one in ReportTemplate.objects.visible_to(centre.sari)] == ["Kelas ibu"]
    assert Event.objects.get(name="template.removed").data == {"name": "Kelas"}


def test_twenty_are_enough(centre: Centre) -> None:
    for number in range(20):
        add_template(text=f"Pekerjaan {number}", by=centre.sari)

    refused(TooManyTemplates, lambda: add_template(text="Satu lagi", by=centre.sari))
    add_template(text="Pekerjaan 3", by=centre.sari)  # there already
    add_template(text="Satu lagi", by=centre.tono)


def test_a_template_outlives_its_plan_item(centre: Centre) -> None:
    template = add_template(text="Kelas ibu", result=centre.classes, by=centre.sari)
    centre.classes.delete()
    template.refresh_from_db()
    assert template.result is None
