"""Discussions: a list, and one with its groups and statements, which become findings."""

from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.needs.discussion import (
    LONGEST_MINUTES,
    MOST_FILES,
    Discussion,
    DiscussionFile,
    DiscussionGroup,
    DiscussionStatement,
    Present,
    add_statement,
    finding_from_statement,
    may_keep,
    record_discussion,
    remove_statement,
    withdraw_discussion,
    write_minutes,
)
from kinerja.needs.finding import Finding
from kinerja.needs.scope import need_scope
from kinerja.people.scope import UnitScope
from kinerja.people.unit import Unit, inside
from kinerja.web.attempt import done, made, refusal_of, status
from kinerja.web.forms import (
    DOCUMENTS,
    PHOTOS,
    FilesField,
    Form,
    TanggalField,
    TextField,
)
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.stored_file import send_file
from kinerja.web.unit_field import UnitField

SHOWN = 20


def _present(line: str) -> Present | None:
    """One line of the form: a group, a colon, how many, and names in brackets."""
    rest, _, names = line.strip().partition("(")
    name, _, number = rest.strip().rpartition(":")
    digits = number.strip().removesuffix("orang").strip().replace(".", "")
    if not name.strip() or not (digits.isascii() and digits.isdecimal() and len(digits) <= 6):
        return None
    return Present(name.strip(), int(digits), names.strip().removesuffix(")"))


