"""The stock recipe, to measure against: what a user would otherwise write with LangChain in an afternoon.

Pages loaded with pypdf, RecursiveCharacterTextSplitter 1000/200, all-MiniLM-L6-v2, Chroma, the four nearest chunks.

    python -m benchmarks.stock_recipe ingest FOLDER STORE
    python -m benchmarks.stock_recipe ask STORE "How many ...?"

Needs the dependency group `bench`. The weights are those inspectqa uses, so that only the recipe differs.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

CHUNK, OVERLAP, NEAREST = 1000, 200, 4
MOST_ROWS = 5_000  # Chroma refuses larger batches


def embeddings() -> Any:
    """What langchain-huggingface's HuggingFaceEmbeddings does (that package needs an older transformers)."""
    from langchain_core.embeddings import Embeddings
    from sentence_transformers import SentenceTransformer

    from ingest.embedding.weights import find_weights

    model = SentenceTransformer(str(find_weights(None).folder))

    class Stock(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            vectors: list[list[float]] = model.encode(texts).tolist()
            return vectors

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    return Stock()


def pages(folder: Path) -> tuple[list[Any], int]:
    """A LangChain document a page, as PyPDFLoader makes them, and how many files could not be loaded."""
    from langchain_core.documents import Document
    from pypdf import PdfReader

    documents, failed = [], 0
    for path in sorted(folder.rglob("*.pdf")):
        try:
            reader = PdfReader(path)
            for number, page in enumerate(reader.pages):
                documents.append(
                    Document(page_content=page.extract_text(), metadata={"source": str(path), "page": number})
                )
        except Exception as error:
            failed += 1
            print(f"{path.name}: {error}", file=sys.stderr)
    return documents, failed


def chunks(documents: list[Any]) -> list[Any]:
    """The pages cut into pieces of a thousand characters."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    split: list[Any] = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP).split_documents(
        documents
    )
    return split


def store(folder: Path) -> Any:
    """The Chroma collection in `folder`."""
    from langchain_chroma import Chroma

    return Chroma(collection_name="stock", embedding_function=embeddings(), persist_directory=str(folder))


def ingest(folder: Path, into: Path) -> dict[str, float]:
    """Ingest a folder; returns the seconds of loading, and of splitting, embedding and storing, and the counts."""
    begun = time.perf_counter()
    documents, failed = pages(folder)
    loaded = time.perf_counter()
    pieces = chunks(documents)
    collection = store(into)
    for at in range(0, len(pieces), MOST_ROWS):
        collection.add_documents(pieces[at : at + MOST_ROWS])
    done = time.perf_counter()
    return {
        "files_failed": failed,
        "pages": len(documents),
        "chunks": len(pieces),
        "loading_s": loaded - begun,
        "rest_s": done - loaded,
        "total_s": done - begun,
    }


def retrieve(collection: Any, question: str, k: int = NEAREST) -> list[tuple[str, int, str]]:
    """The `k` nearest chunks: (source, page from 1, text)."""
    found = collection.similarity_search(question, k=k)
    return [(one.metadata["source"], one.metadata["page"] + 1, one.page_content) for one in found]


def main() -> None:
    """Ingest or ask, printing JSON."""
    command, *rest = sys.argv[1:]
    if command == "ingest":
        print(json.dumps(ingest(Path(rest[0]), Path(rest[1]))))
    else:
        print(json.dumps(retrieve(store(Path(rest[0])), rest[1])))


if __name__ == "__main__":
    main()
