"""What the people of `world` have written and received, and the words by which it is recognised.

Everybody has a flower: a text of Sari says "Laporan Melati", one of Lina "Laporan Anggrek". So a
page can be searched for what it must not tell (`policy.SECRETS`).
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from uuid import NAMESPACE_URL, uuid5

from PIL import Image
from tests.access.announcements import the_announcements, the_coachings
from tests.access.collaboration import the_collaboration
from tests.access.competencies import the_competencies
from tests.access.complaints import the_complaints
from tests.access.feedback import the_feedback
from tests.access.guiding import the_guiding
from tests.access.ideas import the_ideas
from tests.access.leading import the_matrix, the_steps, the_templates
from tests.access.needs import the_needs
from tests.access.office import the_office
from tests.access.practising import add_channels, add_practice
from tests.access.pulses import the_pulses
from tests.access.rounds360 import the_rounds
from tests.access.service_data import the_service_data
from tests.access.sharing import the_sharing
from tests.access.surveys import the_surveys
from tests.access.system_reviews import the_system_reviews
from tests.access.times import the_times
from tests.access.trainings import the_trainings
from tests.access.watching import the_watching
from tests.access.world import NOW, TODAY, WIB, World, a_city

from kinerja.evaluation.calibration import CalibrationMember, open_calibration
from kinerja.evaluation.closing import sign_review
from kinerja.evaluation.delivery import answer_delivery, receive_result
from kinerja.evaluation.draft import keep_draft
from kinerja.evaluation.objection import file_objection
from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.organisation import record_org_result
from kinerja.evaluation.period import Period, open_period
from kinerja.evaluation.prolonging import prolong_period
from kinerja.evaluation.rating import Judgement, rate_review
from kinerja.evaluation.reopening import propose_reopening
from kinerja.evaluation.reporting import report_results
from kinerja.evaluation.review import Review
from kinerja.evaluation.self_report import report_realisation
from kinerja.feedback.appreciation import give_appreciation
from kinerja.feedback.initiative import record_initiative
from kinerja.people.agency import update_settings
from kinerja.people.person import Person
from kinerja.planning.amendment import open_amendment
from kinerja.planning.dialogue import set_plan, submit_plan
from kinerja.planning.goal import add_goal
from kinerja.planning.indicator import Indicator, Measure, add_indicator, edit_indicator
from kinerja.planning.key_indicator import add_key_indicator, record_key_value, set_key_target
from kinerja.planning.offer import make_offer
from kinerja.planning.plan import Plan, start_plan
from kinerja.planning.terms import add_term, set_expectation
from kinerja.planning.work_result import WorkResult, add_result
from kinerja.recognition.badge import award_badges
from kinerja.recognition.honour import decide_honour, open_honour
from kinerja.records.notice import Notice
from kinerja.rules.predicate import Rating
from kinerja.work.audit_finding import check_item
from kinerja.work.delegation import offer_delegation
from kinerja.work.evidence import Evidence
from kinerja.work.filing import Filing, file_reports
from kinerja.work.order import give_order
from kinerja.work.report import Report
from kinerja.work.sample_audit import draw_audit
from kinerja.work.template import add_template
from kinerja.work.verification import Answer, answer_many

FLOWERS = {
    "sari": "Melati",
    "tono": "Kenanga",
    "lina": "Anggrek",
    "yani": "Cempaka",
    "dewi": "Teratai",
    "eko": "Dahlia",
    "budi": "Seroja",
    "dedi": "Flamboyan",
    "fajar": "Bugenvil",
    "rina": "Kamboja",
}
LEADERS = {  # who appraises whom today
    "sari": "budi",
    "tono": "budi",
    "lina": "dedi",
    "yani": "dedi",
    "dewi": "fajar",
    "eko": "fajar",
    "budi": "rina",
    "dedi": "rina",
    "fajar": "hasan",
    "rina": "hasan",
}
DRAFTS = ("sari", "lina", "dewi", "budi")  # their plan of 2027 is a draft
SUBMITTED = ("tono", "yani", "eko", "dedi")  # theirs waits for the leader
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def the_world() -> World:
    """The city with a year of work in it. Call it at `NOW`."""
    world = a_city()
    _goals(world)
    for name in ("rina", "fajar", "budi", "dedi", "sari", "tono", "lina", "yani", "dewi", "eko"):
        _year_plan(world, name)
    # Tono's plan was handed to Fajar in time and never answered: Fajar moved on.
    for name in (*DRAFTS, *SUBMITTED):
        _next_plan(world, name)
    _first_quarter(world)
    _reports(world)
    _delegation(world)
    _orders(world)
    _audit(world)
    the_feedback(world, LEADERS)
    the_guiding(world)
    _recognition(world)
    _second_quarter(world)
    _third_quarter(world)
    _late_plan(world)
    the_rounds(world, FLOWERS)
    the_office(world)  # an import can be taken back only while nothing rests on it
    the_times(world)
    the_matrix(world)
    the_templates(world)
    the_watching(world)
    the_steps(world)
    _control(world)
    _honours(world)
    the_surveys(world)
    add_practice(world)
    add_channels(world)
    the_complaints(world)
    the_service_data(world)
    the_needs(world)
    the_sharing(world)
    the_ideas(world)
    the_collaboration(world)
    the_competencies(world)
    the_trainings(world)
    the_announcements(world)
    the_coachings(world)
    the_pulses(world)
    the_system_reviews(world)
    update_settings(by=world.people["wati"], public_page=True)
    for name in LEADERS:
        newest = Notice.objects.filter(person=world.people[name]).latest("pk")
        world.add("notice", name, notice_id=newest.pk)
    return world


def word(kind: str, name: str) -> str:
    """What a text of that kind about that person says: Laporan Melati."""
    return f"{kind} {FLOWERS[name]}"


def at(day: date, hour: int = 15) -> datetime:
    return datetime.combine(day, time(hour), WIB)


def a_photo(width: int = 640, height: int = 480) -> bytes:
    """A drawn picture, as a phone would send one."""
    image = Image.new("RGB", (width, height), "#dfe7e2")
    image.paste("#7b9a8b", (0, height * 2 // 3, width, height))
    image.paste("#f4efe4", (width // 4, height // 5, width * 3 // 4, height * 3 // 4))
    picture = BytesIO()
    image.save(picture, "JPEG", quality=80)
    return picture.getvalue()


# --- Goals and plans


def _goals(world: World) -> None:
    top = add_goal(
        title="Kota yang sehat dan tertib", level="vision", years=(2025, 2029), by=None, on=TODAY
    )
    world.add("goal", "agency", goal_id=top.pk)
    for key, unit, title in (
        ("health", "K.1", "Ibu dan anak terlayani"),
        ("transport", "K.5", "Angkutan umum tepat waktu"),
    ):
        goal = add_goal(
            title=title,
            level="objective",
            years=(2025, 2029),
            unit=world.units[unit],
            parents=[top],
            by=None,
            on=TODAY,
        )
        measure = add_key_indicator(
            goal=goal,
            name=f"{title}: cakupan",
            unit_of_measure="%",
            polarity="maximise",
            by=None,
            on=TODAY,
        )
        set_key_target(
            indicator=measure,
            year=2026,
            target_min=Decimal(90),
            target_max=Decimal(95),
            by=None,
            on=TODAY,
        )
        record_key_value(
            indicator=measure,
            kind="realisation",
            measured_on=date(2026, 6, 30),
            value=Decimal("87.5"),
            source="Laporan semester I",
            by=None,
            on=TODAY,
        )
        add_goal(
            title=f"{title} di setiap kelurahan",
            level="programme",
            years=(2025, 2029),
            unit=world.units[unit],
            parents=[goal],
            by=None,
            on=TODAY,
        )
        world.add("goal", key, goal_id=goal.pk)
        world.add("unit_of_goal", key, unit_id=world.units[unit].pk)
        world.add("key_indicator", key, indicator_id=measure.pk)


def _year_plan(world: World, name: str) -> None:
    """The plan of 2026: set, save Tono's, which Fajar was asked to set and never did."""
    person = world.people[name]
    late = name in ("budi", "fajar")
    day = date(2026, 4, 10) if late else date(2026, 1, 12)
    plan = start_plan(assignment=world.post_of(name), year=2026, by=person, on=day)
    title = word("Usulan" if name == "tono" else "Hasil", name)
    result = _a_result(plan, title, day, counts="orang")
    submit_plan(plan=plan, by=person, on=day)
    assert plan.appraiser is not None
    kind = "plan_asked_long_ago" if name == "tono" else "plan_set"
    if kind == "plan_set":
        set_plan(plan=plan, by=plan.appraiser, on=day + timedelta(days=3))
        set_expectation(
            plan=plan,
            value="service",
            text=word("Harapan", name),
            by=plan.appraiser,
            on=day + timedelta(days=3),
        )
    world.add(kind, name, plan_id=plan.pk)
    world.add(f"{kind}_result", name, result_id=result.pk)


