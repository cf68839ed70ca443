"""One function of the product is switched off, in pytest and in what its tests start.

`KINERJA_DISABLED` names it as `module:function` (see `tools/features.py`). It is replaced as soon
as its module is loaded, so whoever imports it afterwards gets the one that refuses to work. Whoever
took it while its module was loading (the framework of the API takes its views so) finds that its
body refuses.
"""

import importlib.util
import inspect
import os
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import FunctionType, ModuleType
from typing import NoReturn


class SwitchedOff(Exception):
    """The function was called."""


class Switch(MetaPathFinder, Loader):
    """Loads one module as ever, and replaces one function in it."""

    def __init__(self, module: str, name: str) -> None:
        self.module, self.name = module, name
        self.loader: Loader | None = None

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self.module or self.loader:
            return None
        sys.meta_path.remove(self)
        found = importlib.util.find_spec(fullname)
        sys.meta_path.insert(0, self)
        if found is None or found.loader is None:
            return None
        self.loader, found.loader = found.loader, self
        return found

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        assert self.loader  # noqa: S101 - found before
        return self.loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        assert self.loader  # noqa: S101 - found before
        self.loader.exec_module(module)
        known = getattr(module, self.name)  # AttributeError: the table names what is not there

        def off(*_: object, **__: object) -> NoReturn:
            raise SwitchedOff(f"{self.module}: {self.name}")

        off.__dict__.update(vars(known))  # a page keeps the mark of how it is guarded
        setattr(module, self.name, off)
        body = inspect.unwrap(known) if callable(known) else None
        if isinstance(body, FunctionType) and not body.__code__.co_freevars:
            body.__code__ = _refuse.__code__


def _refuse(*_: object, **__: object) -> NoReturn:
    import sys  # it runs among the names of another module

    raise sys.modules["tools.disabled"].SwitchedOff


if chosen := os.environ.get("KINERJA_DISABLED"):
    sys.meta_path.insert(0, Switch(*chosen.split(":")))
