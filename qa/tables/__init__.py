"""Tables: rows of named, typed columns, written as CSV, XLSX, Parquet or JSON, or made a data frame.

Knows what a spreadsheet or a notebook does with a cell. Does not know where the rows come from.
"""

from __future__ import annotations

__all__: list[str] = []
