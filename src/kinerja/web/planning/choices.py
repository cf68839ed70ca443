"""Lists of rows to choose from: which are offered is known only when a form is made."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from kinerja.people.assignment import Assignment
from kinerja.planning.goal import Goal
from kinerja.planning.work_result import WorkResult

OPEN_CHOICE = [("", "Belum dipilih")]  # before what may stay open, or has to be chosen


class PostField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An assignment, told by its post."""

    def label_from_instance(self, obj: Assignment) -> str:
        return str(obj.position)


class ParentField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A result of the leader, told with its number."""

    def label_from_instance(self, obj: WorkResult) -> str:
        return f"{obj.number}. {obj.title}"


class GoalChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A goal, told with its level and code."""

    def label_from_instance(self, obj: Goal) -> str:
        return goal_label(obj)


class GoalChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several goals, told in the same way, to be ticked."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "many-choices"})

    def label_from_instance(self, obj: Goal) -> str:
        return goal_label(obj)


def goal_label(goal: Goal) -> str:
    """Tujuan 1.1: Ibu dan anak sehat"""
    return f"{goal.get_level_display()} {goal.code}".strip() + f": {goal.title}"


def offer(form: forms.Form, name: str, rows: QuerySet[Any], *, drop_empty: bool = False) -> None:
    """Let a field of the form choose among these rows; `drop_empty`: no rows, no field."""
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows
    if drop_empty and not rows.exists():
        del form.fields[name]
