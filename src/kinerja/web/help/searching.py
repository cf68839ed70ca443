"""Words found in the guides: by their stems in Indonesian, else by their beginnings."""

import re
from dataclasses import dataclass

from django.db import connection

from kinerja.web.help.guide import Guide, guides
from kinerja.web.help.markdown import Part

MOST = 20
LONGEST = 100  # characters of a question
SHORTEST = 3  # letters of a word by whose beginning is searched
# PostgreSQL knows the stems of Indonesian: "lapor" finds "melaporkan". The guides are some hundred
# short texts, so that an index of their own would only be one more thing to keep current.
SEARCH = """
    WITH part AS (
        SELECT number, setweight(to_tsvector('indonesian', title), 'A')
            || setweight(to_tsvector('simple', title), 'A')
            || to_tsvector('indonesian', body) || to_tsvector('simple', body) AS words, body
        FROM unnest(%s::int[], %s::text[], %s::text[]) AS given (number, title, body)
    ), asked AS (SELECT {query} AS query)
    SELECT number, ts_headline('indonesian', body, query,
        'StartSel="",StopSel="",MaxWords=24,MinWords=12')
    FROM part, asked WHERE words @@ query
    ORDER BY ts_rank(words, query) DESC, number LIMIT %s
"""
STEMS = SEARCH.format(query="websearch_to_tsquery('indonesian', %s)")
BEGINNINGS = SEARCH.format(query="to_tsquery('simple', %s)")


@dataclass(frozen=True)
class Found:
    """A part of a guide, with the words around what was asked."""

    guide: Guide
    part: Part
    excerpt: str

    @property
    def url(self) -> str:
        top = self.part is self.guide.parts[0]
        return self.guide.url if top else f"{self.guide.url}#{self.part.anchor}"


def search(question: str) -> list[Found]:
    """The parts that fit best, first. Nothing for a question without a word."""
    question = question.replace("\x00", "")[:LONGEST].strip()
    words = re.findall(rf"\w{{{SHORTEST},}}", question.lower())
    if not question:
        return []
    every = [(guide, part) for guide in guides().values() for part in guide.parts]
    found = _ask(STEMS, question, every)
    if not found and words:
        found = _ask(BEGINNINGS, " & ".join(f"{word}:*" for word in words), every)
    return found


def _ask(query: str, question: str, every: list[tuple[Guide, Part]]) -> list[Found]:
    columns = (
        list(range(len(every))),
        [f"{part.title} {guide.title}" for guide, part in every],
        [part.text for _, part in every],
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [*columns, question, MOST])
        rows = cursor.fetchall()
    return [Found(every[number][0], every[number][1], _begun(excerpt)) for number, excerpt in rows]


def _begun(excerpt: str) -> str:
    """Words from the middle of a sentence say so."""
    return f"… {excerpt}" if excerpt[:1].islower() else excerpt