def _next_plan(world: World, name: str) -> None:
    """The plan of 2027, in the making."""
    person = world.people[name]
    plan = start_plan(assignment=world.post_of(name), year=2027, by=person, on=TODAY)
    result = _a_result(plan, word("Rencana" if name in DRAFTS else "Usulan", name), TODAY)
    support = word("Dukungan" if name in DRAFTS else "Sandaran", name)
    term = add_term(plan=plan, kind="resource", text=support, by=person)
    kind = "plan_draft"
    if name in SUBMITTED:
        submit_plan(plan=plan, by=person, on=TODAY)
        kind = "plan_submitted"
    world.add(kind, name, plan_id=plan.pk)
    world.add(f"{kind}_result", name, result_id=result.pk)
    world.add(f"{kind}_indicator", name, indicator_id=result.indicators.get().pk)
    world.add(f"{kind}_term", name, term_id=term.pk)


def _a_result(plan: Plan, title: str, day: date, counts: str = "") -> WorkResult:
    result = add_result(plan=plan, title=title, by=plan.person, on=day)
    measure = Measure(unit_of_measure=counts or "%", counts_reports=bool(counts))
    measure["perspective" if plan.like_jpt else "aspect"] = "budget" if plan.like_jpt else "quality"
    add_indicator(
        result=result,
        text=f"Cakupan {title}",
        target_min=Decimal(90),
        by=plan.person,
        **measure,
    )
    return result


