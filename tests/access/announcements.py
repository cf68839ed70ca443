"""What `world` needs: an announcement for leaders, and a coaching of one unit, by the office."""

from tests.access.world import NOW, TODAY, World

from kinerja.adoption.announcement import Message, announce
from kinerja.adoption.audience import Audience
from kinerja.adoption.coaching import plan_coaching
from kinerja.adoption.usage import keep_usage
from kinerja.records.notice import Notice, mark_read

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def the_announcements(world: World) -> None:
    one = announce(
        message=Message("Rapat pimpinan", "Kamis pukul 9.", "Peraturan disiplin", "94/2021"),
        audience=Audience(leaders_only=True),
        starts_on=TODAY,
        must_understand=True,
        files=[("undangan.pdf", PDF)],
        by=world.people["wati"],
        at=NOW,
        on=TODAY,
    )
    mark_read(Notice.objects.filter(url=one.page), at=NOW)  # all have seen that there is one
    world.add("announcement", "wati", announcement_id=one.pk)
    world.add("announcement_file", "wati", announcement_id=one.pk, file_id=one.files.get().pk)


def the_coachings(world: World) -> None:
    """Wati coaches the health centre of Budi today."""
    keep_usage(on=TODAY)
    unit = world.units["K.1.1"]
    one = plan_coaching(
        unit=unit,
        day=TODAY,
        topic="Melapor dari ponsel",
        place="Aula",
        by=world.people["wati"],
        at=NOW,
        on=TODAY,
    )
    world.add("usage_unit", "budi", unit_id=unit.pk)
    world.add("coaching", "budi", coaching_id=one.pk)
