"""Bytes to text: which encoding a text file is in, and what to do where it breaks its own rules.

Knows UTF-8, UTF-16, UTF-32, Windows-1252 (a superset of Latin-1 in print) and, for other scripts, charset-normalizer.
Knows nothing of markup or reports.
"""

from __future__ import annotations

import codecs
import re

from corpus.errors import ReadError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16 LE, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65_536
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decode(data: bytes) -> str:
    """Returns the text in `data`, whatever its encoding. Raises ReadError when the bytes are not text at all."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, errors="replace")
            break
    else:
        text = _decode_unmarked(data)
    sample = text[:_SAMPLE] + text[-_SAMPLE:]
    # A stray control character occurs in text saved by old programs; one in fifty says that these are no letters.
    if len(_CONTROLS.findall(sample)) * 50 > len(sample) or sample.count("\ufffd") * 5 > len(sample):
        raise _binary()
    return text


def _decode_unmarked(data: bytes) -> str:
    wide = _utf16_without_mark(data)
    if wide:
        return data.decode(wide, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    sample = data[:_SAMPLE]
    if len(_CONTROLS.findall(sample.decode("latin-1"))) * 50 > len(sample):
        raise _binary()
    if _is_mostly_utf8(sample):
        return data.decode("utf-8", errors=_HANDLER)
    beyond = sum(byte > 0x7F for byte in sample)
    western = data.decode("cp1252", errors="replace")
    if beyond * 5 <= len(sample) and "\ufffd" not in western:
        return western
    # Chiefly non-Western letters, or bytes that Windows-1252 does not have: a guess by statistics is better.
    guess = _by_statistics(data)
    if guess is None and beyond * 5 > len(sample):
        raise _binary()
    return guess or western


def _is_mostly_utf8(sample: bytes) -> bool:
    """Whether more of the characters beyond ASCII are whole UTF-8 sequences than broken ones."""
    whole = sum(character > "\x7f" for character in sample.decode("utf-8", errors="ignore"))
    return whole > sample.decode("utf-8", errors="replace").count("\ufffd")


def _utf16_without_mark(data: bytes) -> str | None:
    """Latin text in UTF-16 has a zero in nearly every second byte; no other text has any."""
    sample = data[:_SAMPLE]
    pairs = len(sample) // 2
    if pairs < 2 or b"\x00" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * pairs and even < 0.05 * pairs:
        return "utf-16-le"
    if even > 0.7 * pairs and odd < 0.05 * pairs:
        return "utf-16-be"
    return None


def _by_statistics(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    return data.decode(best.encoding, errors="replace") if best else None


def _binary() -> ReadError:
    return ReadError(
        "it holds binary data, not text, and is of no kind that can be read",
        "Check that the file is the one you meant; PDF, HTML, DOCX, ODT, RTF, Markdown and plain text can be read.",
    )


def _single_bytes_as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Reads a lone byte that is no UTF-8 as Windows-1252, and a sequence that was cut off as one U+FFFD.

    So UTF-8 with pieces of Windows-1252 pasted in comes out right.
    """
    assert isinstance(error, UnicodeDecodeError)
    if error.end - error.start > 1:
        return "\ufffd", error.end
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


_HANDLER = "inspectqa.windows-1252"
codecs.register_error(_HANDLER, _single_bytes_as_windows_1252)
