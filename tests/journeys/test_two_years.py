"""Two whole years of one department: a move, a Plt, a silent appraiser, an objection that changes a
result, a 360 round in each year, and a result that is opened again.

Hasan leads the city, Rina the health office, Budi the health centre of Pauh, Candra that of Alai.
Sari and Tono work at Pauh, with five nurses who answer about them in the 360 rounds; Wati keeps the
register, Surya is the authorised official.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from tests.evaluation.make import a_feedback
from tests.people.make import (
    a_head,
    a_member,
    a_person,
    a_position,
    a_role,
    a_unit,
    an_admin,
    an_agency,
    an_assignment,
    head_post,
)
from tests.work.make import a_result, a_set_plan

from kinerja.evaluation.calibration import (
    change_in_calibration,
    close_calibration,
    join_calibration,
    open_calibration,
)
from kinerja.evaluation.closing import close_period, sign_review
from kinerja.evaluation.delivery import answer_delivery, receive_result
from kinerja.evaluation.objection import decide_objection, explain_objection, file_objection
from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.organisation import record_org_result
from kinerja.evaluation.period import Period, open_period
from kinerja.evaluation.rating import Judgement, rate_review
from kinerja.evaluation.recomputing import recompute_stored
from kinerja.evaluation.reopening import decide_reopening, propose_reopening
from kinerja.evaluation.reporting import read_report, report_results
from kinerja.evaluation.review import Review
from kinerja.evaluation.round360.answer import Answer, Given, NamedAnswer360, Tally360, give_answers
from kinerja.evaluation.round360.drawing import open_round
from kinerja.evaluation.round360.rater import Rater360, approve, name_rater
from kinerja.evaluation.round360.refusals import RoundShut
from kinerja.evaluation.round360.release import Result360, close_round, release_round
from kinerja.evaluation.round360.round import Round360, Subject360, start_round
from kinerja.evaluation.self_report import report_realisation
from kinerja.evaluation.silence import follow_silence
from kinerja.evaluation.succession import follow_evaluators
from kinerja.people.models import Assignment, Person, Unit
from kinerja.planning.models import Plan
from kinerja.planning.moves import follow_moves
from kinerja.records.models import Event
from kinerja.records.seal import seal_events, verify_chain
from kinerja.rules.behaviour import CoreValue
from kinerja.rules.predicate import Rating
from kinerja.rules.refusal import Refusal
from kinerja.rules.round360 import Frequency, Group

pytestmark = pytest.mark.django_db

ABOVE, MEETS, BELOW = Rating.ABOVE, Rating.MEETS, Rating.BELOW
DAY = timedelta(days=1)
NURSES = ("Ani", "Beni", "Cici", "Dodi", "Evi")  # of Pauh; they have no part but in the 360 rounds


@dataclass
class Office:
    """The health office with everybody who has a part."""

    health: Unit
    pauh: Unit
    alai: Unit
    hasan: Person
    rina: Person
    budi: Person
    candra: Person
    sari: Person
    tono: Person
    wati: Person
    surya: Person

    @property
    def evaluated(self) -> list[Person]:
        return [self.budi, self.candra, self.sari, self.tono]

    def plans(self, year: int) -> None:
        """Everybody's plan of the year is set."""
        for person in self.evaluated:
            post = Assignment.objects.filter(person=person, kind="definitive").latest("starts_on")
            plan = a_set_plan(person, year=year, assignment=post)
            a_result(plan, 1, f"Layanan {year} membaik")

    def opens(self, code: str, on: date | None = None) -> Period:
        """The personnel office opens the period inside its window, with the class of the office."""
        period = open_period(code=code, by=self.wati)
        on = on or period.ends_on
        open_reviews(period=period, on=on, by=self.wati)
        record_org_result(
            unit=self.health,
            period=period,
            predicate="baik",
            basis=f"BA {code}",
            published_on=on,
            by=self.wati,
            on=on,
        )
        return period

    def review(self, person: Person, period: Period) -> Review:
        rows = Review.objects.exclude(state=Review.State.SUPERSEDED)
        return rows.select_related("person", "appraiser", "period").get(
            person=person, period=period
        )

    def rates(
        self, person: Person, period: Period, *ratings: Rating, by: Person, on: date | None = None
    ) -> Review:
        """That leader rates and signs; on the last day of the period unless another is named."""
        review, on = self.review(person, period), on or period.ends_on
        rate_review(review=review, judgement=_judged(review, *ratings), by=by, on=on)
        return sign_review(review=review, by=by, on=on)

    def night(self, on: date) -> None:
        """What the clock does."""
        follow_moves(on=on)
        follow_evaluators(on=on)
        follow_silence(on=on)


