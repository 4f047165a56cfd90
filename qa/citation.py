"""What a citation is: where a claim stands, its quote word for word, its page as a picture, and its JSON.

Knows what of it is shown and in which words. Does not know how it was found, nor what claims it carries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.errors import PageNotShown
from corpus.model import Correction, Report
from qa.language.lines import whole_words
from qa.language.links import unlinked
from qa.pictures import PDF, SCALE, Pictures, page_url
from qa.written.forms import cited_as
from qa.written.page import passage_html

__all__ = ["Citation", "citation_data"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """Where a claim stands: `quote` is `text[start:end]` of the report's stored text, word for word.

    `n` counts from 1 in the order of first use; `page` is the sheet, from 1; `page_label` what is printed on it.
    `published` and `inspected` are ISO dates or None. `section` is the heading above it ("" where there is none) in a
    format that does not say where its pages end: then no page is named. `corrected` is what a person has corrected of
    the report, as far as this citation shows it. `picked` is where in the report's text a figure
    stands that may be the one asked for (start, end), in the nearest evidence of a refusal. `path` is where the file
    was when it was read, absolute, None where that is not known any more; `about` is the report, where it is known.
    `recognised` says that the page was a picture whose words OCR has read.
    """

    n: int
    source: str
    title: str
    authority: str | None
    published: str | None
    inspected: str | None
    page: int
    page_label: str | None
    quote: str
    start: int
    end: int
    report: int
    picked: tuple[int, int] | None = None
    path: str | None = None
    recognised: bool = False
    about: Report | None = field(default=None, repr=False, compare=False)
    pictures: Pictures | None = field(default=None, repr=False, compare=False)
    section: str | None = None
    corrected: tuple[Correction, ...] = ()

    @property
    def url(self) -> str | None:
        """The file's address on this machine, at the page where it has pages; None where its place is not known."""
        media_type = self.about.media_type if self.about else PDF
        return page_url(self.path, self.page, media_type=media_type) if self.path else None

    def format(self, form: str = "text") -> str:
        """The citation as people write it, or as md, footnotes, html, json, bibtex or csl.

        "Ofsted, Darlington: inspection of children's services, 1 September 2015, p. 11". Raises OutputError.
        """
        return cited_as(self, form, data=citation_data(self))

    def image(self, *, crop: bool = False, scale: float = SCALE, page: int | None = None) -> bytes:
        """The cited page as a PNG, the quote lit; with `crop` the passage alone. `scale` is in pixels to a point.

        A quote that runs over a page's end is lit on `page` as far as it stands there. Raises PageNotShown where the
        file has moved or changed, is no PDF, or the library is not open.
        """
        lit = [(self.start, self.end)]
        return self._drawn_by.picture(self.report, page or self.page, highlight=lit, crop=crop, scale=scale).png

    def file(self) -> Path:
        """The PDF that was read, where it lies now; raises PageNotShown where it has moved or changed, or is none."""
        return self._drawn_by.file(self.report)

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages that the quote stands on; raises PageNotShown where the library is not open."""
        return tuple(one.number for one in self._drawn_by.touched(self.report, self.start, self.end))

    def around(self, *, characters: int = 600) -> tuple[str, str]:
        """What the report's text has before and after the quote; raises PageNotShown where the library is not open."""
        return self._drawn_by.around(self.report, self.start, self.end, characters=characters)

    @property
    def _drawn_by(self) -> Pictures:
        if self.pictures is None:
            raise PageNotShown(
                "This citation is a copy that belongs to no open library. Ask again, or give its report, page and span "
                "to Library.page_image."
            )
        return self.pictures

    def __str__(self) -> str:
        return f"[{self.n}] {self.where}: “{self.words}”"

    def _repr_html_(self) -> str:
        """A notebook's view: the reference, the quote, and the passage with the quote lit, where it can be drawn."""
        return passage_html(self)

    @property
    def where(self) -> str:
        """The title, when it was published or inspected, the page or heading, corrections; nothing in it is a link."""
        when = (
            f", published {self.published}"
            if self.published
            else f", inspected {self.inspected}"
            if self.inspected
            else ""
        )
        return f"{unlinked(self.title)}{when}{self.place}{unlinked(self.remark)}"

    @property
    def place(self) -> str:
        """Where in the report it stands: ", page 3", or the heading above it where there are no pages."""
        if self.section is None:
            return f", page {self.page}"
        return f", under “{unlinked(self.section)}”" if self.section else ""

    @property
    def remark(self) -> str:
        """Whether OCR has read it, and what of the report a person has corrected, as clauses; "" for neither."""
        read = "; read by text recognition" if self.recognised else ""
        return read + (f"; corrected: {'; '.join(map(str, self.corrected))}" if self.corrected else "")

    @property
    def value(self) -> str | None:
        """The figure that may be meant, as it stands in the quote; None where none was picked."""
        if self.picked is None:
            return None
        return self.quote[self.picked[0] - self.start : self.picked[1] - self.start]

    @property
    def words(self) -> str:
        """The quote on one line, words that a line's end had broken whole; nothing in it is a link."""
        return unlinked(re.sub(r"\s+", " ", whole_words(self.quote))).strip()


def citation_data(citation: Citation) -> dict[str, Any]:
    """The citation in the documented JSON schema (docs/answer-schema.md)."""
    names = (
        "n",
        "source",
        "url",
        "title",
        "authority",
        "published",
        "inspected",
        "page",
        "page_label",
        "quote",
        "start",
        "end",
    )
    told: dict[str, Any] = {name: getattr(citation, name) for name in names}
    if citation.section is not None:
        told |= {"page": None, "section": citation.section}
    if whole_words(citation.quote) != citation.quote:
        told["words"] = citation.words
    if citation.value:
        told["value"] = citation.value
    if citation.recognised:
        told["recognised"] = True
    if citation.corrected:
        told["corrected"] = [
            {"field": one.field, "value": one.value, "read": one.read, "because": one.because}
            for one in citation.corrected
        ]
    return told
