"""A vote on ideas: what the counts say. A vote advises; a person decides."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

MOST_VOTES = 10  # votes that one person may have in one space
LEAST_SHOWN = 5  # fewer voters than this in a secret vote: no counts are shown; our setting (U)


@dataclass(frozen=True)
class Turnout:
    """How many voted of those who could, and the quorum in percent (0: none was set)."""

    voters: int
    eligible: int
    quorum: int = 0

    @property
    def needed(self) -> int:
        """People who had to vote for the quorum, rounded up."""
        return -(-self.eligible * self.quorum // 100)

    @property
    def met(self) -> bool:
        return self.voters >= self.needed


def leading_ideas(counts: Mapping[int, int]) -> frozenset[int]:
    """The ideas with the most votes; all that are equal; none without a vote.

    Units: votes.
    Errors: ValueError for a negative count.
    Source: our design, not law.
    Confidence: U.

    >>> sorted(leading_ideas({7: 4, 8: 9, 9: 9}))
    [8, 9]
    """
    if any(count < 0 for count in counts.values()):
        raise ValueError("a count cannot be negative")
    most = max(counts.values(), default=0)
    return frozenset(idea for idea, count in counts.items() if count == most > 0)


def differs_from_vote(
    idea: int, counts: Mapping[int, int], *, rejected: bool, carried: Iterable[int] = ()
) -> bool:
    """Whether an answer differs from the vote, so that it has to say why.

    It differs when an idea with the most votes is rejected, or when another one is taken up while
    none of those with the most votes (``carried`` are the ideas that were taken up) has been.

    Units: votes.
    Errors: as ``leading_ideas``.
    Source: our design, not law: a vote advises and a person decides, with a reason.
    Confidence: U.

    >>> differs_from_vote(7, {7: 4, 8: 9}, rejected=False)
    True
    >>> differs_from_vote(7, {7: 4, 8: 9}, rejected=False, carried=[8])
    False
    """
    first = leading_ideas(counts)
    if not first:
        return False
    if rejected:
        return idea in first
    return idea not in first and not first & set(carried)


def shows_counts(voters: int, *, secret: bool, least: int = LEAST_SHOWN) -> bool:
    """Whether counts may be shown: of a secret vote only when enough have voted.

    Units: people.
    Errors: none.
    Source: our setting, not law: among few voters counts tell who chose what.
    Confidence: U.

    >>> shows_counts(4, secret=True), shows_counts(4, secret=False)
    (False, True)
    """
    return not secret or voters >= least


def whole_choice(chosen: Set[int], offered: Set[int], votes_each: int) -> bool:
    """Whether a ballot is valid: one idea or more, each offered, no more than one has votes.

    Units: votes.
    Errors: none.
    Source: our design, not law: one person, the same number of votes.
    Confidence: U.

    >>> whole_choice({7}, {7, 8}, 1), whole_choice({7, 8}, {7, 8}, 1)
    (True, False)
    """
    return 1 <= len(chosen) <= votes_each and chosen <= offered
