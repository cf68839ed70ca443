"""Templates of plans for a kind of post: what many people with the same post plan alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Q

from kinerja.people.assignment import Assignment
from kinerja.people.person import Person, PersonQuerySet
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.people.role import Role
from kinerja.people.supervision import belongs_under, everyone_below, led_units
from kinerja.planning.indicator import COUNTS_ONCE, Measure, new_indicator
from kinerja.planning.plan import Plan
from kinerja.planning.plan_rows import Built
from kinerja.planning.refusals import NotYours, WrongState
from kinerja.planning.revision import hold, plain
from kinerja.planning.terms import new_term
from kinerja.planning.work_result import new_result
from kinerja.records.event import record
from kinerja.rules.refusal import ChangedMeanwhile

Content = Mapping[
    str, Any
]  # {"results": [{"title", …, "indicators": […]}], "terms": [[kind, text]]}

NUMBERS = ("target_min", "target_max", "baseline")
MEASURE = ("aspect", "perspective", "unit_of_measure", "polarity", "counts_reports", "scale")


class PlanTemplate(models.Model):
    """A template; what it says stands in its versions, which never change."""

    name = models.CharField("nama", max_length=150)
    post = models.CharField("jabatan", max_length=200)  # the title that the posts carry
    approach = models.CharField("pendekatan", max_length=12, default="quantitative")
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def newest(self) -> "TemplateVersion":
        """The version that is used from now on."""
        return self.versions.order_by("-number")[0]


class TemplateVersion(models.Model):
    """What a template said from one change to the next."""

    template = models.ForeignKey(
        PlanTemplate, models.CASCADE, related_name="versions", db_index=False
    )
    number = models.PositiveSmallIntegerField("versi")
    content = models.JSONField(default=dict)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_on = models.DateField("dibuat")

    class Meta:
        ordering = ["template_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="template_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.template} versi {self.number}"


class TemplateUseQuerySet(models.QuerySet["TemplateUse"]):
    def visible_to(self, person: Person, on: date) -> Self:
        """One's own acts; personnel admins see all."""
        return self if person.manages_people(on) else self.filter(by=person)


class TemplateUse(models.Model):
    """One act by which many people got a draft."""

    version = models.ForeignKey(TemplateVersion, models.PROTECT, related_name="uses")
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    post = models.CharField("jabatan", max_length=200)
    year = models.PositiveSmallIntegerField("tahun")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    used_on = models.DateField("dipakai")
    undone_on = models.DateField("dibatalkan", null=True, blank=True)

    objects = TemplateUseQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.version}, {self.unit}"


class PreparedPlan(models.Model):
    """A plan that came from a template; `revision` is that of the untouched draft."""

    use = models.ForeignKey(TemplateUse, models.CASCADE, related_name="prepared")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    plan = models.OneToOneField(Plan, models.SET_NULL, null=True, related_name="prepared")
    revision = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.person}: {self.use}"


@dataclass(frozen=True)
class Reach:
    """For whom a person may prepare plans on a day."""

    everyone: bool
    units: Sequence[str] = ()  # paths that a unit admin looks after
    leader: Person | None = None
    on: date = field(default=date.min)

    def people(self) -> PersonQuerySet:
        """The people themselves."""
        if self.everyone:
            return Person.objects.all()
        below = belongs_under(self.units, self.on)
        if self.leader is not None:
            below |= Q(pk__in=everyone_below(self.leader, self.on).values("pk"))
        return Person.objects.filter(below)

    def __bool__(self) -> bool:
        return self.everyone or bool(self.units) or self.leader is not None


def reach_of(by: Person, on: date) -> Reach:
    """Personnel admins: all; unit admins: their units; leaders: the people below them."""
    tasks = by.roles.on(on).filter(name=Role.Name.UNIT_ADMIN, unit__isnull=False)
    units = list(tasks.values_list("unit__path", flat=True))
    leads = led_units(by, on).exists()
    return Reach(by.manages_people(on), units, by if leads else None, on)


