"""The components of the design system: one tag and one small template each.

Loaded everywhere, without `{% load %}`. The gallery page (/galeri/) shows every one in every state,
docs/web.md says which to take.
"""

from collections.abc import Hashable, Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from html import unescape
from typing import Any

from django import template
from django.forms import BaseForm, BaseFormSet, BoundField, CheckboxInput
from django.template import Context
from django.template.loader import get_template
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import reverse
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from lucide import _render_icon

from kinerja.rules.predicate import Predicate, Rating, predicate
from kinerja.web.charts import Chart, sparkline_path
from kinerja.web.paging import Keyset
from kinerja.web.parts import Happened, Phase, Tab

register = template.Library()


def show(component: str, **context: Any) -> SafeString:
    """Render templates/components/<component>.html."""
    return SafeString(get_template(f"components/{component}.html").render(context))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """{% icon "check" %} – a lucide icon beside a word; with `label` it stands alone."""
    svg = _icon(name + "")
    if not label:
        return svg
    return format_html('{}<span class="unseen">{}</span>', svg, label)


@lru_cache(maxsize=256)
def _icon(name: str) -> SafeString:
    svg = _render_icon(name, 20, **{"class": "icon", "aria-hidden": "true"})
    return mark_safe(" ".join(svg.split()))  # noqa: S308 - drawn from the package's own files


# --- The menu around every page: drawn once for each set of entries


@register.simple_tag
@lru_cache(maxsize=512)
def menu(groups: tuple[Hashable, ...]) -> SafeString:
    """{% menu layout.groups %} – the rail of the desk."""
    return show("menu", groups=groups)


@register.simple_tag
@lru_cache(maxsize=512)
def menu_bar(links: tuple[Hashable, ...]) -> SafeString:
    """{% menu_bar layout.bar %} – the five places at the bottom of the phone."""
    return show("menu_bar", links=links)


# --- Text and boxes


@register.simple_block_tag
def card(
    content: SafeString, title: str = "", tone: str = "", href: str = "", link: str = ""
) -> SafeString:
    """{% card title="Nilai" href=url link="Lihat semua" %} ... {% endcard %}; tone: heed."""
    return show("card", content=content, title=title, tone=tone, href=href, link=link)


@register.simple_block_tag
def notice(content: SafeString, tone: str = "info", title: str = "") -> SafeString:
    """{% notice tone="heed" title="Belum dikirim" %} ... {% endnotice %}; info, good, heed, bad."""
    return show("notice", content=content, tone=tone, title=title, icon=TONE_ICONS[tone])


@register.simple_block_tag
def more(content: SafeString, summary: str, opened: bool = False) -> SafeString:
    """{% more "Mengapa?" %} ... {% endmore %} – opens in place, without JavaScript."""
    return show("more", content=content, summary=summary, opened=opened)


@register.simple_tag
def empty_state(
    kind: str, title: str, text: str = "", href: str = "", action: str = "", icon: str = ""
) -> SafeString:
    """{% empty_state "first" title="Belum ada" text=".." href=url action="Tulis laporan" %}.

    Kinds: first (first use), filtered, forbidden (no permission), failed.
    """
    context = {"title": title, "text": text, "href": href, "action": action}
    return show("empty", kind=kind, icon=icon or EMPTY_ICONS[kind], **context)


EMPTY_ICONS = {"first": "sprout", "filtered": "search-x", "forbidden": "lock", "failed": "unplug"}


@register.simple_tag
def badge(text: str, tone: str = "", icon: str = "") -> SafeString:
    """{% badge "Diterima" "good" %} – icon, word and tint; tones: info, good, heed, bad, none."""
    return _badge(text, tone, icon or TONE_ICONS[tone])


@lru_cache(maxsize=1024, typed=True)  # typed: a text that is safe is another than one to escape
def _badge(text: str, tone: str, icon: str) -> SafeString:
    return show("badge", text=text, tone=tone, icon=icon)


TONE_ICONS = {
    "": "circle-dashed",
    "info": "info",
    "good": "circle-check",
    "heed": "triangle-alert",
    "bad": "circle-x",
}


@register.simple_tag
def predicate_badge(code: str) -> SafeString:
    """{% predicate_badge rating.predicate %} – a predicate by its code, with its own tint."""
    given = Predicate(code)
    tone, sign = PREDICATE_LOOK[given]
    return badge(given.label, tone, sign)


PREDICATE_LOOK = {
    Predicate.SANGAT_BAIK: ("good", "chevrons-up"),
    Predicate.BAIK: ("good", "check"),
    Predicate.BUTUH_PERBAIKAN: ("heed", "trending-up"),
    Predicate.KURANG: ("bad", "chevron-down"),
    Predicate.SANGAT_KURANG: ("bad", "chevrons-down"),
}


