"""The thread of a health centre (data contoh): a survey and a discussion show that parents wait and
doubt; from there to the measures of immunisation, the plans of midwives, and a training."""

from decimal import Decimal

from kinerja.jobs.demo.people import Member
from kinerja.jobs.demo.surveys import AT_THE_HEALTH_CENTRE
from kinerja.jobs.demo.teller import Aim, Strand, Teller, Thread
from kinerja.needs.discussion import Present
from kinerja.needs.survey.satisfaction import note_element, weak_elements
from kinerja.people.unit import Unit
from kinerja.planning.goal import Goal
from kinerja.planning.key_indicator import (
    KeyIndicator,
    KeyValue,
    add_key_indicator,
    record_key_value,
)
from kinerja.planning.need_link import link_need

TALKED, NOTED = 178, 170  # days ago
COVERAGE = (("71", 170), ("74", 110), ("81", 30))  # per cent of children, days ago
GROUPS = (Present("Ibu balita", 14), Present("Kader posyandu", 9), Present("Tokoh agama", 3))
SAID = (
    ("Ibu balita", "Menunggu imunisasi lebih dari satu jam membuat orang tua pulang", 17),
    ("Kader posyandu", "Orang tua ragu karena efek samping vaksin tidak dijelaskan", 21),
)
SATISFIED = Decimal(82)  # the index that is aimed at


def tell_immunisation(teller: Teller, head: Member) -> Thread:
    """From the answers of parents to what midwives do, and to whether parents are content."""
    unit = head.assignment.position.unit
    results = teller.asked(AT_THE_HEALTH_CENTRE, unit)
    findings = [
        note_element(
            result=results.before, element=one.element, by=teller.officer, on=teller.day(NOTED)
        )
        for one in weak_elements(results.before)[:2]
    ]
    findings += teller.discussed(
        unit,
        title="Mengapa anak terlambat diimunisasi (data contoh)",
        place=f"Aula {unit.name}",
        groups=GROUPS,
        minutes="Dua keluhan berulang: waktu tunggu, dan pertanyaan yang tidak terjawab.",
        said=SAID,
        ago=TALKED,
    )
    need = teller.need(
        "Orang tua membawa anak imunisasi tanpa antre lama dan tanpa ragu",
        findings,
        head,
        "Cakupan tertahan karena antrean dan keraguan, bukan karena vaksin.",
        NOTED,
    )
    goal, coverage = teller.goal(
        need,
        Aim(
            f"Anak di wilayah {unit.name} mendapat imunisasi dasar lengkap",
            Goal.Level.ACTIVITY,
            teller.goals["S-SEHAT"],
            "Anak dengan imunisasi dasar lengkap (data contoh)",
            "persen",
            Decimal(85),
        ),
    )
    link_need(need=need, goal=teller.goals["S-SEHAT"], by=head.person, on=need.noted_on)
    _covered(teller, coverage, unit)
    content = _measure(teller, goal, "Kepuasan orang tua atas layanan imunisasi", "indeks")
    teller.aimed(content, SATISFIED)
    subject = f"{unit.pk}:{AT_THE_HEALTH_CENTRE.name}"
    teller.fed(content, "satisfaction", subject, ago=AT_THE_HEALTH_CENTRE.before.begins)
    children = _measure(teller, goal, "Anak diimunisasi menurut laporan berbukti", "anak")
    teller.fed(children, "reports", "accepted", ago=NOTED)
    return Thread(
        need,
        "T-IMUN",
        (
            Strand("imunisasi", unit, goal, {"Anak yang diimunisasi": children}),
            Strand("kia", unit, goal, {"Bayi dengan imunisasi dasar lengkap": coverage}),
            Strand("layanan", unit, goal, {"Indeks kepuasan masyarakat": content}),
        ),
    )


def _measure(teller: Teller, goal: Goal, name: str, unit_of_measure: str) -> KeyIndicator:
    return add_key_indicator(
        goal=goal,
        name=f"{name} (data contoh)",
        unit_of_measure=unit_of_measure,
        polarity="maximise",
        period=KeyIndicator.Period.MONTH,
        owner=goal.unit,
        by=teller.planner,
        on=teller.day(NOTED),
    )


def _covered(teller: Teller, indicator: KeyIndicator, unit: Unit) -> None:
    """What the register of infants said around the need, and since."""
    for share, ago in COVERAGE:
        day = teller.day(ago)
        record_key_value(
            indicator=indicator,
            kind=KeyValue.Kind.REALISATION,
            measured_on=day,
            value=Decimal(share),
            source=f"Kohort bayi {unit.name} (data contoh)",
            by=None,
            on=day,
        )
