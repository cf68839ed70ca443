"""The certificate of who was chosen employee of a month or semester."""

from datetime import datetime

from kinerja.documents.paper import paper
from kinerja.recognition.honour import Honour
from kinerja.rules.date_words import date_in_words


def certificate_pdf(honour: Honour, *, agency: str, unit: str, at: datetime) -> bytes:
    """The paper; `at`: when it was made, in the zone of the agency.

    Errors: ValueError before it is decided.
    """
    winner, decider, decided = honour.winner, honour.decided_by, honour.decided_at
    if winner is None or decider is None or decided is None:
        raise ValueError("a certificate follows a decision")
    data = {
        "title": f"Piagam {honour}",
        "agency": agency,
        "span": honour.label,
        "name": winner.full_name,
        "unit": unit,
        "reason": honour.reason,
        "decider": decider.full_name,
        "decided": date_in_words(decided.astimezone(at.tzinfo).date()),
        "criteria": honour.criteria,
        "made": f"Dibuat {date_in_words(at.date())} pukul {at:%H.%M} dari keputusan nomor"
        f" {honour.pk}",
    }
    return paper("certificate", data, at)