@register.simple_tag
def avatar(name: str) -> SafeString:
    """{% avatar person.name %} – the initials of a name that stands beside it."""
    words = [word for word in name.split() if word[:1].isalpha()]
    letters = [word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)]
    return format_html(
        '<span class="avatar" aria-hidden="true">{}</span>', "".join(letters).upper()
    )


# --- To press


@register.simple_tag
def button(
    text: str,
    kind: str = "primary",
    icon: str = "",
    name: str = "",
    value: str = "",
    form: str = "",
    action: str = "",
) -> SafeString:
    """{% button "Kirim" icon="send" %} submits; kinds: primary, secondary, quiet, danger."""
    names = {"name": name, "value": value, "form": form, "action": action}
    return show("button", text=text, kind=kind, icon=icon, **names)


@register.simple_tag
def link_button(text: str, href: str, kind: str = "secondary", icon: str = "") -> SafeString:
    """{% link_button "Ubah" url icon="pencil" %} – a link that looks like a button."""
    return show("link_button", text=text, href=href, kind=kind, icon=icon)


@register.simple_block_tag
def dialog(content: SafeString, id: str, title: str) -> SafeString:
    """{% dialog id="hapus" title="Hapus laporan?" %} ... {% enddialog %}; see `dialog_button`."""
    return show("dialog", content=content, id=id, title=title)


@register.simple_tag
def dialog_button(text: str, id: str, kind: str = "secondary", icon: str = "") -> SafeString:
    """{% dialog_button "Hapus" "hapus" kind="danger" %} opens it, also without JavaScript."""
    return show("dialog_button", text=text, id=id, kind=kind, icon=icon)


@register.simple_tag
def tabs(tabs: Sequence[Tab], label: str = "Tampilan") -> SafeString:
    """{% tabs tabs %} – a row of links, see `web.parts.Tab`."""
    return show("tabs", tabs=tabs, label=label)


@register.simple_tag
def pager(page: Keyset[Any]) -> SafeString:
    """{% pager page %} under a list from `web.paging.keyset`."""
    return show("pager", page=page)


# --- Forms


@register.simple_tag
def field(
    bound: BoundField,
    label: str = "",
    hint: str = "",
    unit: str = "",
    optional: str = "boleh kosong",
) -> SafeString:
    """{% field form.amount unit="kegiatan" %} – label, hint, error and input of one field.

    `optional` stands beside the label of a field that may stay empty.
    """
    hint = hint or str(bound.help_text)
    notes = [f"{bound.auto_id}_helptext"] if hint else []
    if bound.errors:
        notes.append(f"{bound.auto_id}_error")
    described = " ".join(notes)
    attrs: dict[str, str | bool] = {}
    if described and not bound.use_fieldset:
        attrs["aria-describedby"] = described
    return show(
        "field",
        field=bound,
        label=label or bound.label,
        hint=hint,
        unit=unit,
        optional=optional,
        described=described,
        widget=bound.as_widget(attrs=attrs),
        is_choice=isinstance(bound.field.widget, CheckboxInput),
    )


@register.simple_tag
def fields(form: BaseForm) -> SafeString:
    """{% fields form %} – all fields one under the other, hidden ones too."""
    return show("fields", form=form)


@register.simple_tag
def errors(*forms: "BaseForm | BaseFormSet[Any]") -> SafeString:
    """{% errors form %} – what is wrong, at the top and focused; each line leads to its field."""
    faults = [fault for form in forms for fault in _faults(form)]
    return show("errors", faults=faults) if faults else SafeString("")


def _faults(form: "BaseForm | BaseFormSet[Any]") -> Iterable[tuple[str, str]]:
    """(id of the input or "", message) of one form or of all forms of a set."""
    if isinstance(form, BaseFormSet):
        if form.is_bound:
            yield from (("", str(error)) for error in form.non_form_errors())
            for one in form.forms:
                yield from _faults(one)
        return
    if not form.is_bound:
        return
    for name, messages in form.errors.as_data().items():
        target = _input_id(form[name]) if name in form.fields else ""
        label = str(form.fields[name].label) if name in form.fields else ""
        for error in messages:
            for message in error:
                yield target, _placed(str(message), label, error.code)


NAMELESS = {
    *("invalid", "invalid_choice", "min_value", "max_value", "min_length", "max_length"),
    *("max_digits", "max_decimal_places", "max_whole_digits"),
}


def _placed(message: str, label: str, code: str | None) -> str:
    """What is wrong with a number or a day says so of many fields alike: the summary says where."""
    if code not in NAMELESS or not label or message.startswith(label):
        return message
    return f"{label}: {message}"


def _input_id(bound: BoundField) -> str:
    """The id of the input; of the first one where there are several."""
    return bound.id_for_label or f"{bound.auto_id}_0"


