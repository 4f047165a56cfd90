"""English, once, below everything else of qa/: words, dates, amounts, synonyms, and phrases to answer in.

Knows the language. Does not know a question's plan, a report or an index.
"""

from __future__ import annotations

__all__: list[str] = []
