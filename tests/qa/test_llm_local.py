"""A model folder in this process: a tiny one with random weights goes the whole way, and none of its words pass."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from tiny_library import build, plan, settings

from corpus.errors import ModelError
from qa.llm.chain import write_answer
from qa.llm.models import chat_model


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Llama of two thin layers with random weights and a tokenizer of whole words, saved as such models are."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    words = [
        "<unk>",
        "</s>",
        *'CLAIM : FROM QUOTE END e1 e2 the children waited late 62 248 assessments { } [ ] " ,'.split(),
    ]
    raw = Tokenizer(models.WordLevel({word: n for n, word in enumerate(words)}, unk_token="<unk>"))
    raw.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=raw, unk_token="<unk>", eos_token="</s>")
    torch.manual_seed(7)
    config = LlamaConfig(
        vocab_size=len(words),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=4096,
        eos_token_id=1,
        bos_token_id=1,
    )
    path = tmp_path_factory.mktemp("model")
    LlamaForCausalLM(config).save_pretrained(path)
    tokenizer.save_pretrained(path)
    return path


def test_a_model_folder_runs_in_this_process_and_the_gate_lets_nothing_pass(folder: Path, tmp_path: Path) -> None:
    library = build(tmp_path / "library")
    chosen = settings(tmp_path, model_timeout=20)
    model = chat_model(f"huggingface:{folder}", settings=chosen)
    assert model.place is None and model.remark is None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what torch and transformers warn of is theirs
        answer = write_answer(
            "How many assessments were late?",
            plan=plan(),
            evidence=library.evidence,
            extractive=library.extractive(),
            model=model,
            citer=library.citer(),
            settings=chosen,
        )
    assert answer.usage is not None
    assert answer.usage["input_tokens"] > 100 and answer.usage["output_tokens"] > 0
    assert answer.model is None and answer.claims == library.extractive().claims
    assert answer.notes[0].endswith("This is the answer without a model.")
    library.store.close()


def test_a_question_longer_than_the_models_window_is_said_to_be(folder: Path, tmp_path: Path) -> None:
    model = chat_model(f"huggingface:{folder}", settings=settings(tmp_path))
    with pytest.raises(ModelError, match="token_budget"):
        model.chat.invoke("late " * 5_000)


def test_a_folder_that_holds_no_model_is_said_to_hold_none(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    (tmp_path / "model.safetensors").write_bytes(b"no weights")
    library = build(tmp_path / "library")
    answer = write_answer(
        "How many assessments were late?",
        plan=plan(),
        evidence=library.evidence,
        extractive=library.extractive(),
        model=chat_model(f"huggingface:{tmp_path}", settings=settings(tmp_path)),
        citer=library.citer(),
        settings=settings(tmp_path),
    )
    assert "cannot be read" in answer.notes[0]
    library.store.close()
