"""The policy for the numbers of other agencies: seen by oversight, kept by the personnel office."""

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.access.matrix import Asked
from tests.access.policy import OVERSIGHT, PERSONNEL_ADMIN, Rule, get, post

OFFICE = frozenset({PERSONNEL_ADMIN})

RULES: list[Rule] = [
    get("hub", OVERSIGHT),
    get("hub_receive", OFFICE, answer=302),
    post("hub_receive", OFFICE),
    get("hub_member", OFFICE, answer=302),
    post("hub_member", OFFICE),
    get("hub_end", OFFICE, thing="agency", answer=302),
    post("hub_end", OFFICE, thing="agency"),
    post("api:aggregates", OFFICE, answer=201, refused=403),
]


def aggregate(asked: Asked) -> dict[str, Any]:
    return {
        "schema": "kinerja.aggregate",
        "version": 1,
        "agency": {"code": "13.77", "name": "Kota Pariaman"},
        "period": "2026-09",
        "made_at": "2026-10-02T08:00:00+07:00",
        "cells": {},
    }


def as_file(asked: Asked) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("agregat.json", json.dumps(aggregate(asked)).encode())}


BODIES = {
    ("hub_receive", ""): as_file,
    ("hub_member", ""): lambda asked: {"code": "13.71", "name": "Kota Padang"},
    ("api:aggregates", ""): aggregate,
}
