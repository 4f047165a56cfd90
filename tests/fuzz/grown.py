"""Documents grown from any bytes: each byte opens an element, closes one or says something, so that all is well-formed.

A fuzzer that changes bytes of XML makes XML that no parser takes; one that changes these bytes gets at the readers.
"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

__all__ = ["ODT", "WORD", "grown"]

WORD = (
    """p r t tbl tr tc sdt sdtContent pict txbxContent ins del moveFrom footnoteReference br lastRenderedPageBreak
    pPr rPr tcPr trPr sdtPr sectPr type pStyle rStyle numPr numId ilvl outlineLvl pageBreakBefore vanish strike
    vertAlign vMerge gridSpan showingPlcHdr tab sym noBreakHyphen hyperlink fldSimple instrText""",
    """val=superscript val=restart val=continuous val=Heading1 val=ListBullet val=ListNumber val=3 val=0 val=99999999
    type=page id=2 id=-1""",
)
ODT = (
    """text:p text:h text:list text:list-item text:list-header text:section text:span text:a text:note text:note-body
    text:note-citation text:soft-page-break text:s text:tab text:line-break text:change text:change-start
    text:change-end
    text:hidden-text text:hidden-paragraph text:tracked-changes text:changed-region text:deletion text:ruby
    text:ruby-base
    table:table table:table-row table:table-cell table:covered-table-cell table:table-header-rows table:table-column
    draw:frame draw:text-box draw:image draw:custom-shape draw:a office:annotation text:table-of-content""",
    """text:style-name=Opens text:style-name=Ends text:style-name=Unseen text:style-name=Struck text:style-name=Raised
    text:style-name=Numbers text:style-name=Points text:style-name=P1 text:style-name=OnNewSheet text:display=none
    text:is-hidden=true text:outline-level=1 text:outline-level=99999 text:start-value=0 text:start-value=999999
    text:continue-numbering=true text:continue-list=a xml:id=a text:note-class=footnote text:note-class=endnote
    text:change-id=one text:id=one table:number-columns-spanned=3 table:number-rows-spanned=2
    table:number-columns-repeated=9999 table:visibility=collapse text:anchor-page-number=2 text:anchor-page-number=9""",
)
_SAID = (
    "37 visits were late", " ", "", "1", "Good", "Overall effectiveness", "Testshire", "\n", "&", "<", "12 March 2019",
    "\u2022", "\x85", "In May 2020, 41 of the 96 plans had run for two years.",
)  # fmt: skip


def grown(data: bytes, language: tuple[str, str], *, prefix: str = "") -> bytes:
    """The body that the bytes make of a language's elements and attributes (`name=value`), as UTF-8."""
    names, attributes = (words.split() for words in language)
    parts: list[str] = []
    opened: list[str] = []
    pairs = zip(data[::2], data[1::2], strict=False)
    for what, which in pairs:
        if what < 160:
            name = prefix + names[what % len(names)]
            said = dict(attributes[one % len(attributes)].split("=") for one in (which, which // 7)[: which % 3])
            inside = "".join(f" {prefix}{key}={quoteattr(value)}" for key, value in said.items())
            parts.append(f"<{name}{inside}>")
            opened.append(name)
        elif what < 208 and opened:
            parts += [f"</{opened.pop()}>" for _ in range(min(1 + which % 4, len(opened)))]
        else:
            parts.append(_SAID[which % len(_SAID)].replace("&", "&amp;").replace("<", "&lt;"))
    return "".join([*parts, *(f"</{name}>" for name in reversed(opened))]).encode()
