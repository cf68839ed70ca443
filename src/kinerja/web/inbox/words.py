"""What mails say: numbers and kinds of things, never a name, never a content."""

from collections.abc import Sequence

from django.template.loader import render_to_string

from kinerja.web.inbox.pending import Pending

Words = tuple[str, str, str]  # subject, plain text, HTML


def reminder(pending: Sequence[Pending], unread: int, site: str) -> Words:
    """One mail for all that waits."""
    number = sum(one.number for one in pending)
    subject = f"Kinerja: ada {number} hal menunggu Anda" if number else "Kinerja: ada kabar baru"
    context = {"pending": pending, "number": number, "unread": unread, "site": site}
    return (
        subject,
        render_to_string("inbox/reminder.txt", context),
        render_to_string("inbox/reminder.html", context),
    )


def confirmation(link: str) -> Words:
    """The question whether an address is right."""
    context = {"link": link}
    return (
        "Kinerja: konfirmasi alamat surel",
        render_to_string("inbox/confirmation.txt", context),
        render_to_string("inbox/confirmation.html", context),
    )


def message(number: int, unread: int, site: str, stop: str) -> str:
    """The same for a gateway, which others own: how much waits, the way here, the way out."""
    said = f"ada {number} hal menunggu Anda" if number else f"ada {unread} pemberitahuan baru"
    return f"Kinerja: {said}. Buka {site}/kotak-masuk/\n\nBerhenti menerima: {stop}"
