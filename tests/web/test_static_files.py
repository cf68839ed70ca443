"""Static files as they are served: named by their content, modules that find each other."""

import re
from pathlib import Path

from django.conf import LazySettings
from django.core.management import call_command


def test_our_modules_import_each_other_by_the_names_of_their_content(
    settings: LazySettings, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "kinerja.web.static_files.StaticFiles"}
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    (offline,) = tmp_path.glob("kinerja/offline.????????????.js")
    imported = re.findall(r'from "\./([^"]+)"', offline.read_text(encoding="utf-8"))
    assert sorted(name.split(".")[0] for name in imported) == ["photo", "unsent"]
    for name in imported:
        assert re.fullmatch(r"\w+\.[0-9a-f]{12}\.js", name)
        assert (tmp_path / "kinerja" / name).exists()
