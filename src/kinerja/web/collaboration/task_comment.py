"""What is said about one task: read by who sees the programme, written by its members."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.collaboration.member import is_member
from kinerja.collaboration.task_comment import LONGEST_COMMENT, comment_on_task
from kinerja.web.attempt import done, status
from kinerja.web.collaboration.programme import visible
from kinerja.web.forms import Form, TextField
from kinerja.web.page import PageRequest, page


class CommentForm(Form):
    refused_at = "text"

    text = TextField(
        label="Tulis komentar",
        rows=3,
        max_length=LONGEST_COMMENT,
        error_messages={"required": "Komentar belum diisi."},
    )


@page
def task_comments(request: PageRequest, programme_id: int, task_id: int) -> HttpResponse:
    """Read what was said, and say something."""
    one, today = visible(request, programme_id), timezone.localdate()
    rows = one.tasks.select_related("programme", "person", "unit", "partner")
    task = get_object_or_404(rows, pk=task_id)
    form = CommentForm(request.POST or None)

    def act() -> object:
        text, at = form.cleaned_data["text"], timezone.now()
        return comment_on_task(task=task, text=text, by=request.person, at=at, on=today)

    if done(form, act):
        messages.success(request, "Komentar tersimpan.")
        return redirect("task_comments", one.pk, task.pk)
    context = {
        "one": one,
        "task": task,
        "comments": task.comments.select_related("person", "partner"),
        "form": form,
        "may_write": one.closed_on is None and is_member(request.person, one, today),
    }
    return render(request, "collaboration/task_comments.html", context, status=status(form))
