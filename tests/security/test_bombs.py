"""Files made to fill memory or time: each is read or named with its reason, within its limits, and the next is read."""

from __future__ import annotations

import io
import random
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from corpus.errors import ReadError
from corpus.model import Document
from ingest.read.worker import Readers

sys.path.append(str(Path(__file__).parents[1] / "fuzz"))
import targets

SECONDS, MEMORY = 20.0, 512 * 1024**2


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalogue."""
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        count, table, count, len(out)
    )  # fmt: skip


def deflated(block: bytes, times: int) -> bytes:
    """So many of a block, packed, without ever lying unpacked in memory."""
    packing = zlib.compressobj(9)
    return b"".join(packing.compress(block) for _ in range(times)) + packing.flush()


def page_of(stream: bytes) -> bytes:
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources"
        b" << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )


def archive(inside: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in inside.items():
            made.writestr(name, content)
    return out.getvalue()


def many_pages(count: int) -> bytes:
    pages = b" ".join(b"%d 0 R" % (4 + n) for n in range(count))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 3 0 R /Resources << /Font << /F << /Type"
    page += b" /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
    words = b"BT /F 12 Tf 72 700 Td (Some 37 visits were late in May 2020.) Tj ET"
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (pages, count),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(words), words),
        *[page] * count,
    )


CONTENT = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12)
)
BOMBS = {
    "one page of a gigabyte": lambda: page_of(deflated(b"BT /F 9 Tf 1 0 0 1 9 9 Tm (late) Tj ET\n" * 500, 46_000)),
    "one page of nested marks": lambda: page_of(deflated(b"q " * 10_000, 1_000)),
    "a tree of pages that turns in a circle": lambda: pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"
    ),
    "a million pages claimed": lambda: pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 1000000 >>"
    ),
    "nested arrays": lambda: pdf(b"<< /Type /Catalog /Pages " + b"[" * 200_000 + b"]" * 200_000 + b" >>"),
    "2,000 pages": lambda: many_pages(2_000),
    "a Word document of a gigabyte": lambda: archive(
        {"[Content_Types].xml": CONTENT, "word/document.xml": b"<w:t>" + b" " * 2**30}
    ),
    "entities in a Word document": lambda: archive(
        {"[Content_Types].xml": LAUGHS + b"]><Types>&m;</Types>", "word/document.xml": LAUGHS + b"]><a>&m;</a>"}
    ),
    "nested HTML": lambda: b"<!doctype html><html><body>" + b"<div>" * 300_000 + b"Some visits were late.",
    "a table of many cells": lambda: b"<html><body><table>" + b"<tr>" + b"<td>1" * 200_000 + b"</table>",
    "entities in HTML": lambda: b"<html><body>" + b"&amp;lt;" * 500_000,
    "one line of 15 MB": lambda: b"late visits " * 1_250_000,
    "a million lines": lambda: b"1.\n" * 1_000_000,
    "nested quotes in Markdown": lambda: b"# Report\n\n" + b">" * 100_000 + b" late\n" + b"[" * 100_000,
    "digits": lambda: b"1" * 3_000_000,
    "noise": lambda: random.Random(1).randbytes(5_000_000),
}  # fmt: skip
SLOW = {
    "one page of a gigabyte",
    "a table of many cells",
    "a Word document of a gigabyte",
    "one line of 15 MB",
    "a million lines",
    "digits",
}


def survive(folder: Path, names: list[str]) -> dict[str, str]:
    """Read each file and a sound one after it; returns what became of each."""
    paths = []
    for number, name in enumerate(names):
        paths += [folder / f"{number}.bin", folder / f"{number} sound.txt"]
        paths[-2].write_bytes(BOMBS[name]())
        paths[-1].write_text(f"Some {number} visits were late.", encoding="utf-8")
    ends: dict[str, str] = {}
    with Readers() as readers:
        results = readers.read_many(paths, timeout_s=SECONDS, memory_bytes=MEMORY, workers=2)
        for number, (_, result) in enumerate(results):
            if number % 2:
                assert isinstance(result, Document), (names[number // 2], result)
            elif isinstance(result, ReadError):
                assert result.next_step.endswith("."), result
                ends[names[number // 2]] = result.reason
            else:
                targets.whole(result)
                ends[names[number // 2]] = f"read: {len(result.pages)} pages, {len(result.text):,} characters"
    return ends


@pytest.mark.parametrize("name", sorted(set(BOMBS) - SLOW))
def test_a_bomb_costs_itself_alone(name: str, tmp_path: Path) -> None:
    survive(tmp_path, [name])


@pytest.mark.long
def test_bombs_cost_themselves_alone(tmp_path: Path) -> None:
    began = time.monotonic()
    ends = survive(tmp_path, list(BOMBS))
    print(f"\n{len(ends)} bombs in {time.monotonic() - began:.0f} s:")
    for name, end in ends.items():
        print(f"  {name}: {end}")
