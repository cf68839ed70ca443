"""A category of complaints becomes a finding by one tap."""

from datetime import date
from decimal import Decimal

from kinerja.needs.complaint.category import ComplaintCategory
from kinerja.needs.complaint.figures import by_category, figures_page
from kinerja.needs.finding import Finding, Proof, note_finding
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput
from kinerja.people.unit import Unit
from kinerja.rules.date_words import date_in_words


def finding_key(category: int, unit: Unit | None, first: date, last: date) -> str:
    where = unit.pk if unit else "all"
    return f"complaint:{category}:{where}:{first.isoformat()}:{last.isoformat()}"


def finding_from_category(
    *,
    category: ComplaintCategory,
    unit: Unit | None,
    first: date,
    last: date,
    by: Person,
    on: date,
) -> Finding:
    """What the numbers of these days say about the category; again: the first finding.

    Errors: NotAllowed, InvalidInput where there was no complaint.
    """
    rows = {row[0]: row for row in by_category(unit, first, min(last, on))}
    if category.pk not in rows:
        raise InvalidInput("Tidak ada pengaduan kategori ini dalam masa itu.")
    _, name, number, decided, late = rows[category.pk]
    span = f"{date_in_words(first)} sampai {date_in_words(min(last, on))}"
    said = f"{number} pengaduan “{name}” diterima {span}"
    said += f"; {late} dari {decided} yang sudah jatuh tempo terlambat." if decided else "."
    where = unit.name if unit else "instansi"
    proof = Proof(
        said,
        page=figures_page(unit, first, min(last, on)),
        value=Decimal(number),
        unit_of_measure="pengaduan",
        cases=number,
        measured_on=min(last, on),
    )
    return note_finding(
        source=Finding.Source.COMPLAINT,
        statement=f"Banyak pengaduan “{name}” di {where}"[:300],
        proofs=[proof],
        by=by,
        on=on,
        unit=unit,
        key=finding_key(category.pk, unit, first, last),
    )
