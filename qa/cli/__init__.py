"""The command line `inspectqa`: one module a group of commands, each importing what is heavy only when it runs."""

from qa.cli import (
    across,
    asking,
    charting,
    chatting,
    correcting,
    figures,
    frameworks,
    ingesting,
    keeping,
    looking,
    modelling,
    opening,
    running,
    serving,
)
from qa.cli.app import app, main

__all__ = [
    "across",
    "app",
    "asking",
    "charting",
    "chatting",
    "correcting",
    "figures",
    "frameworks",
    "ingesting",
    "keeping",
    "looking",
    "main",
    "modelling",
    "opening",
    "running",
    "serving",
]