# --- Work


def _result_of(world: World, name: str) -> WorkResult | None:
    found = world.things["plan_set_result"].get(name)
    return WorkResult.objects.get(pk=found["result_id"]) if found else None


SPREAD = (  # of reports: state, days ago, kind of text
    ("waiting", 1, "Laporan"),
    ("returned", 4, "Perbaikan"),
    ("accepted", 20, "Catatan"),
)


def _reports(world: World) -> None:
    """Each has one report that waits, one that was returned, one accepted with photo and file."""
    photo = a_photo()
    filings, places = [], []
    for name in LEADERS:
        result = _result_of(world, name)
        for kind, days, says in SPREAD:
            day = TODAY - timedelta(days=days)
            filing = Filing(
                by=world.people[name],
                text=f"{word(says, name)}: melayani 12 orang.",
                key=uuid5(NAMESPACE_URL, f"{name}/{kind}"),
                at=at(day),
                done_on=day,
                result=result,
                quantity=Decimal(12) if result else None,
                files=[("kegiatan.jpg", photo), ("daftar.pdf", PDF)] if kind == "accepted" else [],
            )
            filings.append(filing)
            places.append((kind, name))
    answers = []
    for (kind, name), report in zip(places, file_reports(filings), strict=True):
        world.add(f"report_{kind}", name, report_id=report.pk)
        if kind == "waiting":
            continue
        verdict = "accept" if kind == "accepted" else "return"
        note = "" if kind == "accepted" else f"{word('Balasan', name)}: lengkapi dulu."
        leader = world.people[LEADERS[name]]
        answers.append(Answer(report, verdict, leader, at(report.done_on, 17), note))
    answer_many(answers)
    for name in LEADERS:
        evidence = Evidence.objects.filter(report__person=world.people[name]).order_by("pk")
        for kind, one in zip(("photo", "file"), evidence, strict=True):
            world.add(kind, name, report_id=one.report_id, evidence_id=one.pk)
        routine = add_template(text=f"{word('Rutin', name)}: apel pagi.", by=world.people[name])
        world.add("routine", name, template_id=routine.pk)


