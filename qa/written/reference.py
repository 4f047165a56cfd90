"""One citation as people write it: "Ofsted, Darlington: inspection of children's services, 1 September 2015, p. 11".

Knows who publishes reports of a framework, and what of a title is the library's own. Does not know what it is put into.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING, Protocol

from corpus.frameworks import framework
from qa.tables.inert import one_line, said_in_line

if TYPE_CHECKING:
    from corpus.model import Report

__all__ = ["Cited", "date_of", "key", "page_of", "publisher", "reference", "title_of"]


class Cited(Protocol):
    """A citation, as far as it is written down."""

    @property
    def n(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def authority(self) -> str | None: ...
    @property
    def published(self) -> str | None: ...
    @property
    def inspected(self) -> str | None: ...
    @property
    def page(self) -> int: ...
    @property
    def page_label(self) -> str | None: ...
    @property
    def section(self) -> str | None: ...
    @property
    def remark(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def url(self) -> str | None: ...
    @property
    def about(self) -> Report | None: ...


def reference(one: Cited) -> str:
    """Who published it, its title, when, the page, and what was corrected of it; nothing in it is a link."""
    parts = [publisher(one), title_of(one), date_of(one), page_of(one)]
    return ", ".join(part for part in parts if part) + said_in_line(one.remark)


def publisher(one: Cited) -> str:
    """The inspectorate, "" where the report's kind is not known."""
    known = framework(one.about.framework) if one.about and one.about.framework else None
    return known.inspectorate if known else ""


def title_of(one: Cited) -> str:
    """The title without the framework's letters and the month of the inspection, which the library adds."""
    title = said_in_line(one.title)
    letters = one.about.framework if one.about else None
    if letters:
        title = re.sub(rf" \({re.escape(letters)}\)(?:, [A-Z][a-z]+ \d{{4}})?$", "", title)
    return title


def date_of(one: Cited) -> str:
    """When it was published, else inspected: "1 September 2015"; "" where neither is known."""
    written = one.published or one.inspected
    if not written:
        return ""
    when = date.fromisoformat(written)
    return f"{'' if one.published else 'inspected '}{when.day} {when:%B %Y}"


def page_of(one: Cited) -> str:
    """The page, with what is printed on it where that is another number; the heading, where there are no pages."""
    if one.section is not None:
        return f"under “{said_in_line(one.section)}”" if one.section else ""
    printed = said_in_line(one.page_label) if one.page_label else ""
    return f"p. {one.page}" + (f" (printed {printed})" if printed not in ("", str(one.page)) else "")


def key(one: Cited) -> str:
    """A key for the report, the same in every answer and every library: place, year and month, six digits of its hash.

    Letters, digits and hyphens alone.
    """
    place = one.authority or one.title
    plain = unicodedata.normalize("NFKD", one_line(place)).encode("ascii", "ignore").decode("ascii").casefold()
    name = "-".join(re.findall(r"[a-z0-9]+", plain)[:4]) or "report"
    when = (one.published or one.inspected or "")[:7]
    mark = one.about.id[:6] if one.about else ""
    return "-".join(part for part in (name, when, mark) if re.fullmatch(r"[a-z0-9-]+", part))
