"""The console: each command is one file of this folder with `arguments(parser)` and `run(options)`.

What is not ours (migrate, shell, check …) goes on to Django.
"""

import argparse
from importlib import import_module

from django.core.management import execute_from_command_line

# command -> (file in this folder, one line for --help)
COMMANDS = {
    "serve": ("serve", "siapkan basis data, lalu jalankan situs dan pekerja"),
    "init": ("init", "siapkan instansi kosong dengan satu administrator"),
    "demo": ("demo", "bangun instansi contoh dari data nyata satu kota"),
    "import": (
        "imports",
        "baca pegawai, organisasi, atau waktu kerja dari berkas",
    ),
    "close": ("close", "tutup satu periode penilaian"),
    "backup": ("backup", "buat, buktikan, atau pulihkan cadangan"),
    "audit": ("audit", "periksa rantai catatan audit"),
    "rollup": ("rollup", "hitung ulang angka per unit dan hari"),
    "aggregate": ("aggregate", "tulis angka instansi tanpa orang, atau terima dari instansi lain"),
    "work": ("work", "jalankan pekerja antrean"),
    "practice": ("practice", "jalankan atau isi ulang mode latihan"),
    "bench": ("bench", "ukur kecepatan di komputer ini, dalam basis data sendiri"),
}


def run(arguments: list[str]) -> int:
    """Run one command line (without the program's name); the exit code."""
    if not arguments or arguments[0] not in COMMANDS:
        if not arguments or arguments[0] in {"help", "-h", "--help"}:
            print("Perintah kinerja:")
            for name, (_, about) in COMMANDS.items():
                print(f"  {name:10} {about}")
            print("Perintah lain diteruskan ke Django (kinerja migrate, kinerja check, …).")
            return 0
        execute_from_command_line(["kinerja", *arguments])
        return 0
    name, *rest = arguments
    file, about = COMMANDS[name]
    command = import_module(f"kinerja.jobs.{file}")
    parser = argparse.ArgumentParser(prog=f"kinerja {name}", description=about)
    command.arguments(parser)
    return int(command.run(parser.parse_args(rest)))
