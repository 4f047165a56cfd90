"""The loop and its commands, driven by callbacks: no terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import LibraryNotFound
from qa.answer import Answer
from qa.ask import ask
from qa.chat.conversation import Conversation
from qa.cli.chat.commands import COMMANDS, as_command
from qa.cli.chat.repl import Repl, opened_behind
from qa.filters import Filters
from qa.library import Library

ROOT = Path(__file__).parents[2]


class Lines:
    """Lines to be read, one a call; an exception among them is raised."""

    def __init__(self, *lines: str | BaseException) -> None:
        self._lines = iter(lines)
        self.prompts: list[str] = []

    def __call__(self, prompt: str) -> str:
        self.prompts.append(prompt)
        line = next(self._lines, EOFError())
        if isinstance(line, BaseException):
            raise line
        return line


@pytest.fixture
def talk(samples: Library, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., tuple[str, str]]]:
    """Run the loop over some lines; gives what went to stdout and to stderr."""

    def run(*lines: str | BaseException, filters: Filters | None = None) -> tuple[str, str]:
        opening: Future[Conversation] = Future()
        opening.set_result(Conversation(samples.resources, save=False))
        Repl(opening, read=Lines(*lines), filters=filters or Filters()).run()
        return capsys.readouterr()

    yield run


def test_answers_go_to_stdout_and_the_rest_to_stderr(talk: Callable[..., tuple[str, str]]) -> None:
    out, err = talk("How was Darlington rated in 2015?", "", "who led that one?")
    assert "Inadequate" in out
    assert "Wendy Ghaffar" in out
    assert "→" not in out
    assert "→ Who was the lead inspector of Darlington's inspection of July 2015?" in err


def test_sources_page_and_reasons_are_a_command_away(talk: Callable[..., tuple[str, str]]) -> None:
    out, _ = talk("How was Darlington rated in 2015?", "/sources", "/open 1", "/why")
    assert out.count("[1] Darlington") == 2
    assert "»Children’s services in Darlington are inadequate«" in out
    assert "Question: How was Darlington rated in 2015?" in out
    assert "Authorities: Darlington" in out


def test_commands_without_an_answer_say_what_to_do(talk: Callable[..., tuple[str, str]]) -> None:
    out, err = talk("/open", "/sources", "/why", "/retry", "/save", "/save x.md")
    assert out == ""
    assert err.count("Ask a question") == 4
    assert "Name the file" in err
    assert "nothing to save" in err


def test_a_command_that_is_none_is_told_with_the_nearest(talk: Callable[..., tuple[str, str]]) -> None:
    _, err = talk("/sorces", "/open 99")
    assert "There is no command /sorces. Did you mean /sources?" in err


def test_the_beginning_of_a_command_is_enough_where_only_one_has_it(talk: Callable[..., tuple[str, str]]) -> None:
    out, err = talk("/he", "/re")
    assert "/sources" in out
    assert "There is no command /re." in err


def test_a_source_that_is_not_there_is_told(talk: Callable[..., tuple[str, str]]) -> None:
    _, err = talk("How was Darlington rated in 2015?", "/open 99", "/open x")
    assert err.count("has no source") == 2


@pytest.mark.parametrize("line", ["/quit", "/exit", "/q", "/QUIT", "quit", "Exit", "exit.", "bye", "Bye!"])
def test_quit_leaves(talk: Callable[..., tuple[str, str]], line: str) -> None:
    out, _ = talk(line, "How was Darlington rated in 2015?")
    assert out == ""


def test_a_line_taken_back_is_not_answered(talk: Callable[..., tuple[str, str]]) -> None:
    out, _ = talk(KeyboardInterrupt(), "How was Darlington rated in 2015?")
    assert "Inadequate" in out


def test_ctrl_c_stops_an_answer_and_not_the_program(
    talk: Callable[..., tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(question: str, **options: Any) -> Answer:
        if "2018" in question:
            raise KeyboardInterrupt
        return ask(question, **options)

    monkeypatch.setattr("qa.chat.conversation.ask", interrupted)
    out, err = talk("How was Darlington rated in 2015?", "and in 2018?", "who led that one?")
    assert "Stopped" in err
    assert "Wendy Ghaffar" in out


def test_a_scope_is_set_shown_and_taken_off(talk: Callable[..., tuple[str, str]]) -> None:
    out, err = talk(
        "/scope", "/scope region south west", "Which authorities were inadequate?", "/scope region Narnia",
        "/scope what", "/scope since", "/scope since soon", "/scope off", "/scope authority darlington",
        "/scope since 2020", "/reports",
    )  # fmt: skip
    assert "Scope: everything (16 reports)." in out
    assert "Scope: only South West" in out
    assert "Scope: only Darlington, 2020– (1 report)." in out
    assert "No region called 'Narnia' is known" in err
    assert "There is no filter 'what'" in err
    assert "'soon' is no year" in err


def test_the_prompt_shows_the_scope(samples: Library) -> None:
    opening: Future[Conversation] = Future()
    opening.set_result(Conversation(samples.resources, save=False))
    lines = Lines("/scope region London", "/scope years 2016 to 2016")
    Repl(opening, read=lines, filters=Filters()).run()
    assert lines.prompts == ["> ", "(London) > ", "(London, 2016) > "]


def test_reports_are_listed_and_searched(talk: Callable[..., tuple[str, str]]) -> None:
    out, err = talk("/reports slough", "/reports nonesuch")
    assert "Slough" in out
    assert "Darlington" not in out
    assert "No report here answers to that" in err


def test_retry_and_reset(talk: Callable[..., tuple[str, str]]) -> None:
    out, err = talk("How was Darlington rated in 2015?", "/retry", "/reset", "/why")
    assert out.count("Inadequate.\nDarlington: overall inadequate") == 2
    assert "Forgotten" in err
    assert "Nothing has been asked yet" in err


def test_a_transcript_is_written_once(talk: Callable[..., tuple[str, str]], tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    _, err = talk(
        "How was Darlington rated in 2015?",
        "who led that one?",
        f"/save {path}",
        f"/save {path}",
        f"/save {tmp_path}/no/x.md",
    )
    assert "2 turns saved" in err
    assert "is there already" in " ".join(err.split())  # wherever the path lets the line end
    assert "cannot be written" in err
    text = path.read_text(encoding="utf-8")
    assert "Understood as: *Who was the lead inspector of Darlington's inspection of July 2015?*" in text
    assert "> Children’s services in Darlington are inadequate" in text
    assert "page 1" in text


def test_the_model_is_shown_and_a_wrong_one_refused(talk: Callable[..., tuple[str, str]], samples: Library) -> None:
    before = samples.resources.settings
    out, err = talk("/model", "/model nonsense", "/model off")
    samples.resources.settings = before
    assert "Model: none" in out
    assert "names no provider" in err


def test_help_names_every_command_and_so_do_the_docs(talk: Callable[..., tuple[str, str]]) -> None:
    out, _ = talk("/help")
    docs = (ROOT / "docs" / "chat.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"/{command.name}" in out
        assert f"`/{command.name}" in docs


def test_what_begins_with_a_slash_and_is_a_path_or_a_fraction_is_no_command() -> None:
    assert as_command("/open 2") == "/open 2"
    assert as_command("/") == "/"
    assert as_command("/etc/passwd says what?") is None
    assert as_command("1/2 of children") is None


def test_help_and_open_need_no_slash(talk: Callable[..., tuple[str, str]]) -> None:
    out, err = talk("How was Darlington rated in 2015?", "help", "open 1", "Open [1]", "open", "open 99")
    assert "/sources" in out
    assert out.count("»Children’s services in Darlington are inadequate«") == 3
    assert "has no source '99'" in err


@pytest.mark.parametrize(
    "line",
    [
        "open 1 more refuge?",
        "open cases",
        "open to challenge?",
        "help and protection",
        "exit 2",
        "bye to whom?",
        "why?",
    ],
)
def test_a_line_that_says_more_than_a_command_is_a_question(line: str) -> None:
    assert as_command(line) is None


def test_a_library_that_may_only_be_read_is_told_once(
    samples: Library, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = Conversation(samples.resources, save=False)
    conversation.wanted = True
    opening: Future[Conversation] = Future()
    opening.set_result(conversation)
    Repl(opening, read=Lines("How was Darlington rated in 2015?", "why?"), filters=Filters()).run()
    assert capsys.readouterr().err.count("may only be read") == 1


def test_a_library_that_is_not_there_ends_the_loop() -> None:
    failures: list[BaseException] = []

    def fail() -> Conversation:
        raise LibraryNotFound("There is none.")

    thread, opening = opened_behind(fail, failed=failures.append)
    thread.start()
    with pytest.raises(LibraryNotFound):
        Repl(opening, read=Lines("How was it?"), filters=Filters()).run()
    thread.join()
    assert len(failures) == 1


def test_the_library_is_opened_and_warmed_behind_the_prompt(samples: Library) -> None:
    thread, opening = opened_behind(lambda: Conversation(samples.resources, save=False), failed=lambda error: None)
    assert not opening.done()
    thread.start()
    thread.join()
    assert opening.result().resources is samples.resources
    assert samples.resources._encoder is not None


def test_a_scope_names_several_authorities_and_tells_the_nearest_of_one_misspelt(
    talk: Callable[..., tuple[str, str]],
) -> None:
    out, err = talk(
        "/scope authority Darlington, slough", "/scope authority Somerset, County of", "/scope authority Darlingtn",
        "/scope framework SIFF",
    )  # fmt: skip
    assert "Scope: only Somerset (2 reports)." in out
    assert "Scope: only Darlington, Slough (5 reports)." in out
    assert "No authority called 'Darlingtn' is known. Did you mean Darlington?" in err
    assert "No framework called 'SIFF' is known. Did you mean SIF?" in err
