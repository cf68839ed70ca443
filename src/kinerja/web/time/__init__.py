"""Working time: calendars, leave, shifts, patterns of units, outages."""
