"""Ideas of a person that were taken up in a period, as evidence beside the reports: a fact with the
official answer and what it became, never a number."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from kinerja.evaluation.period import Period
from kinerja.participation.answer import IdeaAnswer
from kinerja.participation.idea import CoAuthor, Idea
from kinerja.participation.outcome import IdeaOutcome


def ideas_in(period: Period) -> QuerySet[Any]:
    """For a review: ideas that the person wrote, alone or with others, accepted or carried out in
    the period, oldest first."""
    days = (period.starts_on, period.ends_on)
    agreed = CoAuthor.objects.filter(
        idea=OuterRef("pk"), person=OuterRef(OuterRef("person")), state=CoAuthor.State.AGREED
    )
    answer = IdeaAnswer.objects.filter(idea=OuterRef("pk"))
    became = IdeaOutcome.objects.filter(idea=OuterRef("pk")).order_by("pk").values("goal__title")
    return (
        Idea.objects.filter(
            Q(author=OuterRef("person")) | Q(Exists(agreed)),
            Q(state__in=["accepted", "done"], decided_on__range=days)
            | Q(state="done", done_on__range=days),
        )
        .order_by("decided_on", "pk")
        .values(
            json=JSONObject(
                id="pk",
                title="title",
                state="state",
                decided_on="decided_on",
                done_on="done_on",
                answer=Subquery(answer.values("reason")[:1]),
                answered_by=Subquery(answer.values("by__name")[:1]),
                became=ArraySubquery(became),
            )
        )
    )