def _judged(review: Review, work: Rating = MEETS, behaviour: Rating = MEETS) -> Judgement:
    results = review.assessments.values_list("result_id", flat=True)
    return Judgement(
        work_result=work,
        behaviour=behaviour,
        results=dict.fromkeys(results, (work, "")),
        work_result_reason="" if work is MEETS else "Terlihat dari hasilnya.",
        behaviour_reason="" if behaviour is MEETS else "Teladan bagi rekan.",
    )


def an_office() -> Office:
    an_agency()
    city = a_unit("Kota Uji")
    health = a_unit("Dinas Kesehatan", city)
    pauh, alai = a_unit("Puskesmas Pauh", health), a_unit("Puskesmas Alai", health)
    surya = a_person("Surya")
    a_role(surya, "authorised_official")
    for name in ("Kiki", "Nina"):
        a_role(a_person(name), "calibration_member")
    for name in NURSES:
        a_member(name, pauh)
    return Office(
        health,
        pauh,
        alai,
        a_head("Hasan", city),
        a_head("Rina", health),
        a_head("Budi", pauh),
        a_head("Candra", alai),
        a_member("Sari", pauh),
        a_member("Tono", pauh),
        an_admin("Wati"),
        surya,
    )


def test_two_years_of_one_department():
    office = an_office()
    _first_year(office)
    _second_year(office)

    seal_events()
    chain = verify_chain()
    assert chain.whole
    assert chain.sealed == Event.objects.count()
    found = recompute_stored()
    assert (found.looked_at, found.altered) == (
        Review.objects.filter(state__in=Review.FROZEN).count(),
        [],
    )


def _first_year(office: Office) -> None:
    office.plans(2026)
    _an_objection_changes_a_result(office)
    _a_move_and_an_acting_head(office)
    _a_first_round_360(office)
    _a_silent_appraiser(office)
    _the_year_ends(office)


def _an_objection_changes_a_result(office: Office) -> None:
    """Sari is rated below, objects, both are heard, Rina changes it: version 2, final."""
    first = office.opens("2026-Q1")
    on, sari = first.ends_on, office.sari
    review = office.review(sari, first)
    words = dict.fromkeys(_results(review), "Sebagian besar ibu terperiksa.")
    report_realisation(review=review, realisations=words, by=sari, on=on)
    with pytest.raises(Refusal, match="laporan kerja atau umpan balik"):
        office.rates(sari, first, BELOW, by=office.budi)
    a_feedback(office.budi, sari, on)
    result = office.rates(sari, first, BELOW, by=office.budi)
    assert result.predicate == "butuh_perbaikan"
    for person, leader in ((office.tono, office.budi), (office.budi, office.rina),
                           (office.candra, office.rina)):  # fmt: skip
        office.rates(person, first, by=leader)

    receive_result(review=result, by=sari, on=on + 2 * DAY)
    answer_delivery(review=result, answer="refused", note="Keliru.", by=sari, on=on + 2 * DAY)
    objection = file_objection(review=result, reason="Maret.", by=sari, on=on + 3 * DAY)
    for person in (sari, office.budi):
        explain_objection(objection=objection, words="Datanya ada.", by=person, on=on + 4 * DAY)
    with pytest.raises(Refusal):
        decide_objection(objection=objection, reason="Saya.", by=office.budi, on=on + 5 * DAY)
    decided = decide_objection(
        objection=objection,
        reason="Laporan Maret sah.",
        by=office.rina,
        on=on + 5 * DAY,
        judgement=_judged(result),
    )
    outcome = decided.outcome
    assert outcome is not None
    assert (outcome.version, outcome.predicate) == (2, "baik")
    receive_result(review=outcome, by=sari, on=on + 6 * DAY)
    with pytest.raises(Refusal, match="final"):
        file_objection(review=outcome, reason="Lagi.", by=sari, on=on + 6 * DAY)


