"""A web page saved in one file (MHTML): the page out of it.

Knows MIME as far as browsers write it (RFC 2557). Pictures and styles in the file are left where they are; an e-mail is
no web page, though it is written the same way.
"""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

from ingest.read.encoding import decode

if TYPE_CHECKING:
    from email.message import EmailMessage

__all__ = ["page_of_archive"]

_HEAD = 8192  # bytes in which the headers stand
_MIME = re.compile(rb"^MIME-Version:", re.MULTILINE | re.IGNORECASE)
_SENT = ("to", "received", "delivered-to", "return-path", "message-id")  # what a page that was saved has not
_DECLARED = re.compile(r"<meta[^>]{0,200}charset[^>]{0,200}>", re.IGNORECASE)


def page_of_archive(data: bytes) -> str | None:
    """The HTML of the page that a file holds as a web archive; None where it is none. Raises ReadError for no text."""
    if not _MIME.search(data, 0, _HEAD):
        return None
    message = message_from_bytes(data, policy=policy.default)
    if any(name in message for name in _SENT):
        return None
    pages = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    if not pages:
        return None
    saved = message.get("Snapshot-Content-Location")
    page: EmailMessage = next((one for one in pages if saved and one.get("Content-Location") == saved), pages[0])
    content = page.get_payload(decode=True)
    if not isinstance(content, bytes):
        return None
    charset = page.get_content_charset()
    try:
        text = content.decode(charset) if charset else decode(content)
    except (LookupError, UnicodeDecodeError):
        text = decode(content)
    return _DECLARED.sub("", text)  # the text is decoded: what it says of its bytes is no longer so
