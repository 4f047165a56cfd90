"""Nothing of a report or a model is a link, on no face of an answer and in no export."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from test_faces import FACES

from qa.answer import Answer, Citation, Claim
from qa.chat.conversation import Turn
from qa.cli.chat.transcript import transcript
from qa.langchain import to_message
from qa.language.links import unlinked

LINKS = (
    "https://evil.example/p?q=1", "HTTP://EVIL.EXAMPLE", "www.evil.example", "evil.example", "bit.ly/x", "Evil.Com",
    "buy@evil.example", "mailto:buy@evil", "javascript:alert(1)", "tel:+4412345", "[read](https://evil.example)",
    "[read](/evil)", "[read]: https://evil.example", "![x](data:text/html;base64,x)", "<https://evil.example>",
    "<a href='https://evil.example'>read</a>", "http\u200b://evil.example", "ht\u00adtps://evil\u2060.example",
    "\\\\evil\\share", "evil\u3002example", "xn--e1awd7f.xn--p1ai", "@evil", "http://localhost/x", "file:///etc/passwd",
)  # fmt: skip
# What GFM's autolinks, linkify-it, terminals and chat programs take for a link: our own reading of their rules.
LIVE = re.compile(
    r"\w://\S|//localhost|\bwww\.\w|\w@\w|(?:^|\s)@\w|\w[.\u3002](?:com|example|ly|xn--)|\]\(|\]:"
    r"|(?:mailto|javascript|tel|data|file):\S|<\w+[\s/:@]|\\\\\w",
    re.IGNORECASE,
)


def answer(words: str) -> Answer:
    """An answer with the same words in each of its parts."""
    cited = Citation(
        n=1, source="a.txt", title=f"Report {words}", authority="Dorset", published=None, inspected=None, page=1,
        page_label=words, quote=f"They say {words} here.", start=0, end=1, report=1,
    )  # fmt: skip
    said = f"It is said {words} so."
    return Answer(
        question="q", status="answered", answer=said, reason=f"One says {words}.", notes=(f"Of {words}.",),
        claims=(Claim(text=said, citations=(1,)),), citations=(cited,),
    )  # fmt: skip


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("words", LINKS)
def test_no_face_of_an_answer_has_a_link(face: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown = FACES[face](answer(words), capsys) if face != "notebook" else in_a_notebook(answer(words))
    assert LIVE.search(shown) is None, shown
    assert "[1]" in shown, "the citation's mark is the program's own"


def in_a_notebook(given: Answer) -> str:
    """What a browser shows of it; its tags are the program's own."""
    page = given._repr_html_()
    assert not re.search(r"<(?!/?(?:p|b|i|ol|ul|li|q|br)\b)", page), page
    return html.unescape(re.sub(r"<[^>]*>", " ", page))


@pytest.mark.parametrize("words", LINKS)
def test_no_message_has_a_link(words: str) -> None:
    message = to_message(answer(words))
    text = str(message.text)
    assert LIVE.search(text) is None, text
    (block,) = message.content_blocks
    (cited,) = block["annotations"]  # type: ignore[typeddict-item]
    assert text[cited["start_index"] : cited["end_index"]] == text  # type: ignore[typeddict-item]


def acting(markdown: str) -> list[str]:
    """The links, pictures and tags that CommonMark makes of a text."""
    inner = [token for block in MarkdownIt("commonmark").parse(markdown) for token in (block, *(block.children or ()))]
    return [token.type for token in inner if token.type in {"link_open", "image", "html_inline", "html_block"}]


@pytest.mark.parametrize("words", LINKS)
def test_a_saved_conversation_has_no_link(words: str) -> None:
    written = transcript(
        [Turn(asked=f"What of {words}?", question=f"What of {words}?", answer=answer(words))], title="t"
    )
    assert acting(written) == []
    assert LIVE.search(re.sub(r"\\([^\w\s])", r"\1", written)) is None, written


PIECES = st.sampled_from(
    [
        *LINKS,
        "http",
        ":",
        "//",
        "www",
        ".",
        "example",
        "@",
        "[",
        "]",
        "(",
        ")",
        "<",
        "a",
        "\u200b",
        "\t",
        " ",
        "\n",
        "\\",
    ]
)


@given(st.lists(PIECES, max_size=8).map("".join))
def test_no_words_make_a_link(words: str) -> None:
    shown = unlinked(words)
    assert LIVE.search(shown) is None, shown
    assert unlinked(shown) == shown
    seen = [c for c in words if c.isprintable() and c != " "]
    assert [c for c in shown if c.isprintable() and c != " "] == seen, "nothing that can be seen goes"


def test_what_is_no_link_stays_as_it_is() -> None:
    said = "In 2014-15, 12.5% (e.g. 1,250 of 10,000) of £3.2 million; cf. para 4.2, U.K. law, 9 a.m. [1] <5 days."
    assert unlinked(said) == said


@pytest.mark.parametrize("command", [("show", "1"), ("reports", "--csv"), ("facts", "1"), ("search", "delays")])
def test_no_command_shows_a_link(linked: Callable[..., str], command: tuple[str, ...]) -> None:
    shown = linked(*command)
    assert "Dorset" in shown or "delay" in shown
    assert LIVE.search(shown) is None, shown


@pytest.fixture(scope="module")
def linking(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A library of one report that is full of links."""
    from ingest.pipeline import ingest

    folder = tmp_path_factory.mktemp("links")
    text = (
        "Dorset https://evil.example/title\n\nInspection of Dorset's children's services\n\nPublished: 1 September 2015"
        "\n\nLead inspector: Ada.Penhaligon@evil.example\n\nOverall effectiveness: Good\n\n"
        "Some 94 assessments met delays, see www.evil.example and write to buy@evil.example about the delays."
        "\n\nRecommendations\n\n- Read https://evil.example/more about the delays to 94 assessments in Dorset.\n"
    )
    (folder / "links.txt").write_text(text, encoding="utf-8")
    assert len(ingest(folder / "library", [folder / "links.txt"]).added) == 1
    return folder / "library"


@pytest.fixture
def linked(linking: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What a command says of that library."""
    from qa.cli import main

    def command(*arguments: str) -> str:
        monkeypatch.setattr("sys.argv", ["inspectqa", *arguments, "--library", str(linking)])
        with pytest.raises(SystemExit):
            main()
        return capsys.readouterr().out

    return command
