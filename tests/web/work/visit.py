"""Signing in and asking for pages of daily work."""

from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.people.make import an_account

from kinerja.people.person import Person

KEY = "33333333-3333-4333-8333-333333333333"


def enter(person: Person) -> Client:
    """A client signed in as this person."""
    account = get_user_model().objects.filter(person=person).first() or an_account(person)
    client = Client()
    client.force_login(account)
    return client


def a_file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def filed(text: str = "Memeriksa 12 ibu hamil", **fields: Any) -> dict[str, Any]:
    """What the report form sends."""
    sent = {"text": text, "done_on": "2026-10-12", "key": str(UUID(KEY))} | fields
    return {name: value for name, value in sent.items() if value is not None}


HTMX = {"HTTP_HX_REQUEST": "true"}
