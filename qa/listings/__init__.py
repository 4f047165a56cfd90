"""What a library lists, as tables: reports, judgements, facts, passages, the rows of an answer.

Knows reports, facts and answers. Does not know formats of files, nor how anything listed was chosen.
"""

from __future__ import annotations

__all__: list[str] = []
