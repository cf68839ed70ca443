"""The thread of a tourism office (data contoh): businesses miss foreign languages; guides learn;
visitors are asked before and after."""

from decimal import Decimal

from kinerja.jobs.demo.people import Member
from kinerja.jobs.demo.surveys import AT_THE_BEACH, add_business_survey
from kinerja.jobs.demo.teller import Aim, Strand, Teller, Thread
from kinerja.needs.finding import Finding, Proof, note_finding
from kinerja.needs.survey.survey import Survey
from kinerja.people.unit import Unit
from kinerja.planning.goal import Goal
from kinerja.planning.need_link import link_need

FOUND, NOTED = 115, 112  # days ago


def tell_tourism(teller: Teller, head: Member) -> Thread:
    """From the answers of businesses to the index of visitors."""
    unit = head.assignment.position.unit
    survey = add_business_survey(
        unit,
        officer=teller.officer,
        today=teller.today,
        zone=teller.zone,
        random=teller.random,
    )
    teller.asked(AT_THE_BEACH, unit)
    need = teller.need(
        "Tamu mancanegara dilayani dalam bahasa yang mereka pahami",
        [_missed(teller, survey, unit)],
        head,
        "Pelaku usaha menyebutnya di atas kebersihan dan papan petunjuk.",
        NOTED,
    )
    goal, content = teller.goal(
        need,
        Aim(
            "Pengunjung puas dengan petugas yang melayani dalam bahasa mereka",
            Goal.Level.ACTIVITY,
            teller.goals["S-WISATA"],
            "Indeks kepuasan pengunjung (data contoh)",
            "indeks",
            Decimal(80),
        ),
    )
    link_need(need=need, goal=teller.goals["S-WISATA"], by=head.person, on=need.noted_on)
    subject = f"{unit.pk}:{AT_THE_BEACH.name}"
    teller.fed(content, "satisfaction", subject, ago=AT_THE_BEACH.before.begins)
    return Thread(need, "T-BAHASA", (Strand("kunjung", unit, goal),))


def _missed(teller: Teller, survey: Survey, unit: Unit) -> Finding:
    asked = survey.answers.count()
    weak = survey.answers.filter(given__P1__in=["1", "2"]).count()
    share = (100 * Decimal(weak) / asked).quantize(Decimal(1))
    return note_finding(
        source=Finding.Source.SURVEY,
        statement="Petugas wisata belum dapat melayani tamu dalam bahasa asing",
        proofs=[
            Proof(
                f"{weak} dari {asked} pelaku usaha ({share}%) menjawab kurang atau tidak.",
                page=f"/survei/{survey.pk}/hasil/",
                value=share,
                unit_of_measure="persen",
                cases=asked,
                measured_on=survey.closes_on,
            )
        ],
        unit=unit,
        by=teller.officer,
        on=teller.day(FOUND),
        key=f"survey:{survey.pk}:P1",
    )
