"""Listings as files: the options --csv, --xlsx, --parquet and --json, each with the file it may name.

Knows the command line and where results go. Does not know what is listed, nor what a file of each form looks like
(qa.tables.forms).
"""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from corpus.files import taken, write_new
from qa.cli.consent import Force, ask_first
from qa.cli.together import together

if TYPE_CHECKING:
    from qa.tables.forms import Form
    from qa.tables.model import Table

__all__ = ["CsvFile", "Force", "Listing", "ParquetFile", "Saving", "XlsxFile", "read_saving", "saved", "table_options"]

_STDOUT = "-"
_FORMS = ("csv", "xlsx", "parquet", "json")
_OPTIONS = {f"--{form}": form for form in _FORMS}

CsvFile = Annotated[
    str | None, typer.Option("--csv", metavar="[FILE.csv]", help="As CSV, printed or to a file.", show_default=False)
]
XlsxFile = Annotated[
    str | None, typer.Option("--xlsx", metavar="FILE.xlsx", help="As an Excel workbook.", show_default=False)
]
ParquetFile = Annotated[
    str | None, typer.Option("--parquet", metavar="FILE.parquet", help="As a Parquet file.", show_default=False)
]
JsonFile = Annotated[
    str | None, typer.Option("--json", metavar="[FILE.json]", help="As JSON, printed or to a file.", show_default=False)
]


class Listing(TyperCommand):
    """A command whose options for files may stand without one: `--csv` prints, `--csv FILE.csv` writes.

    The next word is the file where it ends as such a file does; `--csv=FILE` takes any name.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Give each of these options its value before the words are taken apart."""
        kept: list[str] = []
        left = list(args)
        mine = {
            name
            for parameter in self.params
            for name in parameter.opts
            if name in _OPTIONS and not getattr(parameter, "is_flag", False)  # `ask --json` has no file
        }
        while left:
            word = left.pop(0)
            if word == "--":
                kept += [word, *left]
                break
            if word in mine:
                named = bool(left) and left[0].casefold().endswith(f".{_OPTIONS[word]}")
                word = f"{word}={left.pop(0) if named or left[:1] == [_STDOUT] else _STDOUT}"
            kept.append(word)
        return super().parse_args(ctx, kept)


@dataclass(frozen=True, kw_only=True, slots=True)
class Saving:
    """Where a listing goes: to `path`, or to stdout where it is None."""

    form: Form
    path: Path | None
    force: bool = False

    def put(self, table: Table, *, document: Any = None) -> None:
        """Write or print the table; `document` is what JSON has in place of the rows. Notes are said on stderr."""
        from qa.cli import render
        from qa.tables.forms import as_bytes

        if self.path is None:
            self._print(table, document)
        else:
            write_new(self.path, as_bytes(table, self.form, document=document), force=self.force)
            rows = f"{len(table):,} row{'' if len(table) == 1 else 's'}"
            render.remark(f"{rows} written to {self.path}.")
        for note in table.notes if document is None or self.form != "json" else ():
            render.remark(f"Note: {note}")

    def _print(self, table: Table, document: Any) -> None:
        from qa.cli import render
        from qa.tables.forms import BOM, as_bytes, as_csv, as_json

        if self.form == "json":
            render.print_json(as_json(table) if document is None else document)
        elif self.form == "csv":
            sys.stdout.write((BOM if _is_file() else "") + as_csv(table))
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(as_bytes(table, self.form))


def read_saving(
    *,
    csv: str | None = None,
    xlsx: str | None = None,
    parquet: str | None = None,
    json: str | None = None,
    force: bool = False,
) -> Saving | None:
    """Where the listing is to go, or None: it is shown as a table.

    Asks before a file is overwritten, and ends the command on a "no". Raises BadParameter for two forms at once and for
    a workbook that would be printed on a terminal.
    """
    wanted = {"csv": csv, "xlsx": xlsx, "parquet": parquet, "json": json}
    given: dict[Form, str] = {form: wanted[form] for form in _FORMS if wanted[form] is not None}  # type: ignore[misc]
    if not given:
        return None
    if len(given) > 1:
        raise typer.BadParameter(f"{' and '.join(f'--{form}' for form in given)} cannot be had at once. Choose one.")
    ((form, name),) = given.items()
    path = None if name in (_STDOUT, "") else Path(name).expanduser()
    if path is None and form in ("xlsx", "parquet") and sys.stdout.isatty():
        raise typer.BadParameter(f"--{form} makes a file that no terminal shows. Name it: --{form} FILE.{form}")
    if path is not None and path.exists() and not taken(path):
        ask_first(f"There is a file at {path} already.", "Overwrite it?", force=force)
        force = True
    return Saving(form=form, path=path, force=force)


def _is_file() -> bool:
    """Whether stdout is a file: a spreadsheet will open it, and knows UTF-8 by its first character only."""
    try:
        return stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except (OSError, ValueError):
        return False


table_options = {
    "csv": (CsvFile, None),
    "xlsx": (XlsxFile, None),
    "parquet": (ParquetFile, None),
    "json": (JsonFile, None),
    "force": (Force, False),
}
saved = together("saving", table_options, read_saving)
"""For a command that lists: its parameter `saving` says where the table goes, None that it is shown."""
