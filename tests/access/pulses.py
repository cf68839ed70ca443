"""What `world` needs: a pulse that runs, and one that waits for the agency's answer."""

from datetime import date

from tests.access.world import TODAY, World

from kinerja.adoption.audience import Audience
from kinerja.adoption.pulse import ask_pulse, count_pulse
from kinerja.people.agency import Agency


def the_pulses(world: World) -> None:
    """Six leaders are asked: enough here for as long as these two are made."""
    usual = Agency.objects.get().least_respondents
    Agency.objects.update(least_respondents=5)
    for name, opened, closes in (
        ("pulse", TODAY, date(2026, 10, 9)),
        ("pulse_counted", date(2026, 9, 1), date(2026, 9, 4)),
    ):
        one = ask_pulse(
            title="Tiga bulan",
            questions=["Kinerja memudahkan pekerjaan saya."],
            audience=Audience(leaders_only=True),
            closes_on=closes,
            by=world.people["wati"],
            on=opened,
        )
        if closes < TODAY:
            count_pulse(pulse=one, on=TODAY)
        world.add(name, "wati", pulse_id=one.pk)
    Agency.objects.update(least_respondents=usual)
