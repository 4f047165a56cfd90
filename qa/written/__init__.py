"""Answers and citations in the forms that other documents take: notes, footnotes, bibliographies, an evidence page.

Knows what a citation is made of and what each form would take for markup. Does not know how an answer is found, nor
where it is written to.
"""

from __future__ import annotations

__all__: list[str] = []