# --- Lists and numbers


@register.simple_block_tag
def table(
    content: SafeString, caption: str, cards: bool = False, tall: bool = False, quiet: bool = False
) -> SafeString:
    """{% table caption="Pegawai" %} <thead> ... {% endtable %}.

    `cards`: on a phone each row becomes a card, its cells carry `data-label`; `tall`: scrolls
    inside, with the head in sight; `quiet`: the caption is only heard. Numbers: `class="number"`.
    """
    return show("table", content=content, caption=caption, cards=cards, tall=tall, quiet=quiet)


@register.simple_block_tag
def lines(content: SafeString, label: str = "") -> SafeString:
    """{% lines %}{% line ... %} ... {% endline %}{% endlines %} – things to open, one a line."""
    return show("lines", content=content, label=label)


@register.simple_block_tag
def line(
    content: SafeString, title: str, href: str = "", meta: str = "", face: str = ""
) -> SafeString:
    """{% line title=p.name href=url meta="3 laporan" face=p.name %} a badge or so {% endline %}."""
    return show("line", content=content, title=title, href=href, meta=meta, face=face)


@register.simple_block_tag
def facts(content: SafeString) -> SafeString:
    """{% facts %}{% fact "Unit" %} ... {% endfact %}{% endfacts %} – names and values."""
    return show("facts", content=content)


@register.simple_block_tag
def fact(content: SafeString, name: str) -> SafeString:
    """{% fact "Unit" %}{{ person.unit }}{% endfact %} inside `facts`."""
    return show("fact", content=content, name=name)


@register.simple_tag
def stat(
    label: str, value: object, unit: str = "", note: str = "", href: str = "", tone: str = ""
) -> SafeString:
    """{% stat "Laporan menunggu" 12 href=url tone="heed" %} – one large number that opens."""
    context = {"label": label, "value": value, "unit": unit, "note": note}
    return show("stat", href=href, tone=tone, **context)


@register.simple_tag
def meter(
    label: str, value: Decimal | int, total: Decimal | int, text: str = "", tone: str = ""
) -> SafeString:
    """{% meter "Imunisasi" 30 40 text="30 dari 40" %} – a bar with its words."""
    share = min(max(Decimal(value) / Decimal(total), Decimal(0)), Decimal(1)) if total else 0
    return show("meter", label=label, share=f"{share:.4f}", text=text, tone=tone)


@register.simple_tag
def phase_line(phase: Phase | None) -> SafeString:
    """{% phase_line phase %} – one line that says where the cycle stands."""
    return show("phase_line", phase=phase) if phase else SafeString("")


@register.simple_tag
def history(lines: Sequence[Happened]) -> SafeString:
    """{% history lines %} – what happened, newest first, see `web.parts.Happened`."""
    return show("history", lines=lines)


@register.simple_tag
def quadrant(work_result: str = "", behaviour: str = "") -> SafeString:
    """{% quadrant rating.work_result rating.behaviour %} – the table that makes the predicate."""
    rows = []
    for result in Rating:
        cells = []
        for manner in reversed(Rating):
            made = predicate(result, manner)
            here = (result, manner) == (work_result, behaviour)
            cells.append((made.label.split(" (")[0], PREDICATE_LOOK[made][0], here))
        rows.append((_short(result), cells))
    return show("quadrant", rows=rows, columns=[_short(manner) for manner in reversed(Rating)])


def _short(rating: Rating) -> str:
    return rating.label.removesuffix(" Ekspektasi")


@register.simple_tag
def chart(chart: Chart, quiet: bool = False) -> SafeString:
    """{% chart targets %} – a drawing from `web.charts`, with its numbers as a table beneath.

    `quiet`: its title stands over it already and is only heard.
    """
    return show("chart", chart=chart, quiet=quiet)


@register.simple_tag
def sparkline(values: Sequence[Decimal | int], label: str) -> SafeString:
    """{% sparkline counts label="Laporan 7 hari: 3, 4, 0, …" %} – a line as small as a word."""
    return show("sparkline", path=sparkline_path(values), label=label)


@register.simple_tag
def back(url_name: str, *arguments: object) -> SafeString:
    """{% back "plan" plan.pk "Rencana" %} – where one came from: url name, its arguments, label."""
    *url_arguments, label = arguments
    return show("back", url=reverse(url_name, args=url_arguments), label=label)


@register.simple_tag(takes_context=True)
def text_of_block(context: Context, name: str) -> str:
    """{% text_of_block "title" %} – what a block of this page says, once more, as plain text."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    return " ".join(unescape(strip_tags(block.render(context))).split())


@register.simple_tag
def htmx() -> SafeString:
    """{% htmx %} in `{% block scripts %}` of a page that swaps parts of itself."""
    return show("htmx")
