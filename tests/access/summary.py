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
    "rules_work": "Daily work",
    "rules_planning": "Plans and goals",
    "rules_evaluation": "Evaluation",
    "rules_people": "The register",
}
WORDS = {
    policy.EVERYONE: "everybody who is signed in",
    policy.ANONYMOUS: "without sign-in",
    policy.SELF: "oneself",
    policy.DIRECT: "the appraiser of today",
    policy.INDIRECT: "leaders further above",
    policy.SCOPE: "the unit admin of that unit",
    policy.LEADER: "who is led by that person",
    policy.FORMER: "the former superior who signed it",
    policy.PERSONNEL_ADMIN: "personnel admin",
    policy.PERSONNEL_VIEWER: "personnel viewer",
    policy.UNIT_ADMIN: "unit admin",
    policy.AUTHORISED_OFFICIAL: "authorised official",
    policy.INSPECTOR: "inspector",
    policy.HEAD_OF_REGION: "head of region",
    policy.SYSTEM_OPERATOR: "system operator",
    policy.LEADS: "who leads",
    policy.POSTED: "who holds a post",
    policy.PLANS: "who makes a plan",
    policy.REPORTED: "who has reported before",
    policy.NOTIFIED: "everybody who is signed in",
    policy.HAS_TOTP: "who has an authenticator app",
    policy.HAS_KEY: "who has a passkey",
}
THINGS = {
    "": "",
    "assignment": "an assignment of that person",
    "employee": "a person with an ordinary post",
    "empty_unit": "a unit without people",
    "file": "a file of a report",
    "goal": "a goal of a unit",
    "import_open": "an import that waits for decisions",
    "import_row": "a row of an import",
    "import_stored": "an import that is stored",
    "key_indicator": "an indicator of a goal of a unit",
    "notice": "a notice",
    "passkey": "a passkey",
    "person": "a person",
    "person_with_account": "a person with an account",
    "person_without_account": "a person without an account",
    "photo": "a photo of a report",
    "plan_asked_long_ago": "a plan handed to a former superior",
    "plan_draft": "a draft",
    "plan_draft_indicator": "an indicator of a draft",
    "plan_draft_result": "a result of a draft",
    "plan_draft_term": "a term of a draft",
    "plan_set": "a plan that is set",
    "plan_submitted": "a plan that is handed in",
    "report_accepted": "a report that was accepted",
    "report_returned": "a report that was returned",
    "report_waiting": "a report that waits",
    "review_by_former": "a result signed by the former superior",
    "review_open": "an evaluation before the rating",
    "review_rated": "an evaluation before the signature",
    "review_signed": "a signed result",
    "role": "a task of that person",
    "unit": "a unit",
    "unit_of_goal": "a goal of a unit",
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
- Team leads, calibration members, counsellors, training officers and survey officers have no pages
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
