"""The 360 round: how answers of colleagues are told without telling whose they are.

A closed survey beside the evaluation: each agency's own round in a semester (U). Peers and
subordinates answer without a name; the superior's and one's own answers stand there by name and
are outside all of this.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from kinerja.rules.label import Labelled

THRESHOLD = 5  # people; a setting (U)
LOWEST_THRESHOLD = 3  # people; below it a setting is refused
MOST_COMMENT = 400  # characters of one comment


class Frequency(Labelled):
    """How often a colleague shows a value, in words, seldom first."""

    NEVER = "never", "Tidak pernah"
    RARELY = "rarely", "Jarang"
    SOMETIMES = "sometimes", "Kadang-kadang"
    OFTEN = "often", "Sering"
    ALWAYS = "always", "Selalu"

    @property
    def score(self) -> int:
        """Its place from 1 to 5."""
        return list(Frequency).index(self) + 1


class Group(Labelled):
    """How the one who answers stands to the one who is spoken of."""

    SUPERIOR = "superior", "Atasan"
    PEER = "peer", "Rekan kerja"
    SUBORDINATE = "subordinate", "Bawahan"
    SELF = "self", "Diri sendiri"

    @property
    def is_anonymous(self) -> bool:
        """The superior and oneself answer by name."""
        return self in (Group.PEER, Group.SUBORDINATE)


ANONYMOUS = (Group.PEER, Group.SUBORDINATE)


@dataclass(frozen=True)
class Told:
    """Groups whose answers are told together, and how many people answered in them."""

    groups: tuple[Group, ...]
    people: int

    @property
    def label(self) -> str:
        """What the screen calls them."""
        names = [group.label for group in self.groups]
        return names[0] if len(names) == 1 else f"{names[0]} dan {names[1].lower()}"


def check_threshold(threshold: int) -> None:
    """Refuse a threshold that would point at single people.

    Units: people.
    Errors: ValueError below 3.
    Source: none; design (a threshold of 3 with live results gave back most answers in simulation).
    Confidence: U.

    >>> check_threshold(5)
    """
    if threshold < LOWEST_THRESHOLD:
        raise ValueError("fewer than three people hide nobody")


def told_groups(answers: Mapping[Group, int], threshold: int = THRESHOLD) -> list[Told]:
    """Which groups are told, alone or together, so that nothing told points at fewer people.

    A group that is large enough on its own stands alone only if the other one does so too, or is
    empty; otherwise both are told together, so that neither is left over as a difference. Whatever
    stays below the threshold even together is not told at all. No total stands beside the groups.

    Units: people who answered, by group.
    Errors: ValueError for a negative count or a threshold below 3.
    Source: none; complementary suppression, practice of official statistics.
    Confidence: U.

    >>> [(one.label, one.people) for one in told_groups({Group.PEER: 6, Group.SUBORDINATE: 5})]
    [('Rekan kerja', 6), ('Bawahan', 5)]
    >>> [(one.label, one.people) for one in told_groups({Group.PEER: 6, Group.SUBORDINATE: 2})]
    [('Rekan kerja dan bawahan', 8)]
    >>> told_groups({Group.PEER: 2, Group.SUBORDINATE: 2})
    []
    """
    check_threshold(threshold)
    counts = {group: answers.get(group, 0) for group in ANONYMOUS}
    if any(count < 0 for count in counts.values()):
        raise ValueError("a group has no negative number of people")
    filled = {group: count for group, count in counts.items() if count}
    if all(count >= threshold for count in filled.values()):
        return [Told((group,), count) for group, count in filled.items()]
    together = sum(filled.values())
    return [Told(tuple(filled), together)] if together >= threshold else []


def band(total: int, people: int, threshold: int = THRESHOLD) -> Frequency | None:
    """The mean of some answers as the nearest word; None where too few people answered.

    A mean half way between two words takes the more frequent one. A figure behind the word is never
    told: with it and all answers but one, the last could be computed.

    Units: sum of places 1 to 5, people.
    Errors: ValueError for a threshold below 3, or a sum that so many answers cannot have.
    Source: none; design.
    Confidence: U.

    >>> band(23, 5).label, band(22, 5).label, band(12, 3)
    ('Selalu', 'Sering', None)
    """
    check_threshold(threshold)
    if not people <= total <= len(Frequency) * people:
        raise ValueError("each answer counts from 1 to 5")
    if people < threshold:
        return None
    place = int(Fraction(total, people) + Fraction(1, 2))
    return list(Frequency)[place - 1]


def share_in_tenths(done: int, of: int, smallest: int = 20) -> int | None:
    """How far a round is, in whole tenths rounded down; None for a group that is too small.

    One form more or less does not show, so that nobody can watch who has just answered.

    Units: forms in, tenths (0 to 10) out.
    Errors: ValueError unless the forms that came in are a part of those asked for.
    Source: none; design.
    Confidence: U.

    >>> share_in_tenths(58, 100), share_in_tenths(100, 100), share_in_tenths(7, 12)
    (5, 10, None)
    """
    if not 0 <= done <= of:
        raise ValueError("a part is between nothing and the whole")
    return done * 10 // of if of >= smallest else None
