"""Which guides are for whom: the rows of the table of contents, by what a person does here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from kinerja.people.role import Role
from kinerja.web.help.guide import Guide, guides, readers
from kinerja.web.layout import Layout
from kinerja.web.navigation import everyone, having, leaders

# The label of a row -> who it is.
WHO: Mapping[str, Callable[[Layout], bool]] = {
    "pegawai": everyone,
    "atasan (pejabat penilai)": leaders,
    "pimpinan": having(Role.Name.AUTHORISED_OFFICIAL),
    "bagian kepegawaian": having(
        Role.Name.PERSONNEL_ADMIN, Role.Name.PERSONNEL_VIEWER, Role.Name.UNIT_ADMIN
    ),
    "pengelola survei, pengaduan, dan kebutuhan": having(Role.Name.SURVEY_OFFICER),
    "pengelola pelatihan": having(Role.Name.TRAINING_OFFICER),
    "anggota rapat kalibrasi": having(Role.Name.CALIBRATION_MEMBER),
    "konselor": having(Role.Name.COUNSELLOR),
    "pemeriksa (inspektorat)": having(Role.Name.INSPECTOR),
    "pengelola sistem": having(Role.Name.SYSTEM_OPERATOR),
}


@dataclass(frozen=True)
class Shelf:
    """The guides of one kind of reader."""

    label: str
    mine: bool
    guides: Sequence[Guide]


def shelves(layout: Layout) -> list[Shelf]:
    """What is for this person first, the most special on top; then what is for others."""
    known = guides()
    found = [
        Shelf(label, WHO[label](layout), [known[name] for name in names if name in known])
        for label, names in readers().items()
        if label in WHO
    ]
    mine = [shelf for shelf in reversed(found) if shelf.mine]
    return _each_once([*mine, *(shelf for shelf in found if not shelf.mine)])


def _each_once(shelves: Sequence[Shelf]) -> list[Shelf]:
    """A guide that stands on an earlier shelf is not named again."""
    seen: set[str] = set()
    kept = []
    for shelf in shelves:
        fresh = [guide for guide in shelf.guides if guide.name not in seen]
        seen |= {guide.name for guide in fresh}
        if fresh:
            kept.append(replace(shelf, guides=fresh))
    return kept
