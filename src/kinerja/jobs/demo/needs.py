"""From what people said to a need and the goal that serves it (data contoh), one thread a city.

The health centre: a survey and a discussion show that parents wait and doubt; the need leads to a
measure of immunisation. Tourism: businesses miss foreign languages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from kinerja.jobs.demo.accounts import Officers
from kinerja.jobs.demo.people import Member
from kinerja.jobs.demo.surveys import add_business_survey, add_satisfaction
from kinerja.needs.discussion import (
    Discussion,
    Present,
    add_statement,
    finding_from_statement,
    record_discussion,
)
from kinerja.needs.finding import Finding, Proof, note_finding
from kinerja.needs.need import Need, edit_need, note_need
from kinerja.needs.survey.satisfaction import note_element, weak_elements
from kinerja.people.person import Person
from kinerja.people.unit import Unit
from kinerja.planning.goal import Goal
from kinerja.planning.key_indicator import KeyValue, record_key_value, set_key_target
from kinerja.planning.need_link import goal_from_need, link_need

TALKED, NOTED = 178, 170  # days ago
COVERAGE = (("0.71", 170), ("0.74", 110), ("0.81", 30))  # share of children, days ago
GROUPS = (Present("Ibu balita", 14), Present("Kader posyandu", 9), Present("Tokoh agama", 3))
SAID = (
    ("Ibu balita", "Menunggu imunisasi lebih dari satu jam membuat orang tua pulang", 17),
    ("Kader posyandu", "Orang tua ragu karena efek samping vaksin tidak dijelaskan", 21),
)


@dataclass(frozen=True)
class Threads:
    """The needs that training answers."""

    immunisation: Need | None
    languages: Need | None


def add_needs(
    members: Sequence[Member],
    goals: Mapping[str, Goal],
    *,
    officers: Officers,
    planner: Person,
    today: date,
    zone: ZoneInfo,
    random: Random,
) -> Threads:
    """What the two offices found out, as far as the city has them."""
    teller = _Teller(officers.surveys, planner, goals, today, zone, random)
    centre = _leader(members, "health_centre_head")
    tourism = _leader(members, "tourism_head")
    return Threads(
        immunisation=teller.immunisation(centre) if centre else None,
        languages=teller.languages(tourism) if tourism else None,
    )


def _leader(members: Sequence[Member], post: str) -> Member | None:
    found = (one for one in members if one.seat.post == post and not one.person.has_left)
    return next(found, None)


@dataclass(frozen=True)
class _Teller:
    officer: Person
    planner: Person
    goals: Mapping[str, Goal]
    today: date
    zone: ZoneInfo
    random: Random

    def immunisation(self, head: Member) -> Need:
        unit = head.assignment.position.unit
        results = add_satisfaction(
            unit, officer=self.officer, today=self.today, zone=self.zone, random=self.random
        )
        on = self._day(NOTED)
        findings = [
            note_element(result=results.before, element=one.element, by=self.officer, on=on)
            for one in weak_elements(results.before)[:2]
        ]
        findings += self._discussed(unit)
        need = self._need(
            "Orang tua membawa anak imunisasi tanpa antre lama dan tanpa ragu",
            findings,
            head,
            "Cakupan tertahan karena antrean dan keraguan, bukan karena vaksin.",
        )
        goal = goal_from_need(
            need=need,
            title=f"Anak di wilayah {unit.name} mendapat imunisasi dasar lengkap",
            level=Goal.Level.ACTIVITY,
            years=(on.year, max(on.year, self.today.year)),
            unit=unit,
            parents=[self.goals["S-SEHAT"]],
            measure="Anak dengan imunisasi dasar lengkap (data contoh)",
            unit_of_measure="persen",
            polarity="maximise",
            target=Decimal(85),
            by=self.planner,
            on=on,
        )
        link_need(need=need, goal=self.goals["S-SEHAT"], by=head.person, on=on)
        self._measured(goal, unit)
        return need

    def _discussed(self, unit: Unit) -> list[Finding]:
        day = self._day(TALKED)
        discussion = record_discussion(
            kind=Discussion.Kind.FGD,
            title="Mengapa anak terlambat diimunisasi (data contoh)",
            held_on=day,
            place=f"Aula {unit.name}",
            groups=GROUPS,
            unit=unit,
            minutes="Dua keluhan berulang: waktu tunggu, dan pertanyaan yang tidak terjawab.",
            by=self.officer,
            at=datetime.combine(day, time(15), self.zone),
            on=day,
        )
        groups = {one.name: one for one in discussion.groups.all()}
        return [
            finding_from_statement(
                statement=add_statement(
                    discussion=discussion,
                    group=groups[group],
                    text=text,
                    support=support,
                    by=self.officer,
                    on=day,
                ),
                by=self.officer,
                on=day,
            )
            for group, text, support in SAID
        ]

    def _measured(self, goal: Goal, unit: Unit) -> None:
        indicator = goal.indicators.get()
        set_key_target(
            indicator=indicator,
            year=self.today.year,
            target_min=Decimal(85),
            target_max=Decimal(85),
            by=self.planner,
            on=self.today,
        )
        for share, ago in COVERAGE:
            day = self._day(ago)
            record_key_value(
                indicator=indicator,
                kind=KeyValue.Kind.REALISATION,
                measured_on=day,
                value=100 * Decimal(share),
                source=f"Kohort bayi {unit.name} (data contoh)",
                by=None,
                on=day,
            )

    def languages(self, head: Member) -> Need:
        unit = head.assignment.position.unit
        survey = add_business_survey(
            unit, officer=self.officer, today=self.today, zone=self.zone, random=self.random
        )
        on = self._day(115)
        asked = survey.answers.count()
        weak = survey.answers.filter(given__P1__in=["1", "2"]).count()
        share = (100 * Decimal(weak) / asked).quantize(Decimal(1))
        finding = note_finding(
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
            by=self.officer,
            on=on,
            key=f"survey:{survey.pk}:P1",
        )
        need = self._need(
            "Tamu mancanegara dilayani dalam bahasa yang mereka pahami",
            [finding],
            head,
            "Pelaku usaha menyebutnya di atas kebersihan dan papan petunjuk.",
            ago=112,
        )
        link_need(need=need, goal=self.goals["S-WISATA"], by=head.person, on=on)
        return need

    def _need(
        self, statement: str, findings: Sequence[Finding], head: Member, why: str, ago: int = NOTED
    ) -> Need:
        on, unit = self._day(ago), head.assignment.position.unit
        need = note_need(
            statement=statement,
            findings=findings,
            review_on=self.today + timedelta(days=45),
            unit=unit,
            why=why,
            by=self.officer,
            on=on,
        )
        return edit_need(
            need=need,
            statement=need.statement,
            why=need.why,
            owner=head.person,
            review_on=need.review_on,
            findings=findings,
            by=self.officer,
            on=on,
        )

    def _day(self, ago: int) -> date:
        return self.today - timedelta(days=ago)
