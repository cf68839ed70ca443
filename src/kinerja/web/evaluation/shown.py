"""The evidence of a review as pages show it, live or frozen: numbers read, reports found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from kinerja.evaluation.evidence import achievement
from kinerja.evaluation.period import Period
from kinerja.feedback.feedback import Feedback
from kinerja.feedback.initiative import Initiative
from kinerja.people.person import Person
from kinerja.rules.fair_share import FairShare, Stratum, fair_share
from kinerja.rules.feedback import FeedbackGiver
from kinerja.rules.idea import IdeaState
from kinerja.rules.plan import WorkResultKind
from kinerja.rules.predicate import Rating
from kinerja.rules.share import allot_shown
from kinerja.web.indonesian import angka, tanggal
from kinerja.web.parts import Phase
from kinerja.work.evidence import Evidence
from kinerja.work.report import Report

AT_ONCE = 3  # reports of one result that are shown without opening the list


@dataclass(frozen=True)
class SharedShown:
    """A result that the unit reaches with others: the whole, its share, its own part."""

    goal: int
    title: str
    whole: Decimal
    unit: str
    measured_on: date
    share: Decimal  # percent
    part: Decimal
    version: int
    since: date
    agreed_on: date
    parts: Sequence[tuple[str, Decimal, Decimal]]  # whose, share, part; the parts are the whole


@dataclass(frozen=True)
class IndicatorShown:
    """One indicator: what was aimed at, what the reports add up to, what is left out."""

    text: str
    unit: str
    target: str
    counts_reports: bool
    value: Decimal | None  # None: nothing was measured
    reports: int
    left_out: Decimal
    left_out_reports: int
    percent: Decimal | None  # of the year's target, for information
    shared: SharedShown | None = None


@dataclass(frozen=True)
class ResultShown:
    """One work result with what stands behind it."""

    pk: int
    number: int
    kind: str
    title: str
    realisation: str
    rating: Rating | None
    note: str
    indicators: Sequence[IndicatorShown]
    accepted: int
    waiting: int
    reports: Sequence[Report]  # those accepted that the viewer may open, newest work first
    earlier: Sequence[str] = ()  # targets of versions before, with their last day
    taken_over: Mapping[str, str] | None = None  # on, by, note: the leader took it over

    @property
    def first_reports(self) -> Sequence[Report]:
        return self.reports[:AT_ONCE]

    @property
    def other_reports(self) -> Sequence[Report]:
        return self.reports[AT_ONCE:]

    @property
    def hidden(self) -> int:
        """Accepted reports that this viewer may not open any more."""
        return self.accepted - len(self.reports)

    @property
    def is_silent(self) -> bool:
        return not self.accepted and not self.waiting


@dataclass(frozen=True)
class FeedbackShown:
    """One response that the person received."""

    giver: str
    given_on: date
    tone: Feedback.Tone
    text: str


def results_shown(results: Sequence[Mapping[str, Any]], viewer: Person) -> list[ResultShown]:
    """The results of an evidence or a snapshot; the number of queries is constant."""
    reports = _reports(results, viewer)
    return [_result(result, reports) for result in results]


def feedback_shown(feedback: Iterable[Mapping[str, Any]]) -> list[FeedbackShown]:
    """Newest first."""
    shown = [
        FeedbackShown(
            one["giver"],
            date.fromisoformat(one["given_on"]),
            Feedback.Tone(one["tone"]),
            one["text"],
        )
        for one in feedback
    ]
    return shown[::-1]


def thanks_shown(thanks: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Newest first, each with the page that leads to the work."""
    shown = [
        {
            **one,
            "given_on": date.fromisoformat(one["given_on"]),
            "url": f"/apresiasi/{one['id']}/",
        }
        for one in thanks
    ]
    return shown[::-1]


