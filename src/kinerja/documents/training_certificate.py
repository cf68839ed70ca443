"""The certificate of a training, with a code that leads to the page where it can be checked."""

from datetime import datetime

import segno

from kinerja.development.enrolment import Enrolment
from kinerja.documents.paper import paper
from kinerja.rules.date_words import date_in_words


def training_certificate_pdf(
    enrolment: Enrolment, *, agency: str, address: str, at: datetime
) -> bytes:
    """The paper; `address`: of the page that confirms it, `at`: when it was made.

    Errors: ValueError for somebody who did not pass.
    """
    session = enrolment.session
    if enrolment.token is None or session.settled_on is None:
        raise ValueError("a certificate follows a settled result")
    hours = enrolment.hours_jp
    data = {
        "title": f"Sertifikat {session.training.name}",
        "agency": agency,
        "name": enrolment.person.full_name,
        "training": session.training.name,
        "days": session.days,
        "place": session.place,
        "provider": session.training.provider,
        "hours": "" if hours is None else f"{hours.normalize():f} JP".replace(".", ","),
        "settled": date_in_words(session.settled_on),
        "address": address,
        "code": code_of(address),
        "made": f"Dibuat {date_in_words(at.date())} pukul {at:%H.%M}",
    }
    return paper("training_certificate", data, at)


def code_of(text: str) -> list[str]:
    """A QR code of the text: one line of 0 and 1 for each row of squares."""
    code = segno.make_qr(text, error="m")
    return ["".join("1" if dark else "0" for dark in row) for row in code.matrix]
