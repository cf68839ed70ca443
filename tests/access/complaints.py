"""What citizens of `world` complained about, and what was talked over with them."""

from tests.access.world import NOW, TODAY, World
from tests.work.make import PDF

from kinerja.needs.complaint.category import set_category
from kinerja.needs.complaint.complaint import Complaint, secret_of
from kinerja.needs.complaint.handling import forward_complaint, say_to_citizen
from kinerja.needs.complaint.intake import file_complaint
from kinerja.needs.discussion import Present, add_statement, record_discussion


def the_complaints(world: World) -> None:
    """Sari deals with one, one waits to be forwarded, one was answered; a meeting was held."""
    susi, pauh = world.people["susi"], world.units["K.1.1"]
    category = set_category(
        name="Waktu pelayanan", usual_class="non_supervisory", by=susi, on=TODAY
    )
    cases = {}
    for kind in ("complaint", "complaint_new", "complaint_ticket", "complaint_answered"):
        secret = kind in ("complaint", "complaint_new")  # a ticket opens to whoever has its key
        one = cases[kind] = file_complaint(
            channel="form",
            text="Aduan Melati: antre lama." if secret else "Lampu jalan padam.",
            name="Pelapor Melati",
            reach="0812",
            unit=pauh,
            files=[("surat.pdf", PDF)],
            by=None,
            at=NOW,
        )
        if kind != "complaint_new":
            forward_complaint(
                complaint=one,
                unit=pauh,
                handler=world.people["sari"],
                category=category,
                complaint_class="normative",
                by=susi,
                at=NOW,
                on=TODAY,
            )
        if secret:
            world.add(kind, "sari", complaint_id=one.pk)
    answered = cases["complaint_answered"]
    say_to_citizen(
        complaint=answered, text="Sudah.", final=True, by=world.people["sari"], at=NOW, on=TODAY
    )
    file = cases["complaint"].files.get()
    world.add("complaint_file", "sari", complaint_id=cases["complaint"].pk, file_id=file.pk)
    world.add("complaint_category", "susi", category_id=category.pk)
    world.add("complaint_span", "sari", unit=pauh.pk, category=category.pk)
    _tickets(world, cases["complaint_ticket"], answered)
    _meeting(world)


def _tickets(world: World, open_one: Complaint, answered: Complaint) -> None:
    world.add("complaint_ticket", "sari", code=open_one.code)
    world.add("ticket_answered", "sari", code=answered.code)
    world.add("ticket_file", "sari", code=open_one.code, file_id=open_one.files.get().pk)
    for one in (open_one, answered):
        world.add("ticket_key", one.code, key=secret_of(one))


def _meeting(world: World) -> None:
    susi = world.people["susi"]
    discussion = record_discussion(
        kind="fgd",
        title="Antrean loket",
        held_on=TODAY,
        place="Aula",
        groups=[Present("Kader posyandu", 12, "Hadir Melati"), Present("Pedagang", 8)],
        files=[("hadir.pdf", PDF)],
        by=susi,
        at=NOW,
        on=TODAY,
    )
    statement = add_statement(
        discussion=discussion,
        group=discussion.groups.all()[0],
        text="Loket tutup siang.",
        support=14,
        by=susi,
        on=TODAY,
    )
    world.add("discussion", "susi", discussion_id=discussion.pk)
    world.add(
        "discussion_statement", "susi", discussion_id=discussion.pk, statement_id=statement.pk
    )
    file = discussion.files.get()
    world.add("discussion_file", "susi", discussion_id=discussion.pk, file_id=file.pk)
