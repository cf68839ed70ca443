"""The forms of a result and of a measure, fitted to the plan they belong to."""

from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet

from kinerja.people.assignment import Assignment
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput
from kinerja.planning.goal import Goal
from kinerja.planning.indicator import Indicator, check_scale, checked_target
from kinerja.planning.key_indicator import KeyIndicator
from kinerja.planning.plan import Plan
from kinerja.planning.sharing.agreement import SharePart
from kinerja.planning.work_result import WorkResult
from kinerja.rules.achievement import Polarity
from kinerja.rules.plan import Aspect, Perspective, ResultQuality, WorkResultKind
from kinerja.web.edit_form import EditForm
from kinerja.web.forms import DecimalIndonesia, TextField
from kinerja.web.planning.choices import OPEN_CHOICE, GoalChoice, ParentField, offer
from kinerja.web.planning.ways import ways


class ResultForm(EditForm):
    """What shall be reached, and what it serves."""

    title = TextField(
        label="Hasil kerja",
        rows=2,
        max_length=300,
        help_text="Tulis keadaan yang tercapai, bukan kegiatannya. Contoh: “Ibu hamil mendapat"
        " pelayanan lengkap”.",
    )
    kind = forms.ChoiceField(
        label="Jenis",
        choices=WorkResultKind.choices(),
        initial=WorkResultKind.MAIN.value,
        widget=forms.RadioSelect,
    )
    parent = ParentField(
        label="Mendukung hasil kerja atasan",
        queryset=WorkResult.objects.none(),
        required=False,
        empty_label="Dihubungkan nanti",
    )
    alignment = forms.ChoiceField(
        label="Cara menurunkan",
        choices=OPEN_CHOICE,
        required=False,
        help_text="Bagian mana dari hasil kerja atasan yang menjadi tanggung jawab Anda.",
    )
    goal = GoalChoice(
        label="Sasaran organisasi",
        queryset=Goal.objects.none(),
        required=False,
        empty_label="Belum dipilih",
    )
    quality = forms.ChoiceField(
        label="Kualitas dan tingkat kendali",
        choices=[*OPEN_CHOICE, *ResultQuality.choices()],
        required=False,
        help_text="Seberapa jauh tercapainya hasil ini berada di tangan Anda.",
    )
    assigned_by = forms.CharField(
        label="Penugasan dari",
        max_length=150,
        required=False,
        help_text="Jabatan pimpinan atau nama tim, bila bukan dari atasan langsung.",
    )
    study = forms.BooleanField(
        label="Ekspektasi tugas belajar",
        required=False,
        help_text="Hasil akademik, waktu lulus, atau tugas lain selama tugas belajar.",
    )
    seldom: tuple[str, ...] = ("quality", "goal", "assigned_by")

    def __init__(
        self,
        *args: Any,
        plan: Plan,
        leader: Person | None,
        current: WorkResult | None = None,
        task: Assignment | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.task = task or (current.task if current else None)
        if self.task is not None:  # Plt and Plh are always a main result
            del self.fields["kind"]
        cast("forms.ChoiceField", self.fields["alignment"]).choices = ways()
        if plan.person.status != Person.Status.STUDY_LEAVE and not (current and current.study):
            del self.fields["study"]
        if plan.like_jpt:
            self.seldom = ("quality", "assigned_by")
        offered = WorkResult.objects.of_leader(leader, plan.year)
        if current is not None and current.parent_id:
            offered = WorkResult.objects.filter(Q(pk__in=offered) | Q(pk=current.parent_id))
        goals = goals_near(plan)
        if current is not None and current.goal_id:
            goals = Goal.objects.filter(Q(pk__in=goals) | Q(pk=current.goal_id))
        if leader is not None:
            self.fields["parent"].help_text = f"Rencana {leader.name} tahun {plan.year}."
        offer(self, "parent", offered.order_by("plan_id", "number"), drop_empty=True)
        if "parent" not in self.fields:
            del self.fields["alignment"]
        offer(self, "goal", goals, drop_empty=True)

    @property
    def opened(self) -> bool:
        """Does the part that is seldom needed hold something?"""
        seldom = [self[name] for name in self.seldom if name in self.fields]
        return any(bound.value() or bound.errors for bound in seldom)

    def clean_title(self) -> str:
        return " ".join(str(self.cleaned_data["title"]).split())

    def values(self) -> dict[str, Any]:
        """The arguments of `add_result` and `edit_result`."""
        names = ("title", "kind", "parent", "goal", "quality", "assigned_by", "alignment", "study")
        empty: dict[str, Any] = {"parent": None, "goal": None, "kind": WorkResultKind.MAIN.value}
        return empty | {name: self.cleaned_data[name] for name in names if name in self.fields}


def result_values(result: WorkResult) -> dict[str, Any]:
    """The stored result as the form shows it."""
    return {
        "title": result.title,
        "kind": result.kind,
        "parent": result.parent_id,
        "goal": result.goal_id,
        "quality": result.quality,
        "assigned_by": result.assigned_by,
        "alignment": result.alignment,
        "study": result.study,
        "revision": result.revision,
    }


def goals_near(plan: Plan) -> QuerySet[Goal]:
    """Goals of that year of the agency as a whole, of one's own unit and of those above it, their
    own and those of which they took over a share."""
    units = plan.assignment.position.unit.lineage
    shared = SharePart.objects.in_year(plan.year).filter(unit__in=units)
    near = Q(unit=None) | Q(unit__in=units) | Q(pk__in=shared.values("agreement__goal"))
    return Goal.objects.visible_to(plan.person).in_year(plan.year).filter(near)


class IndicatorForm(EditForm):
    """A measure with its target."""

    text = TextField(
        label="Indikator",
        rows=2,
        max_length=250,
        help_text="Yang diukur atau dihitung. Contoh: “Persentase ibu hamil yang diperiksa enam"
        " kali”.",
    )
    aspect = forms.ChoiceField(label="Aspek", choices=[*OPEN_CHOICE, *Aspect.choices()])
    perspective = forms.ChoiceField(
        label="Perspektif", choices=[*OPEN_CHOICE, *Perspective.choices()]
    )
    target_min = DecimalIndonesia(
        label="Target",
        max_digits=18,
        decimal_places=4,
        required=False,
        help_text="Sebuah angka; atau isi target dalam kalimat di bawah.",
    )
    target_max = DecimalIndonesia(
        label="Sampai dengan",
        max_digits=18,
        decimal_places=4,
        required=False,
        help_text="Isi bila target berupa rentang, misalnya 90 sampai 95.",
    )
    unit_of_measure = forms.CharField(
        label="Satuan", max_length=40, required=False, help_text="Misalnya %, orang, dokumen."
    )
    target_text = forms.CharField(
        label="Target dalam kalimat",
        max_length=250,
        required=False,
        help_text="Isi bila target tidak dapat ditulis sebagai angka.",
    )
    scale = forms.CharField(
        label="Tingkatan",
        max_length=300,
        required=False,
        help_text="Untuk target berjenjang: kata-kata urut dari bawah, dipisah tanda koma, misalnya"
        " belum, sebagian, lengkap. Target dalam kalimat memakai salah satunya.",
    )
    polarity = forms.ChoiceField(
        label="Arah", choices=Polarity.choices(), initial=Polarity.MAXIMISE.value
    )
    baseline = DecimalIndonesia(
        label="Kondisi awal", max_digits=18, decimal_places=4, required=False
    )
    counts_reports = forms.BooleanField(
        label="Jumlahkan dari laporan harian",
        required=False,
        help_text="Jumlah pada laporan yang diterima atasan menjadi realisasi indikator ini.",
    )
    key_indicator = forms.ModelChoiceField(
        label="Indikator kinerja utama (IKU)",
        queryset=KeyIndicator.objects.none(),
        required=False,
        empty_label="Tidak dihubungkan",
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = KeyIndicator.objects.visible_to(plan.person).filter(goal__in=goals_near(plan))
        offer(self, "key_indicator", keys if plan.like_jpt else keys.none(), drop_empty=True)
        del self.fields["aspect" if plan.like_jpt else "perspective"]
        if plan.approach == "qualitative" and not plan.like_jpt:
            self.fields["aspect"].required = False  # form A.1.6 has no such column

    @property
    def opened(self) -> bool:
        """Does the part that is seldom needed hold something?"""
        names = ("scale", "baseline", "counts_reports", "key_indicator")
        seldom = [self[name] for name in names if name in self.fields]
        if self["polarity"].value() == Polarity.MINIMISE.value:
            return True
        return any(bound.value() or bound.errors for bound in seldom)

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        if not self.errors:
            try:
                checked_target(given["target_min"], given["target_max"], given["target_text"])
                check_scale(given["scale"], given["target_min"], given["target_text"])
            except InvalidInput as refusal:
                self.add_error("target_min", str(refusal))
        return given

    def clean_scale(self) -> list[str]:
        """The words in their order."""
        words = [" ".join(word.split()) for word in self.cleaned_data["scale"].split(",")]
        return [word for word in words if word]

    def clean_text(self) -> str:
        return " ".join(str(self.cleaned_data["text"]).split())

    def values(self) -> dict[str, Any]:
        """The arguments of `add_indicator` and `edit_indicator`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


def indicator_values(indicator: Indicator) -> dict[str, Any]:
    """The stored measure as the form shows it; a point target fills one field."""
    point = indicator.target_min == indicator.target_max
    return {
        "text": indicator.text,
        "aspect": indicator.aspect,
        "perspective": indicator.perspective,
        "target_min": indicator.target_min,
        "target_max": None if point else indicator.target_max,
        "unit_of_measure": indicator.unit_of_measure,
        "target_text": indicator.target_text,
        "scale": ", ".join(indicator.scale),
        "polarity": indicator.polarity,
        "baseline": indicator.baseline,
        "counts_reports": indicator.counts_reports,
        "key_indicator": indicator.key_indicator_id,
        "revision": indicator.revision,
    }
