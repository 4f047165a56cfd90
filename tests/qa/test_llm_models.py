"""Naming and building models: no default, one clear line for what is missing, keys never shown, nothing connected."""

from __future__ import annotations

from pathlib import Path

import pytest
from langchain_core.language_models import FakeListChatModel, GenericFakeChatModel
from langchain_core.messages import AIMessage
from tiny_library import build, plan, settings

from corpus.errors import ModelError
from qa.llm.chain import write_answer
from qa.llm.models import chat_model
from qa.llm.trouble import what_went_wrong

KEY = "sk-very-secret-0123456789"


@pytest.fixture(autouse=True)
def _no_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE", "OPENAI_API_KEY", "OLLAMA_HOST", "ANTHROPIC_API_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", ["gpt-4o", "openai:", ":x", "", "llama 3:8b"])
def test_a_model_is_named_with_its_provider(name: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="PROVIDER:NAME"):
        chat_model(name, settings=settings(tmp_path))


def test_a_missing_key_is_one_line_with_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="OPENAI_API_KEY"):
        chat_model("openai:gpt-4o", settings=settings(tmp_path))


def test_a_missing_package_is_one_line_with_the_next_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ModelError, match=r"pip install 'inspectqa\[anthropic\]'"):
        chat_model("anthropic:claude-sonnet-4-5", settings=settings(tmp_path))


def test_an_unknown_provider_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="lists them"):
        chat_model("nobody:x", settings=settings(tmp_path))


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("http://127.0.0.1:8080/v1", None),
        ("http://localhost:1234/v1", None),
        ("http://[::1]:8080/v1", None),
        ("http://user:password@models.example:8080/v1?token=x", "http://models.example:8080"),
        ("http://192.168.1.7:11434/v1", "http://192.168.1.7:11434"),
        ("http://127.0.0.1.evil.example/v1", "http://127.0.0.1.evil.example"),
    ],
)
def test_where_passages_go_is_said_without_secrets(tmp_path: Path, address: str, place: str | None) -> None:
    model = chat_model("openai:anything", settings=settings(tmp_path, base_url=address))
    assert model.place == place
    assert (model.remark is None) == (place is None)
    if model.remark:
        assert model.remark == f"The question and the passages found for it are sent to {place} (openai:anything)."
    model.close()


def test_the_address_may_stand_in_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:8080/v1")
    model = chat_model("openai:anything", settings=settings(tmp_path))
    assert model.place is None
    model.close()
    monkeypatch.delenv("OPENAI_BASE_URL")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    hosted = chat_model("openai:anything", settings=settings(tmp_path))
    assert hosted.place == "https://api.openai.com"
    hosted.close()


def test_ollama_is_local_unless_it_is_told_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("langchain_ollama")
    assert chat_model("ollama:llama3.2", settings=settings(tmp_path)).place is None
    assert chat_model("ollama:gpt-oss:120b-cloud", settings=settings(tmp_path)).place == "ollama.com"
    monkeypatch.setenv("OLLAMA_HOST", "models.example:11434")
    assert chat_model("ollama:llama3.2", settings=settings(tmp_path)).place == "http://models.example:11434"


def test_keys_are_shown_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    model = chat_model("openai:anything", settings=settings(tmp_path))
    assert KEY not in f"{model!r} {model.name} {model.remark}"
    assert KEY not in what_went_wrong(RuntimeError(f"bad key {KEY}"), seconds=1)
    model.close()


def test_an_instance_is_taken_as_it_is(tmp_path: Path) -> None:
    """A model without structured output, in Python: it is asked for lines, and usage and cost are what it reports."""
    built = build(tmp_path / "library")
    said = AIMessage(
        "CLAIM: Services for children in Darlington are inadequate.\nSENTENCES: 1\nEND",
        usage_metadata={"input_tokens": 7, "output_tokens": 3, "total_tokens": 10},
        response_metadata={"token_usage": {"cost": 0.002}},
    )
    model = chat_model(GenericFakeChatModel(messages=iter([said])), settings=settings(tmp_path))
    assert (model.name, model.place) == ("GenericFakeChatModel", None)
    answer = write_answer(
        "q",
        plan=plan(),
        evidence=built.evidence,
        extractive=built.extractive(),
        model=model,
        citer=built.citer(),
        settings=settings(tmp_path),
    )
    assert answer.model == "GenericFakeChatModel" and not answer.notes
    assert answer.usage is not None and answer.usage["calls"] == 1
    assert chat_model(FakeListChatModel(responses=[]), settings=settings(tmp_path)).place is None
    built.store.close()


@pytest.mark.parametrize("path", ["no/such/folder", "someone/some-model-on-a-hub"])
def test_a_folder_that_is_not_there_is_never_downloaded(path: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="never downloaded"):
        chat_model(f"huggingface:{path}", settings=settings(tmp_path))


def test_weights_that_could_run_code_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    (tmp_path / "pytorch_model.bin").write_bytes(b"x")
    with pytest.raises(ModelError, match="safetensors"):
        chat_model(f"huggingface:{tmp_path}", settings=settings(tmp_path))
