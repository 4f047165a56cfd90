"""Where the citations of the last answer stand, kept for `inspectqa open N`, and found again.

Knows one small file in the user's own state folder: reports by their hashes, and spans; neither the question nor the
answer. What it holds is checked against the library: a quote that is not there word for word is not shown.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from platformdirs import user_state_path

from corpus.errors import InspectQAError, QuestionError

if TYPE_CHECKING:
    from qa.answer import Answer, Citation
    from qa.resources import Resources

__all__ = ["last_library", "recalled", "remember"]

_NOTHING = "No answer so far cites a page. Ask a question that the reports answer first, with `inspectqa ask`."


def _file() -> Path:
    return user_state_path("inspectqa") / "last-citations.json"


def remember(answer: Answer) -> None:
    """Keep where an answer's citations stand, or those of its nearest evidence; nothing where it has neither.

    A home that cannot be written to is no reason not to answer.
    """
    cited = [one for one in answer.citations or answer.nearest if one.about and one.pictures]
    if not cited:
        return
    folder = cited[0].pictures.folder.absolute() if cited[0].pictures else None
    rows = [
        {"n": one.n, "id": one.about.id, "start": one.start, "end": one.end, "quote": one.quote, "picked": one.picked}
        for one in cited
        if one.about
    ]
    path = _file()
    new = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
                json.dump({"library": str(folder), "cited": rows}, file)
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)


def last_library() -> Path | None:
    """The folder of the library that answered last, None where nothing did."""
    with suppress(QuestionError, KeyError, TypeError):
        return Path(str(_kept()["library"]))
    return None


def recalled(number: int, resources: Resources) -> Citation:
    """Citation `number` of the last answer, made anew from the library.

    Raises QuestionError where there is none, where its report is not in this library, or says something else now.
    """
    try:
        rows = {int(one["n"]): one for one in _kept()["cited"]}
    except (KeyError, TypeError, ValueError) as error:
        raise QuestionError(_NOTHING) from error
    if number not in rows:
        least, most = min(rows, default=1), max(rows, default=1)
        numbers = f"from {least} to {most}" if most > least else str(least)
        raise QuestionError(f"The last answer has no citation {number}. Name one {numbers}.")
    row = rows[number]
    report = next((one for one in resources.catalogue.reports if one.id == row["id"]), None)
    if report is None:
        raise QuestionError(
            "The report that was cited is not in this library any more, or the answer came from another one. Name it "
            "with --library, or ask again."
        )
    return _made(row, report.number, resources)


def _made(row: dict[str, Any], report: int, resources: Resources) -> Citation:
    from dataclasses import replace

    try:
        picked = (int(row["picked"][0]), int(row["picked"][1])) if row["picked"] else None
        made = resources.citer().citation(report, int(row["start"]), int(row["end"]), picked=picked)
        if made.quote != row["quote"]:
            raise ValueError("another quote")
        return replace(made, n=int(row["n"]))
    except InspectQAError:
        raise
    except (LookupError, TypeError, ValueError) as error:
        raise QuestionError("That report has changed in the library since it was cited. Ask again.") from error


def _kept() -> dict[str, Any]:
    """What is kept; raises QuestionError where nothing legible is."""
    try:
        kept = json.loads(_file().read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise QuestionError(_NOTHING) from error
    if not isinstance(kept, dict):
        raise QuestionError(_NOTHING)
    return kept