@transaction.atomic
def make_template(
    *, name: str, post: str, content: Content, by: Person | None, on: date, approach: str
) -> PlanTemplate:
    """Make a template with its first version. Errors: NotYours, InvalidInput."""
    _check_may(by, on)
    template = PlanTemplate(
        name=" ".join(name.split()), post=" ".join(post.split()), approach=approach, made_by=by
    )
    check_fields(template)
    checked = _checked(content)
    template.save()
    version = TemplateVersion.objects.create(
        template=template, number=1, content=checked, made_by=by, made_on=on
    )
    data = {"name": template.name, "post": template.post, "version": version.pk}
    record("template.made", about=template, by=by, data=data)
    return template


@transaction.atomic
def revise_template(
    *,
    template: PlanTemplate,
    content: Content,
    by: Person,
    on: date,
    revision: int | None = None,
) -> TemplateVersion:
    """Write the next version; plans made from earlier ones stay as they are.

    Errors: NotYours, ChangedMeanwhile, InvalidInput.
    """
    hold(template)
    if not may_revise(by, template, on):
        raise NotYours("Templat ini diubah oleh pembuatnya atau admin kepegawaian.")
    if revision is not None and revision != template.revision:
        raise ChangedMeanwhile("Templat sudah berubah. Muat ulang, lalu ulangi perubahan Anda.")
    number = template.newest.number + 1
    version = TemplateVersion.objects.create(
        template=template, number=number, content=_checked(content), made_by=by, made_on=on
    )
    template.revision += 1
    template.save(update_fields=["revision"])
    record("template.revised", about=template, by=by, data={"version": version.pk})
    return version


def may_revise(person: Person, template: PlanTemplate, on: date) -> bool:
    """Who made it, as long as the task lasts, and personnel admins."""
    return person.manages_people(on) or (
        template.made_by_id == person.pk and bool(reach_of(person, on))
    )


def content_of(plan: Plan) -> dict[str, Any]:
    """What a plan that is set says, without what belongs to its owner alone: links and sources.

    Errors: WrongState.
    """
    if plan.state not in Plan.AGREED:
        raise WrongState("Templat dibuat dari rencana yang sudah ditetapkan.")
    results = [
        {
            "title": result.title,
            "kind": result.kind,
            "quality": result.quality,
            "indicators": [
                {"text": one.text, "target_text": one.target_text}
                | {name: _text(getattr(one, name)) for name in NUMBERS}
                | {name: getattr(one, name) for name in MEASURE}
                for one in result.indicators.all()
            ],
        }
        for result in plan.results.order_by("number").prefetch_related("indicators")
    ]
    return {"results": results, "terms": [[term.kind, term.text] for term in plan.terms.all()]}


def built_from(content: Content, plan: Plan) -> Built:
    """The rows that a template gives to this new plan. Errors: InvalidInput."""
    terms = [new_term(plan, kind, text) for kind, text in content.get("terms", ())]
    built = Built(plan, [], terms)
    for one in content.get("results", ()):
        kind, quality = one.get("kind", "main"), one.get("quality", "")
        result = new_result(plan, one["title"], kind, None, None, quality, "")
        indicators = [_indicator(result, said) for said in one.get("indicators", ())]
        if sum(indicator.counts_reports for indicator in indicators) > 1:
            raise InvalidInput(COUNTS_ONCE)
        built.results.append((result, indicators))
    built.number()
    plan.revision += built.size
    return built


def _indicator(result: Any, said: Mapping[str, Any]) -> Any:
    number = {name: Decimal(said[name]) if said.get(name) else None for name in NUMBERS}
    measure = Measure(baseline=number["baseline"])
    for name in MEASURE:
        if said.get(name):
            measure[name] = said[name]  # type: ignore[literal-required]
    target_text = said.get("target_text", "")
    return new_indicator(
        result, said["text"], number["target_min"], number["target_max"], target_text, **measure
    )


def _checked(content: Content) -> Content:
    """The content, if plans can be made of it. Errors: InvalidInput."""
    draft = Plan(assignment=Assignment(), year=2000, starts_on=date.min, ends_on=date.max)
    built_from(content, draft)
    return content


def _text(number: Decimal | None) -> object:
    return None if number is None else plain(number)


def _check_may(by: Person | None, on: date) -> None:
    if by is not None and not reach_of(by, on):
        raise NotYours("Templat disiapkan oleh admin kepegawaian, admin unit, atau pimpinan.")
