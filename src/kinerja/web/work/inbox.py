"""The inbox: what waits for this person and what he or she was told, with the pages of both."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from kinerja.records.notice import Notice, mark_read
from kinerja.web.inbox.pending import pending_of
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset

SHOWN = 15


@page
def inbox(request: PageRequest) -> HttpResponse:
    """What waits for this person with its last day; below it all notices, newest first."""
    notices, today = Notice.objects.visible_to(request.person), timezone.localdate()
    context = {
        "page": keyset(request, notices, SHOWN),
        "pending": [(one, one.is_late(today)) for one in pending_of(request.person, today)],
    }
    return render(request, "work/inbox.html", context)


@page
def inbox_open(request: PageRequest, notice_id: int) -> HttpResponse:
    """Go to the page of a notice; it then counts as read."""
    notices = Notice.objects.visible_to(request.person)
    notice = get_object_or_404(notices, pk=notice_id)
    mark_read(notices.filter(pk=notice.pk), at=timezone.now())
    ours = url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
    return redirect(notice.url if ours else "inbox")


@page
def inbox_read(request: PageRequest) -> HttpResponse:
    """Mark everything as read."""
    if request.method == "POST":
        mark_read(Notice.objects.visible_to(request.person), at=timezone.now())
    return redirect("inbox")
