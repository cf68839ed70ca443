"""The thread of complaints (data contoh): citizens waited days for a first word; it became a need,
and the time to the first word is what a head of department is measured by, out of the cases."""

from decimal import Decimal

from kinerja.jobs.demo.complaints import CHANGED, DAYS
from kinerja.jobs.demo.people import Member
from kinerja.jobs.demo.teller import Aim, Strand, Teller, Thread
from kinerja.needs.complaint.category import ComplaintCategory
from kinerja.needs.complaint.figures import measured
from kinerja.needs.complaint.finding import finding_from_category
from kinerja.needs.finding import Finding, Proof, note_finding
from kinerja.people.unit import Unit
from kinerja.planning.goal import Goal
from kinerja.rules.date_words import date_in_words

NOTED = CHANGED
MATTER = "Waktu pelayanan"
HOURS = Decimal(8)  # working hours until the first word: the next day at the latest


def tell_answers(teller: Teller, head: Member) -> Thread | None:
    """From late answers to a measured one; None where the department had no complaint."""
    unit = head.assignment.position.unit
    findings = [*_waited(teller, unit)]
    if not findings:
        return None
    need = teller.need(
        "Warga yang mengadu mendapat tanggapan pertama paling lambat hari kerja berikutnya",
        findings,
        head,
        "Yang dikeluhkan kedua kali biasanya bukan jawabannya, melainkan diamnya.",
        NOTED,
    )
    goal, waiting = teller.goal(
        need,
        Aim(
            f"Pengaduan warga kepada {unit.name} segera ditanggapi",
            Goal.Level.PROGRAMME,
            teller.goals["S-LAYAN"],
            "Waktu tanggapan pertama pengaduan, median (data contoh)",
            "jam kerja",
            HOURS,
            "minimise",
        ),
    )
    teller.fed(waiting, "complaint", f"respond:hours:{unit.pk}", ago=DAYS)
    measures = {"Waktu tanggapan pertama pengaduan warga": waiting}
    return Thread(need, strands=(Strand("layanan", unit, goal, measures),))


def _waited(teller: Teller, unit: Unit) -> list[Finding]:
    """What the cases of the first months say: how long the first word took, and about what."""
    first, last = teller.day(DAYS), teller.day(NOTED)
    told = measured(unit, "respond_hours", first, last, on=last)
    if told is None:
        return []
    hours = str(told.value).replace(".", ",")
    slow = note_finding(
        source=Finding.Source.COMPLAINT,
        statement="Warga menunggu lama sampai tanggapan pertama atas pengaduannya",
        proofs=[
            Proof(
                f"Median {hours} jam kerja sampai tanggapan pertama, {told.cases} kasus,"
                f" {date_in_words(first)} sampai {date_in_words(last)}.",
                page=told.page,
                value=told.value,
                unit_of_measure="jam kerja",
                cases=told.cases,
                measured_on=told.period_end,
            )
        ],
        unit=unit,
        by=teller.officer,
        on=last,
        key=f"complaint:respond_hours:{unit.pk}",
    )
    category = ComplaintCategory.objects.get(name=MATTER)
    often = finding_from_category(
        category=category, unit=unit, first=first, last=last, by=teller.officer, on=last
    )
    return [slow, often]
