"""What the worker does from the queue.

A task is a function here, with plain JSON values as arguments, that says one verb of a room below:

    @app.task(name="people.apply_import", retry=3)
    def apply_import(batch_id: int) -> None: ...

Pages put it in the queue by its name, in the transaction of what it works on, so that neither
exists without the other:

    app.configure_task("people.apply_import", lock=f"import-{batch_id}").defer(batch_id=batch_id)

A task may run twice (the worker was killed in the middle): it looks first what is done already.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.urls import reverse
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from kinerja.adoption.announcement import tell_begun
from kinerja.adoption.pulse import count_ended
from kinerja.adoption.usage import keep_usage
from kinerja.collaboration.task import remind_due
from kinerja.development.demand import compute_all_demands
from kinerja.development.recommendation.following import follow_recommendations
from kinerja.development.recommendation.proposing import propose_recommendations
from kinerja.documents.recap import recap_pdf, recap_sheet
from kinerja.evaluation.extension import extend_periods
from kinerja.evaluation.overdue import follow_overdue
from kinerja.evaluation.remedy import Remedy
from kinerja.evaluation.remedying import carry_on
from kinerja.evaluation.round360.round import Round360
from kinerja.evaluation.round360.working import carry_work
from kinerja.evaluation.silence import follow_silence
from kinerja.evaluation.succession import follow_evaluators
from kinerja.integrations.gateway.chat_numbers import tell_chat_numbers
from kinerja.integrations.gateway.sending import send_messages
from kinerja.jobs.messaging import remind_by_message
from kinerja.jobs.reminding import remind
from kinerja.needs.complaint.clock import refresh_clocks
from kinerja.needs.complaint.closing import close_unanswered, escalate_overdue, forget_citizens
from kinerja.needs.survey.screening import screen_running
from kinerja.needs.survey.survey import close_ended
from kinerja.participation.following import follow_answers
from kinerja.participation.outcome import tell_effects
from kinerja.participation.switching import follow_spaces
from kinerja.people.agency import Agency, the_agency
from kinerja.people.imports.applying import apply_started
from kinerja.people.imports.batch import ImportBatch
from kinerja.people.imports.closing import forget_files
from kinerja.people.imports.deciding import recheck_started
from kinerja.people.imports.receiving import read_received
from kinerja.people.person import Person
from kinerja.planning.indicator_feed import run_feeds
from kinerja.planning.moves import follow_moves
from kinerja.recognition.badge import award_badges, recent_periods
from kinerja.records.mail import send_waiting
from kinerja.work.data_quality import find_signals
from kinerja.work.recap import recap_of
from kinerja.work.recap_file import (
    KEPT_DAYS,
    RecapFile,
    forget_recaps,
    give_up_recap,
    keep_recap,
    note_step,
)
from kinerja.work.signal import forget_signals
from kinerja.work.standing import judge_all
from kinerja.work.unanswered import note_unanswered, remind_leaders

STALLED_SECONDS = 30  # a worker gives a sign of life every ten
SIGNAL_HOURS = 24  # a page that slept longer is shown anew
CLOCK_DAYS = 45  # so long after its end a stage is computed anew: an outage became known
IMPORT_DAYS = 30  # an import that nobody finishes loses its file after that


def when_prepared(task: Callable[[int], None]) -> Callable[[int], None]:
    """Nothing is to be done while there is no agency: a worker may run before `kinerja init`."""

    @wraps(task)
    def run(timestamp: int) -> None:
        if Agency.objects.exists():
            task(timestamp)

    return run


@app.periodic(cron="* * * * *")
@app.task(name="jobs.retry_stalled", queueing_lock="jobs.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Put back what a worker was doing when it was killed."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        await manager.retry_job(job)


@app.task(name="people.read_import", retry=3)
def read_import(batch_id: int) -> None:
    """Read a large file that somebody handed in, and judge its rows."""
    batch = ImportBatch.objects.get(pk=batch_id)
    read_received(batch=batch, on=timezone.localdate(timezone=the_agency().zone))


@app.task(name="people.recheck_import", retry=3)
def recheck_import(batch_id: int) -> None:
    """Judge the rows of a large import anew."""
    batch = ImportBatch.objects.get(pk=batch_id)
    recheck_started(batch=batch, on=timezone.localdate(timezone=the_agency().zone))


@app.task(name="people.apply_import", retry=3)
def apply_import(batch_id: int, by_id: int) -> None:
    """Store the rows of a large import."""
    batch = ImportBatch.objects.get(pk=batch_id)
    today = timezone.localdate(timezone=the_agency().zone)
    apply_started(batch=batch, by=Person.objects.get(pk=by_id), on=today)


@app.task(name="evaluation.carry_remedy", retry=3)
def carry_remedy(remedy_id: int) -> None:
    """Carry out what is left of a bulk remedy; run again, it goes on where it stopped."""
    remedy = Remedy.objects.get(pk=remedy_id)
    while carry_on(remedy=remedy, at=timezone.now()):
        pass


@app.task(name="evaluation.carry_round360")
def carry_round360(round_id: int) -> None:
    """Open or release a large 360 round; whatever goes wrong, who asked is told."""
    today = timezone.localdate(timezone=the_agency().zone)
    carry_work(round=Round360.objects.get(pk=round_id), on=today)


@app.task(name="work.make_recap")
def make_recap(file_id: int) -> None:
    """Make a long recap as a file; whatever goes wrong, its page says so."""
    file = RecapFile.objects.select_related("unit", "by").get(pk=file_id)
    if not file.is_busy:
        return
    agency = the_agency()
    try:
        note_step(file, 1)
        found = recap_of(file.unit, file.month)
        note_step(file, 2)
        now = timezone.localtime(timezone=agency.zone)
        with timezone.override(agency.zone):
            if file.format == RecapFile.Format.PDF:
                content = recap_pdf(found, agency=agency.name, at=now)
            else:
                content = recap_sheet(found)
        keep_recap(file=file, content=content, at=now, page=reverse("recap_file", args=[file.pk]))
    except Exception:
        give_up_recap(file=file)
        raise


@app.periodic(cron="15 1 * * *")
@app.task(name="work.forget_recaps", queueing_lock="work.forget_recaps")
def forget_old_recaps(timestamp: int) -> None:
    """Delete recaps that were made for somebody days ago: they name people."""
    forget_recaps(before=timezone.now() - timedelta(days=KEPT_DAYS))


@app.periodic(cron="20 1 * * *")
@app.task(name="planning.follow_moves", queueing_lock="planning.follow_moves")
@when_prepared
def follow_plan_moves(timestamp: int) -> None:
    """Plans of posts that were left end; new appraisers are told what to agree on anew."""
    follow_moves(on=timezone.localdate(timezone=the_agency().zone))


@app.periodic(cron="35 1 * * *")
@app.task(name="planning.run_feeds", queueing_lock="planning.run_feeds")
@when_prepared
def run_indicator_feeds(timestamp: int) -> None:
    """Key indicators take over what was measured: satisfaction, complaints, accepted reports."""
    now = timezone.localtime(timezone=the_agency().zone)
    run_feeds(at=now, on=now.date())


@app.periodic(cron="10 1 * * *")
@app.task(name="people.forget_imports", queueing_lock="people.forget_imports")
def forget_imports(timestamp: int) -> None:
    """Delete the files of imports that were left lying: they hold personal data."""
    forget_files(before=timezone.now() - timedelta(days=IMPORT_DAYS))


@app.periodic(cron="20 * * * *")
@app.task(name="work.forget_signals", queueing_lock="work.forget_signals")
def forget_old_signals(timestamp: int) -> None:
    """Cut off what open pages have long read."""
    forget_signals(before=timezone.now() - timedelta(hours=SIGNAL_HOURS))


@app.periodic(cron="*/5 * * * *")
@app.task(name="evaluation.extend_periods", queueing_lock="evaluation.extend_periods")
@when_prepared
def extend_closing(timestamp: int) -> None:
    """Move the last days of evaluations that outages or announced maintenance have touched."""
    extend_periods(at=timezone.now())


@app.periodic(cron="25 * * * *")  # hourly: the night of three zones, and a worker that was down
@app.task(name="evaluation.follow_silence", queueing_lock="evaluation.follow_silence")
@when_prepared
def follow_silent_appraisers(timestamp: int) -> None:
    """Warn appraisers before a window closes; hand what they left to their superiors after it; tell
    of results and objections that lie past their limit."""
    today = timezone.localdate(timezone=the_agency().zone)
    extend_periods(at=timezone.now())  # a window that an outage moved is not over
    follow_evaluators(on=today)
    follow_silence(on=today)
    follow_overdue(on=today)


@app.periodic(cron="35 * * * *")  # hourly: the night of three zones, and a worker that was down
@app.task(name="needs.follow_complaints", queueing_lock="needs.follow_complaints")
@when_prepared
def follow_complaints(timestamp: int) -> None:
    """Move limits that holidays and outages touch; tell leaders what is overdue; close what met no
    reply; forget citizens whose case is long over."""
    now = timezone.now()
    today = timezone.localdate(now, the_agency().zone)
    refresh_clocks(on=today, ended_since=today - timedelta(days=CLOCK_DAYS))
    escalate_overdue(at=now, on=today)
    close_unanswered(at=now, on=today)
    forget_citizens(at=now, on=today)


@app.periodic(cron="*/5 * * * *")
@app.task(name="participation.follow_spaces", queueing_lock="participation.follow_spaces")
@when_prepared
def follow_idea_spaces(timestamp: int) -> None:
    """Announce phases that began; count votes that ended."""
    follow_spaces(on=timezone.localdate(timezone=the_agency().zone))


@app.periodic(cron="50 * * * *")  # hourly: the night of three zones, and a worker that was down
@app.task(name="participation.follow_answers", queueing_lock="participation.follow_answers")
@when_prepared
def follow_idea_answers(timestamp: int) -> None:
    """Tell superiors of late answers; hand over what waits for people who left; tell those who
    proposed and supported an idea what was measured since."""
    now = timezone.now()
    today = timezone.localdate(now, the_agency().zone)
    follow_answers(at=now, on=today)
    tell_effects(on=today)


@app.periodic(cron="40 * * * *")
@app.task(name="work.note_unanswered", queueing_lock="work.note_unanswered")
@when_prepared
def note_silence(timestamp: int) -> None:
    """Note the reports that a leader has left unanswered too long."""
    note_unanswered(at=timezone.now())


@app.periodic(cron="0 0 * * *")  # 07.00 WIB, 08.00 WITA, 09.00 WIT
@app.task(name="work.remind_leaders", queueing_lock="work.remind_leaders")
@when_prepared
def remind_of_silence(timestamp: int) -> None:
    """Tell leaders what will be noted without them."""
    remind_leaders(at=timezone.now())


@app.periodic(cron="5 0 * * *")  # 07.05 WIB, 08.05 WITA, 09.05 WIT
@app.task(name="collaboration.remind_due", queueing_lock="collaboration.remind_due")
@when_prepared
def remind_of_tasks(timestamp: int) -> None:
    """Tell the owners of tasks of joint programmes that are due soon."""
    remind_due(at=timezone.localtime(timezone=the_agency().zone))


@app.periodic(cron="30 * * * *")  # hourly: the morning of three zones
@app.task(name="adoption.tell_begun", queueing_lock="adoption.tell_begun")
@when_prepared
def tell_of_announcements(timestamp: int) -> None:
    """Tell receivers of announcements that begin today."""
    tell_begun(on=timezone.localdate(timezone=the_agency().zone))


@app.periodic(cron="45 * * * *")  # hourly: the night of three zones
@app.task(name="adoption.count_pulses", queueing_lock="adoption.count_pulses")
@when_prepared
def count_ended_pulses(timestamp: int) -> None:
    """Count the pulses whose last day has passed; counters and the key go with it."""
    count_ended(on=timezone.localdate(timezone=the_agency().zone))


@app.periodic(cron="0 19 * * *")  # 02.00 WIB, when hardly anybody works
@app.task(name="adoption.keep_usage", queueing_lock="adoption.keep_usage")
@when_prepared
def keep_unit_usage(timestamp: int) -> None:
    """How far each unit uses the system, for this week."""
    keep_usage(on=timezone.localdate(timezone=the_agency().zone))


@app.periodic(cron="50 1 * * *")
@app.task(name="recognition.award", queueing_lock="recognition.award")
@when_prepared
def award_earned_badges(timestamp: int) -> None:
    """Award the badges that results signed since yesterday have earned."""
    now = timezone.localtime(timezone=the_agency().zone)
    for period in recent_periods(now):
        award_badges(period=period, on=now.date())


@app.periodic(cron="30 2 * * *")
@app.task(name="development.demand", queueing_lock="development.demand")
@when_prepared
def compute_training_demand(timestamp: int) -> None:
    """What the agency and its departments need to learn most."""
    compute_all_demands(on=timezone.localdate(timezone=the_agency().zone))


@app.periodic(cron="35 * * * *")
@app.task(name="development.recommend", queueing_lock="development.recommend")
@when_prepared
def recommend_after_results(timestamp: int) -> None:
    """Measure again what was recommended before, then recommend after results signed since."""
    today = timezone.localdate(timezone=the_agency().zone)
    follow_recommendations(on=today)
    propose_recommendations(on=today)


@app.periodic(cron="*/5 * * * *")
@app.task(name="records.remind", queueing_lock="records.remind")
@when_prepared
def remind_by_mail(timestamp: int) -> None:
    """Put the reminders that are due into the box."""
    remind(at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="records.send_mail", queueing_lock="records.send_mail")
@when_prepared
def send_mail(timestamp: int) -> None:
    """Send what waits in the box; what fails waits longer."""
    send_waiting(at=timezone.localtime(timezone=the_agency().zone))


@app.periodic(cron="*/5 * * * *")
@app.task(name="gateway.remind", queueing_lock="gateway.remind")
@when_prepared
def remind_by_gateway(timestamp: int) -> None:
    """Put the messages that are due into their box."""
    remind_by_message(at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="gateway.send", queueing_lock="gateway.send")
@when_prepared
def send_by_gateway(timestamp: int) -> None:
    """Send what waits for the gateways; what fails waits longer."""
    send_messages(at=timezone.localtime(timezone=the_agency().zone))


@app.periodic(cron="* * * * *")
@app.task(name="gateway.chat_numbers", queueing_lock="gateway.chat_numbers")
def tell_numbers(timestamp: int) -> None:
    """Tell those who greet the bot the number that they write into the page."""
    tell_chat_numbers()


@app.periodic(cron="*/10 * * * *")
@app.task(name="work.judge_all", queueing_lock="work.judge_all")
@when_prepared
def judge_everybody(timestamp: int) -> None:
    """Who needs attention, and how the units stand."""
    judge_all(timezone.localdate(timezone=the_agency().zone))


@app.periodic(cron="*/5 * * * *")
@app.task(name="needs.screen_surveys", queueing_lock="needs.screen_surveys")
@when_prepared
def screen_surveys(timestamp: int) -> None:
    """Say of fresh answers of surveys whether they count."""
    screen_running(timezone.localtime(timezone=the_agency().zone))


@app.periodic(cron="10 1 * * *")
@app.task(name="needs.close_surveys", queueing_lock="needs.close_surveys")
@when_prepared
def close_surveys(timestamp: int) -> None:
    """Close surveys whose last day has passed; the key that hid the addresses goes with them."""
    close_ended(timezone.localdate(timezone=the_agency().zone))


@app.periodic(cron="30 18 * * *")  # 01.30 WIB, when hardly anybody works
@app.task(name="work.find_signals", queueing_lock="work.find_signals")
@when_prepared
def find_quality_signals(timestamp: int) -> None:
    """What in the reports and figures of the last month deserves a second look."""
    now = timezone.now()
    find_signals(on=timezone.localdate(now, timezone=the_agency().zone), at=now)
