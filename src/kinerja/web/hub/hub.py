"""The agencies side by side, their aggregates as files, and which agencies are awaited."""

import re
from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.documents.recap import month_words
from kinerja.integrations.hub.aggregate import CELLS
from kinerja.integrations.hub.comparison import compare, kind_label
from kinerja.integrations.hub.member import Member, add_member, end_member, may_see_aggregates
from kinerja.integrations.hub.received import Received, receive_file
from kinerja.people.access import may_manage_people
from kinerja.rules.aggregate import FRESH_DAYS, SMALLEST_CELL, Freshness
from kinerja.web.attempt import done, made, status
from kinerja.web.forms import FilesField, Form
from kinerja.web.page import PageRequest, page
from kinerja.web.people.gate import keeper

MONTHS_SHOWN = 12
HEAD = {
    "people": "Pegawai",
    "planned": "SKP ditetapkan",
    "silent": "Tanpa laporan",
    "reports": "Laporan",
    "accepted": "Diterima",
    "returned": "Dikembalikan",
    "waiting": "Menunggu",
}
LOOK = {  # tone, icon
    Freshness.FRESH: ("good", "circle-check"),
    Freshness.STALE: ("heed", "clock-alert"),
    Freshness.MISSING: ("", "circle-dashed"),
}


class ReceiveForm(Form):
    file = FilesField(
        label="Berkas agregat",
        accept=(".json", "application/json"),
        most=1,
        help_text="JSON dari kinerja aggregate --json; satu instansi atau kumpulan.",
    )


class MemberForm(Form):
    code = forms.CharField(label="Kode instansi", max_length=20, help_text="Misalnya 13.77.")
    name = forms.CharField(label="Nama instansi", max_length=150)
    region = forms.CharField(
        label="Wilayah",
        max_length=100,
        required=False,
        help_text="Misalnya provinsinya, bila yang ditunggu berasal dari beberapa wilayah.",
    )


@page
def hub(request: PageRequest) -> HttpResponse:
    """One month of all agencies that are awaited; who is stale or missing is named."""
    return _show(request)


@page
def hub_receive(request: PageRequest) -> HttpResponse:
    """Keep what a file says: all of it, or nothing."""
    by = keeper(request)
    if request.method != "POST":
        return redirect("hub")
    form = ReceiveForm(request.POST, request.FILES)

    def received() -> list[Received]:
        content = form.cleaned_data["file"][0].read()
        return receive_file(content=content, by=by, at=timezone.now())

    rows = made(form, received)
    if rows is None:
        return _show(request, receive=form)
    names = ", ".join(row.member.name for row in rows[:5])
    messages.success(request, f"{len(rows)} agregat diterima: {names}.")
    return redirect(f"/antarinstansi/?bulan={rows[0].month:%Y-%m}")


@page
def hub_member(request: PageRequest) -> HttpResponse:
    """One more agency is awaited."""
    by = keeper(request)
    if request.method != "POST":
        return redirect("hub")
    form = MemberForm(request.POST)
    if done(form, lambda: add_member(by=by, **form.cleaned_data)):
        messages.success(request, f"{form.cleaned_data['name']} ditunggu mulai sekarang.")
        return redirect("hub")
    return _show(request, member=form)


@page
def hub_end(request: PageRequest, member_id: int) -> HttpResponse:
    """An agency is not awaited any longer; what it sent stays."""
    by = keeper(request)
    member = get_object_or_404(Member, pk=member_id)
    if request.method == "POST":
        end_member(member=member, month=timezone.localdate(), by=by)
        messages.success(request, f"{member.name} tidak ditunggu lagi sesudah bulan ini.")
    return redirect("hub")


def _show(
    request: PageRequest, receive: ReceiveForm | None = None, member: MemberForm | None = None
) -> HttpResponse:
    today = timezone.localdate()
    if not may_see_aggregates(request.person, today):
        raise Http404
    month, region = _month(request, today), request.GET.get("wilayah", "")
    shown = compare(month, today, region)
    receive, member = receive or ReceiveForm(), member or MemberForm()
    context = {
        "title": month_words(month),
        "chosen": f"{month:%Y-%m}",
        "months": [(f"{one:%Y-%m}", month_words(one)) for one in _months(today)],
        "region": region,
        "regions": Member.objects.exclude(region="")
        .values_list("region", flat=True)
        .order_by("region")
        .distinct(),
        "head": [HEAD[cell] for cell in CELLS],
        "comparison": shown,
        "rows": [
            {
                "member": row.member,
                "state": row.state,
                "look": LOOK[row.state],
                "made_at": row.made_at,
                "lines": [
                    (
                        kind_label(kind),
                        list(zip(HEAD.values(), numbers, strict=True)),
                        any(number is not None for number in numbers),
                    )
                    for kind, numbers in row.numbers.items()
                ],
            }
            for row in shown.rows
        ],
        "sums": [
            (kind_label(kind), list(zip(HEAD.values(), sums, strict=True)))
            for kind, sums in shown.sums.items()
        ],
        "may_keep": may_manage_people(request.person),
        "receive": receive,
        "member_form": member,
        "smallest": SMALLEST_CELL,
        "fresh_days": FRESH_DAYS,
    }
    code = max(status(receive), status(member))
    return render(request, "hub/hub.html", context, status=code)


def _month(request: PageRequest, today: date) -> date:
    """The month that the address names; else the last one that is over."""
    said = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", request.GET.get("bulan", ""))
    return date(int(said[1]), int(said[2]), 1) if said else _months(today)[1]


def _months(today: date) -> list[date]:
    numbers = [today.year * 12 + today.month - 1 - back for back in range(MONTHS_SHOWN)]
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]
