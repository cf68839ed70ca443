"""A long recap as a file: asked for, watched while the worker makes it, taken when it is ready."""

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from procrastinate.contrib.django import app

from kinerja.documents.recap import month_words
from kinerja.web.download import download
from kinerja.web.page import PageRequest, page
from kinerja.web.work.recap import asked_for, tops_of
from kinerja.work.recap_file import KEPT_DAYS, RecapFile, ask_recap


@page
def recap_ask(request: PageRequest) -> HttpResponse:
    """Put it in the queue of the worker. Asked twice while it is made: the same file."""
    tops = tops_of(request.person)
    if not tops:
        raise Http404
    asked = asked_for(request.POST or request.GET, tops)
    form = request.POST.get("bentuk", "")
    if request.method != "POST" or form not in RecapFile.Format.values:
        return redirect(asked.url)
    with transaction.atomic():
        file = ask_recap(
            unit=asked.unit,
            month=asked.month,
            form=form,
            by=request.person,
            at=timezone.localtime(),
        )
        task = app.configure_task("work.make_recap", lock=f"recap-{file.pk}")
        task.defer(file_id=file.pk)
    return redirect("recap_file", file.pk)


@page
def recap_file(request: PageRequest, file_id: int) -> HttpResponse:
    """How far the worker is; then the file."""
    file = _own(request, file_id)
    part = "#progress" if request.htmx else ""
    context = {
        "file": file,
        "title": f"Rekap {month_words(file.month)}",
        "steps": len(RecapFile.STEPS),
        "kept_days": KEPT_DAYS,
    }
    return render(request, f"work/recap_file.html{part}", context)


@page
def recap_take(request: PageRequest, file_id: int) -> HttpResponse:
    """The file itself."""
    file = _own(request, file_id)
    if file.state != RecapFile.State.READY:
        return redirect("recap_file", file.pk)
    return download(bytes(file.content.content), file.name)


def _own(request: PageRequest, file_id: int) -> RecapFile:
    files = RecapFile.objects.visible_to(request.person, timezone.localdate())
    return get_object_or_404(files.select_related("unit"), pk=file_id)
