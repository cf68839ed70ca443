"""Who the superior of a row is: by NIP, or by a name that only one person has."""

from collections import defaultdict
from dataclasses import dataclass, field

from kinerja.people.imports.draft import Draft, Seat
from kinerja.people.imports.names import name_key, split_titles
from kinerja.people.imports.nip import read_nip
from kinerja.people.imports.outcome import Outcome
from kinerja.people.imports.reading import Reading
from kinerja.people.imports.register import Register
from kinerja.people.imports.seats import Seats
from kinerja.people.imports.text import masked, text_of, tidy
from kinerja.people.imports.units import UnitBook
from kinerja.people.person import Person
from kinerja.people.unit import Unit

WAITS = "Hubungan atasan dipasang setelah baris atasannya tersimpan dan memimpin unit."

CIRCLE = "Garis atasan akan kembali ke pegawai ini sendiri. Pilih atasan yang lain."


def wanted_nips(drafts: list[Draft]) -> set[str]:
    """The numbers of superiors in the file, as far as they are readable."""
    found = (
        read_nip(draft.row.supervisor_nip).value for draft in drafts if draft.row.supervisor_nip
    )
    return {nip for nip in found if nip}


def wanted_names(drafts: list[Draft]) -> set[str]:
    """The names of superiors in the file, as the database would be asked for them."""
    return {
        split_titles(tidy(draft.row.supervisor_name)).name.lower()
        for draft in drafts
        if draft.row.supervisor_name
    }


