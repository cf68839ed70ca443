"""Guidance and counselling."""

from kinerja.rules.guidance import GuidanceKind, GuidanceStatement, StatementSubject


def test_only_counselling_is_confidential() -> None:
    assert [kind for kind in GuidanceKind if kind.is_confidential] == [GuidanceKind.COUNSELLING]


def test_three_statements_on_each_subject() -> None:
    found = {
        subject: [int(one.value) for one in GuidanceStatement if one.subject is subject]
        for subject in StatementSubject
    }

    assert found == {
        StatementSubject.EMPLOYEE: [1, 2, 3],
        StatementSubject.LEADER: [4, 5, 6],
        StatementSubject.BOTH: [7, 8, 9],
    }
