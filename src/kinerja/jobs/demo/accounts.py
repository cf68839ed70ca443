"""Who may sign in to the example agency, with which tasks; the list that `make run` prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kinerja.jobs.demo.people import Member
from kinerja.people.account import Account, change_password, open_accounts
from kinerja.people.password import fresh_password
from kinerja.people.person import Person, add_person
from kinerja.people.role import Role, grant_role

OPERATOR = "operator"
SURVEYS, TRAININGS = "Pengelola survei", "Pengelola pelatihan"


@dataclass(frozen=True)
class Login:
    """One line of the printed list."""

    who: str
    login: str
    password: str


def open_demo_accounts(members: Sequence[Member], *, today: date) -> list[Login]:
    """An account for everybody; those of the list can sign in at once with the printed password.

    The others have a first password of the kind that must be changed, as in real life.
    """
    operator = add_person(name="Pengelola Sistem", kind=Person.Kind.OTHER, by=None)
    grant_role(person=operator, name=Role.Name.SYSTEM_OPERATOR, by=None, on=today)
    shown = _shown(members)
    for name, role in (
        ("Pemeriksa (inspektorat)", Role.Name.INSPECTOR),
        ("Sekretaris daerah (PyB)", Role.Name.AUTHORISED_OFFICIAL),
    ):
        if name in shown and not shown[name].person.roles.filter(name=role).exists():
            grant_role(person=shown[name].person, name=role, by=None, on=today)

    first, password = fresh_password(), fresh_password()
    logins = {operator.pk: OPERATOR}
    logins |= {member.person.pk: member.person.nip or "walikota" for member in members}
    people = [operator, *(member.person for member in members)]
    accounts = open_accounts(
        accounts=[(person, logins[person.pk], first) for person in people], by=None
    )
    account_of = {account.person_id: account for account in accounts}
    printed = {"Pengelola sistem": operator}
    printed |= {who: member.person for who, member in shown.items()}
    for pk in {person.pk for person in printed.values()}:  # a small agency gives one two tasks
        _use(account_of[pk], password)
    return [
        Login(f"{who}: {person.full_name}", logins[person.pk], password)
        for who, person in sorted(printed.items(), key=lambda pair: _ORDER.index(pair[0]))
    ]


def example_employee(members: Sequence[Member]) -> Person | None:
    """The employee of the printed list; whoever looks around the example looks here first."""
    shown = _shown(members)
    return shown["Bidan"].person if "Bidan" in shown else None


def appoint_admin(members: Sequence[Member], *, on: date) -> Person:
    """The personnel office: who does by hand what nobody else may."""
    admin = _shown(members)["Admin kepegawaian"].person
    grant_role(person=admin, name=Role.Name.PERSONNEL_ADMIN, by=None, on=on)
    return admin


@dataclass(frozen=True)
class Officers:
    """Who looks after surveys and needs, and after competencies and training."""

    surveys: Person
    trainings: Person


def appoint_officers(members: Sequence[Member], *, on: date) -> Officers:
    """Their tasks begin on that day."""
    shown = _shown(members)
    officers = Officers(shown[SURVEYS].person, shown[TRAININGS].person)
    grant_role(person=officers.surveys, name=Role.Name.SURVEY_OFFICER, by=None, on=on)
    grant_role(person=officers.trainings, name=Role.Name.TRAINING_OFFICER, by=None, on=on)
    return officers


def _use(account: Account, password: str) -> None:
    """Change the first password, as its owner does at the first sign-in."""
    change_password(account=account, password=password, by=account.person)


# what the list shows: the first member of that post
_SHOWN = {
    "Bidan": "midwife",
    "Kepala puskesmas": "health_centre_head",
    "Kepala dinas": "health_head",
    "Admin kepegawaian": "personnel_officer",
    "Sekretaris daerah (PyB)": "secretary",
    SURVEYS: "data_officer",
    TRAININGS: "personnel_officer",  # the last one: the first has the register
    "Pemeriksa (inspektorat)": "inspector",
    "Wali kota": "regional_head",
}
_ORDER = [*_SHOWN, "Pengelola sistem"]


def _shown(members: Sequence[Member]) -> dict[str, Member]:
    of_post: dict[str, list[Member]] = {}
    for member in members:
        of_post.setdefault(member.seat.post, []).append(member)
    shown = {who: of_post[post][0] for who, post in _SHOWN.items() if post in of_post}
    shown.setdefault("Admin kepegawaian", members[-1])
    shown[TRAININGS] = of_post.get("personnel_officer", members)[-1]
    shown.setdefault(SURVEYS, members[-2])
    return shown
