"""docs/operate/access.md as the policy says it; `test_summary` compares it, or writes it anew."""

from itertools import groupby
from pathlib import Path
from textwrap import fill

from tests.access import policy
from tests.access.policy import ALL, READERS, Rule, Who
from tests.access.rules import PARTS

from kinerja.web.page import routes

PAGE = Path(__file__).resolve().parents[2] / "docs" / "operate" / "access.md"

TITLES = {
    "rules_account": "The site and one's own account",
    "rules_api": "Programs",
    "rules_work": "Daily work",
    "rules_feedback": "Feedback",
    "rules_guiding": "Guidance and counselling",
    "rules_inbox": "Reminders",
    "rules_planning": "Plans and goals",
    "rules_sharing": "Goals reached together",
    "rules_collaboration": "Joint programmes",
    "rules_leading": "From the leader's results to people's plans",
    "rules_evaluation": "Evaluation",
    "rules_round360": "The 360 round",
    "rules_people": "The register",
    "rules_time": "Working time",
    "rules_recognition": "Recognition",
    "rules_survey": "Surveys",
    "rules_complaint": "Complaints and discussions",
    "rules_service_data": "Data of services",
    "rules_need": "Findings and needs",
    "rules_idea": "Ideas and spaces",
    "rules_competency": "Competencies and learning plans",
    "rules_training": "Training",
    "rules_announcement": "Announcements",
    "rules_usage": "How far the system is used",
    "rules_pulse": "Pulses",
    "rules_system_review": "The review of the system",
    "rules_hub": "Other agencies",
    "rules_practice": "Practice mode",
    "rules_help": "Help",
    "rules_gateway": "Reminders by gateways",
}
WORDS = {
    policy.EVERYONE: "everybody who is signed in",
    policy.ANONYMOUS: "without sign-in",
    policy.SELF: "oneself",
    policy.DIRECT: "the appraiser of today",
    policy.INDIRECT: "leaders further above",
    policy.SCOPE: "the unit admin of that unit",
    policy.LEADER: "who is led by that person",
    policy.PEER: "colleagues of the unit",
    policy.FORMER: "the former superior who signed it",
    policy.PERSONNEL_ADMIN: "personnel admin",
    policy.PERSONNEL_VIEWER: "personnel viewer",
    policy.UNIT_ADMIN: "unit admin",
    policy.AUTHORISED_OFFICIAL: "authorised official",
    policy.CALIBRATES: "calibration member",
    policy.RATES_THERE: "who rates somebody of the meeting",
    policy.INSPECTOR: "inspector",
    policy.COUNSELLOR: "the appointed counsellor",
    policy.TRAINING_OFFICER: "training officer",
    policy.SURVEY_OFFICER: "survey officer",
    policy.HEAD_OF_REGION: "head of region",
    policy.SYSTEM_OPERATOR: "system operator",
    policy.LEADS: "who leads",
    policy.LEADS_TEAM: "who leads a team",
    policy.POSTED: "who holds a post",
    policy.PLANS: "who makes a plan",
    policy.REPORTED: "who has reported before",
    policy.NOTIFIED: "everybody who is signed in",
    policy.HAS_TOTP: "who has an authenticator app",
    policy.HAS_KEY: "who has a passkey",
}
THINGS = {
    "": "",
    "learning_plan": "a learning plan that waits for the leader",
    "learning_plan_draft": "a learning plan that is being written",
    "learning_plan_agreed": "a learning plan that was agreed",
    "learning_step": "a step of that plan",
    "learning_file": "a file of a step",
    "recommendation": "a recommendation for that person",
    "demand": "a competency that the unit of that person needs",
    "competency": "a technical competency",
    "competency_standard": "a standard of a post",
    "competency_assessment": "a level noted of that person",
    "competent": "a person whose levels are noted",
    "competency_unit": "the figures of the unit of that person",
    "post": "a post of a unit",
    "agency": "an agency whose numbers are awaited",
    "appreciation": "thanks for work",
    "programme": "a programme that the person leads",
    "programme_task": "a task of it",
    "programme_meeting": "a meeting of it",
    "programme_file": "a document of it",
    "contribution": "a report of that person linked to a programme",
    "lead_word": "a month of a member",
    "member_asked": "an invitation of that person that waits",
    "member": "a role in the programme",
    "partner": "a partner from outside",
    "partner_link": "a link that was not opened yet",
    "partner_task": "a task of a partner",
    "partner_file": "a document for partners",
    "calendar_feed": "the secret address of a calendar",
    "shared_goal": "a goal that the unit of that person shares",
    "share_proposal": "a proposal of shares by the unit of that person",
    "share_part": "a share that the unit of that person was asked for",
    "share_offer": "a share offered to another agency",
    "received_offer": "an offer of another agency to the unit of that person",
    "received_answered": "such an offer that was answered",
    "assignment": "an assignment of that person",
    "audit": "an audit",
    "duty": "a duty",
    "factor": "a factor",
    "colleague": "a colleague",
    "complaint": "a complaint of a citizen that the person deals with",
    "complaint_category": "a category of complaints",
    "complaint_file": "a file of a complaint",
    "complaint_new": "a complaint that was not forwarded yet",
    "complaint_span": "complaints of a unit in some days",
    "complaint_ticket": "a ticket of a complaint, with its key",
    "idea": "an idea of the box for the unit of the appraiser",
    "idea_draft": "an idea that is being written",
    "idea_invited": "an idea whose author invites that person",
    "idea_file": "a file of an idea",
    "idea_comment": "a comment of that person",
    "idea_version": "a version of an idea",
    "idea_accepted": "an idea that was accepted",
    "amendment": "a changed text for the idea of that person",
    "space": "a space for ideas that collects",
    "space_planned": "a space that has not begun",
    "space_voting": "a space that votes in secret",
    "space_counted": "a space whose open vote was counted",
    "space_counted_idea": "an idea of a space that asks the unit of its opener",
    "discussion": "a discussion",
    "discussion_file": "a file of a discussion",
    "announcement": "an announcement for those who lead",
    "pulse": "a pulse of those who lead",
    "pulse_counted": "a pulse that waits for the agency's answer",
    "review_draft": "a draft of a review of the system",
    "review_published": "a published review of the system",
    "review_item": "a line of that draft",
    "usage_unit": "a unit by its head",
    "coaching": "a coaching of the unit of that head",
    "announcement_file": "a file of an announcement",
    "discussion_statement": "a statement of a discussion",
    "ticket_answered": "a ticket of an answered complaint, with its key",
    "ticket_file": "a file of a ticket, with its key",
    "exercise": "an exercise, while no practice site is there",
    "practice_ticket": "a ticket of the practice site, on the real one",
    "practice_note": "the note of a finished exercise",
    "channel_link": "the link of a message",
    "mail_link": "the link that confirms an address",
    "guidance": "a session of guidance",
    "guidance_action": "an action agreed on",
    "guidance_done": "a session that both confirmed",
    "guidance_told": "a session with the nine statements",
    "unreported": "a person of whom no report waits",
    "behaviour_filed": "a report of behaviour that waits",
    "behaviour_appointed": "a report with a counsellor",
    "counselling_record": "the record of a counselling",
    "request_asked": "a question of the leader to that person",
    "link_outside": "the link of such a question",
    "request_outside": "a question by link of that person",
    "feedback": "feedback for the rating",
    "feedback_private": "feedback for development",
    "schedule_proposed": "a plan whose leader proposed scheduled feedback",
    "recap_file": "a recap that the person asked for as a file",
    "finding": "a finding of an audit",
    "hindered_result": "a result that is hindered",
    "led_duty": "a duty under a leader",
    "offer": "an offer of a target",
    "order": "an order",
    "plan_late": "a plan past its last day",
    "plan_of_former": "a plan set by the former superior",
    "plan_submitted_indicator": "an indicator of a plan that is handed in",
    "watched_unit": "a unit that is watched",
    "calibrated": "somebody in a calibration meeting",
    "calibration": "a calibration meeting",
    "reopening": "a proposal to open a result again",
    "results_report": "results that were reported",
    "results_to_report": "results that the former superior signed",
    "delegation": "a delegation of the queue",
    "employee": "a person with an ordinary post",
    "empty_unit": "a unit without people",
    "file": "a file of a report",
    "goal": "a goal of a unit",
    "need": "a need of the agency",
    "problem_node": "a problem of the agency",
    "problem_tree": "a tree of problems",
    "scoring": "a ranking that runs",
    "workload": "the workload of a unit that is led",
    "workload_task": "a task of that analysis",
    "service_dataset": "a data set of the agency",
    "service_measure": "a measure of a data set",
    "service_load_stored": "a file of a data set",
    "service_load_draft": "a file that is not stored yet",
    "quality_signal": "a signal of data quality",
    "service_detection": "what stands out in a data set",
    "need_finding": "a finding of the agency",
    "honour_decided": "a choice that was announced",
    "honour_open": "a round that waits for the choice",
    "import_open": "an import that waits for decisions",
    "import_row": "a row of an import",
    "import_stored": "an import that is stored",
    "leave": "a leave of that person",
    "token": "a token of that person",
    "routine": "recurring work of that person",
    "indicator_with_scale": "an indicator with a scale, in a draft",
    "initiative": "an initiative",
    "initiative_file": "a file of an initiative",
    "key_indicator": "an indicator of a goal of a unit",
    "matrix": "a matrix of roles",
    "matrix_cell": "a cell of a matrix",
    "matrix_column": "an indicator in a matrix",
    "matrix_guest": "a guest in a matrix",
    "maintenance": "announced maintenance",
    "notice": "a notice",
    "objection": "an objection",
    "passkey": "a passkey",
    "person": "a person",
    "person_with_account": "a person with an account",
    "person_without_account": "a person without an account",
    "photo": "a photo of a report",
    "plan_asked_long_ago": "a plan handed to a former superior",
    "plan_change": "a change of a plan that is set",
    "plan_draft": "a draft",
    "plan_draft_indicator": "an indicator of a draft",
    "plan_draft_result": "a result of a draft",
    "plan_draft_term": "a term of a draft",
    "plan_of_staff": "a plan of an employee that is set",
    "plan_set": "a plan that is set",
    "plan_set_indicator": "an indicator of a plan that is set",
    "plan_set_result": "a result of a plan that is set",
    "plan_submitted": "a plan that is handed in",
    "remedy": "a bulk remedy",
    "proposal360": "a colleague whom that person named",
    "question360": "a question put to that person",
    "report_accepted": "a report that was accepted",
    "report_returned": "a report that was returned",
    "report_waiting": "a report that waits",
    "result360": "what a round told about that person",
    "review_by_former": "a result signed by the former superior",
    "review_contestable": "a result that is not final",
    "review_open": "an evaluation before the rating",
    "review_rated": "an evaluation before the signature",
    "review_signed": "a signed result",
    "review_unreceived": "a signed result that was not opened yet",
    "role": "a task of that person",
    "shift": "a shift of that person",
    "role_agreed": "a role that was agreed on",
    "role_asked": "a role that somebody asks for",
    "result_of_leader": "a result of a leader",
    "step": "a step of an action plan",
    "strategy": "a workblock",
    "template": "a template of plans",
    "template_used": "a use of a template",
    "unit": "a unit",
    "unit_of_goal": "a goal of a unit",
    "survey_link": "the link of a survey that is open",
    "survey": "a survey of a unit that is open",
    "survey_draft": "a survey before it is opened",
    "survey_flooded": "a survey with answers that were set aside",
    "survey_door": "a link of a survey",
    "survey_language": "a survey in another language",
    "survey_draft_section": "a section of a survey before it is opened",
    "survey_draft_question": "a question of a survey before it is opened",
    "satisfaction": "a published index of satisfaction",
    "old_report": "a file with old results that is looked at",
    "training": "a training",
    "session_free": "a session to enrol for",
    "session_listed": "a session with requests",
    "session_over": "a session that has ended",
    "session_june": "a settled session",
    "proposal": "somebody for a session",
    "enrolment_asked": "a request for a place",
    "enrolment_approved": "a request that the leader agreed to",
    "enrolment_over": "a participant of a session that has ended",
    "enrolment_passed": "a participant who passed",
    "certificate": "the code of a certificate",
    "learning": "learning elsewhere",
    "learner": "that person",
}
INTRODUCTION = """\
<!-- Written from tests/access/ by: make test ARGS=tests/access/test_summary.py
     with KINERJA_WRITE_DOCS=1 in the environment. -->

# Who may do what

For the engineer and the auditor. Every address of the site is in the tables below; the test
`tests/access/test_matrix.py` walks each of them with every role, and an address that is missing
here fails the build.

- **One gate.** A person sees oneself, everybody below (definitive, as Plt or as Plh), and what the
  own tasks open. Colleagues do not see each other. It is asked anew on every request: a change of
  post, leader or task counts at once.
- **Readers** of a person's work, in the tables below:
  {readers}.
- **Nobody acts on oneself**: one's own data, tasks, ratings and reports are always decided by
  somebody else, whatever tasks one has.
- **Not yours and not there look the same** (404). Who may open a thing but not do the act at hand
  gets 403. A refused request changes no row.
- Without sign-in one is led to the sign-in page. Until the first password is changed nothing else
  opens; with `KINERJA_REQUIRE_MFA=1` those who lead or administer need a second factor first.
- Before the signature a rating is known to the appraiser alone, a plan that is a draft to its owner
  alone.
- Team leads, counsellors, training officers and survey officers have no pages
  of their own yet: they see what every employee sees.
"""