def _delegation(world: World) -> None:
    """Budi has asked Sari to answer reports next week; she has not agreed yet."""
    offered = offer_delegation(
        to=world.people["sari"],
        starts_on=TODAY + timedelta(days=7),
        ends_on=TODAY + timedelta(days=11),
        by=world.people["budi"],
        on=TODAY,
    )
    world.add("delegation", "sari", delegation_id=offered.pk)


def _orders(world: World) -> None:
    """Every leader has given an order with a letter to one of the people below."""
    for name, leader in LEADERS.items():
        if leader == "hasan":
            continue
        order = give_order(
            kind="letter",
            subject=f"{word('Perintah', name)}: rapat lintas sektor",
            dated=TODAY - timedelta(days=3),
            people=[world.people[name]],
            by=world.people[leader],
            on=TODAY,
            file=("surat.pdf", PDF),
        )
        duty = order.duties.get()
        world.add("order", name, order_id=order.pk)
        world.add("duty", name, order_id=order.pk, duty_id=duty.pk)
        if name in LEADERS.values():
            world.add("led_duty", name, order_id=order.pk, duty_id=duty.pk)


def _audit(world: World) -> None:
    """Irma has drawn every report that was accepted; a finding about Sari's waits for an answer."""
    irma = world.people["irma"]
    audit = draw_audit(
        starts_on=date(2026, 1, 1), ends_on=TODAY, size=500, by=irma, at=NOW, on=TODAY
    )
    world.add("audit", "irma", audit_id=audit.pk)
    for item in audit.items.select_related("report__person"):
        name = next(key for key, one in world.people.items() if one == item.report.person)
        if name == "sari":
            check_item(
                item=item,
                verdict="finding",
                kind="quantity",
                words=f"{word('Temuan', name)}: jumlah berbeda.",
                by=irma,
                at=NOW,
            )
            world.add("finding", name, item_id=item.pk)


def _recognition(world: World) -> None:
    """Each was thanked by the leader for the accepted report, and has recorded an initiative."""
    for name, leader in LEADERS.items():
        person = world.people[name]
        place = world.things["report_accepted"][name]
        thanks = give_appreciation(
            receiver=person,
            work=f"{word('Jasa', name)}: posyandu",
            text=f"{word('Salut', name)}: antrean tertib.",
            by=world.people[leader],
            at=at(date(2026, 9, 21)),
            report=Report.objects.get(pk=place["report_id"]),
        )
        world.add("appreciation", name, appreciation_id=thanks.pk)
        initiative = record_initiative(
            kind="innovation",
            title=f"{word('Prakarsa', name)}",
            text=f"{word('Prakarsa', name)}: pasien mendaftar lewat pesan.",
            done_on=date(2026, 9, 10),
            measure="waktu tunggu",
            unit_of_measure="menit",
            before=Decimal(90),
            after=Decimal(35),
            source="buku antrean",
            files=[("daftar.pdf", PDF)],
            by=person,
            at=at(date(2026, 9, 11)),
            on=TODAY,
        )
        world.add("initiative", name, initiative_id=initiative.pk)
        file = initiative.files.get()
        world.add("initiative_file", name, initiative_id=initiative.pk, file_id=file.pk)


