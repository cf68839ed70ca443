"""The components say what they should, escape what people wrote, and name icons that exist."""

import re
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import lucide
import pytest
from django import forms
from django.template import engines

from kinerja import web
from kinerja.rules.predicate import Predicate
from kinerja.web.charts import Series, bar_chart, distribution_chart, line_chart, sparkline_path
from kinerja.web.forms import DecimalIndonesia, Form
from kinerja.web.navigation import ACCOUNT, NAVIGATION
from kinerja.web.templatetags.components import EMPTY_ICONS, PREDICATE_LOOK, TONE_ICONS

ROOM = Path(web.__file__).parent
EVIL = '<script>alert("x")</script>'


def shown(source: str, **context: object) -> str:
    """A template's output, its white space squeezed."""
    return " ".join(engines["django"].from_string(source).render(context).split())


class Sample(Form):
    name = forms.CharField(label="Uraian", help_text="Singkat saja.")
    amount = DecimalIndonesia(label="Volume", required=False)
    answer = forms.ChoiceField(
        label="Jawaban", choices=[("yes", "Ya"), ("no", "Tidak")], widget=forms.RadioSelect
    )
    sure = forms.BooleanField(label="Sudah diperiksa")


# --- Icons


def test_every_icon_that_is_named_exists() -> None:
    with ZipFile(Path(lucide.__file__).parent / "lucide.zip") as archive:
        known = {name.removesuffix(".svg") for name in archive.namelist()}
    sources = [*ROOM.rglob("*.html"), *ROOM.rglob("*.py")]
    named = {entry.icon for group in (*NAVIGATION, ACCOUNT) for entry in group.entries}
    named |= {*TONE_ICONS.values(), *EMPTY_ICONS.values()}
    named |= {sign for _, sign in PREDICATE_LOOK.values()}
    for source in sources:
        text = source.read_text()
        named |= set(re.findall(r'{% icon "([^"]+)"', text))
        named |= set(re.findall(r'icon="([^"{]+)"', text))
        named |= set(re.findall(r'{% badge (?:"[^"]*"|\S+) "[^"]*" "([^"]+)"', text))

    assert named - known == set()


def test_an_icon_beside_a_word_is_silent_and_alone_it_has_a_name() -> None:
    beside = shown('{% icon "check" %}')
    alone = shown('{% icon "x" label=word %}', word=EVIL)

    assert 'aria-hidden="true"' in beside
    assert "unseen" not in beside
    assert '<span class="unseen">&lt;script&gt;' in alone


# --- What people wrote is escaped


@pytest.mark.parametrize(
    "source",
    [
        "{% badge evil 'good' %}",
        "{% card title=evil %}{{ evil }}{% endcard %}",
        "{% notice title=evil %}{{ evil }}{% endnotice %}",
        "{% more evil %}{{ evil }}{% endmore %}",
        "{% empty_state 'first' title=evil text=evil href=evil action=evil %}",
        "{% button evil name=evil value=evil %}",
        "{% link_button evil evil %}",
        "{% dialog id='d' title=evil %}{{ evil }}{% enddialog %}",
        "{% avatar evil %}",
        "{% stat evil evil unit=evil note=evil href=evil %}",
        "{% meter evil 1 2 text=evil %}",
        "{% line title=evil href=evil meta=evil face=evil %}{% endline %}",
        "{% fact evil %}{{ evil }}{% endfact %}",
        "{% table caption=evil %}<tbody></tbody>{% endtable %}",
        "{% sparkline numbers label=evil %}",
        "{% chart drawing %}",
        "{% errors form %}{% fields form %}",
    ],
)
def test_components_escape_what_people_wrote(source: str) -> None:
    form = Sample({"name": EVIL, "amount": EVIL, "answer": EVIL})
    drawing = bar_chart(EVIL, [(EVIL, 1)], unit=EVIL)

    html = shown(source, evil=EVIL, form=form, drawing=drawing, numbers=[1, 2])

    assert "<script" not in html
    assert 'alert("' not in html


