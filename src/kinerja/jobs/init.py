"""`kinerja init`: an empty agency in an empty database, with one administrator."""

import sys
from argparse import ArgumentParser, Namespace

from django.db import transaction
from django.utils import timezone

from kinerja.jobs.prepare import has_agency, prepare_database
from kinerja.people.account import open_account
from kinerja.people.agency import Agency, found_agency, national_holidays, set_holidays
from kinerja.people.password import fresh_password
from kinerja.people.person import Person, add_person
from kinerja.people.role import Role, grant_role
from kinerja.rules.refusal import Refusal

LOGIN = "admin"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--name", required=True, help='nama instansi, misalnya "Kota Pariaman"')
    parser.add_argument("--timezone", default="Asia/Jakarta", help="misalnya Asia/Makassar")
    parser.add_argument("--kind", default=Agency.Kind.REGION, choices=Agency.Kind.values)


def run(options: Namespace) -> int:
    """0: prepared; 1: refused, and nothing was changed."""
    if has_agency():
        print("Basis data ini sudah mempunyai instansi; tidak ada yang diubah.", file=sys.stderr)
        return 1
    prepare_database()
    try:
        password = first_agency(name=options.name, zone=options.timezone, kind=options.kind)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print(f"{options.name} siap dipakai.")
    print(f"Masuk dengan akun {LOGIN} dan sandi pertama {password}")
    print("Sandi ini hanya ditampilkan sekali dan harus diganti saat pertama kali masuk.")
    return 0


@transaction.atomic
def first_agency(*, name: str, zone: str, kind: str) -> str:
    """The agency with its holidays and its first administrator; the administrator's password.

    Errors: InvalidInput, AgencyExists; nothing is stored then.
    """
    today = timezone.localdate()
    found_agency(name=name, timezone=zone, kind=kind)
    set_holidays(days=national_holidays(range(today.year - 1, today.year + 2)), by=None)
    admin = add_person(name="Administrator", kind=Person.Kind.OTHER, by=None)
    for role in (Role.Name.PERSONNEL_ADMIN, Role.Name.SYSTEM_OPERATOR):
        grant_role(person=admin, name=role, by=None, on=today)
    password = fresh_password()
    open_account(person=admin, login=LOGIN, password=password, by=None)
    return password
