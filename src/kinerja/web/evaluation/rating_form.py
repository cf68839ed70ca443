"""The form of an appraiser: a rating for each result, two ratings for the whole, and reasons."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from kinerja.evaluation.assessment import Assessment
from kinerja.evaluation.rating import Judgement, reason_asked
from kinerja.evaluation.review import Review
from kinerja.rules.predicate import Predicate, Rating
from kinerja.rules.study_leave import allowed_predicates
from kinerja.web.edit_form import EditForm
from kinerja.web.forms import TextField

STUDY_FAILED = [one for one in Predicate if one in allowed_predicates(study_failed=True)]
SHORT = [(rating.value, rating.label.removesuffix(" Ekspektasi")) for rating in Rating]


OVERWRITE = (
    "Penilaian ini disimpan dari jendela lain selagi Anda mengisi. Bandingkan dengan yang"
    " tersimpan di bawah; simpan sekali lagi bila isian Anda yang benar."
)


class RatingForm(EditForm):
    """What the appraiser fills in for one review, its `row`."""

    overwrite = OVERWRITE
    work_result = forms.ChoiceField(
        label="Rating hasil kerja",
        choices=Rating.choices(),
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih rating hasil kerja."},
    )
    work_result_reason = TextField(label="Alasan rating hasil kerja", required=False, rows=3)
    behaviour = forms.ChoiceField(
        label="Rating perilaku kerja",
        choices=Rating.choices(),
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih rating perilaku kerja."},
    )
    behaviour_reason = TextField(label="Alasan rating perilaku kerja", required=False, rows=3)
    recommendation = TextField(
        label="Catatan atau rekomendasi",
        required=False,
        rows=3,
        help_text="Misalnya apa yang perlu dikembangkan, dan pelatihan yang membantu.",
    )

    study_failed = forms.ChoiceField(
        label="Tugas belajar",
        choices=[
            ("", "Lulus, atau masih berjalan"),
            *((one.value, f"Tidak lulus: {one.label}") for one in STUDY_FAILED),
        ],
        required=False,
        widget=forms.RadioSelect,
        help_text="Bila tidak lulus, predikatnya Anda pilih dengan melihat perilakunya"
        " (PermenPANRB 6/2022 lampiran hlm. 100 dan 103).",
    )

    def __init__(
        self,
        *args: Any,
        assessments: Sequence[Assessment],
        studies: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not studies:
            del self.fields["study_failed"]
        self.result_ids = [one.result_id for one in assessments]
        for one in assessments:
            number = one.result.number
            self.fields[f"rating_{one.result_id}"] = forms.ChoiceField(
                label=f"Rating hasil kerja nomor {number}",
                choices=SHORT,
                widget=forms.RadioSelect,
                error_messages={"required": f"Pilih rating untuk hasil kerja nomor {number}."},
            )
            self.fields[f"note_{one.result_id}"] = TextField(
                label=f"Catatan hasil kerja nomor {number}", required=False, rows=2
            )

        of_results = [name for name in self.fields if name.startswith(("rating_", "note_"))]
        self.order_fields(of_results)  # as they stand on the page

    def clean(self) -> dict[str, Any]:
        """A rating above or below the expectation asks for words."""
        given = super().clean() or self.cleaned_data
        for name, what in (("work_result", "hasil kerja"), ("behaviour", "perilaku kerja")):
            if rating := given.get(name):
                reason = given.get(f"{name}_reason", "")
                if asked := reason_asked(what, Rating(rating), reason):
                    self.add_error(f"{name}_reason", asked)
        return given

    @property
    def judgement(self) -> Judgement:
        """What was decided; of a valid form."""
        given = self.cleaned_data
        return Judgement(
            work_result=Rating(given["work_result"]),
            behaviour=Rating(given["behaviour"]),
            results={
                pk: (Rating(given[f"rating_{pk}"]), given[f"note_{pk}"]) for pk in self.result_ids
            },
            work_result_reason=given["work_result_reason"],
            behaviour_reason=given["behaviour_reason"],
            recommendation=given["recommendation"],
            study_failed=Predicate(chosen) if (chosen := given.get("study_failed")) else None,
        )

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the fields now, complete or not; for the draft."""
        return {
            name: text.replace("\x00", "")
            for name in self.fields
            if name != "revision" and (text := self.data.get(name, ""))
        }

    @property
    def chosen(self) -> tuple[str, str]:
        """The pair of ratings that the form shows: work result, behaviour; empty: not chosen."""
        work_result, behaviour = (
            str(self[name].value() or "") for name in ("work_result", "behaviour")
        )
        return work_result, behaviour

    def rating_of(self, result_id: int) -> BoundField:
        return self[f"rating_{result_id}"]

    def note_of(self, result_id: int) -> BoundField:
        return self[f"note_{result_id}"]


def stored_values(review: Review, assessments: Sequence[Assessment]) -> Mapping[str, str]:
    """The fields as they are saved."""
    values = {
        "work_result": review.work_result_rating,
        "work_result_reason": review.work_result_reason,
        "behaviour": review.behaviour_rating,
        "behaviour_reason": review.behaviour_reason,
        "recommendation": review.recommendation,
        "study_failed": review.predicate if review.study_failed else "",
    }
    for one in assessments:
        values |= {f"rating_{one.result_id}": one.rating, f"note_{one.result_id}": one.note}
    return values