def _results(review: Review) -> list[int]:
    return list(review.assessments.values_list("result_id", flat=True))


def _a_move_and_an_acting_head(office: Office) -> None:
    """In May Sari moves to Alai; in June Candra retires and Budi acts as Plt there too."""
    may, june = date(2026, 5, 1), date(2026, 6, 1)
    Assignment.objects.filter(person=office.sari).update(ends_on=may - DAY)
    post = an_assignment(office.sari, a_position(office.alai), starts_on=may)
    office.night(may)
    a_result(a_set_plan(office.sari, assignment=post, starts_on=may), 1, "Gizi balita membaik")
    Assignment.objects.filter(person=office.candra).update(ends_on=june - DAY)
    Person.objects.filter(pk=office.candra.pk).update(status="left", status_since=june)
    an_assignment(office.budi, head_post(office.alai), kind="plt", starts_on=june)
    office.night(june)

    second = office.opens("2026-Q2", on=date(2026, 6, 20))
    appraisers = dict(
        Review.objects.filter(period=second).values_list("person__name", "appraiser__name")
    )
    assert appraisers == {"Sari": "Budi", "Tono": "Budi", "Budi": "Rina", "Candra": "Rina"}
    on = date(2026, 6, 30)
    for person, leader in ((office.sari, office.budi), (office.tono, office.budi),
                           (office.budi, office.rina), (office.candra, office.rina)):  # fmt: skip
        office.rates(person, second, by=leader, on=on)
    assert Plan.objects.get(person=office.candra, year=2026).state == "closed"
    unit = office.review(office.sari, second).document["unit"]
    assert unit == "Puskesmas Alai"


def _a_first_round_360(office: Office) -> None:
    """June: Tono names Sari, who works at Alai now; the others are drawn, and all of them answer.

    What they said stands beside the semester's rating, which Budi gives without any sum of it."""
    semester = office.opens("2026-S1", on=date(2026, 6, 16))
    round = _a_round(office, semester)
    tono = Subject360.objects.get(round=round, person=office.tono)
    named = name_rater(subject=tono, rater=office.sari, by=office.tono, on=round.nominate_until)
    approve(rater=named, by=office.budi, on=round.nominate_until)
    open_round(round=round, by=office.wati, on=round.nominate_until + DAY)
    asked = _asked(office.tono, round)
    assert office.sari.pk in {one.rater_id for one in asked}
    assert Counter(one.kind for one in asked) == {Group.SELF: 1, Group.SUPERIOR: 1, Group.PEER: 6}
    _all_answer(asked)
    with pytest.raises(Refusal, match="sudah Anda kirim"):
        _all_answer(asked[:1])

    told = _released(office, round)["Tono"].told
    assert [(group["groups"], group["people"]) for group in told["groups"]] == [(["peer"], 6)]
    assert told["named"]["superior"]["name"] == office.budi.full_name
    result = office.rates(office.tono, semester, by=office.budi, on=semester.last_day)
    document = result.document["round360"]
    assert document == {"period": "2026-S1", "told": told}
    assert (result.predicate, semester.is_legal) == ("baik", False)


def _a_round(office: Office, semester: Period) -> Round360:
    """Begun in the second half of June, with a week for names and one for answers."""
    on = semester.ends_on - 14 * DAY
    return start_round(
        period=semester,
        nominate_until=on + 7 * DAY,
        closes_on=semester.ends_on,
        by=office.wati,
        on=on,
    )


def _asked(person: Person, round: Round360) -> list[Rater360]:
    rows = Rater360.objects.filter(subject__round=round, subject__person=person, state="asked")
    return list(rows.select_related("rater", "subject__round").order_by("pk"))


def _all_answer(questions: list[Rater360]) -> None:
    answer = Answer(dict.fromkeys(CoreValue, Frequency.OFTEN), "Selalu siap membantu.")
    on = questions[0].subject.round.closes_on
    give_answers([Given(one, answer) for one in questions], on=on)


