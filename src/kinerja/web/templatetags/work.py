"""Badges and days of daily work."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from kinerja.planning.plan import Plan
from kinerja.rules.date_words import WEEKDAYS
from kinerja.web.indonesian import angka, tanggal
from kinerja.web.templatetags.components import badge, stat
from kinerja.web.work import evidence_sign
from kinerja.web.work.report_state import PLAN_STATES, STATES
from kinerja.work.evidence import Evidence
from kinerja.work.factor import Factor
from kinerja.work.headline import Headline
from kinerja.work.order import Order
from kinerja.work.report import Report
from kinerja.work.standing import Warned
from kinerja.work.warning import Cause
from kinerja.work.watch import Row

register = template.Library()


@register.filter
def hari(value: date) -> str:
    """A day with its name.

    >>> hari(date(2026, 10, 12))
    'Senin, 12 Oktober 2026'
    """
    return f"{WEEKDAYS[value.weekday()]}, {tanggal(value)}"


@register.simple_tag
def report_badge(report: Report) -> SafeString:
    """{% report_badge report %} – the state of a report."""
    if report.unchecked_at is not None:
        return badge("Dicatat, belum diperiksa", "", "circle-dashed")
    tone, icon = STATES[Report.State(report.state)]
    return badge(report.get_state_display(), tone, icon)


@register.simple_tag
def plan_badge(state: str) -> SafeString:
    """{% plan_badge member.plan_state %} – the state of a plan, or that there is none."""
    if not state:
        return badge("Belum ada SKP", "heed")
    tone, icon = PLAN_STATES[Plan.State(state)]
    return badge(f"SKP {Plan.State(state).label.lower()}", tone, icon)


@register.simple_tag
def report_line(report: Report, note: str = "") -> SafeString:
    """{% report_line report %} in `lines`: the words, the day, the plan item, the state.

    A `note` of the leader stands under the words.
    """
    facts = [
        *(tanggal(report.done_on), entered(report), vars(report).get("attendance")),
        quantity(report),
        report.result and report.result.title,
    ]
    context = {
        "href": reverse("report_detail", args=[report.pk]),
        "words": Truncator(report.text).chars(90),
        "note": Truncator(note).chars(160),
        "badge": report_badge(report),
        "facts": " · ".join(str(fact) for fact in facts if fact),
    }
    return render_to_string("work/report_line.html", context)


@register.filter
def entered(report: Report) -> str:
    """When it was entered, by the working calendar: a fact, never a fault.

    Empty where nobody has looked (`work.lateness.with_lateness`).
    """
    days: int | None = getattr(report, "days_later", None)
    if days is None:
        return ""
    return f"dicatat {days} hari kerja kemudian" if days else "tepat waktu"


@register.filter
def quantity(report: Report) -> str:
    """12 pemeriksaan; empty where nothing is counted."""
    if report.quantity is None or report.indicator is None:
        return ""
    return f"{angka(report.quantity)} {report.indicator.unit_of_measure}".strip()


@register.filter
def waiting(number: int) -> str:
    """3 laporan menunggu."""
    return f"{number} laporan menunggu"


@register.filter
def short_waiting(number: int) -> str:
    """3 menunggu."""
    return f"{number} menunggu"


@register.filter
def claim(evidence: Evidence) -> str:
    """{{ one|claim }} – when the camera says that a photo was taken; empty: it says nothing."""
    return evidence_sign.claim(evidence)


@register.filter
def first_photo(files: Iterable[Evidence]) -> list[Evidence]:
    """The first photo among the files, as a list of one; empty: there is none."""
    return [one for one in files if one.attachment.is_photo][:1]


@register.filter
def of_people(row: Row) -> str:
    """dari 40 pegawai."""
    return f"dari {angka(row.standing.people)} pegawai"


@register.simple_tag
def reported_stat(row: Row) -> SafeString:
    """{% reported_stat view.whole %} – who reported today; on a day off nobody is expected to."""
    if not row.day_off:
        return stat("Melapor hari ini", angka(row.reported), unit=of_people(row))
    said = f"{angka(row.reported)} orang tetap melapor" if row.reported else ""
    return stat("Melapor hari ini", "Libur", note=said or "Tidak ada yang perlu melapor")


@register.simple_tag
def headline_stats(headline: Headline) -> SafeString:
    """{% headline_stats headline %} – the three numbers of a head, each opens to its parts."""
    whole, known = headline.whole, headline.indicators
    people, unit = of_people(whole), reverse("watch_unit", args=[whole.unit.pk])
    day = f"Melapor {hari(headline.day)}" if whole.day_off else "Melapor hari ini"
    if known.standings:
        rest = f"{angka(known.without_value)} belum dapat dinilai" if known.without_value else ""
        if known.shared_words:
            rest = f"{rest}; {known.shared_words}" if rest else known.shared_words
        total, goals = f"dari {angka(len(known.standings))} indikator", reverse("goals")
        second = stat("Tertinggal dari target", angka(known.behind), total, rest, goals)
    else:
        second = stat("SKP ditetapkan", angka(whole.standing.planned), people, href=unit)
    warned = angka(whole.standing.warned)
    return format_html(
        "{}{}{}",
        stat(day, angka(whole.reported), people, href=unit),
        second,
        stat("Perlu perhatian", warned, "orang", cause_text(whole), unit),
    )


@register.filter
def reported_text(row: Row) -> str:
    """12 dari 40."""
    return f"{angka(row.reported)} dari {angka(row.standing.people)}"


@register.filter
def planned_text(row: Row) -> str:
    return f"{angka(row.standing.planned)} dari {angka(row.standing.people)}"


@register.filter
def waiting_note(row: Row) -> str:
    return f"{angka(row.week.waiting)} menunggu diperiksa"


@register.filter
def cause_text(row: Row) -> str:
    """3 lama tanpa laporan, 1 terhambat."""
    return ", ".join(f"{number} {words}" for words, number in row.causes)


@register.simple_tag
def warned_line(warning: Warned, here: str = "") -> SafeString:
    """{% warned_line warning %} – the cause in words and the next act; no link to the page `here`
    itself."""
    label, address = {
        Cause.SILENT: ("Lihat laporannya", reverse("team_member", args=[warning.person_id])),
        Cause.UNVERIFIED: ("Buka antrean", reverse("queue")),
        Cause.BEHIND: ("Lihat laporannya", reverse("team_member", args=[warning.person_id])),
        Cause.BLOCKED: ("Buka hambatan", reverse("factors")),
    }[Cause(warning.cause)]
    context = {"warning": warning, "label": label, "address": address if address != here else ""}
    return render_to_string("work/warned_line.html", context)


@register.simple_tag
def factor_badge(factor: Factor) -> SafeString:
    """{% factor_badge factor %} – kind and state."""
    tones = {"open": "heed", "in_progress": "info", "solved": "good", "closed": ""}
    tone = "good" if factor.kind == Factor.Kind.HELPS else tones[factor.state]
    return badge(f"{factor.get_kind_display()}, {factor.get_state_display().lower()}", tone)


@register.filter
def factor_meta(factor: Factor) -> str:
    """Whose it is, who follows up and until when."""
    facts = [factor.person.name, factor.result.title]
    if factor.owner and factor.due_on and factor.is_standing:
        facts.append(f"{factor.owner.name}, paling lambat {tanggal(factor.due_on)}")
    return " · ".join(facts)


@register.filter
def order_facts(order: Order) -> str:
    """Disposisi · 800/12/2026 · batas 14 Oktober 2026."""
    due = f"batas {tanggal(order.due_on)}" if order.due_on else ""
    return " · ".join(filter(None, [order.get_kind_display(), order.number, due]))


@register.filter
def share_percent(share: Decimal) -> str:
    """0.876 as 87,6%."""
    return f"{angka(Decimal(round(share * 1000)) / 10)}%"
