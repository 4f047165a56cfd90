"""A document made of pages of text, for tests of what is read from it."""

from __future__ import annotations

from corpus.model import Document, Fact, Page


def document(*pages: str) -> Document:
    """The pages one after the other, as a reader gives them."""
    tiles, start = [], 0
    for number, text in enumerate(pages, 1):
        tiles.append(Page(number=number, start=start, end=start + len(text)))
        start += len(text)
    return Document(text="".join(pages), pages=tuple(tiles), media_type="text/plain")


def one(facts: list[Fact], kind: str) -> str | None:
    """The value of the fact of that kind, or None."""
    values = [fact.value for fact in facts if fact.kind == kind]
    assert len(values) < 2
    return values[0] if values else None


def grades(facts: list[Fact], kind: str = "judgement") -> dict[str, str]:
    """The judgements by area."""
    return {fact.key: fact.value for fact in facts if fact.kind == kind}
