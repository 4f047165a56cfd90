"""Files of questions: asked in one run, and scored where the answers are known.

Knows questions and answers as data. Does not know how they are answered.
"""

from __future__ import annotations

__all__: list[str] = []