def _released(office: Office, round: Round360) -> dict[str, Result360]:
    """Closed and told on the day after the last one; no counter is left of it."""
    with pytest.raises(RoundShut):
        close_round(round=round, by=office.wati, on=round.closes_on)
    on = round.closes_on + DAY
    close_round(round=round, by=office.wati, on=on)
    release_round(round=round, by=office.wati, on=on)
    assert not Tally360.objects.exists()
    found = Result360.objects.filter(subject__round=round).select_related("subject__person")
    return {one.subject.person.name: one for one in found}


def _a_silent_appraiser(office: Office) -> None:
    """Budi signs nobody in the third quarter: Rina does, for good; Hasan would be next."""
    third = office.opens("2026-Q3")
    office.rates(office.budi, third, by=office.rina)
    rate = office.review(office.tono, third)
    rate_review(review=rate, judgement=_judged(rate, ABOVE), by=office.budi, on=third.last_day)
    for day in range(10):
        office.night(third.last_day - (9 - day) * DAY)
    assert Event.objects.named("period.warned").count() == 2
    closing = close_period(period=third, by=office.wati, on=third.last_day + DAY)
    assert closing.signed == 0
    tono = office.review(office.tono, third)
    assert (tono.state, tono.appraiser, tono.silent_appraiser) == ("open", office.rina, office.budi)
    on = third.last_day + 4 * DAY
    with pytest.raises(Refusal):
        office.rates(office.tono, third, by=office.budi, on=on)
    result = office.rates(office.tono, third, by=office.rina, on=on)
    receive_result(review=result, by=office.tono, on=on)
    with pytest.raises(Refusal, match="final"):
        file_objection(review=result, reason="Keliru.", by=office.tono, on=on)

    office.night(third.last_day + 40 * DAY)  # Rina forgot Sari's
    sari = office.rates(office.sari, third, by=office.hasan, on=third.last_day + 41 * DAY)
    assert sari.document["instead_of"]["name"] == "Budi"


def _the_year_ends(office: Office) -> None:
    """The year is a judgement of its own, on the unit where one is now; nothing is averaged."""
    year = office.opens("2026", on=date(2027, 1, 5))
    on = date(2027, 1, 20)
    names = list(Review.objects.filter(period=year).values_list("person__name", flat=True))
    assert sorted(names) == ["Budi", "Candra", "Sari", "Tono"]
    for person, leader in ((office.sari, office.budi), (office.tono, office.budi),
                           (office.budi, office.rina), (office.candra, office.rina)):  # fmt: skip
        ratings = (ABOVE, ABOVE) if person == office.sari else (MEETS, MEETS)
        office.rates(person, year, *ratings, by=leader, on=on)
    assert office.review(office.sari, year).predicate == "sangat_baik"
    assert not Plan.objects.filter(year=2026, state=Plan.State.SET).exists()


def _second_year(office: Office) -> None:
    dewi = a_head("Dewi", office.alai, starts_on=date(2027, 1, 1))
    Assignment.objects.filter(person=office.budi, kind="plt").update(ends_on=date(2026, 12, 31))
    office.candra = dewi  # who leads Alai from now on
    office.plans(2027)
    _a_meeting_changes_a_rating(office)
    _a_result_is_opened_again(office)
    _a_second_round_360(office)
    _an_appraiser_moves_inside_the_window(office)
    _the_second_year_ends(office)


def _a_meeting_changes_a_rating(office: Office) -> None:
    """Before the first quarter is signed the calibration meeting looks at Tono's rating."""
    first = office.opens("2027-Q1")
    on, kiki, nina = first.ends_on, _named("Kiki"), _named("Nina")
    tono = office.review(office.tono, first)
    rate_review(review=tono, judgement=_judged(tono, ABOVE, ABOVE), by=office.budi, on=on)
    meeting = open_calibration(period=first, unit=office.health, by=kiki, on=on)
    join_calibration(calibration=meeting, by=nina, on=on)
    change_in_calibration(
        calibration=meeting,
        review=tono,
        judgement=_judged(tono, ABOVE),
        reason="Perilakunya sesuai, belum menjaga pada orang lain.",
        by=office.budi,
        on=on,
    )
    close_calibration(calibration=meeting, minutes="Satu rating diubah.", by=nina, on=on)
    assert sign_review(review=tono, by=office.budi, on=on).predicate == "baik"
    for person, leader in ((office.sari, office.candra), (office.budi, office.rina),
                           (office.candra, office.rina)):  # fmt: skip
        office.rates(person, first, by=leader)