# --- Forms


def test_a_field_ties_label_hint_and_error_to_its_input() -> None:
    html = shown("{% field form.name %}", form=Sample({}))

    assert '<label for="id_name">Uraian</label>' in html
    assert '<p class="hint" id="id_name_helptext">Singkat saja.</p>' in html
    assert re.search(r'<p class="error" id="id_name_error">.*Uraian belum diisi\.', html)
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_field_that_may_stay_empty_says_so() -> None:
    assert "(boleh kosong)" in shown("{% field form.amount %}", form=Sample())
    assert "(boleh kosong)" not in shown("{% field form.name %}", form=Sample())


def test_a_choice_is_a_group_with_a_legend() -> None:
    html = shown("{% field form.answer %}", form=Sample({}))

    assert "<fieldset" in html
    assert "<legend>Jawaban</legend>" in html
    assert 'aria-describedby="id_answer_error"' in html


def test_the_summary_is_focused_and_leads_to_each_field() -> None:
    form = Sample({})
    form.add_error(None, "Periode ini sudah ditutup.")

    html = shown("{% errors form %}", form=form)

    assert 'role="alert" tabindex="-1" autofocus' in html
    assert "Ada 4 hal yang perlu diperbaiki" in html
    assert '<a href="#id_name">Uraian belum diisi.</a>' in html
    assert '<a href="#id_answer_0">Jawaban belum dipilih.</a>' in html
    assert "<li>Periode ini sudah ditutup.</li>" in html


def test_no_summary_where_nothing_is_wrong() -> None:
    assert shown("{% errors form %}", form=Sample()) == ""
    assert (
        shown("{% errors form %}", form=Sample({"name": "a", "answer": "yes", "sure": "on"})) == ""
    )


def test_the_summary_gathers_the_forms_of_a_set() -> None:
    rows = forms.formset_factory(Sample, extra=0)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-name": "a"}
    )

    html = shown("{% errors rows %}", rows=rows)

    assert html.count("<a ") == 5
    assert '<a href="#id_form-1-name">Uraian belum diisi.</a>' in html


# --- Small parts


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Sari Wulandari", "SW"),
        ("sukarno", "S"),
        ("I Made Budi Arta", "IA"),
        ("", ""),
        ("(x) Y", "Y"),
    ],
)
def test_avatar_shows_the_initials(name: str, letters: str) -> None:
    assert shown("{% avatar name %}", name=name).split(">")[1].split("<")[0] == letters


@pytest.mark.parametrize(
    ("value", "total", "share"),
    [(30, 40, "0.7500"), (50, 40, "1.0000"), (-1, 40, "0.0000"), (1, 0, "0.0000")],
)
def test_a_meter_stays_between_nothing_and_all(value: int, total: int, share: str) -> None:
    html = shown("{% meter 'Imunisasi' value total %}", value=value, total=total)

    assert f'<progress value="{share}" max="1"' in html


def test_the_quadrant_marks_one_place_and_says_its_predicate() -> None:
    html = shown("{% quadrant 'below' 'meets' %}")

    assert html.count("aria-current") == 1
    assert re.search(
        r'<td data-tone="heed" class="heed" aria-current="true">Butuh Perbaikan<br>', html
    )
    assert shown("{% quadrant %}").count("aria-current") == 0


@pytest.mark.parametrize("code", Predicate)
def test_each_predicate_has_its_word_icon_and_tint(code: Predicate) -> None:
    html = shown("{% predicate_badge code %}", code=code.value)

    assert code.label in html
    assert "<svg" in html
    assert re.search(r'class="badge (good|heed|bad)"', html)


def test_the_predicates_do_not_differ_by_colour_alone() -> None:
    assert len({sign for _, sign in PREDICATE_LOOK.values()}) == len(Predicate)


class Counted(Form):
    seats = forms.IntegerField(label="Kuota")
    level = forms.IntegerField(label="Level", max_value=5)