@dataclass
class Superiors:
    """Everybody who may be meant, from the file and from the database."""

    book: UnitBook
    register: Register
    seats: Seats
    by_nip: dict[str, Draft] = field(default_factory=dict)
    by_name: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    unnumbered: set[str] = field(default_factory=set)  # names whose row has no usable number

    def learn(self, drafts: list[Draft]) -> None:
        for draft in drafts:
            name = draft.row.name
            words = name_key(name.name) if name else ""
            if not draft.nip:
                self.unnumbered.add(words)
                continue
            if draft.main is None:
                self.by_nip.setdefault(draft.nip, draft)
            if words:
                self.by_name[words].add(draft.nip)
        for words, nips in self.register.namesakes.items():
            self.by_name[words] |= nips

    def settle(self, draft: Draft) -> None:
        """Find the superior of one row; what is not certain becomes a reason."""
        row = draft.row
        if draft.main is not None or row.refused:
            return
        nip = ""
        if row.supervisor_nip is not None and text_of(row.supervisor_nip).strip():
            nip = self._by_number(draft)
        elif row.supervisor_name:
            nip = self._by_name(draft)
        if not nip:
            return
        if nip == draft.nip:
            self.doubt(draft, "supervisor_self", "Atasan tidak boleh pegawai itu sendiri.", nip)
            return
        draft.supervisor = nip

    def link(self, draft: Draft) -> None:
        """Name the superior's post in the assignment, unless the tree of units says it already."""
        if draft.supervisor and draft.seat is not None and draft.main is None:
            self._link(draft, draft.seat, draft.supervisor)

    def _by_number(self, draft: Draft) -> str:
        row = draft.row
        found = text_of(row.supervisor_nip)
        reading: Reading[str] = read_nip(row.supervisor_nip)
        if reading.code == "nip_missing":
            return self._by_name(draft) if row.supervisor_name else ""
        if reading.value is None or not reading.usable:
            self.doubt(
                draft,
                "supervisor_nip_unreadable",
                "NIP atasan tidak dapat dipakai. Isi NIP 18 angka, atau kosongkan.",
                masked(found),
            )
            return ""
        if reading.code:
            row.say(
                Outcome.FIX,
                "supervisor_nip_form",
                reading.message.replace("NIP", "NIP atasan", 1),
                "supervisor_nip",
                found=found,
                stored=reading.value,
            )
        person = self._name_of(reading.value)
        if person is None:
            self.doubt(
                draft,
                "supervisor_unknown",
                "Atasan dengan NIP ini tidak ada di berkas maupun di data tersimpan.",
                reading.value,
            )
            return ""
        if row.supervisor_name and name_key(row.supervisor_name) != name_key(person):
            self.doubt(
                draft,
                "supervisor_conflict",
                f"NIP atasan ini milik {person}, tetapi namanya tertulis {row.supervisor_name}.",
                reading.value,
            )
            return ""
        return reading.value

    def _by_name(self, draft: Draft) -> str:
        row = draft.row
        words = name_key(row.supervisor_name)
        found = self.by_name.get(words, set())
        if len(found) == 1 and words not in self.unnumbered:
            (nip,) = found
            if "supervisor_nip" in row.headings and not (
                "supervisor_name" in row.headings or "supervisor" in row.headings
            ):
                row.say(
                    Outcome.FIX,
                    "supervisor_by_name",
                    "Nama atasan diganti NIP-nya; hanya satu pegawai bernama demikian.",
                    "supervisor_nip",
                    found=row.supervisor_name,
                    stored=nip,
                )
            return nip
        if not found and words in self.unnumbered:
            row.say(
                Outcome.ACCEPT,
                "supervisor_waits",
                "Baris atasan ini belum mempunyai NIP yang benar. " + WAITS,
                "supervisor_name",
                found=row.supervisor_name,
            )
            return ""
        if found:
            self.doubt(
                draft,
                "supervisor_ambiguous",
                f"Ada lebih dari satu pegawai bernama {row.supervisor_name}. Pilih NIP atasannya.",
                row.supervisor_name,
                tuple((nip, f"{self._name_of(nip)} – {nip}") for nip in sorted(found)[:5]),
            )
            return ""
        self.doubt(
            draft,
            "supervisor_unknown",
            f"Atasan bernama {row.supervisor_name} tidak ada di berkas maupun di data tersimpan.",
            row.supervisor_name,
        )
        return ""

    def doubt(
        self,
        draft: Draft,
        code: str,
        message: str,
        found: str,
        suggestions: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """The superior is for a person to decide."""
        field = next(
            (
                n
                for n in ("supervisor_nip", "supervisor", "supervisor_name")
                if n in draft.row.headings
            ),
            "supervisor_nip",
        )
        draft.row.say(
            Outcome.REVIEW,
            code,
            message,
            field,
            found=found,
            suggestions=(*suggestions, ("-", "tanpa nama atasan (menurut struktur unit)")),
        )

    def _name_of(self, nip: str) -> str | None:
        if draft := self.by_nip.get(nip):
            return draft.row.name.name if draft.row.name else ""
        person = self.register.people.get(nip)
        gone = person is None or person.has_left or person.status == Person.Status.WITHDRAWN
        return None if gone or person is None else person.name

    def _link(self, draft: Draft, seat: Seat, nip: str) -> None:
        above = self._seat_of(nip)
        if above is None or not above.leads:
            draft.row.say(
                Outcome.ACCEPT,
                "supervisor_waits",
                "Atasan ini belum tercatat memimpin unit. " + WAITS,
                "supervisor_nip",
                found=nip,
            )
            return
        if above is seat:
            self.doubt(
                draft, "supervisor_self", "Atasan memegang jabatan yang sama. Pilih yang lain.", nip
            )
            return
        if above is self._head_above(seat):
            return  # the tree of units says the same
        if draft.held is not None and not draft.moves:
            self._link_held(draft, above)
            return
        draft.supervisor_seat = above

    def _link_held(self, draft: Draft, above: Seat) -> None:
        """The post is stored: its superior can be added, but not silently replaced."""
        named = draft.held.reports_to if draft.held else None
        if named is None or "db_supervisor" in draft.row.confirmed:
            draft.supervisor_seat = above
            return
        if above.position is not None and named.pk == above.position.pk:
            return
        draft.row.say(
            Outcome.REVIEW,
            "db_supervisor",
            f"Atasan berbeda: tersimpan “{named.title} – {named.unit}”. Pilih mana yang benar.",
            "supervisor_nip",
            found=f"{above.title} – {above.unit}",
            suggestions=(("-", f"{named.title} – {named.unit} (tersimpan)"),),
        )

    def _seat_of(self, nip: str) -> Seat | None:
        """The seat that the superior holds, or will hold when this plan is stored."""
        if draft := self.by_nip.get(nip):
            if draft.seat is not None and (draft.row.storable or draft.held is not None):
                return draft.seat
            return None
        person = self.register.people[nip]
        held = self.register.current(person)
        return self.seats.head_of(held.position.unit) if held and held.position.leads else None

    def _head_above(self, seat: Seat) -> Seat | None:
        """The nearest head by the tree: of the unit, or for a head of a unit above."""
        unit: Unit | None = seat.unit
        if seat.leads:
            unit = self.book.units.get(seat.unit.parent_id or 0)
        while unit is not None:
            if head := self.seats.head_of(unit):
                return head
            unit = self.book.units.get(unit.parent_id or 0)
        return None


def refuse_circles_of_people(drafts: list[Draft], superiors: Superiors) -> None:
    """Superiors of the file who lead back to the same person, whether they lead a unit or not."""
    above = {
        draft.nip: draft
        for draft in drafts
        if draft.supervisor and draft.main is None and not _is_circle(draft)
    }
    judged: set[str] = set()
    for start in above:
        line: list[str] = []
        nip = start
        while nip in above and nip not in judged:
            judged.add(nip)
            line.append(nip)
            nip = above[nip].supervisor
        circle = line[line.index(nip) :] if nip in line else []
        for draft in [above[nip] for nip in circle]:
            superiors.doubt(draft, "supervisor_circle", CIRCLE, draft.supervisor)
            draft.supervisor, draft.supervisor_seat = "", None


def _is_circle(draft: Draft) -> bool:
    return any(reason.code == "supervisor_circle" for reason in draft.row.report.reasons)


def refuse_circles(drafts: list[Draft], superiors: Superiors) -> None:
    """A head whose superior stands below him or her, directly or around, is for a person."""
    named: dict[int, tuple[Unit, Draft]] = {}
    for draft in drafts:
        if draft.supervisor_seat is not None and draft.seat is not None and draft.seat.leads:
            named[draft.seat.unit.pk] = (draft.supervisor_seat.unit, draft)
    stored = {
        one.position.unit_id: one.reports_to.unit_id
        for held in superiors.register.holders.values()
        for one in held
        if one.reports_to and (one.ends_on is None or one.ends_on >= superiors.register.on)
    }
    for start, (_, draft) in list(named.items()):
        seen: set[int] = set()
        at: int | None = start
        while at is not None and at not in seen:
            seen.add(at)
            if at in named:
                at = named[at][0].pk
            elif at in stored:
                at = stored[at]
            else:
                at = _next_head(at, superiors)
        if at == start:
            superiors.doubt(
                draft,
                "supervisor_circle",
                CIRCLE,
                draft.supervisor,
            )
            draft.supervisor_seat = None
            del named[start]


def _next_head(unit_id: int, superiors: Superiors) -> int | None:
    unit = superiors.book.units[unit_id]
    above = superiors.book.units.get(unit.parent_id or 0)
    while above is not None:
        if superiors.seats.head_of(above):
            return above.pk
        above = superiors.book.units.get(above.parent_id or 0)
    return None
