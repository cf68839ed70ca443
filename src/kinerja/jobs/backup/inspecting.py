"""The look from inside: a process of its own asks a restored installation what it is worth.

Its environment names the scratch database and the scratch folder, so every line of the program
that reads the real site reads the restored one here.
"""

import json
import secrets
from dataclasses import asdict, dataclass
from hashlib import file_digest

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.urls import reverse

from kinerja.jobs.backup.refusals import BackupRefused
from kinerja.jobs.backup.scratch import is_scratch
from kinerja.jobs.prepare import prepare_database
from kinerja.people.account import open_account
from kinerja.people.password import fresh_password
from kinerja.people.person import Person, add_person
from kinerja.records.attachment import Attachment, Blob
from kinerja.records.seal import verify_chain

PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
NAMED = 5  # so many bad files are named


@dataclass(frozen=True)
class Inspection:
    """What was found; the process that asked compares it with the manifest."""

    sealed: int
    unsealed: int
    head: str
    first_bad: str
    attachments: int
    files: int
    bad_files: list[str]  # hash and what is wrong with it, the first few
    sign_in: str  # empty: the page answers, and a made-up account comes in

    def written(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def inspect() -> Inspection:
    """Look at everything. Errors: BackupRefused unless this is a scratch database."""
    name = str(connection.settings_dict["NAME"])
    if not is_scratch(name):
        raise BackupRefused(f"{name} bukan basis data uji; tidak ada yang diperiksa.")
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        prepare_database()  # of an older version: it is proven as it would be used, upgraded
    chain = verify_chain()
    bad = _bad_files()
    return Inspection(
        sealed=chain.sealed,
        unsealed=chain.unsealed,
        head=chain.head,
        first_bad=chain.first_bad,
        attachments=Attachment.objects.count(),
        files=Blob.objects.count(),
        bad_files=bad[:NAMED],
        sign_in=_sign_in(),
    )


def _bad_files() -> list[str]:
    found = []
    for blob in Blob.objects.order_by("pk").iterator():
        if not blob.path.is_file():
            found.append(f"{blob.pk} tidak ada")
            continue
        with blob.path.open("rb") as content:
            if file_digest(content, "sha256").hexdigest() != blob.pk:
                found.append(f"{blob.pk} berubah isinya")
    return found


def _sign_in() -> str:
    """Through the pages, as a browser does. The account exists in the scratch database alone."""
    settings.STORAGES = settings.STORAGES | {"staticfiles": PLAIN}  # nothing is collected here
    login, password = f"uji-{secrets.token_hex(6)}", fresh_password()
    person = add_person(name="Uji Pemulihan", kind=Person.Kind.OTHER, by=None)
    account = open_account(person=person, login=login, password=password, by=None)
    browser = Client(raise_request_exception=False, headers={"host": "localhost"})
    door = reverse("account_login")
    if (status := browser.get(door).status_code) != 200:
        return f"halaman masuk menjawab {status}"
    answer = browser.post(door, {"login": login, "password": password}, follow=True)
    if answer.wsgi_request.user != account:
        return f"akun uji tidak dapat masuk (jawaban {answer.status_code})"
    if answer.status_code != 200:
        return f"halaman pertama sesudah masuk menjawab {answer.status_code}"
    return ""