class DiscussionForm(Form):
    """The meeting; one group a line, so that any number of groups needs no script."""

    kind = forms.ChoiceField(
        label="Jenis", choices=Discussion.Kind.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(label="Judul", max_length=200)
    held_on = TanggalField(label="Tanggal")
    place = forms.CharField(label="Tempat", max_length=150)
    unit = UnitField(label="Unit", empty_label="Seluruh instansi")
    groups = TextField(
        label="Kelompok yang hadir",
        rows=4,
        max_length=5_000,
        help_text="Satu kelompok tiap baris dengan jumlahnya, misalnya “Kader posyandu: 12”. Nama"
        " hanya bila mereka setuju, di dalam kurung: “Pedagang: 2 (Ibu Rahma, Pak Joni)”.",
    )
    minutes = TextField(label="Notulen", rows=6, max_length=LONGEST_MINUTES, required=False)
    proofs = FilesField(
        label="Berkas", accept=(*DOCUMENTS, *PHOTOS), most=MOST_FILES, required=False
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, scope: UnitScope, **kwargs: Any) -> None:
        initial = {
            "key": uuid4(),
            "kind": Discussion.Kind.FGD,
            "held_on": timezone.localdate(),
        }
        super().__init__(*args, initial=initial, **kwargs)
        units = Unit.objects.open()
        self.fields["unit"].queryset = (  # type: ignore[attr-defined]
            units if scope.everything else units.filter(inside(scope.paths))
        )
        self.fields["unit"].required = not scope.everything
        if not scope.everything:
            self.fields["unit"].empty_label = "Pilih"  # type: ignore[attr-defined]

    def clean_groups(self) -> list[Present]:
        found = []
        for number, line in enumerate(self.cleaned_data["groups"].splitlines(), start=1):
            if not line.strip():
                continue
            read = _present(line)
            if read is None:
                raise ValidationError(
                    f"Baris {number} tidak terbaca: tulis kelompok, titik dua, lalu jumlahnya,"
                    " misalnya “Kader posyandu: 12”."
                )
            found.append(read)
        return found


class StatementForm(Form):
    place: ClassVar = "statement_form"
    refused_at = "support"

    group = forms.ModelChoiceField(
        label="Disampaikan oleh", queryset=DiscussionGroup.objects.none()
    )
    text = TextField(label="Pernyataan", rows=2, max_length=300)
    support = forms.IntegerField(
        label="Didukung",
        min_value=1,
        help_text="Berapa dari semua yang hadir.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, discussion: Discussion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = discussion.groups.all()  # type: ignore[attr-defined]


class MinutesForm(Form):
    place: ClassVar = "minutes_form"
    prefix = "notulen"

    minutes = TextField(label="Notulen", rows=8, max_length=LONGEST_MINUTES, required=False)


class WithdrawForm(Form):
    place: ClassVar = "withdraw_form"
    prefix = "tarik"
    refused_at = "reason"

    reason = forms.CharField(label="Alasan", max_length=300)


@page
def discussions(request: PageRequest) -> HttpResponse:
    """All that were held, the newest first."""
    rows = Discussion.objects.visible_to(request.person).select_related("unit")
    context = {
        "page": keyset(request, rows, SHOWN),
        "may_add": bool(need_scope(request.person, timezone.localdate())),
    }
    return render(request, "needs/discussion/list.html", context)


@page
def new_discussion(request: PageRequest) -> HttpResponse:
    """Write down a meeting."""
    scope = need_scope(request.person, timezone.localdate())
    if not scope:
        raise PermissionDenied
    form = DiscussionForm(request.POST or None, request.FILES or None, scope=scope)

    def act() -> Discussion:
        said = dict(form.cleaned_data)
        files = [(one.name or "berkas", one.read()) for one in said.pop("proofs")]
        return record_discussion(files=files, at=timezone.now(), **said, **_by(request))

    recorded = made(form, act)
    if recorded is not None:
        messages.success(request, "Tercatat. Tambahkan pernyataan yang disampaikan.")
        return redirect("discussion", recorded.pk)
    return render(request, "needs/discussion/new.html", {"form": form}, status=status(form))


@page
def discussion(request: PageRequest, discussion_id: int) -> HttpResponse:
    """One meeting with its statements."""
    return _show(request, _visible(request, discussion_id))


@page
@require_POST
def state(request: PageRequest, discussion_id: int) -> HttpResponse:
    """Write down what a group said."""
    one = _kept(request, discussion_id)
    form = StatementForm(request.POST, discussion=one)
    if not done(form, lambda: add_statement(discussion=one, **form.cleaned_data, **_by(request))):
        return _show(request, one, statement_form=form)
    messages.success(request, "Pernyataan tercatat.")
    return redirect("discussion", one.pk)


@page
@require_POST
def unstate(request: PageRequest, discussion_id: int, statement_id: int) -> HttpResponse:
    """Take a statement out again."""
    one = _kept(request, discussion_id)
    found = get_object_or_404(DiscussionStatement, pk=statement_id, discussion=one)
    refused = refusal_of(lambda: remove_statement(statement=found, **_by(request)))
    return _back(request, one, refused, "Pernyataan dihapus.")


@page
@require_POST
def statement_finding(request: PageRequest, discussion_id: int, statement_id: int) -> HttpResponse:
    """One tap: what was said becomes a finding."""
    one = _kept(request, discussion_id)
    rows = DiscussionStatement.objects.select_related("discussion__unit", "group")
    found = get_object_or_404(rows, pk=statement_id, discussion=one)
    refused = refusal_of(lambda: finding_from_statement(statement=found, **_by(request)))
    return _back(request, one, refused, "Pernyataan ini sekarang sebuah temuan.")


@page
@require_POST
def minutes(request: PageRequest, discussion_id: int) -> HttpResponse:
    """Replace the minutes."""
    one = _kept(request, discussion_id)
    form = MinutesForm(request.POST)
    if not done(form, lambda: write_minutes(discussion=one, **form.cleaned_data, **_by(request))):
        return _show(request, one, minutes_form=form)
    messages.success(request, "Notulen tersimpan.")
    return redirect("discussion", one.pk)


@page
@require_POST
def withdraw(request: PageRequest, discussion_id: int) -> HttpResponse:
    """Take it back."""
    one = _kept(request, discussion_id)
    form = WithdrawForm(request.POST)
    if not done(
        form, lambda: withdraw_discussion(discussion=one, **form.cleaned_data, **_by(request))
    ):
        return _show(request, one, withdraw_form=form)
    messages.success(request, "Diskusi ditarik.")
    return redirect("discussions")


@page
def file(request: PageRequest, discussion_id: int, file_id: int) -> HttpResponseBase:
    """One file; it may name people, so it is for the keepers."""
    one = _kept(request, discussion_id)
    rows = DiscussionFile.objects.select_related("attachment__blob")
    return send_file(request, get_object_or_404(rows, pk=file_id, discussion=one).attachment)


def _show(request: PageRequest, one: Discussion, **forms: Any) -> HttpResponse:
    keeps = may_keep(request.person, one, timezone.localdate())
    changes = keeps and one.withdrawn_on is None
    statements = list(one.statements.select_related("group"))
    known = {
        found.key: found
        for found in Finding.objects.standing().filter(
            key__in=[said.finding_key for said in statements]
        )
    }
    groups = list(one.groups.all())
    context = {
        "one": one,
        "keeps": keeps,
        "changes": changes,
        "groups": groups,
        "present": sum(group.number for group in groups),
        "statements": [(said, known.get(said.finding_key)) for said in statements],
        "files": one.files.select_related("attachment") if keeps else [],
        "statement_form": StatementForm(discussion=one) if changes else None,
        "minutes_form": MinutesForm(initial={"minutes": one.minutes}) if changes else None,
        "withdraw_form": WithdrawForm() if changes else None,
    } | forms
    bad = [form for form in forms.values() if form.errors]
    return render(request, "needs/discussion/show.html", context, status=status(*bad))


def _back(request: PageRequest, one: Discussion, refused: object, said: str) -> HttpResponse:
    if refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("discussion", one.pk)


def _visible(request: PageRequest, discussion_id: int) -> Discussion:
    rows = Discussion.objects.visible_to(request.person).select_related("unit", "kept_by")
    return get_object_or_404(rows, pk=discussion_id)


def _kept(request: PageRequest, discussion_id: int) -> Discussion:
    """One that the person may change; for others it is not there."""
    one = _visible(request, discussion_id)
    if not may_keep(request.person, one, timezone.localdate()):
        raise Http404
    return one


def _by(request: PageRequest) -> dict[str, Any]:
    return {"by": request.person, "on": timezone.localdate()}
