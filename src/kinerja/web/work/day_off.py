"""Days on which nobody has to report."""

from datetime import date

from kinerja.people.agency import Agency, holidays_between


def is_day_off(agency: Agency, day: date) -> bool:
    """Outside the agency's working week, or a holiday of its calendar."""
    return day.weekday() not in agency.weekdays or bool(holidays_between(day, day))
