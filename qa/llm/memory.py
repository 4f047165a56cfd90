"""What was learnt of models: what each can do, and what its server does not take, by model and server.

Knows one JSON file in the cache folder, which may be deleted at any time. Holds names, addresses and counts, no key and
no text of a report. Does not know how anything of it is found out.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from filelock import FileLock

from ingest.embedding.weights import cache_folder
from qa.llm.ladder import Rung

__all__ = ["Learnt", "recall", "remember", "tried"]

_FILE = "models.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Learnt:
    """What is known of a model on its server.

    `rung` is None where it was not tried; `told` is the trial's result in words, `day` its day (ISO). `without` are
    what the server does not take, by the names of qa/llm/talk.py.
    """

    rung: Rung | None = None
    told: str = ""
    day: str = ""
    without: frozenset[str] = frozenset()


def recall(key: str) -> Learnt:
    """What is known of the model `key`; a file that cannot be read knows nothing."""
    return _learnt(_read().get(key))


def tried() -> dict[str, Learnt]:
    """Every model that was tried, by its key."""
    found = {key: _learnt(one) for key, one in _read().items()}
    return {key: one for key, one in sorted(found.items()) if one.rung is not None}


def remember(key: str, **changes: Any) -> Learnt:
    """Keep `changes` of what is known of the model `key`; where nothing can be written it is known for this run."""
    after = replace(recall(key), **changes)
    folder = cache_folder()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / f"{_FILE}.lock", timeout=5):
            every = {**_read(), key: _data(after)}
            handle, name = tempfile.mkstemp(dir=folder, prefix=_FILE)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(every, file, ensure_ascii=False, indent=1, sort_keys=True)
            Path(name).replace(folder / _FILE)
    return after


def _read() -> dict[str, Any]:
    try:
        data = json.loads((cache_folder() / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _data(one: Learnt) -> dict[str, Any]:
    return {"rung": one.rung, "told": one.told, "day": one.day, "without": sorted(one.without)}


def _learnt(data: Any) -> Learnt:
    if not isinstance(data, Mapping):
        return Learnt()
    rung, without = data.get("rung"), data.get("without")
    return Learnt(
        rung=rung if rung in get_args(Rung) else None,
        told=str(data.get("told", "")),
        day=str(data.get("day", "")),
        without=frozenset(map(str, without)) if isinstance(without, list) else frozenset(),
    )
