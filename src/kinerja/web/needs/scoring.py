"""Sessions that rank findings and strategic issues: invite, score alone, close, read the result."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.needs.finding import Finding
from kinerja.needs.problem_tree import ProblemNode
from kinerja.needs.scope import ANALYSTS, need_scope
from kinerja.needs.scoring import Score, Scoring, close_scoring, open_scoring, score
from kinerja.people.assignment import Assignment
from kinerja.people.person import Person
from kinerja.people.role import Role
from kinerja.people.scope import UnitScope
from kinerja.rules.priority import HIGHEST, LOWEST, Method, agreement_words
from kinerja.web.attempt import done, made, refusal_of, status
from kinerja.web.forms import Form, TanggalField, TextField
from kinerja.web.needs.finding import offer_units
from kinerja.web.needs.need import FindingChoices, offered_findings
from kinerja.web.needs.tabs import need_tabs
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.unit_field import UnitField

SHOWN = 30
MOST_OFFERED = 120  # people to tick; others by NIP
MOST_ISSUES = 40

METHODS = {
    Method.USG: (
        "Tiap orang memberi skor 1–5 untuk urgensi, keseriusan, dan pertumbuhan. Skor = urgensi +"
        " keseriusan + pertumbuhan (3–15). Urutan menurut rata-rata semua pengisi; median dan"
        " rentang antarkuartil menunjukkan sebarannya."
    ),
    Method.IPA: (
        "Tiap orang memberi skor 1–5 untuk kepentingan dan kinerja saat ini. Skor = kepentingan −"
        " kinerja. Garis kuadran adalah rata-rata semua butir: penting dan berkinerja rendah"
        " menjadi prioritas utama, lalu pertahankan, prioritas rendah, dan lebih dari cukup;"
        " di dalam kuadran urut menurut rata-rata skor."
    ),
}


class PeopleChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    widget = forms.CheckboxSelectMultiple(attrs={"class": "many-choices"})

    def label_from_instance(self, obj: Person) -> str:
        return obj.full_name


class IssueChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    widget = forms.CheckboxSelectMultiple(attrs={"class": "many-choices"})

    def label_from_instance(self, obj: ProblemNode) -> str:
        return f"{obj.statement} ({obj.tree.title})"


class ScoringForm(Form):
    """What is ranked, by which method, by whom, and until when."""

    title = forms.CharField(label="Judul", max_length=200)
    method = forms.ChoiceField(
        label="Metode", choices=Method.choices(), widget=forms.RadioSelect, initial=Method.USG
    )
    unit = UnitField(empty_label="Seluruh instansi")
    last_day = TanggalField(label="Diisi sampai")
    findings = FindingChoices(label="Temuan", queryset=Finding.objects.none(), required=False)
    issues = IssueChoices(
        label="Isu strategis", queryset=ProblemNode.objects.none(), required=False
    )
    people = PeopleChoices(label="Pengisi", queryset=Person.objects.none(), required=False)
    nips = TextField(
        label="Pengisi lain menurut NIP",
        rows=2,
        required=False,
        help_text="Satu baris satu NIP. Semuanya mendapat kabar.",
    )

    def __init__(
        self,
        *args: Any,
        scope: UnitScope,
        findings: QuerySet[Finding],
        people: QuerySet[Person],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self, scope)
        issues = ProblemNode.objects.filter(kind=ProblemNode.Kind.ISSUE).select_related("tree")
        newest = list(issues.order_by("-pk").values_list("pk", flat=True)[:MOST_ISSUES])
        fields: Any = self.fields
        fields["findings"].queryset = findings
        fields["issues"].queryset = issues.filter(pk__in=newest)
        if not newest:
            del self.fields["issues"]  # an empty box would only raise a question
        fields["people"].queryset = people

    def clean_nips(self) -> list[Person]:
        lines = ["".join(one.split()) for one in self.cleaned_data["nips"].splitlines()]
        asked = {one for one in lines if one}
        found = list(Person.objects.active().filter(nip__in=asked))
        missing = asked - {one.nip for one in found}
        if missing:
            raise forms.ValidationError(
                f"Tidak ada pegawai aktif dengan NIP {', '.join(sorted(missing)[:5])}."
            )
        return found

    def values(self) -> dict[str, Any]:
        """The arguments of `open_scoring`."""
        given = self.cleaned_data
        return {
            **{name: given[name] for name in ("title", "method", "unit", "last_day")},
            "subjects": [*given["findings"], *given.get("issues", [])],
            "people": [*given["people"], *given["nips"]],
        }


class MarksForm(Form):
    """The marks of one person: a field for each mark of each item."""

    def __init__(
        self, *args: Any, scoring: Scoring, given: dict[int, Score], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(scoring.items.order_by("pk"))
        self.marks = scoring.marks
        choices = [(number, str(number)) for number in range(LOWEST, HIGHEST + 1)]
        for item in self.items:
            known = given.get(item.pk)
            values = (known.first, known.second, known.third) if known else ()
            for at, name in enumerate(self.marks):
                self.fields[f"mark_{item.pk}_{at}"] = forms.TypedChoiceField(
                    label=name,
                    choices=choices,
                    coerce=int,
                    widget=forms.RadioSelect,
                    initial=values[at] if values else None,
                    error_messages={"required": f"{name} belum dipilih: {item.statement}."},
                )

    def rows(self) -> list[tuple[Any, list[Any]]]:
        """Each item with its fields."""
        count = range(len(self.marks))
        return [(item, [self[f"mark_{item.pk}_{at}"] for at in count]) for item in self.items]

    def values(self) -> dict[int, list[int]]:
        count = range(len(self.marks))
        return {
            item.pk: [self.cleaned_data[f"mark_{item.pk}_{at}"] for at in count]
            for item in self.items
        }


@page
def scorings(request: PageRequest) -> HttpResponse:
    rows = Scoring.objects.visible_to(request.person).select_related("unit", "led_by")
    today = timezone.localdate()
    context = {
        "page": keyset(request, rows, SHOWN),
        "tabs": need_tabs("scorings"),
        "analyses": bool(need_scope(request.person, today)),
        "waiting": set(
            Scoring.objects.filter(
                scorers__person=request.person,
                scorers__scored_at=None,
                closed_on=None,
                last_day__gte=today,
            ).values_list("pk", flat=True)
        ),
    }
    return render(request, "needs/scoring/list.html", context)


@page
def scoring_new(request: PageRequest) -> HttpResponse:
    """Invite people to rank findings and issues."""
    today = timezone.localdate()
    scope = need_scope(request.person, today)
    if not scope:
        raise PermissionDenied
    form = ScoringForm(
        request.POST or None,
        scope=scope,
        findings=offered_findings(request, []),
        people=_offered_people(request.person, scope),
        initial={"people": [request.person.pk]},
    )
    opened = made(form, lambda: open_scoring(by=request.person, on=today, **form.values()))
    if opened is not None:
        messages.success(request, "Sesi dibuka; semua pengisi mendapat kabar.")
        return redirect("scoring", opened.pk)
    context = {"form": form, "methods": [(one.label, METHODS[one]) for one in Method]}
    return render(request, "needs/scoring/new.html", context, status=status(form))


@page
def scoring(request: PageRequest, scoring_id: int) -> HttpResponse:
    """Score alone while it runs; afterwards the ranking with its spread."""
    one = _visible(request, scoring_id)
    today = timezone.localdate()
    mine = one.scorers.filter(person=request.person).first()
    form = None
    if mine is not None and one.closed_on is None and today <= one.last_day:
        given = {row.item_id: row for row in mine.scores.all()}
        form = MarksForm(request.POST or None, scoring=one, given=given)
        if done(
            form,
            lambda: score(
                scoring=one,
                marks=form.values(),
                by=request.person,
                at=timezone.now(),
                on=today,
            ),
        ):
            messages.success(
                request, "Skor Anda tersimpan. Anda dapat mengubahnya sampai hari terakhir."
            )
            return redirect("scoring", one.pk)
    leads = one.led_by_id == request.person.pk
    scorers = one.scorers.select_related("person").order_by("person__name")
    context = {
        "scoring": one,
        "method": METHODS[Method(one.method)],
        "form": form,
        "mine": mine,
        "leads": leads,
        "counts": one.scorers.aggregate(all=Count("pk"), done=Count("scored_at")),
        "scorers": scorers if leads else [],
        "items": one.items.all() if one.closed_on else [],
        "words": agreement_words(one.agreement),
        "by_name": _by_name(one) if leads and one.closed_on else [],
        "analyses": bool(need_scope(request.person, today)),
        "is_ipa": one.method == Method.IPA,
    }
    return render(request, "needs/scoring/show.html", context, status=status(form))


@page
@require_POST
def scoring_close(request: PageRequest, scoring_id: int) -> HttpResponse:
    """Lay the scores together."""
    one = _visible(request, scoring_id)
    on = timezone.localdate()
    refused = refusal_of(lambda: close_scoring(scoring=one, by=request.person, on=on))
    if refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "Sesi ditutup; hasilnya tersimpan.")
    return redirect("scoring", one.pk)


def _by_name(one: Scoring) -> list[tuple[str, list[int | None]]]:
    """Each person's points, for who leads the session."""
    items = [item.pk for item in one.items.all()]
    points: dict[int, dict[int, int]] = {}
    for row in Score.objects.filter(scorer__scoring=one):
        points.setdefault(row.scorer_id, {})[row.item_id] = row.points
    scorers = one.scorers.exclude(scored_at=None).select_related("person").order_by("person__name")
    return [
        (scorer.person.name, [points.get(scorer.pk, {}).get(pk) for pk in items])
        for scorer in scorers
    ]


def _offered_people(person: Person, scope: UnitScope) -> QuerySet[Person]:
    """Analysts, and heads in the scope; few enough to tick."""
    today = timezone.localdate()
    tasks = Role.objects.on(today).filter(name__in=ANALYSTS)
    heads = Assignment.objects.on(today).leading()
    heads = heads.filter(scope.within("position__unit__path"))
    rows = Person.objects.present(today).filter(
        Q(pk__in=tasks.values("person")) | Q(pk__in=heads.values("person")) | Q(pk=person.pk)
    )
    ids = list(rows.order_by("name").values_list("pk", flat=True)[:MOST_OFFERED])
    return Person.objects.filter(pk__in={*ids, person.pk}).order_by("name")


def _visible(request: PageRequest, scoring_id: int) -> Scoring:
    rows = Scoring.objects.visible_to(request.person).select_related("unit", "led_by")
    return get_object_or_404(rows, pk=scoring_id)
