"""The second step of an ingest: vectors for the passages that have none, of this run's reports and of earlier ones.

Knows the order, what need not be embedded twice, and how embedding and storing (in a thread) overlap. Does not know how
a text is embedded, nor how vectors are stored.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from corpus.waiting import waiting_passages
from ingest.memory import Memory, stored
from ingest.prepare import embedded_spans, embedded_text
from ingest.progress import Askable, Embedded, Event, Pace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from corpus.store import Store
    from corpus.writer import Writer
    from ingest.embedding.embed import Embedder
    from ingest.prepare import Embedded as Passage

__all__ = ["vectorise"]

_BATCH_PASSAGES = 250  # embedded and stored together by two cores: enough that sorting by length pays


def vectorise(store: Store, writer: Writer, embedder: Embedder, tell: Callable[[Event], None]) -> int:
    """Give every passage that waits its vectors; returns how many did. What is stored stays, whatever stops it."""
    wanted = list(waiting_passages(store.database))
    if not wanted:
        return 0
    tell(Askable(reports=len({report for report, _, _ in wanted}), passages=len(wanted)))
    whole = sum(size for _, _, size in wanted)
    embedder.expect(whole)
    known, pace = _Known(store), Pace(whole)
    done = characters = 0
    together = _BATCH_PASSAGES * max(1, embedder.side_by_side // 2)  # as long a time whatever the number of cores

    def told(share: float, count: int, size: int) -> None:
        """After `share` of a batch of `count` passages, `size` characters long."""
        left = pace.left(characters + share * size)
        tell(Embedded(done=done + round(share * count), known=len(wanted), seconds_left=left))

    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="store") as storing:
        storage: Future[None] | None = None
        for at in range(0, len(wanted), together):
            batch = wanted[at : at + together]
            count, size = len(batch), sum(size for _, _, size in batch)
            known.look_at({report for report, _, _ in batch})
            passages = _passages(store, [number for _, number, _ in batch])
            rows = known.rows(passages, embedder, lambda share: told(share, count, size))  # noqa: B023 - called here
            if storage is not None:
                storage.result()
            storage = storing.submit(writer.embed, rows)
            told(1.0, count, size)
            done, characters = done + count, characters + size
        if storage is not None:
            storage.result()
    embedder.export()
    return done


class _Known:
    """Vectors by what was embedded: those made in this run, and those of other versions of the reports in hand."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._memory = Memory()
        self._looked_at: set[int] = set()
        self._titled: dict[str, list[int]] = {}
        self._titles: dict[int, str] = {}
        for row in store.rows("SELECT number, title FROM reports ORDER BY number"):
            self._titled.setdefault(row["title"], []).append(row["number"])
            self._titles[row["number"]] = row["title"]

    def look_at(self, reports: Iterable[int]) -> None:
        """Take in what the library has of reports of the same titles: a passage's header and text may be theirs."""
        for title in dict.fromkeys(self._titles[one] for one in sorted(reports)):
            for other in self._titled[title] if len(self._titled[title]) > 1 else ():
                if other not in self._looked_at:
                    self._looked_at.add(other)
                    self._memory.add(stored(self._store, other))

    def rows(
        self, passages: dict[int, Passage], embedder: Embedder, tell: Callable[[float], None]
    ) -> dict[int, NDArray[np.float16]]:
        """The vectors of passages, by number; what is not known is embedded, and `tell` hears what share of it is."""
        wanted = dict.fromkeys(passages.values())
        found = self._memory.find(wanted)
        new = [passage for passage in wanted if passage not in found]
        lengths = np.cumsum(sorted((len(text) for text, _ in new), reverse=True))  # the longest are embedded first
        if new:
            texts, spans = zip(*new, strict=True)
            made = embedder.embed_passages(
                texts, spans, on_progress=lambda done: tell(float(lengths[done - 1] / max(1, lengths[-1])))
            )
            own = {passage: rows.astype("<f2") for passage, rows in zip(new, made, strict=True)}
            self._memory.add(own)
            found |= own
        return {number: found[passage] for number, passage in passages.items()}


def _passages(store: Store, numbers: Sequence[int]) -> dict[int, Passage]:
    """Passages by number as they are embedded."""
    return {
        number: (embedded_text(one.header, one.text), embedded_spans(one.header, one.start, one.sentences))
        for number, one in store.passages(numbers).items()
    }