# --- Evaluation

OPENED = TODAY - timedelta(days=2)  # when people read their result of the second quarter


def _first_quarter(world: World) -> None:
    """Sari's was signed by Fajar, who led her then."""
    day = date(2026, 3, 25)
    period = open_period(code="2026-Q1", by=None)
    open_reviews(period=period, on=day, by=None)
    review = _review(period, world.people["sari"])
    _rate(review, word("Kesan", "sari"), day)
    sign_review(review=review, by=world.people["fajar"], on=day)
    receive_result(review=review, by=world.people["sari"], on=day)
    world.add("review_by_former", "sari", review_id=review.pk)
    world.add("results_to_report", "sari", code=period.code)  # Sari did not answer within the limit


def _second_quarter(world: World) -> None:
    """Signed for all who have a plan; the class of the unit is on record."""
    day = date(2026, 7, 6)
    period = open_period(code="2026-Q2", by=None)
    open_reviews(period=period, on=day, by=None)
    record_org_result(
        unit=world.units["K.1.1"],
        period=period,
        predicate="baik",
        basis="SK Wali Kota 12/2026",
        published_on=day,
        by=None,
        on=day,
    )
    for name in world.things["plan_set"]:
        review = _review(period, world.people[name])
        assert review.appraiser is not None
        _rate(review, word("Alasan", name), day)
        signed = sign_review(review=review, by=review.appraiser, on=day)
        if name == "yani":  # has not opened it yet
            world.add("review_unreceived", name, review_id=review.pk)
            continue
        receive_result(review=signed, by=review.person, on=OPENED)
        if name == "eko":  # returned, so that Fajar can report it
            answer_delivery(review=signed, answer="returned", by=review.person, on=OPENED)
            continue
        world.add("review_signed", name, review_id=review.pk)
        if name == "budi":
            reason = word("Keberatan", name)
            objection = file_objection(review=signed, reason=reason, by=review.person, on=OPENED)
            world.add("objection", name, objection_id=objection.pk)
        elif review.appraiser != world.people["hasan"]:  # whose word is final
            world.add("review_contestable", name, review_id=review.pk)
        elif name == "rina":
            by, reason = world.people["wati"], "Sumber datanya keliru."
            reopening = propose_reopening(review=signed, reason=reason, by=by, on=TODAY)
            world.add("reopening", name, reopening_id=reopening.pk)
    report = report_results(period=period, by=world.people["fajar"], on=TODAY)
    world.add("results_report", "fajar", report_id=report.pk)


def _third_quarter(world: World) -> None:
    """Open now: Lina, Dewi and Budi wait to be rated, Sari's, Eko's and Yani's ratings wait for
    their signature, and somebody is in the middle of typing."""
    period = open_period(code="2026-Q3", by=None)
    open_reviews(period=period, on=TODAY, by=None)
    for name in world.things["plan_set"]:
        review = _review(period, world.people[name])
        words = {one.result_id: word("Realisasi", name) for one in review.assessments.all()}
        report_realisation(review=review, realisations=words, by=review.person, on=TODAY)
        assert review.appraiser is not None
        if name in ("sari", "yani", "eko"):
            _rate(review, word("Penilaian", name), TODAY)
            kind = "review_rated"
        else:
            draft = {"work_result_reason": word("Konsep", name)}
            keep_draft(review=review, content=draft, by=review.appraiser, at=NOW)
            kind = "review_open"
        world.add(kind, name, review_id=review.pk)
    meeting = open_calibration(
        period=period, unit=world.units["K.1"], by=world.people["kiki"], on=TODAY
    )
    second = world.people["nana"]  # has said that she takes part
    CalibrationMember.objects.create(calibration=meeting, person=second, joined_on=TODAY)
    world.add("calibration", "sari", calibration_id=meeting.pk)
    for name in ("sari", "yani"):
        review = _review(period, world.people[name])
        world.add("calibrated", name, calibration_id=meeting.pk, review_id=review.pk)