def _named(name: str) -> Person:
    return Person.objects.get(name=name)


def _a_result_is_opened_again(office: Office) -> None:
    """In June the office finds a mistake in Sari's first quarter; two open it, Dewi rates anew."""
    first, on = Period.objects.get(code="2027-Q1"), date(2027, 6, 7)
    old = office.review(office.sari, first)
    with pytest.raises(Refusal):
        propose_reopening(review=old, reason="Salah.", by=office.rina, on=on)
    proposal = propose_reopening(review=old, reason="Angka keliru.", by=office.wati, on=on)
    with pytest.raises(Refusal):
        decide_reopening(reopening=proposal, approve=True, reason="Ya.", by=office.wati, on=on)
    decide_reopening(reopening=proposal, approve=True, reason="Ya.", by=office.surya, on=on)
    new = office.rates(office.sari, first, ABOVE, ABOVE, by=office.candra, on=on + 3 * DAY)
    old.refresh_from_db()
    assert (old.state, old.predicate) == ("superseded", "baik")
    assert (new.version, new.predicate) == (2, "sangat_baik")
    assert set(Review.objects.visible_to(office.sari).filter(period=first)) == {old, new}


def _a_second_round_360(office: Office) -> None:
    """A year later four colleagues answer about Tono: too few, so that nothing of theirs is told;
    what Budi says by name is. Sari, alone at Alai, is judged on her own round."""
    semester = office.opens("2027-S1", on=date(2027, 6, 16))
    round = _a_round(office, semester)
    open_round(round=round, by=office.wati, on=round.nominate_until + DAY)
    asked = _asked(office.tono, round)
    peers = [one for one in asked if one.kind is Group.PEER]
    superior = [one for one in asked if one.kind is Group.SUPERIOR]
    _all_answer([*peers[:4], *superior])
    _all_answer([one for one in _asked(office.sari, round) if one.kind is Group.SUPERIOR])

    told = _released(office, round)
    assert told["Tono"].told["groups"] == []
    assert told["Tono"].told["named"]["superior"]["name"] == office.budi.full_name
    assert told["Sari"].told["named"]["superior"]["name"] == office.candra.full_name
    assert NamedAnswer360.objects.filter(rater__subject__round=round).count() == 2
    for person, leader in ((office.tono, office.budi), (office.sari, office.candra)):
        result = office.rates(person, semester, by=leader, on=semester.last_day)
        document = result.document["round360"]
        assert document == {"period": "2027-S1", "told": told[person.name].told}


def _an_appraiser_moves_inside_the_window(office: Office) -> None:
    """Budi goes to another office on 25 September: he still evaluates Tono for that quarter."""
    moved = date(2027, 9, 25)
    Assignment.objects.filter(person=office.budi, kind="definitive").update(ends_on=moved - DAY)
    an_assignment(office.budi, head_post(a_unit("Dinas Sosial", None)), starts_on=moved)
    a_head("Eko", office.pauh, starts_on=moved)
    office.night(moved)
    third = office.opens("2027-Q3", on=date(2027, 10, 4))
    assert office.review(office.tono, third).appraiser == office.budi
    office.rates(office.tono, third, by=office.budi, on=date(2027, 10, 5))
    office.rates(office.sari, third, by=office.candra, on=date(2027, 10, 5))


def _the_second_year_ends(office: Office) -> None:
    """By then Eko leads Pauh, so the year is his to judge."""
    year = office.opens("2027", on=date(2028, 1, 5))
    assert office.review(office.tono, year).appraiser == _named("Eko")
    assert office.review(office.sari, year).appraiser == office.candra
    result = office.rates(office.tono, year, by=_named("Eko"), on=date(2028, 1, 10))
    receive_result(review=result, by=office.tono, on=date(2028, 1, 11))
    answer_delivery(review=result, answer="returned", by=office.tono, on=date(2028, 1, 11))
    report = report_results(period=year, by=_named("Eko"), on=date(2028, 2, 1))
    read_report(report=report, by=office.surya, on=date(2028, 2, 2))
    assert [(one.review, one.standing) for one in report.lines.all()] == [(result, "returned")]
