"""Limits against gaming thanks: how many a month, and who thanks whom in return too often."""

QUOTA_PER_MONTH = 5  # of one giver; a setting of the agency (U)
MUTUAL_AT_LEAST = 3  # each way, before anybody is asked to look; a setting (U)
MUTUAL_SHARE = 50  # percent of all that both of them gave; a setting (U)


def quota_left(given: int, quota: int = QUOTA_PER_MONTH) -> int:
    """How many more thanks the giver has this month. What was withdrawn counts as given, so that
    nobody fishes for thanks in return by giving and taking back.

    Units: thanks.
    Errors: ValueError if one of the numbers is negative.
    Source: none; design of the agency.
    Confidence: U.

    >>> quota_left(3), quota_left(7)
    (2, 0)
    """
    if given < 0 or quota < 0:
        raise ValueError("a number of thanks cannot be negative")
    return max(quota - given, 0)


def is_mutual(
    there: int,
    back: int,
    given_by_both: int,
    at_least: int = MUTUAL_AT_LEAST,
    share: int = MUTUAL_SHARE,
) -> bool:
    """Whether two people thank each other so much more than others that somebody should look.

    `there` and `back` are the thanks between the two, `given_by_both` all that the two gave to
    anybody. It is a question to a person, never a verdict, and moves no rating.

    Units: thanks in the same span of time; the share in percent.
    Errors: ValueError if a number is negative, or more passed between them than they gave.
    Source: none; design.
    Confidence: U.

    >>> is_mutual(3, 3, 8), is_mutual(3, 3, 13), is_mutual(6, 1, 7)
    (True, False, False)
    """
    if min(there, back) < 0 or there + back > given_by_both:
        raise ValueError("what passed between two is part of what they gave")
    return min(there, back) >= at_least and (there + back) * 100 >= share * given_by_both
