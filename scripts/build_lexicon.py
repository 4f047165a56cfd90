"""Writes qa/data/lexicon.json, every phrase of qa/data/lexicon.toml with its concepts.

Run it after each change of the TOML: `python scripts/build_lexicon.py`. Reading the brackets anew would cost every
start of the program a tenth of a second.
"""

from __future__ import annotations

import json
from pathlib import Path

from qa.language.lexicon_source import compiled, concepts_of

DATA = Path(__file__).parent.parent / "qa" / "data"


def built() -> str:
    """What lexicon.json is to hold."""
    concepts = concepts_of((DATA / "lexicon.toml").read_text(encoding="utf-8"))
    return json.dumps(compiled(concepts), ensure_ascii=False, indent=0) + "\n"


if __name__ == "__main__":
    (DATA / "lexicon.json").write_text(built(), encoding="utf-8")
