"""The examples of docs/api work as they stand, against a live site."""

import json
import os
import re
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer
from tests.people.make import a_role, an_account, an_agency
from tests.work.make import a_centre

from kinerja.people.role import Role
from kinerja.people.token import create_token
from kinerja.planning.goal import add_goal
from kinerja.planning.key_indicator import KeyValue, add_key_indicator
from kinerja.work.report import Report

GUIDE = Path(__file__).parents[2] / "docs" / "api" / "README.md"
EXAMPLES = re.findall(r"```sh\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(autouse=True)
def clock() -> None:
    """The real one: the site runs in another thread."""


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_every_example_of_the_guide(transactional_db: None, live_server: LiveServer) -> None:
    an_agency()
    today = timezone.localdate()
    centre = a_centre(today.year)
    a_role(centre.rina, Role.Name.PERSONNEL_ADMIN, starts_on=today)
    goal = add_goal(
        title="Ibu sehat", level="objective", years=(2020, 2040), by=centre.rina, on=today
    )
    indicator = add_key_indicator(
        goal=goal,
        name="Cakupan",
        unit_of_measure="%",
        polarity="maximise",
        by=centre.rina,
        on=today,
    )
    _, secret = create_token(
        account=an_account(centre.rina),
        name="Panduan",
        scopes=["laporan", "nilai"],
        expires_on=today + timedelta(days=30),
        by=centre.rina,
        on=today,
    )
    given = {"KINERJA": live_server.url, "TOKEN": secret, "INDICATOR": str(indicator.pk)}

    answers = []
    for example in EXAMPLES:
        done = subprocess.run(
            ["sh", "-c", example],
            env=os.environ | given,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{example}\n{done.stdout}{done.stderr}"
        answers.append(json.loads(done.stdout))

    assert len(EXAMPLES) == 5
    me, _, filed, listed, value = answers
    assert me["name"] == "Rina"
    assert Report.objects.get().receipt == filed["receipt"]
    assert [one["id"] for one in listed["reports"]] == [filed["id"]]
    assert KeyValue.objects.get().pk == value["id"]
