"""The migrations of a test database, with a state that draws no model anew without need.

Django redraws every model that is related to a new one, and here everything is related to people:
26,000 models for 200 tables. Of a new model, an index or a constraint the schema needs that one
model alone. `tests/jobs/test_init.py` compares the tables with those that `kinerja init` makes.
"""

from typing import Any

import pytest
from django.db.migrations.state import ModelState, ProjectState


def draw_only_what_changed(patch: pytest.MonkeyPatch) -> None:
    """From now on, in this process."""
    patch.setattr(ProjectState, "add_model", add_model)
    patch.setattr(ProjectState, "_append_option", append_option)


def add_model(self: ProjectState, model_state: ModelState) -> None:
    key = model_state.app_label, model_state.name_lower
    self.models[key] = model_state
    if self._relations is not None:
        self.resolve_model_relations(key)
    redraw(self, key)


def append_option(
    self: ProjectState, app_label: str, model_name: str, option: str, added: Any
) -> None:
    state = self.models[app_label, model_name]
    state.options[option] = [*state.options[option], added]
    redraw(self, (app_label, model_name))


def redraw(state: ProjectState, key: tuple[str, str]) -> None:
    """That model alone, where models are drawn at all."""
    if "apps" in state.__dict__:
        state._reload({key})