def initiatives_shown(initiatives: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Oldest first, with the effect in words."""
    return [
        {
            "title": one["title"],
            "kind": Initiative.Kind(one["kind"]).label,
            "done_on": date.fromisoformat(one["done_on"]),
            "url": f"/inisiatif/{one['id']}/",
            "effect": f"{one['measure']}: {angka(Decimal(one['before']))} menjadi"
            f" {angka(Decimal(one['after']))} {one['unit_of_measure']}",
            "source": one["source"],
            "voices": [
                {**voice, "role": FeedbackGiver(voice["role"]).label} for voice in one["voices"]
            ],
        }
        for one in initiatives
    ]


def ideas_shown(ideas: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Oldest first, with the official answer."""
    return [
        {
            **one,
            "state": IdeaState(one["state"]).label,
            "decided_on": date.fromisoformat(one["decided_on"]),
            "url": f"/gagasan/{one['id']}/",
        }
        for one in ideas
    ]


def complaints_shown(strata: Iterable[Mapping[str, int]]) -> FairShare | None:
    """The complaints of the period beside cases of the same kinds; None: there was none."""
    rows = list(strata)
    if not rows:
        return None
    names = ("cases", "good", "agency_cases", "agency_good")
    kinds = [Stratum(*(row[name] for name in names)) for row in rows]
    return fair_share(kinds, rows[0]["minimum"])


def satisfaction_shown(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What was published of the team, with numbers and days read."""
    return [
        {
            **one,
            "index": Decimal(one["index"]),
            "agency": Decimal(one["agency"]),
            "ends_on": date.fromisoformat(one["ends_on"]),
        }
        for one in rows
    ]


def phase_of(
    period: Period,
    done: int | None = None,
    total: int | None = None,
    *,
    closes_on: date | None = None,
) -> Phase:
    """The phase line: "Tahap: penilaian Triwulan III 2026, tutup 15 Oktober 2026, …"; before its
    window: "Tahap: menunggu, penilaian dibuka 15 September 2026"; `closes_on` where a limit of its
    own counts."""
    if timezone.localdate() < period.opens_on:
        return Phase(f"menunggu, penilaian dibuka {tanggal(period.opens_on)}")
    return Phase(f"penilaian {period}", closes_on or period.last_day, done, total)


def _reports(results: Sequence[Mapping[str, Any]], viewer: Person) -> Mapping[int, Report]:
    """The accepted reports that the viewer may open, with their evidence, by id."""
    ids = [pk for result in results for pk in (result["reports"] or {}).get("accepted", ())]
    if not ids:
        return {}
    return (
        Report.objects.visible_to(viewer)
        .select_related("indicator")
        .prefetch_related(Prefetch("evidence", Evidence.objects.select_related("attachment__blob")))
        .in_bulk(ids)
    )


def _result(result: Mapping[str, Any], reports: Mapping[int, Report]) -> ResultShown:
    told = result["reports"] or {"accepted": [], "waiting": 0}
    return ResultShown(
        pk=result["id"],
        number=result["number"],
        kind=WorkResultKind(result["kind"]).label,
        title=result["title"],
        realisation=result["realisation"],
        rating=Rating(result["rating"]) if result.get("rating") else None,
        note=result.get("note", ""),
        indicators=[_indicator(indicator) for indicator in result["indicators"]],
        accepted=len(told["accepted"]),
        waiting=told["waiting"],
        reports=[reports[pk] for pk in reversed(told["accepted"]) if pk in reports],
        earlier=_earlier(result.get("versions", ())),
        taken_over=_taking_over(result.get("taken_over")),
    )


def _earlier(versions: Sequence[Mapping[str, Any]]) -> list[str]:
    """What was aimed at before the plan was changed within the period."""
    return [
        f"Sampai {tanggal(date.fromisoformat(version['to']))}: {one['text']}, {_target(one)}"
        for version in versions[:-1]
        for one in version["targets"]
    ]


def _taking_over(said: Mapping[str, str] | None) -> Mapping[str, str] | None:
    return said and {**said, "on": tanggal(date.fromisoformat(said["on"]))}


def _indicator(indicator: Mapping[str, Any]) -> IndicatorShown:
    measured = indicator["measured"] or {}
    value = measured.get("value")
    return IndicatorShown(
        text=indicator["text"],
        unit=indicator["unit_of_measure"],
        target=_target(indicator),
        counts_reports=indicator["counts_reports"],
        value=None if value is None else Decimal(value),
        reports=measured.get("reports", 0),
        left_out=Decimal(measured.get("left_out", 0)),
        left_out_reports=measured.get("left_out_reports", 0),
        percent=_rounded(achievement(indicator)),
        shared=_shared(indicator.get("shared")),
    )


def _shared(said: Mapping[str, Any] | None) -> SharedShown | None:
    """The own part of a shared result, by the agreement of the day of the value."""
    if not said:
        return None
    whole = Decimal(said["whole"])
    shares = {one["id"]: Decimal(one["share"]) for one in said["parts"]}
    allotted = allot_shown(whole, shares)
    return SharedShown(
        goal=said["goal"],
        title=said["title"],
        whole=whole,
        unit=said["unit_of_measure"],
        measured_on=date.fromisoformat(said["measured_on"]),
        share=shares[said["mine"]],
        part=allotted[said["mine"]],
        version=said["version"],
        since=date.fromisoformat(said["since"]),
        agreed_on=date.fromisoformat(said["agreed_on"]),
        parts=[(one["whose"], shares[one["id"]], allotted[one["id"]]) for one in said["parts"]],
    )


def _target(indicator: Mapping[str, Any]) -> str:
    low, high = indicator["target_min"], indicator["target_max"]
    if low is None:
        return str(indicator["target_text"])
    number = angka(Decimal(low)) if low == high else f"{angka(Decimal(low))}–{angka(Decimal(high))}"
    return f"{number} {indicator['unit_of_measure']}".strip()


def _rounded(percent: Decimal | None) -> Decimal | None:
    return None if percent is None else percent.quantize(Decimal("0.1"))