def page() -> str:
    """The whole document."""
    addresses = {route.name: f"/{route.pattern}" for route in routes()}
    readers = fill(_names(READERS), 98, subsequent_indent="  ")
    parts = [INTRODUCTION.format(readers=readers)]
    for part in PARTS:
        rows = [
            f"| `{addresses[route]}` | {_acts(list(rules))} |"
            for (route, *_), rules in groupby(
                filter(_tells, part.RULES), key=lambda rule: (rule.route, rule.may, rule.never)
            )
        ]
        title = TITLES[part.__name__.rsplit(".", 1)[-1]]
        head = f"## {title}\n\n| Address | Does | With | Who |\n| --- | --- | --- | --- |"
        parts.append("\n".join([head, *rows]) + "\n")
    return "\n".join(parts)


def _tells(rule: Rule) -> bool:
    """Leave out what leads back for everybody, and acts that are tried with a wrong key."""
    leads_back = rule.method == "GET" and rule.answer in (302, 405) and not rule.changes
    return not leads_back and rule.act not in ("no key", "out of turn", "wrong password")


def _acts(rules: list[Rule]) -> str:
    """The last three columns for neighbouring rules of one address that the same people may."""
    reads = {"reads" if rule.method == "GET" else "acts" for rule in rules}
    things = dict.fromkeys(THINGS[rule.thing] for rule in rules)
    who = _who(rules[0])
    return f"{', '.join(sorted(reads, reverse=True))} | {'; '.join(filter(None, things))} | {who}"


def _who(rule: Rule) -> str:
    if not rule.may:
        return "nobody"
    if rule.may >= ALL:
        return "everybody"
    if rule.may >= READERS:
        said = "; ".join(filter(None, ["readers", _names(rule.may - READERS)]))
    else:
        said = _names(rule.may)
    return f"{said}; never {_names(rule.never)}" if rule.never else said


def _names(who: Who) -> str:
    order = list(WORDS)
    return ", ".join(
        dict.fromkeys(WORDS[word] for word in sorted(who, key=order.index) if word in WORDS)
    )
