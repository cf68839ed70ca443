"""What people need to practise, and the link that stops messages to a number."""

from tests.access.world import NOW, TODAY, World

from kinerja.adoption.practice.ticket import read_ticket, write_note, write_ticket
from kinerja.integrations.gateway.channel import Channel, stop_link

HOME = "http://testserver"


def add_practice(world: World) -> None:
    """For Sari, Budi and Rina."""
    for name in ("sari", "budi", "rina"):
        ticket = write_ticket(person=world.people[name], exercise="lapor", home=HOME)
        note = write_note(exercise="lapor", handle=read_ticket(ticket).handle, on=TODAY)
        world.add("exercise", name, exercise="lapor")
        world.add("practice_ticket", name, ticket=ticket)
        world.add("practice_note", name, note=note)


def add_channels(world: World) -> None:
    """A number of Sari's, with the link that stops its messages."""
    channel = Channel.objects.create(
        person=world.people["sari"], kind="telegram", address="123456789", confirmed_at=NOW
    )
    token = stop_link(channel).rstrip("/").rsplit("/", 1)[-1]
    world.add("channel_link", "sari", token=token)
