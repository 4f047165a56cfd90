"""The commands that serve others: `serve` (a web page, an HTTP API) and `mcp` (assistants)."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import Annotated

import typer

from corpus.errors import SettingsError
from qa.cli.app import ChromaUrl, LibraryFolder, app
from qa.cli.asking import BaseUrl, Model

Write = Annotated[
    bool, typer.Option("--write", help="Keep conversations in the library; else nothing is written to it.")
]


@app.command()
def serve(
    library: LibraryFolder = None,
    host: Annotated[
        str,
        typer.Option(
            "--host", metavar="ADDRESS", help="The address to serve at; others than this machine's ask for a token."
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65_535, help="The port; 0 takes a free one.")
    ] = 0,
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name",
            metavar="HOST",
            help="A name under which it is reached, of a proxy for instance (may be repeated).",
        ),
    ] = None,
    token: Annotated[
        bool, typer.Option("--token", help="Ask for a token on this machine too, where others use it.")
    ] = False,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the page in a browser.")] = False,
    write: Write = False,
    log_questions: Annotated[bool, typer.Option("--log-questions", help="Write questions into the log too.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Write no log.")] = False,
    seconds: Annotated[
        float, typer.Option("--seconds", metavar="S", min=1, help="The longest that a question may take.")
    ] = 120.0,
    threads: Annotated[
        int, typer.Option("--threads", metavar="N", min=1, max=8, help="Questions answered side by side.")
    ] = 4,
    rate: Annotated[
        float,
        typer.Option(
            "--rate", metavar="N", min=0.1, help="Requests a second that one address may send in the long run."
        ),
    ] = 100.0,
    model: Model = None,
    base_url: BaseUrl = None,
    chroma: ChromaUrl = None,
) -> None:
    """Serve a web page and an HTTP API.

    On this machine alone unless --host says otherwise, and then only to those who have the token. Ctrl-C stops.
    """
    _needs("fastapi", "serve")
    from qa.cli import render
    from qa.library import Library
    from qa.serve.running import Options, serve

    options = Options(
        host=host,
        port=port,
        token=token,
        names=tuple(name or ()),
        write=write,
        questions=log_questions,
        open_page=not no_open,
        threads=threads,
        seconds=seconds,
        rate=rate,
        logged=not quiet,
    )
    with Library.open(library, model=model, base_url=base_url, chroma=chroma) as opened:
        render.say_model(opened.resources)
        serve(opened, options)


@app.command()
def mcp(
    library: LibraryFolder = None,
    print_config: Annotated[
        bool,
        typer.Option("--print-config", help="Print what to put into the settings of the common clients, and stop."),
    ] = False,
    model: Model = None,
    base_url: BaseUrl = None,
    chroma: ChromaUrl = None,
) -> None:
    """Serve assistants that speak MCP.

    Started by the assistant's own program; --print-config says how. Nothing but the protocol is on stdout.
    """
    _needs("mcp", "mcp")
    from corpus.settings import load_settings
    from qa.cli import render

    if print_config:
        from qa.serve.tools import client_config

        folder = str(load_settings(library=library).library.absolute())
        sys.stdout.write(client_config(sys.executable, ["-m", "qa.cli", "mcp", "--library", folder]))
        return
    from qa.library import Library
    from qa.serve.desk import Desk
    from qa.serve.service import Service
    from qa.serve.tools import mcp_server

    with Library.open(library, model=model, base_url=base_url, chroma=chroma) as opened:
        render.say_model(opened.resources)
        desk = Desk("mcp", threads=4, waiting=64, seconds=120.0)
        mcp_server(Service(opened), desk=desk).run("stdio")


def _needs(package: str, extra: str) -> None:
    if find_spec(package) is None:
        raise SettingsError(
            f"This command needs the package {package}, which is not installed. Install it with "
            f"`pip install 'inspectqa[{extra}]'`."
        )
