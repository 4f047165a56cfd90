"""Makes the sample reports from their sources: `python -m corpus.samples.build [FOLDER]`.

One TOML file of `source/` becomes one report, in the format that its file name ends in: PDF, DOCX, HTML or Markdown.
The output depends on the sources alone: no clock, no random id. Needs reportlab, which the development
dependencies bring. Knows how each format is written; `layout` knows what comes in which order.
"""

from __future__ import annotations

import sys
import zipfile
from datetime import datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.samples.layout import NOTICE, Sample, board_line, front_matter, judgement_rows, read_sample
from corpus.samples.pdf import write_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["build", "main"]

HERE = Path(__file__).parent
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest time a ZIP archive can state


def build(folder: Path) -> list[Path]:
    """Write every sample into `folder` and return the files, sorted by name."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for source in sorted((HERE / "source").glob("*.toml")):
        sample = read_sample(source)
        path = folder / sample.file
        WRITERS[path.suffix](sample, path)
        made.append(path)
    return sorted(made)


def _write_markdown(sample: Sample, path: Path) -> None:
    lines = [f"# {sample.title}", *front_matter(sample)]
    area, *areas = [f"| {area} | {grade} |" for area, grade in judgement_rows(sample)]
    lines.append("\n".join([area, "| --- | --- |", *areas]))
    lines += filter(None, [board_line(sample)])
    parts = ["\n\n".join(lines)]
    glue = {"bullet": "\n", "subbullet": "\n", "numbered": "\n"}
    before = "paragraph"
    for block in sample.blocks:
        mark = {
            "heading": "## ",
            "subheading": "### ",
            "bullet": "- ",
            "subbullet": "  - ",
            "numbered": f"{block.number}. ",
        }.get(block.style, "")
        parts.append((glue.get(before, "\n\n") if block.style in glue else "\n\n") + mark + block.text)
        before = block.style
    path.write_text("".join(parts) + f"\n\n---\n\n{NOTICE}\n", encoding="utf-8", newline="\n")


def _write_html(sample: Sample, path: Path) -> None:
    body = [f"<h1>{escape(sample.title)}</h1>"]
    body += [f"<p>{escape(line)}</p>" for line in front_matter(sample)]
    rows = [f"<tr><td>{escape(area)}</td><td>{escape(grade)}</td></tr>" for area, grade in judgement_rows(sample)]
    body.append("<table>\n" + "\n".join(rows) + "\n</table>")
    body += [f"<p>{escape(line)}</p>" for line in filter(None, [board_line(sample)])]
    tags = {"heading": "h2", "subheading": "h3", "paragraph": "p", "bullet": "li", "subbullet": "li"}
    listed = False
    for block in sample.blocks:
        if (block.style in {"bullet", "subbullet"}) != listed:
            listed = not listed
            body.append("<ul>" if listed else "</ul>")
        if block.style == "numbered":
            body.append(f"<p>{block.number}. {escape(block.text)}</p>")
        else:
            tag = tags[block.style]
            body.append(f"<{tag}>{escape(block.text)}</{tag}>")
    if listed:
        body.append("</ul>")
    head = f'<meta charset="utf-8">\n<title>{escape(sample.title)}</title>'
    page = f"<main>\n{chr(10).join(body)}\n</main>\n<footer><p>{NOTICE}</p></footer>"
    path.write_text(
        f'<!doctype html>\n<html lang="en-GB">\n<head>\n{head}\n</head>\n<body>\n{page}\n</body>\n</html>\n',
        encoding="utf-8",
        newline="\n",
    )


def _write_docx(sample: Sample, path: Path) -> None:
    import docx

    document = docx.Document()
    moment = datetime(*LONG_AGO)
    document.core_properties.created = document.core_properties.modified = moment
    document.core_properties.title = f"{sample.title} – {sample.authority}"
    document.core_properties.author = "inspectqa"
    document.core_properties.comments = NOTICE
    document.sections[0].footer.paragraphs[0].text = NOTICE
    document.add_heading(sample.title, level=0)
    for line in front_matter(sample):
        document.add_paragraph(line)
    rows = judgement_rows(sample)
    table = document.add_table(rows=len(rows), cols=2, style="Table Grid")
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for line in filter(None, [board_line(sample)]):
        document.add_paragraph(line)
    styles = {"bullet": "List Bullet", "subbullet": "List Bullet 2"}
    for block in sample.blocks:
        if block.style in {"heading", "subheading"}:
            document.add_heading(block.text, level=1 if block.style == "heading" else 2)
        elif block.style == "numbered":
            document.add_paragraph(f"{block.number}. {block.text}")
        else:
            document.add_paragraph(block.text, style=styles.get(block.style))
    document.save(str(path))
    _still(path)


def _still(path: Path) -> None:
    """Pack a ZIP archive again with every member's time fixed: python-docx stamps them with the clock's."""
    with zipfile.ZipFile(path) as archive:
        members = [(name, archive.read(name)) for name in sorted(archive.namelist())]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, date_time=LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)


WRITERS: dict[str, Callable[[Sample, Path], None]] = {
    ".pdf": write_pdf,
    ".docx": _write_docx,
    ".html": _write_html,
    ".md": _write_markdown,
}


def main(argv: list[str] | None = None) -> None:
    """Build the samples into the folder named, else into the package's own, and print what was made."""
    arguments = sys.argv[1:] if argv is None else argv
    for path in build(Path(arguments[0]) if arguments else HERE):
        print(f"{path.stat().st_size:>8,}  {path.name}")


if __name__ == "__main__":
    main()