def _honours(world: World) -> None:
    """Badges for the second quarter; Sari was chosen for September, the semester is open."""
    award_badges(period=Period.objects.get(code="2026-Q2"), on=TODAY)
    said = {"by": world.people["wati"], "at": NOW, "on": TODAY}
    month, half = (open_honour(code=code, **said) for code in ("2026-09", "2026-S1"))
    decide_honour(
        honour=month,
        winner=world.people["sari"],
        reason="Antrean tertib sepanjang bulan.",
        by=world.people["surya"],
        at=NOW,
        on=TODAY,
    )
    world.add("honour_decided", "sari", honour_id=month.pk)
    world.add("honour_open", "office", honour_id=half.pk)


def _control(world: World) -> None:
    """Wati has given everybody a few days more."""
    remedy = prolong_period(
        period=Period.objects.get(code="2026-Q3"),
        closes_on=date(2026, 10, 20),
        reason="Banjir di dua kecamatan.",
        by=world.people["wati"],
        at=NOW,
        on=TODAY,
    )
    world.add("remedy", "office", remedy_id=remedy.pk)


def _late_plan(world: World) -> None:
    """Uli's plan is set when the reviews of the quarter are open: hers is yet to be opened. She
    prepares a change of it."""
    person, day = world.people["uli"], TODAY
    plan = start_plan(assignment=world.post_of("uli"), year=2026, by=person, on=day)
    _a_result(plan, "Data kepegawaian tertib", day)
    submit_plan(plan=plan, by=person, on=day)
    set_plan(plan=plan, by=world.people["rina"], on=day)
    change = open_amendment(
        plan=plan, change="target", reason="Target diturunkan", by=person, on=day
    )
    measure = change.results.get().indicators.get()
    edit_indicator(indicator=measure, text=measure.text, target_min=Decimal(80), by=person)
    world.add("plan_change", "uli", plan_id=change.pk)
    kiki, early = world.people["kiki"], date(2026, 1, 12)
    late = start_plan(assignment=world.post_of("kiki"), year=2026, by=kiki, on=early)
    _a_result(late, "Kinerja terpantau", early)
    submit_plan(plan=late, by=kiki, on=early)
    world.add("plan_late", "kiki", plan_id=late.pk)  # Yusuf never answered it
    world.add("plan_of_former", "sari", **world.things["plan_set"]["sari"])  # set with Fajar
    for name in SUBMITTED:  # the leader proposes, and waits for the answer
        measure = Indicator.objects.get(
            result__plan=world.things["plan_submitted"][name]["plan_id"]
        )
        offer = make_offer(
            indicator=measure,
            target_min=Decimal(95),
            reason=f"{word('Sandaran', name)}: tahun lalu tercapai 93.",
            by=world.people[LEADERS[name]],
            on=day,
        )
        world.add("offer", name, offer_id=offer.pk)


def _review(period: Period, person: Person) -> Review:
    return Review.objects.get(period=period, person=person)


def _rate(review: Review, reason: str, day: date) -> None:
    results = dict.fromkeys(review.assessments.values_list("result_id", flat=True))
    judgement = Judgement(
        work_result=Rating.ABOVE,
        behaviour=Rating.MEETS,
        results=dict.fromkeys(results, (Rating.ABOVE, "")),
        work_result_reason=f"{reason}: terlihat dari laporannya.",
    )
    assert review.appraiser is not None
    rate_review(review=review, judgement=judgement, by=review.appraiser, on=day)
