"""Days on which nobody waits for a report of this person."""

from datetime import date

from kinerja.people.agency import Agency
from kinerja.people.calendar import working_calendar
from kinerja.people.person import Person


def is_day_off(person: Person, day: date, agency: Agency) -> bool:
    """Leave, a day off of the person's unit, or a free day of the roster; one query."""
    return not working_calendar([person], day, day, agency)[person.pk].works(day)
