"""A library's whole content as plain data, without the row numbers, to compare two libraries by."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.placing import open_vectors
from corpus.store import Store

if TYPE_CHECKING:
    from corpus.chroma_server import ChromaServer

_PLACE = ("vectors", "collection")  # where the vectors are is no part of what the library holds


def snapshot(folder: Path, *, server: ChromaServer | None = None) -> dict[str, Any]:
    """Reports by id with all that hangs on them, paths relative to their folder; vectors rounded to two decimals."""
    with Store(folder) as store, open_vectors(store.database, server) as vectors:
        dimension = int(store.setting("embedding_dimension") or 0)
        ids = {row["number"]: row["id"] for row in store.rows("SELECT number, id FROM reports")}
        settings = [tuple(row) for row in store.rows("SELECT * FROM settings ORDER BY key")]
        found: dict[str, Any] = {
            "settings": [row for row in settings if row[0] not in _PLACE],
            "journal": [tuple(row) for row in store.rows("SELECT * FROM journal")],
            "sources": sorted((Path(r["path"]).name, ids[r["report"]]) for r in store.rows("SELECT * FROM sources")),
            "reports": {},
        }
        uids: dict[int, str] = {}
        for number, report in ids.items():
            (row,) = store.rows("SELECT * FROM reports WHERE number = ?", (number,))
            passages = {p.number: p for p in store.passages_of(number)}
            uids |= {
                r["number"]: r["uid"]
                for r in store.rows("SELECT number, uid FROM passages WHERE report = ?", (number,))
            }
            found["reports"][report] = {
                "columns": {key: row[key] for key in row.keys() if key not in ("number", "source")},  # noqa: SIM118
                "source": Path(row["source"]).name,
                "pages": store.pages(number),
                "passages": [
                    (uids[n], p.start, p.end, p.page, p.section, p.header, p.text, p.sentences)
                    for n, p in passages.items()
                ],
                "facts": [(f.page, f.fact) for f in store.facts(reports=[number])],
            }
        found["editions"] = {
            ids[row["report"]]: (row["words"], row["sketch"], ids.get(row["counted"]))
            for row in store.rows("SELECT * FROM editions")
        }
        found["matches"] = sorted(uids[n] for n, _ in store.match('"children"', limit=1000))
        found["chroma"] = sorted(vectors.ids())
        held = store.vectors(list(uids), dimension=dimension)
        found["vectors"] = {uids[n]: (v.round(2) + 0.0, s.round(2) + 0.0) for n, (v, s) in held.items()}
        return found
