"""What a file is, by its first bytes and never by its name.

Knows the signatures of formats; opens ZIP archives to see what they hold. Knows nothing of what a report says.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

from corpus.errors import ReadError

Kind = Literal["pdf", "docx", "odt", "rtf", "text"]

_OCR = "Run text recognition (OCR) over it, save the result as a PDF with text and ingest that."
_SAVE_AS = "Save it as PDF, DOCX, ODT, RTF, HTML, Markdown or plain text and ingest that."
_UNPACK = "Unpack it and ingest the reports inside."
_NOT_A_REPORT = "Leave it out, or ingest the report itself: PDF, HTML, DOCX, ODT, RTF, Markdown or plain text."

# (offset, signature, what it is, next step)
_SIGNATURES: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "an image (PNG)", _OCR),
    (0, b"\xff\xd8\xff", "an image (JPEG)", _OCR),
    (0, b"GIF87a", "an image (GIF)", _OCR),
    (0, b"GIF89a", "an image (GIF)", _OCR),
    (0, b"II*\x00", "an image (TIFF)", _OCR),
    (0, b"MM\x00*", "an image (TIFF)", _OCR),
    (8, b"WEBP", "an image (WebP)", _OCR),
    (4, b"ftypheic", "an image (HEIC)", _OCR),
    (4, b"ftypavif", "an image (AVIF)", _OCR),
    (4, b"ftyp", "a film or sound file (MP4)", _NOT_A_REPORT),
    (0, b"%!PS", "a PostScript file", _SAVE_AS),
    (0, b"\x1f\x8b", "a compressed file (gzip)", _UNPACK),
    (0, b"BZh", "a compressed file (bzip2)", _UNPACK),
    (0, b"\xfd7zXZ\x00", "a compressed file (xz)", _UNPACK),
    (0, b"\x28\xb5\x2f\xfd", "a compressed file (Zstandard)", _UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "an archive (7-Zip)", _UNPACK),
    (0, b"Rar!\x1a\x07", "an archive (RAR)", _UNPACK),
    (257, b"ustar", "an archive (tar)", _UNPACK),
    (0, b"\x7fELF", "a program", _NOT_A_REPORT),
    (0, b"MZ", "a Windows program", _NOT_A_REPORT),
    (0, b"\xcf\xfa\xed\xfe", "a program", _NOT_A_REPORT),
    (0, b"SQLite format 3\x00", "a database (SQLite)", _NOT_A_REPORT),
    (0, b"OggS", "a sound file (Ogg)", _NOT_A_REPORT),
    (0, b"ID3", "a sound file (MP3)", _NOT_A_REPORT),
    (8, b"WAVE", "a sound file (WAV)", _NOT_A_REPORT),
)
# Signatures that are also ordinary letters count only where the bytes after them are no text.
_LETTERS_TOO = (b"MZ", b"BZh", b"ID3", b"OggS", b"WEBP", b"WAVE", b"ftyp")
_OPENDOCUMENTS = {
    b"spreadsheet": "a spreadsheet (ODS)",
    b"presentation": "a presentation (ODP)",
    b"graphics": "a drawing (ODG)",
    b"formula": "a formula (ODF)",
}
_PDF_HEADER = re.compile(rb"%PDF-\d")


def sniff(data: bytes) -> Kind:
    """Returns "pdf", "docx", "odt", "rtf" or "text" (HTML and Markdown included: those are told apart once decoded).

    Raises ReadError naming what else the file is.
    """
    if _is_pdf(data):
        return "pdf"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _sniff_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise _unsupported(*_sniff_ole(data))
    for offset, signature, what, next_step in _SIGNATURES:
        if data.startswith(signature, offset) and not (signature in _LETTERS_TOO and _is_plain(data[:512])):
            raise _unsupported(what, next_step)
    if data.startswith(b"BM") and int.from_bytes(data[2:6], "little") == len(data):
        raise _unsupported("an image (BMP)", _OCR)
    return "text"


def unsupported_text(text: str) -> tuple[str, str] | None:
    """Returns what a text is and the next step when it is markup that no reader takes, else None."""
    head = text[:4096].lstrip()
    if re.match(r"<\?xml|<svg|<!DOCTYPE svg", head, re.IGNORECASE):
        if re.search(r"<svg[\s>]", head):
            return "an image (SVG)", _OCR
        if not re.search(r"<html[\s>]", head, re.IGNORECASE):
            return "an XML file", _SAVE_AS
    if re.search(r"^MIME-Version:", head, re.MULTILINE | re.IGNORECASE) and re.search(
        r"^Content-Type:", head, re.MULTILINE | re.IGNORECASE
    ):
        return "an e-mail or a web archive (MIME)", _SAVE_AS
    return None


def _is_pdf(data: bytes) -> bool:
    found = _PDF_HEADER.search(data, 0, 1024)
    if not found:
        return False
    # Readers accept a header within the first 1,024 bytes; a text that merely speaks of PDFs has no objects.
    return not data[: found.start()].strip(b"\xef\xbb\xbf\x00 \t\r\n") or b"endobj" in data


def _sniff_zip(data: bytes) -> Kind:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, OverflowError) as error:
        what = "a Word document (DOCX)" if b"word/" in data else "a ZIP archive"
        raise ReadError(
            f"it is {what} that is damaged or was cut short", "Fetch or save the file again, then ingest it."
        ) from error
    folders = {name.split("/", 1)[0] for name in names}
    if "word" in folders:
        return "docx"
    if "xl" in folders:
        raise _unsupported("a spreadsheet (Excel)", _SAVE_AS)
    if "ppt" in folders:
        raise _unsupported("a presentation (PowerPoint)", _SAVE_AS)
    if "content.xml" in names and "mimetype" in names:
        return _sniff_opendocument(data)
    if "META-INF/container.xml" in names:
        raise _unsupported("an electronic book (EPUB)", _SAVE_AS)
    if "Index.zip" in names or "Index/Document.iwa" in names:
        raise _unsupported("an Apple Pages document", _SAVE_AS)
    raise _unsupported("a ZIP archive", _UNPACK)


def _sniff_opendocument(data: bytes) -> Kind:
    """By what the archive says of itself; of its kinds, texts and their templates are read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)).open("mimetype") as part:
            kind = part.read(200).strip().removeprefix(b"application/vnd.oasis.opendocument.")
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, RuntimeError) as error:
        raise ReadError(
            "it is an OpenDocument file that is damaged or was cut short",
            "Fetch or save the file again, then ingest it.",
        ) from error
    if kind in (b"text", b"text-template"):
        return "odt"
    raise _unsupported(_OPENDOCUMENTS.get(kind, "an OpenDocument file"), _SAVE_AS)


def _sniff_ole(data: bytes) -> tuple[str, str]:
    streams = {
        "EncryptedPackage": ("a password-protected Office document", "Remove the password, save it and ingest that."),
        "WordDocument": ("an old Word document (.doc)", "Save it as DOCX or PDF and ingest that."),
        "Workbook": ("an old spreadsheet (.xls)", _SAVE_AS),
        "PowerPoint Document": ("an old presentation (.ppt)", _SAVE_AS),
        "__substg1.0_": ("an Outlook message (.msg)", _SAVE_AS),
    }
    for stream, answer in streams.items():
        if stream.encode("utf-16-le") in data:
            return answer
    return "an old Office file", _SAVE_AS


def _is_plain(head: bytes) -> bool:
    return not any(byte < 9 or 13 < byte < 32 or byte > 126 for byte in head)


def _unsupported(what: str, next_step: str) -> ReadError:
    return ReadError(f"it is {what}, which cannot be read as a report", next_step)
