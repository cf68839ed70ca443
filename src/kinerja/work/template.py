"""Recurring work (pekerjaan rutin): a named text with its plan item, to report from in one tap."""

from typing import Self

from django.db import models, transaction
from django.db.models import Q

from kinerja.people.person import Person
from kinerja.planning.work_result import WorkResult
from kinerja.records.event import record
from kinerja.work.filing import checked_text
from kinerja.work.refusals import NameTaken, NotYours, TextMissing, TextTooLong, TooManyTemplates
from kinerja.work.report import Report

MOST_TEMPLATES = 20  # a person
LONGEST_NAME = 60  # characters


class ReportTemplateQuerySet(models.QuerySet["ReportTemplate"]):
    def visible_to(self, person: Person) -> Self:
        """Only one's own."""
        return self.filter(person=person)


class ReportTemplate(models.Model):
    """The words and the plan item of work that comes again; a quantity is counted anew each time.

    Its unit is that of the plan item, so it is not stored here.
    """

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="report_templates", db_index=False
    )
    name = models.CharField("nama", max_length=LONGEST_NAME)
    text = models.TextField("yang dikerjakan")
    result = models.ForeignKey(WorkResult, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ReportTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="template_name_once"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(name=""), name="template_has_words"),
        ]

    def __str__(self) -> str:
        return self.name


@transaction.atomic
def add_template(
    *, text: str, by: Person, name: str = "", result: WorkResult | None = None
) -> ReportTemplate:
    """Keep recurring work of one's own; without a name the first words are its name.

    The same words for the same plan item again: the one that is there.
    Errors: TextMissing, TextTooLong, NameTaken, TooManyTemplates.
    """
    text = checked_text(text)
    mine = _hold(by)
    if (known := mine.filter(text=text, result=result).first()) is not None:
        return known
    if mine.count() >= MOST_TEMPLATES:
        raise TooManyTemplates(
            f"Pekerjaan rutin paling banyak {MOST_TEMPLATES}. Hapus satu yang jarang dipakai."
        )
    name = _free_name(mine, name.strip() or _first_words(text))
    template = ReportTemplate.objects.create(person=by, name=name, text=text, result=result)
    record("template.added", about=template, person=by, by=by, data={"name": name})
    return template


@transaction.atomic
def template_from_report(*, report: Report, by: Person) -> ReportTemplate:
    """Keep the words and the plan item of one's own report. Errors: NotYours, as `add_template`."""
    if report.person_id != by.pk:
        raise NotYours("Hanya laporan Anda sendiri yang dapat dijadikan pekerjaan rutin.")
    return add_template(text=report.text, result=report.result, by=by)


@transaction.atomic
def rename_template(*, template: ReportTemplate, name: str, by: Person) -> None:
    """Give it another name. Errors: NotYours, TextMissing, TextTooLong, NameTaken."""
    _check_owner(template, by)
    mine = _hold(by)
    name = name.strip()
    if name == template.name:
        return
    before, template.name = template.name, _free_name(mine, name)
    template.save(update_fields=["name"])
    data = {"before": before, "name": template.name}
    record("template.renamed", about=template, person=by, by=by, data=data)


@transaction.atomic
def remove_template(*, template: ReportTemplate, by: Person) -> None:
    """Reports written from it stay as they are. Errors: NotYours."""
    _check_owner(template, by)
    record("template.removed", about=template, person=by, by=by, data={"name": template.name})
    template.delete()


def _hold(person: Person) -> ReportTemplateQuerySet:
    """The person's own, one act at a time: so two taps keep one, and the limit holds."""
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    return ReportTemplate.objects.visible_to(person)


def _check_owner(template: ReportTemplate, by: Person) -> None:
    if template.person_id != by.pk:
        raise NotYours("Pekerjaan rutin hanya dapat diubah oleh pemiliknya.")


def _free_name(mine: ReportTemplateQuerySet, name: str) -> str:
    if not name:
        raise TextMissing("Tulis nama pekerjaan rutin ini.")
    if len(name) > LONGEST_NAME:
        raise TextTooLong(f"Nama memuat paling banyak {LONGEST_NAME} huruf.")
    if mine.filter(name=name).exists():
        raise NameTaken(f"Nama “{name}” sudah dipakai. Pilih nama lain.")
    return name


def _first_words(text: str) -> str:
    """The first line, cut between words.

    >>> _first_words("Memeriksa ibu hamil di Posyandu Melati, mencatat tekanan darah dan Hb")
    'Memeriksa ibu hamil di Posyandu Melati, mencatat tekanan …'
    """
    line = text.splitlines()[0].strip()
    if len(line) <= LONGEST_NAME:
        return line
    return line[: LONGEST_NAME - 1].rpartition(" ")[0][: LONGEST_NAME - 2].rstrip() + " …"
