"""The policy for data of services: no persons in it, read by all, kept by analysts."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.access.matrix import Asked
from tests.access.policy import SIGNED_IN, Rule, get, post
from tests.access.rules_need import ANALYSE, WHOLE

DRAFT: dict[str, Any] = {"thing": "service_load_draft"}
STORED: dict[str, Any] = {"thing": "service_load_stored"}

RULES: list[Rule] = [
    get("service_data", SIGNED_IN),
    get("service_data_template", SIGNED_IN),
    get("service_dataset", SIGNED_IN, thing="service_dataset"),
    get("service_dataset_new", ANALYSE, refused=403),
    post("service_dataset_new", WHOLE, refused=(403, 422)),
    # The sheet, files and what stands out: those who analyse the unit
    get("service_measure", WHOLE, thing="service_measure", refused=403),
    post("service_measure", WHOLE, thing="service_measure", refused=403),
    get("service_dataset_load", WHOLE, thing="service_dataset", refused=403),
    post("service_dataset_load", WHOLE, thing="service_dataset", refused=403),
    get("service_load", WHOLE, **STORED, refused=403),
    get("service_load", WHOLE, **DRAFT, refused=403),
    get("service_load_columns", SIGNED_IN, **DRAFT, answer=405),
    post("service_load_columns", WHOLE, **DRAFT, refused=403),
    get("service_load_store", SIGNED_IN, **DRAFT, answer=405),
    post("service_load_store", WHOLE, **DRAFT, refused=403),
    get("service_load_withdraw", SIGNED_IN, **STORED, answer=405),
    post("service_load_withdraw", WHOLE, **STORED, refused=403),
    get("service_load_file", SIGNED_IN, **STORED),
    get("service_detection_note", SIGNED_IN, thing="service_detection", answer=405),
    post("service_detection_note", WHOLE, thing="service_detection", refused=403),
    post("api:service_figures", WHOLE, thing="service_dataset", answer=201, refused=403),
]


def a_file(asked: Asked) -> dict[str, Any]:
    rows = f"Bulan,Penumpang\n2026-09,{uuid4().int % 100_000}\n"
    return {"file": SimpleUploadedFile("baru.csv", rows.encode(), "text/csv")}


BODIES: dict[tuple[str, str], Callable[[Asked], dict[str, Any]]] = {
    ("service_dataset_new", ""): lambda asked: {
        "name": f"Kunjungan {uuid4()}",
        "frequency": "month",
        "source": "Buku tamu",
    },
    ("service_measure", ""): lambda asked: {
        "unit_of_measure": "penumpang",
        "polarity": "higher",
        "together": "sum",
    },
    ("service_dataset_load", ""): a_file,
    ("service_load_columns", ""): lambda asked: {"kolom0": "period", "kolom1": "value"},
    ("service_load_store", ""): lambda asked: {},
    ("service_load_withdraw", ""): lambda asked: {"reason": "Salah berkas"},
    ("api:service_figures", ""): lambda asked: {
        "figures": [{"period": "2026-09-01", "measure": "Penumpang", "value": "55"}]
    },
}
