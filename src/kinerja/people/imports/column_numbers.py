"""The row that only numbers the columns: 1, 2, 3 … in the forms that lists print."""

import re
from collections.abc import Sequence

_NUMBER = re.compile(
    r"^[(\[{-]?\s*(?:(?:kolom|kol|column|col)\b\.?\s*)?[(\[]?\s*\d{1,2}(?:\.0)?\s*"
    r"(?:[=+x*].*)?[)\]}]?\s*[.)\]-]?$",
    re.I,
)


def is_column_numbers(texts: Sequence[str], columns: int) -> bool:
    """Whether these texts only number the columns of a table with so many read columns.

    >>> is_column_numbers(["(1)", "2.", "kolom 3", "4=2+3"], 4)
    True
    """
    return len(texts) >= min(3, columns) and all(map(_NUMBER.match, texts))
