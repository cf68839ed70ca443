"""Badges and the employee of the month of the example: one chosen, one waiting."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kinerja.evaluation.period import Period
from kinerja.people.person import Person
from kinerja.people.role import Role
from kinerja.recognition.badge import award_badges, set_badge_rule
from kinerja.recognition.honour import (
    Honour,
    NoCandidates,
    conflict_with,
    decide_honour,
    open_honour,
)

REASON = "Pelayanannya paling sering disebut warga, dan caranya dipakai rekan di unit lain."


def add_honours(*, office: Person, today: date, zone: ZoneInfo) -> None:
    """Every badge that signed results earned; then a semester and a month."""
    at = datetime.combine(today, time(8), zone)
    set_badge_rule(valid_from=today, by=office, on=today, least_steps=1, on_time_percent=80)
    for period in Period.objects.filter(ends_on__lt=today):
        award_badges(period=period, on=today)
    officials = Role.objects.on(today).filter(name=Role.Name.AUTHORISED_OFFICIAL)
    official = officials.select_related("person").first()
    last = today.replace(day=1) - timedelta(days=1)
    half = f"{today.year}-S1" if today.month > 6 else f"{today.year - 1}-S2"
    rounds: list[Honour] = []
    for code in (half, f"{last:%Y-%m}"):
        try:
            honour = open_honour(code=code, by=office, at=at, on=today)
        except NoCandidates:  # no quarter was signed by then
            continue
        rounds.append(honour)
    if official is None or len(rounds) < 2:
        return
    for candidate in rounds[0].candidates.select_related("person"):
        if not conflict_with(candidate.person, official.person, today):
            decide_honour(
                honour=rounds[0],
                winner=candidate.person,
                reason=REASON,
                by=official.person,
                at=at,
                on=today,
            )
            return