def test_what_says_the_same_of_many_fields_names_its_field_in_the_summary() -> None:
    html = shown("{% errors form %}", form=Counted({"seats": "9,9", "level": "6"}))

    said = re.findall(r"<a href[^>]*>([^<]+)</a>", html)
    assert said[0] == "Kuota: Tulis bilangan bulat, misalnya 12."
    assert said[1] == "Level paling banyak 5."  # names it already


# --- Charts


def test_a_line_chart_says_its_numbers_as_a_table_and_leaves_a_gap() -> None:
    drawing = line_chart("Imunisasi", ["Jan", "Feb", "Mar"], [Series("2026", [10, None, 30])])

    assert drawing.head == ("", "2026")
    assert drawing.rows == (("Jan", "10"), ("Feb", "–"), ("Mar", "30"))
    assert drawing.lines[0].path == "M4 96.7M316 14"  # two points that no line joins
    assert len(drawing.lines[0].dots) == 2


def test_a_chart_says_the_values_of_its_grid_and_a_key_tells_lines_apart() -> None:
    target, value = Series("Target", [10, 20, 30]), Series("Nilai", [9, 19, None])

    both = line_chart("Imunisasi", ["Jan", "Feb", "Mar"], [value, target])
    alone = line_chart("Imunisasi", ["Jan", "Feb", "Mar"], [value])

    assert [(one.y, one.text) for one in both.grid] == [("138", ""), ("76", "15"), ("14", "30")]
    assert [line.dots[-1].y for line in both.lines] == ["59.5", "14"]
    html = shown("{% chart both %}", both=both)
    assert re.findall(r'<path class="(line[-\d]*)" d="M0 4H28" /></svg>(\w+)', html) == [
        ("line", "Nilai"),
        ("line-2", "Target"),
    ]
    assert 'class="key' not in shown("{% chart alone %}", alone=alone)


def test_the_title_of_a_chart_under_the_same_heading_is_only_heard() -> None:
    drawing = bar_chart("Umur", [("17-25", 3)])

    assert "<figcaption>Umur</figcaption>" in shown("{% chart drawing %}", drawing=drawing)
    assert '<figcaption class="unseen">Umur</figcaption>' in shown(
        "{% chart drawing quiet=True %}", drawing=drawing
    )


def test_the_names_under_the_axis_do_not_touch() -> None:
    hours = [f"{hour % 24:02}.00" for hour in range(22, 46)]

    marks = line_chart("Laju", hours, [Series("Dinilai", [0] * 24)]).marks

    assert [one.text for one in marks] == ["22.00", "03.00", "08.00", "13.00", "21.00"]
    left, second = marks[0], marks[1]
    assert Decimal(second.x) - Decimal(left.x) > 5 * 7 * Decimal("1.5")  # one and a half names


def test_a_line_chart_refuses_what_it_cannot_draw() -> None:
    with pytest.raises(ValueError, match="one value for each point"):
        line_chart("x", ["Jan"], [Series("a", [1, 2])])


def test_a_bar_chart_draws_shares_of_the_full_width() -> None:
    drawing = bar_chart("Capaian", [("A", Decimal("87.5")), ("B", 120)], unit="%", full=100)

    assert [bar.width for bar in drawing.bars] == ["280", "320"]
    assert drawing.rows == (("A", "87,5"), ("B", "120"))
    assert drawing.bars[0].value.text == "87,5%"


def test_a_distribution_says_people_and_shares() -> None:
    drawing = distribution_chart("Predikat", [("Baik", 3), ("Kurang", 1)], guide=[2, 2])

    assert drawing.rows == (("Baik", "3", "75%", "2"), ("Kurang", "1", "25%", "2"))
    assert distribution_chart("Kosong", [("Baik", 0)]).rows == (("Baik", "0", "0%"),)


def test_charts_stand_without_any_data() -> None:
    for drawing in (
        line_chart("x", [], [Series("a", [])]),
        bar_chart("x", []),
        distribution_chart("x", []),
    ):
        assert "<svg" in shown("{% chart drawing %}", drawing=drawing)
    assert sparkline_path([1]) == ""
