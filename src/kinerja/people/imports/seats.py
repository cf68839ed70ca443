"""Which post a row means, and whether it is free: one head to a unit, one post to a person."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from kinerja.people.assignment import Assignment
from kinerja.people.imports.draft import Draft, Seat
from kinerja.people.imports.outcome import Outcome
from kinerja.people.imports.posts import NO_POST, judge_post
from kinerja.people.imports.register import Register
from kinerja.people.imports.text import key
from kinerja.people.unit import Unit


@dataclass
class Seats:
    """The posts of a plan: those that are stored, and those that it would add."""

    register: Register
    on: date
    new: dict[tuple[int, str], Seat] = field(default_factory=dict)
    stored: dict[int, Seat] = field(default_factory=dict)
    claims: dict[int, list[Draft]] = field(default_factory=lambda: defaultdict(list))

    def settle(self, drafts: Iterable[Draft]) -> None:
        """Give every draft its seat; claims to the same head become reasons."""
        for draft in drafts:
            if draft.unit is None or draft.main is not None:
                continue
            if draft.held is not None and not draft.moves:
                draft.seat = self._of(draft.held.position.unit, draft.held.position.title, draft)
                continue
            draft.seat = self._of(draft.unit, draft.row.position, draft)
            draft.since = self._since(draft, draft.seat)
            if draft.seat.leads:
                self.claims[draft.unit.pk].append(draft)
            if draft.person is not None:
                self._check_own_posts(draft)
        for rivals in self.claims.values():
            self._judge(rivals)

    def _of(self, unit: Unit, title: str, draft: Draft) -> Seat:
        words = key(title or NO_POST)
        position = self.register.positions.get((unit.pk, words))
        if position is None:
            place = (unit.pk, words)
            if place in self.new:
                return self.new[place]
            row = draft.row
            facts = judge_post(
                title, unit, grade=row.grade, level=row.position_level, echelon=row.echelon
            )
            head = self.register.heads.get(unit.pk)
            if not (facts.leads and head):
                self.new[place] = Seat(unit, facts, job_class=row.job_class, duties=row.duties)
                return self.new[place]
            position = head  # another wording for the seat that leads this unit
        if position.pk not in self.stored:
            facts = judge_post(position.title, unit)
            self.stored[position.pk] = Seat(unit, facts, position)
        return self.stored[position.pk]

    def _since(self, draft: Draft, seat: Seat) -> date:
        """From when the person holds the post: as the file says, else from the start of service.

        A head whose date is not told begins today, so that the heads before are not overwritten. A
        post that takes the place of a stored one begins after it at the earliest.
        """
        row = draft.row
        if draft.moves and draft.held is not None:
            next_day = draft.held.starts_on + timedelta(days=1)
            return max(row.position_since or self.on, next_day)
        if row.position_since:
            return row.position_since
        if seat.leads or (draft.person and self.register.held[draft.person.pk]):
            return self.on
        return row.start_date if row.start_date and row.start_date <= self.on else self.on

    def _check_own_posts(self, draft: Draft) -> None:
        """Posts that the stored person has held, or will hold, may not overlap the new one."""
        if draft.person is None or draft.since is None:
            return
        for other in self.register.held[draft.person.pk]:
            if other is draft.held or (other.ends_on and other.ends_on < draft.since):
                continue
            draft.row.say(
                Outcome.REVIEW,
                "position_overlaps",
                f"Sudah tercatat jabatan {other.position.title} sejak {other.starts_on:%d-%m-%Y}. "
                "Periksa TMT jabatannya.",
                "position_since",
                found=draft.since,
            )

    def _judge(self, rivals: list[Draft]) -> None:
        chosen = [draft for draft in rivals if "two_heads" in draft.row.confirmed]
        if len(rivals) > 1 and len(chosen) != 1:
            places = ", ".join(str(draft.row.report.row) for draft in rivals)
            for draft in rivals:
                draft.row.say(
                    Outcome.REVIEW,
                    "two_heads",
                    f"Baris {places} sama-sama memimpin {draft.unit}. Satu unit satu pimpinan; "
                    "pilih yang benar.",
                    "position",
                    found=draft.row.position,
                )
            return
        for draft in rivals:
            if chosen and draft is not chosen[0]:
                draft.row.say(
                    Outcome.REVIEW,
                    "post_taken",
                    f"Pimpinan {draft.unit} sudah dipilih dari baris lain. Perbaiki jabatan ini.",
                    "position",
                    found=draft.row.position,
                )
            elif taken := self._holder(draft):
                draft.row.say(
                    Outcome.REVIEW,
                    "post_taken",
                    f"{taken.person.name} tercatat memegang jabatan {taken.position.title}. "
                    "Akhiri dahulu penugasannya, atau perbaiki jabatan di baris ini.",
                    "position",
                    found=draft.row.position,
                )

    def _holder(self, draft: Draft) -> Assignment | None:
        """Who else holds the leading post on a day from `since` on."""
        position = draft.seat.position if draft.seat else None
        if position is None or draft.since is None:
            return None
        for other in self.register.holders[position.pk]:
            if other.person_id != (draft.person.pk if draft.person else None) and (
                other.ends_on is None or other.ends_on >= draft.since
            ):
                return other
        return None

    def head_of(self, unit: Unit) -> Seat | None:
        """The seat that leads a unit, stored or new."""
        if position := self.register.heads.get(unit.pk):
            if position.pk not in self.stored:
                self.stored[position.pk] = Seat(unit, judge_post(position.title, unit), position)
            return self.stored[position.pk]
        claimed = [draft.seat for draft in self.claims.get(unit.pk, ()) if draft.row.storable]
        return claimed[0] if len(claimed) == 1 else None
