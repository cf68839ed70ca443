"""Charts drawn on the server: numbers in, coordinates of an SVG out; the template draws them.

All lengths are units of the view box (320 wide on every screen, so that a phone shows the text at
its real size). Every chart carries its numbers, which the template also sets as a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from kinerja.web.indonesian import angka

Number = Decimal | int

WIDTH = 320
HEIGHT = 160
TOP, BOTTOM, LEFT, RIGHT = 14, 22, 4, 4
ROW = 44  # height of one bar with its name above it
NAME_LETTERS = 36  # of 12 units each, beside a value
MOST_LARGE_DOTS = 24
LETTER, GAP = 7, 8  # under the axis: how wide one letter is, and what parts two names


@dataclass(frozen=True)
class Mark:
    """A text or a dot at a place."""

    x: str
    y: str
    text: str = ""
    anchor: str = "start"


@dataclass(frozen=True)
class Bar:
    """A filled rectangle with its name and value."""

    x: str
    y: str
    width: str
    height: str
    name: Mark
    value: Mark
    tone: str = ""


@dataclass(frozen=True)
class Line:
    """One curve; the key over the chart says its name."""

    name: str
    path: str
    kind: str  # line, line-2, line-3: told apart by stroke, not by colour alone
    dots: tuple[Mark, ...]


@dataclass(frozen=True)
class Chart:
    """Everything that the template draws, and the table that says the same."""

    title: str
    width: int
    height: int
    head: tuple[str, ...]  # of the table
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[Line, ...] = ()
    bars: tuple[Bar, ...] = ()
    marks: tuple[Mark, ...] = ()  # names of the x axis
    grid: tuple[Mark, ...] = ()  # the grid lines, each with its value at the right edge
    goal: Mark | None = None  # a level, with its name
    moment: Mark | None = None  # a day between the points, with what happened
    tracks: bool = False  # bars show what is missing to the full width
    dot: str = "2.5"  # radius: many points would run into one band


@dataclass(frozen=True)
class Series:
    """Named values, one for each point of the x axis; None where nothing was measured."""

    name: str
    values: Sequence[Number | None]


def nice_top(highest: Number) -> Decimal:
    """The next round number, of one or two figures: where the y axis ends.

    >>> nice_top(83), nice_top(Decimal("0.28")), nice_top(0)
    (Decimal('100'), Decimal('0.3'), Decimal('1'))
    """
    if highest <= 0:
        return Decimal(1)
    value = Decimal(highest)
    power = Decimal(10) ** value.adjusted()
    steps = (Decimal(text) for text in ("1", "1.5", "2", "2.5", "3", "4", "5", "6", "8", "10"))
    return next(step * power for step in steps if value <= step * power).normalize() + 0


def line_chart(
    title: str,
    points: Sequence[str],
    series: Sequence[Series],
    goal: tuple[str, Number] | None = None,
    moment: tuple[Decimal, str] | None = None,
) -> Chart:
    """Values over time, at most three series. A gap in the values is a gap in the line.

    `moment` marks a day by its place among the points: 0.5 is between the first and the second.

    Errors: ValueError if a series has not one value for each point, or there are more than three.
    """
    if len(series) > 3 or any(len(one.values) != len(points) for one in series):
        raise ValueError("a line chart takes one to three series, one value for each point")
    known = [value for one in series for value in one.values if value is not None]
    top = nice_top(max([*known, *([goal[1]] if goal else [])], default=0))
    xs = _places(len(points))
    lines = []
    for number, one in enumerate(series):
        dots = [
            Mark(_text(xs[at]), _text(_y(value, top)), angka(value))
            for at, value in enumerate(one.values)
            if value is not None
        ]
        kind = "line" if number == 0 else f"line-{number + 1}"
        lines.append(Line(one.name, _path(one.values, xs, top), kind, tuple(dots)))
    return Chart(
        title=title,
        width=WIDTH,
        height=HEIGHT,
        head=("", *(one.name for one in series)),
        rows=tuple(
            (point, *(_cell(one.values[at]) for one in series)) for at, point in enumerate(points)
        ),
        lines=tuple(lines),
        marks=_axis(points, xs),
        grid=tuple(_grid_line(top * part / 2, top) for part in range(3)),
        goal=_goal(goal, top),
        moment=_moment(moment, len(points)),
        dot="2.5" if len(points) <= MOST_LARGE_DOTS else "1.5",
    )


def bar_chart(
    title: str,
    bars: Sequence[tuple[str, Number]],
    unit: str = "",
    full: Number | None = None,
    heed: Sequence[str] = (),
) -> Chart:
    """One lying bar for each name, with its value written at it.

    `full` is the value of the whole width (a target of 100, for example); `heed` names the bars
    that need attention.
    """
    widest = (
        Decimal(full) if full else max([Decimal(value) for _, value in bars], default=Decimal(1))
    )
    drawn = []
    for at, (name, value) in enumerate(bars):
        share = min(max(Decimal(value), Decimal(0)) / widest, Decimal(1)) if widest else Decimal(0)
        y = at * ROW
        drawn.append(
            Bar(
                x="0",
                y=_text(y + 20),
                width=_text(share * WIDTH),
                height="12",
                name=Mark("0", _text(y + 14), _short(name)),
                value=Mark(str(WIDTH), _text(y + 14), _with_unit(value, unit), "end"),
                tone="heed" if name in heed else "",
            )
        )
    return Chart(
        title=title,
        width=WIDTH,
        height=len(bars) * ROW,
        head=("", unit or "Nilai"),
        rows=tuple((name, angka(value)) for name, value in bars),
        bars=tuple(drawn),
        tracks=full is not None,
    )


def distribution_chart(
    title: str, groups: Sequence[tuple[str, int]], guide: Sequence[int] | None = None
) -> Chart:
    """How many people in each group, as standing bars; `guide` adds the expected numbers beside.

    Errors: ValueError if the guide has not one number for each group.
    """
    if guide is not None and len(guide) != len(groups):
        raise ValueError("the guide needs one number for each group")
    counts = [count for _, count in groups]
    top = nice_top(max([*counts, *(guide or [])], default=0))
    wide = Decimal(WIDTH - LEFT - RIGHT) / max(len(groups), 1)
    one = (wide - 8) / (2 if guide else 1)
    bars = []
    for at, (name, count) in enumerate(groups):
        x = LEFT + wide * at + 4
        bars.append(_standing(name, count, x, one, wide, top, ""))
        if guide is not None:
            bars.append(_standing("", guide[at], x + one, one, wide, top, "other"))
    total = sum(counts)
    head = ("", "Orang", "Bagian", *(("Panduan",) if guide else ()))
    rows = tuple(
        (
            name,
            angka(count),
            f"{angka(_share(count, total))}%",
            *((angka(guide[at]),) if guide else ()),
        )
        for at, (name, count) in enumerate(groups)
    )
    return Chart(title, WIDTH, HEIGHT + 14, head, rows, bars=tuple(bars))


def sparkline_path(values: Sequence[Number]) -> str:
    """The path of a small line in a box of 96 x 24; empty below two values."""
    if len(values) < 2:
        return ""
    top = max([*values, 1])
    step = Decimal(92) / (len(values) - 1)
    return "M" + "L".join(
        f"{_text(2 + step * at)} {_text(22 - Decimal(20) * Decimal(value) / Decimal(top))}"
        for at, value in enumerate(values)
    )


def _share(part: int, total: int) -> Decimal:
    """Per cent with one decimal."""
    return (Decimal(part) * 100 / total).quantize(Decimal("0.1")) if total else Decimal(0)


def _standing(
    name: str, count: int, x: Decimal, width: Decimal, wide: Decimal, top: Decimal, tone: str
) -> Bar:
    y = _y(count, top)
    return Bar(
        x=_text(x),
        y=_text(y),
        width=_text(width - 2),
        height=_text(HEIGHT - BOTTOM - y),
        name=Mark(_text(x + wide / 2 - 4), str(HEIGHT - 6), name, "middle"),
        value=Mark(_text(x + (width - 2) / 2), _text(y - 4), angka(count), "middle"),
        tone=tone,
    )


def _places(count: int) -> list[Decimal]:
    room = Decimal(WIDTH - LEFT - RIGHT)
    if count < 2:
        return [LEFT + room / 2] * count
    return [LEFT + room * at / (count - 1) for at in range(count)]


def _y(value: Number, top: Decimal) -> Decimal:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * max(Decimal(value), Decimal(0)) / top


def _path(values: Sequence[Number | None], xs: Sequence[Decimal], top: Decimal) -> str:
    path, pen = "", "M"
    for x, value in zip(xs, values, strict=True):
        if value is None:
            pen = "M"
            continue
        path += f"{pen}{_text(x)} {_text(_y(value, top))}"
        pen = "L"
    return path


def _axis(points: Sequence[str], xs: Sequence[Decimal]) -> tuple[Mark, ...]:
    """At most six names under the axis: the first and the last, and some between.

    The first name begins at its point and the second stands across its own: one and a half names
    must fit between the two points.
    """
    every = max(1, int((Decimal(len(points)) / 6).to_integral_value(ROUND_CEILING)))
    if len(xs) > 1:
        need = Decimal(max(len(point) for point in points)) * LETTER * 3 / 2 + GAP
        every = max(every, int((need / (xs[1] - xs[0])).to_integral_value(ROUND_CEILING)))
    last = len(points) - 1
    marks = []
    for at, (point, x) in enumerate(zip(points, xs, strict=True)):
        if at == last or (at % every == 0 and last - at >= every):
            anchor = "start" if at == 0 else "end" if at == last else "middle"
            marks.append(Mark(_text(x), str(HEIGHT - 6), point, anchor))
    return tuple(marks)


def _grid_line(value: Decimal, top: Decimal) -> Mark:
    """The axis itself says nothing: every chart begins at zero, and words stand there."""
    return Mark(str(WIDTH), _text(_y(value, top)), angka(value) if value else "", "end")


def _goal(goal: tuple[str, Number] | None, top: Decimal) -> Mark | None:
    if goal is None:
        return None
    name, value = goal
    return Mark(str(LEFT), _text(_y(value, top)), f"{name} {angka(value)}")


def _moment(moment: tuple[Decimal, str] | None, count: int) -> Mark | None:
    """Where the day stands; its name beside it, on the side that has room."""
    if moment is None:
        return None
    at, name = moment
    step = Decimal(WIDTH - LEFT - RIGHT) / max(count - 1, 1)
    x = min(max(LEFT + step * at, Decimal(LEFT)), Decimal(WIDTH - RIGHT))
    return Mark(_text(x), str(HEIGHT - BOTTOM - 4), name, "end" if x > WIDTH / 2 else "start")


def _cell(value: Number | None) -> str:
    return "–" if value is None else angka(value)


def _with_unit(value: Number, unit: str) -> str:
    return f"{angka(value)}{'' if unit in ('', '%') else ' '}{unit}"


def _short(name: str) -> str:
    """A name that fits over its bar beside the value; the table has it in full."""
    return name if len(name) <= NAME_LETTERS else f"{name[: NAME_LETTERS - 1].rstrip()}…"


def _text(number: Number) -> str:
    """A coordinate with one decimal at most."""
    return f"{Decimal(number):.1f}".removesuffix(".0")
