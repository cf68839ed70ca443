"""What a signed result was made of, part by part, as digests in the event of its signature.

The event is sealed into the chain of the audit trail, so a part of a stored result that somebody
changes behind the application's back can be named, and not only noticed.
"""

import json
from collections.abc import Sequence

from django.db import connection

# Each top-level part; each rating; each field of each work result; each piece of feedback. 64 bits
# of a SHA-256 over the text of the value, which the database writes the same way every time.
_PARTS = """
SELECT id,
    jsonb_object_agg(
        path, left(encode(sha256(convert_to(value::text, 'UTF8')), 'hex'), 16)
    )::text
FROM (
    SELECT review.id, part.key AS path, part.value
    FROM evaluation_review AS review, jsonb_each(review.snapshot) AS part
    WHERE review.id = ANY(%(ids)s) AND part.key NOT IN ('ratings', 'results', 'feedback')
    UNION ALL
    SELECT review.id, 'ratings.' || part.key, part.value
    FROM evaluation_review AS review, jsonb_each(review.snapshot -> 'ratings') AS part
    WHERE review.id = ANY(%(ids)s)
    UNION ALL
    SELECT review.id, 'results.' || one.place || '.' || part.key, part.value
    FROM evaluation_review AS review,
        jsonb_array_elements(review.snapshot -> 'results') WITH ORDINALITY AS one(value, place),
        jsonb_each(one.value) AS part
    WHERE review.id = ANY(%(ids)s)
    UNION ALL
    SELECT review.id, 'feedback.' || one.place, one.value
    FROM evaluation_review AS review,
        jsonb_array_elements(review.snapshot -> 'feedback') WITH ORDINALITY AS one(value, place)
    WHERE review.id = ANY(%(ids)s)
) AS found
GROUP BY id
"""

_WORDS = {
    "format": "bentuk dokumen",
    "rule_set": "himpunan aturan",
    "source": "sumber aturan",
    "period": "periode",
    "person": "pegawai",
    "position": "jabatan",
    "unit": "unit kerja",
    "appraiser": "penilai",
    "instead_of": "penilai yang digantikan",
    "study_failed": "tugas belajar",
    "reuses": "hasil yang dipakai lagi",
    "organisation": "kinerja organisasi",
    "thanks": "apresiasi",
    "initiatives": "inisiatif",
    "ideas": "gagasan",
    "complaints": "pengaduan yang ditangani",
    "satisfaction": "kepuasan masyarakat",
    "recommendation": "catatan atau rekomendasi",
    "predicate": "predikat",
    "rated_on": "hari penilaian",
    "signed": "tanda tangan",
    "ratings.work_result": "rating hasil kerja",
    "ratings.work_result_reason": "alasan rating hasil kerja",
    "ratings.behaviour": "rating perilaku",
    "ratings.behaviour_reason": "alasan rating perilaku",
}
_OF_A_RESULT = {
    "title": "judul",
    "realisation": "realisasi",
    "rating": "rating",
    "note": "catatan",
    "reports": "laporan",
    "indicators": "indikator dan yang terukur",
    "taken_over": "pengambilalihan",
    "versions": "target tiap versi",
    "state": "keadaan",
}


def fingerprints_of(ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """The digests of the parts of these stored results: id -> path -> digest. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_PARTS, {"ids": list(ids)})
        rows = cursor.fetchall()
    return {pk: json.loads(parts) for pk, parts in rows}


def part_in_words(path: str) -> str:
    """How people call a part: "hasil kerja ke-2: realisasi"."""
    match path.split("."):
        case ["results", place, name]:
            return f"hasil kerja ke-{place}: {_OF_A_RESULT.get(name, name)}"
        case ["feedback", place]:
            return f"umpan balik ke-{place}"
    return _WORDS.get(path, path)
