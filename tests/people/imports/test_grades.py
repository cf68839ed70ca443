import pytest

from kinerja.people.imports.grades import read_grade
from kinerja.rules.nip import EmployeeKind

PNS, PPPK = EmployeeKind.PNS, EmployeeKind.PPPK


@pytest.mark.parametrize(
    ("written", "grade"),
    [
        *(("IIIa", "III/a"), ("III.a", "III/a"), ("III a", "III/a"), ("III-a", "III/a")),
        *(("3A", "III/a"), ("3/a", "III/a"), ("III/A", "III/a"), ("iii/a", "III/a")),
        *(("lll/a", "III/a"), ("lV/a", "IV/a"), ("32", "III/b"), (33, "III/c"), (32.0, "III/b")),
        *(("Gol. III/d", "III/d"), ("Golongan IV/c", "IV/c"), ("(II/c)", "II/c")),
        *(("Penata Muda (III/a)", "III/a"), ("Penata Muda Tk. I, III/b", "III/b")),
        *(("Penata Muda Tingkat I", "III/b"), ("Pembina Utama Muda", "IV/c")),
        *(("PENATA TK.I / III D", "III/d"), ("Pengatur", "II/c"), ("45", "IV/e")),
    ],
)
def test_pns_grades_in_the_forms_people_write(written: object, grade: str) -> None:
    reading = read_grade(written, PNS)  # type: ignore[arg-type]

    assert (reading.value, reading.outcome) == (grade, "fix")


@pytest.mark.parametrize(
    ("written", "grade"), [("9", "IX"), (9.0, "IX"), ("Gol. IX", "IX"), ("ix", "IX")]
)
def test_pppk_grades_are_roman(written: object, grade: str) -> None:
    reading = read_grade(written, PPPK)  # type: ignore[arg-type]

    assert (reading.value, reading.outcome) == (grade, "fix")


def test_the_plain_forms_stay_as_read() -> None:
    assert (read_grade("III/a", PNS).value, read_grade("III/a", PNS).code) == ("III/a", "")
    assert (read_grade("IX", PPPK).value, read_grade("IX", PPPK).code) == ("IX", "")
    assert (read_grade("-", PNS).value, read_grade("-", PNS).outcome) == (None, "accept")


@pytest.mark.parametrize(
    ("written", "kind", "code"),
    [
        ("III/e", PNS, "grade_unknown"),
        ("V/a", PNS, "grade_unknown"),
        ("staf", PNS, "grade_unknown"),
        ("III", PNS, "grade_kind_conflict"),
        ("IX", PNS, "grade_kind_conflict"),
        ("III/a", PPPK, "grade_kind_conflict"),
        ("XVIII", PPPK, "grade_unknown"),
        ("Penata (III/a)", PNS, "grade_rank_conflict"),
    ],
)
def test_doubtful_grades_are_for_a_person(written: str, kind: EmployeeKind, code: str) -> None:
    reading = read_grade(written, kind)

    assert (reading.value, reading.outcome, reading.code) == (None, "review", code)


def test_the_rank_beside_it_has_to_agree() -> None:
    assert read_grade("III/a", PNS, "Penata Muda").value == "III/a"
    assert read_grade("III/a", PNS, "Penata").code == "grade_rank_conflict"
    assert read_grade(None, PNS, "Penata").value == "III/c"
