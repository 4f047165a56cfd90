"""A sample as a PDF of A4 pages, byte for byte the same each time it is made.

Knows reportlab and how a page is dressed: cover, table of judgements, running header and footer, page numbers. Uses
only the fonts that every PDF reader has, so nothing is embedded. Knows nothing of TOML and decides nothing about
what a report says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from corpus.samples.layout import NOTICE, Sample, board_line, front_matter, judgement_rows

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["write_pdf"]

INK, GREY, RULE = "#1f2933", "#5b6770", "#9aa5b1"
MARGIN = 62.0  # points


def write_pdf(sample: Sample, path: Path) -> None:
    """Write the sample to `path`; the document's dates and id are fixed, and its streams are not compressed.

    Deflate gives other bytes from one zlib to another, plain streams do not.
    """
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    width, height = A4
    document = BaseDocTemplate(
        str(path),
        pagesize=A4,
        title=f"{sample.title} – {sample.authority}",
        author="inspectqa",
        subject=NOTICE,
        invariant=1,
        pageCompression=0,
    )
    # The header is drawn before the text and the footer after it: so they come out in that order when read back.
    page = PageTemplate(
        frames=[Frame(MARGIN - 6, 60, width - 2 * MARGIN + 12, height - 120)],
        onPage=lambda canvas, _: _draw_header(canvas, sample, A4),
        onPageEnd=lambda canvas, _: _draw_footer(canvas, A4),
    )
    document.addPageTemplates([page])
    document.build(_story(sample))


def _draw_header(canvas: Any, sample: Sample, size: tuple[float, float]) -> None:
    if canvas.getPageNumber() == 1:
        return
    ilacs = sample.framework == "ilacs"
    running = sample.title if ilacs else f"{sample.authority}: inspection of children’s services"
    _draw_rule(canvas, size, running, sample.inspected, text_at=size[1] - 44, rule_at=size[1] - 50)


def _draw_footer(canvas: Any, size: tuple[float, float]) -> None:
    _draw_rule(canvas, size, NOTICE, str(canvas.getPageNumber()), text_at=36, rule_at=48)


def _draw_rule(
    canvas: Any, size: tuple[float, float], left: str, right: str, *, text_at: float, rule_at: float
) -> None:
    canvas.saveState()
    canvas.setFont("Helvetica", 8.5)
    canvas.setFillColor(GREY)
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.5)
    canvas.line(MARGIN, rule_at, size[0] - MARGIN, rule_at)
    canvas.drawString(MARGIN, text_at, left)
    canvas.drawRightString(size[0] - MARGIN, text_at, right)
    canvas.restoreState()


def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle

    base = ParagraphStyle("base", fontName="Helvetica", fontSize=10.5, leading=14.5, textColor=INK, spaceAfter=6)
    bold = {"parent": base, "fontName": "Helvetica-Bold"}
    head = {"spaceBefore": 10, "spaceAfter": 5, "keepWithNext": 1, **bold}
    return {
        "title": ParagraphStyle("title", fontSize=19, leading=24, spaceAfter=10, **bold),
        "front": ParagraphStyle("front", parent=base, spaceAfter=2),
        "headline": ParagraphStyle("headline", fontSize=13, leading=17, spaceBefore=10, spaceAfter=8, **bold),
        "heading": ParagraphStyle("heading", fontSize=13, leading=17, **head),
        "subheading": ParagraphStyle("subheading", spaceBefore=5, spaceAfter=3, keepWithNext=1, **bold),
        "paragraph": base,
        "bullet": ParagraphStyle("bullet", parent=base, leftIndent=16, bulletIndent=3, spaceAfter=3),
        "subbullet": ParagraphStyle("subbullet", parent=base, leftIndent=34, bulletIndent=21, spaceAfter=2),
        "numbered": ParagraphStyle("numbered", parent=base, leftIndent=24, bulletIndent=0, spaceAfter=4),
        "grade": ParagraphStyle("grade", **bold),
    }


def _story(sample: Sample) -> list[Any]:
    from reportlab.platypus import Paragraph, Spacer

    style = _styles()
    story: list[Any] = [Paragraph(escape(sample.title), style["title"])]
    for line in front_matter(sample):
        story.append(Paragraph(escape(line), style["headline" if line == sample.headline else "front"]))
    story += [Spacer(1, 8), _table(sample, style), Spacer(1, 10)]
    if board := board_line(sample):
        story.append(Paragraph(escape(board), style["paragraph"]))
    for block in sample.blocks:
        mark = {"bullet": "•", "subbullet": "–", "numbered": f"{block.number}."}.get(block.style)
        story.append(Paragraph(escape(block.text), style[block.style], bulletText=mark))
    return story


def _table(sample: Sample, style: dict[str, Any]) -> Any:
    from reportlab.platypus import Paragraph, Table, TableStyle

    rows = [
        [Paragraph(escape(area), style["front"]), Paragraph(escape(grade), style["grade"])]
        for area, grade in judgement_rows(sample)
    ]
    look = [
        ("GRID", (0, 0), (-1, -1), 0.5, RULE),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
    ]
    if sample.framework == "ilacs":
        look.append(("BACKGROUND", (0, 0), (-1, 0), "#e4e7eb"))
    return Table(rows, colWidths=[290, 180], style=TableStyle(look), hAlign="LEFT")
