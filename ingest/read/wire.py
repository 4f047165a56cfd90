"""How a worker's result crosses to the process that asked: length-prefixed JSON, never pickle.

Knows Document, Prepared, Picture and ReadError. A worker has read other people's files: what it sends is data to be
checked, not objects.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from corpus.errors import ReadError
from corpus.model import Document, Fact, Figure, Page, Passage
from ingest.prepare import Prepared
from ingest.read.picture import Picture, unpack_picture

if TYPE_CHECKING:
    from typing import IO

_LENGTH = struct.Struct(">Q")
# Text at most doubles in JSON, but for control characters, of which a normalised text has none.
_MAX_MESSAGE = 1024**3


def send(stream: IO[bytes], message: Any) -> None:
    """Writes one message. ASCII-only JSON, so that names of files that are no valid UTF-8 go through."""
    data = json.dumps(message).encode("ascii")
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Returns the next message. Raises EOFError when the other side has gone, ValueError when it sends no JSON."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    if length > _MAX_MESSAGE:
        raise ValueError(f"a message of {length} bytes")
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return json.loads(data)


def pack(result: Document | Prepared | Picture | ReadError) -> dict[str, Any]:
    """Returns a result as JSON's own types."""
    if isinstance(result, ReadError):
        return {"reason": result.reason, "next_step": result.next_step}
    if isinstance(result, Picture):
        return result.to_dict()
    if isinstance(result, Prepared):
        return {
            "document": pack(result.document),
            "title": result.title,
            "region": result.region,
            "facts": [asdict(fact) for fact in result.facts],
            "figures": [asdict(figure) for figure in result.figures],
            "passages": [asdict(passage) for passage in result.passages],
        }
    return {
        "text": result.text,
        "pages": [[page.number, page.start, page.end, page.label, page.reading] for page in result.pages],
        "media_type": result.media_type,
        "title": result.title,
        "headings": result.headings,
        "breaks": result.breaks,
        "garbled": result.garbled,
    }


def unpack(message: dict[str, Any]) -> Document | Prepared | Picture | ReadError:
    """Returns the result that `pack` was given. Raises KeyError, TypeError or ValueError for anything else."""
    if "reason" in message:
        return ReadError(str(message["reason"]), str(message["next_step"]))
    if "png" in message:
        return unpack_picture(message)
    if "document" not in message:
        return _document(message)
    document = _document(message["document"])
    passages = tuple(_passage(one) for one in message["passages"])
    facts = tuple(Fact(**one) for one in message["facts"])
    figures = tuple(_figure(one) for one in message["figures"])
    spans = [(fact.start, fact.end) for fact in facts]
    spans += [span for one in figures for span in ((one.start, one.end), one.clause, one.sentence)]
    spans += [span for one in passages for span in ((one.start, one.end), *one.sentences)]
    if not all(0 <= start <= end <= len(document.text) for start, end in spans):
        raise ValueError("a span outside the text")
    return Prepared(
        document=document,
        title=message["title"],
        region=message["region"],
        facts=facts,
        figures=figures,
        passages=passages,
    )


def _figure(message: dict[str, Any]) -> Figure:
    spans = {name: (int(message[name][0]), int(message[name][1])) for name in ("clause", "sentence")}
    return Figure(**{**message, **spans})


def _passage(message: dict[str, Any]) -> Passage:
    sentences = tuple((int(start), int(end)) for start, end in message["sentences"])
    return Passage(**{**message, "sentences": sentences})


def _document(message: dict[str, Any]) -> Document:
    return Document(
        text=message["text"],
        pages=tuple(
            Page(number=number, start=start, end=end, label=label, reading=reading)
            for number, start, end, label, reading in message["pages"]
        ),
        media_type=message["media_type"],
        title=message["title"],
        headings=tuple((start, end) for start, end in message["headings"]),
        breaks=tuple(message["breaks"]),
        garbled=tuple((start, end) for start, end in message["garbled"]),
    )
