"""Discovery: which files of a folder are to be read, in what order, and what is said of the rest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.errors import ReadError
from ingest.discover import discover, spelt


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "b.pdf", "A.PDF", "sub/c.html", "sub/deep er/d'é\".docx", "e.Md", "f.markdown", "g.txt", "h.htm",
        "image.png", "noending", ".hidden.pdf", ".git/x.txt", "sub/.cache/y.txt",
    ):  # fmt: skip
        path = tmp_path / "reports" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("words", encoding="utf-8")
    return tmp_path / "reports"


def test_a_folder_is_searched_to_any_depth(folder: Path) -> None:
    files, failures, _ = discover([folder])
    assert failures == []
    assert [path.relative_to(folder).as_posix() for path in files] == [
        "A.PDF", "b.pdf", "e.Md", "f.markdown", "g.txt", "h.htm", "sub/c.html", "sub/deep er/d'é\".docx",
    ]  # fmt: skip


def test_a_file_named_directly_is_taken_whatever_its_name(folder: Path) -> None:
    named = [folder / "noending", folder / ".hidden.pdf", folder / "image.png"]
    assert discover(named) == (sorted(named), [], [])


def test_each_file_once_and_in_one_order(folder: Path) -> None:
    once, _, _ = discover([folder])
    again, _, _ = discover([folder / "sub", folder, folder / "b.pdf", folder / "sub" / ".." / "g.txt"])
    assert sorted(path.resolve() for path in again) == sorted(path.resolve() for path in once)
    assert len(again) == len(once)
    assert discover([folder, folder])[0] == once


def test_what_is_not_there_is_reported_and_the_rest_goes_on(folder: Path) -> None:
    files, failures, _ = discover([folder / "gone", folder / "b.pdf", folder / "a\0b"])
    assert files == [folder / "b.pdf"]
    assert len(failures) == 2
    assert all(isinstance(error, ReadError) and error.next_step for _, error in failures)


def test_a_folder_without_reports(tmp_path: Path) -> None:
    assert discover([tmp_path]) == ([], [], [])
    assert discover([]) == ([], [], [])


def test_links_that_leave_the_folder_are_reported_not_followed(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "link to file.txt").symlink_to(outside / "secret.txt")
    (folder / "link to folder").symlink_to(outside)
    (folder / "link to nothing.pdf").symlink_to(folder / "gone.pdf")
    files, failures, _ = discover([folder])
    assert not any("link" in path.name for path in files)
    assert [path.name for path, _ in failures] == ["link to file.txt", "link to folder", "link to nothing.pdf"]
    assert "leaves the folder" in failures[0][1].reason
    assert "not there" in failures[2][1].reason


def test_links_that_stay_inside_are_followed_once(folder: Path) -> None:
    before, _, _ = discover([folder])
    (folder / "again.pdf").symlink_to(folder / "b.pdf")
    (folder / "sub" / "round").symlink_to(folder)
    (folder / "loop.pdf").symlink_to(folder / "loop.pdf")
    files, failures, _ = discover([folder])
    assert sorted(path.resolve() for path in files) == sorted(path.resolve() for path in before)
    assert [path.name for path, _ in failures] == ["loop.pdf"]


def test_a_named_link_is_followed(folder: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder)
    files, failures, _ = discover([link])
    assert failures == []
    assert files
    assert all(path.is_relative_to(link) for path in files)


def test_a_folder_that_may_not_be_read_is_reported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.scandir

    def scandir(path: Path) -> object:
        if Path(path).name == "sub":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    files, failures, _ = discover([folder])
    assert len(files) == 6
    assert [(path.name, "may not" in error.reason) for path, error in failures] == [("sub", True)]


def test_pipes_in_a_folder_are_left_out(folder: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes on this system")
    before = discover([folder])
    os.mkfifo(folder / "pipe.txt")
    files, failures, left_out = discover([folder])
    assert (files, failures) == before[:2]
    assert ["pipe" in error.reason for path, error in left_out if path.name == "pipe.txt"] == [True]


def test_what_is_left_out_is_named_with_the_reason(folder: Path) -> None:
    (folder / "plan.fodt").write_text("words", encoding="utf-8")
    why = {path.relative_to(folder).as_posix(): error for path, error in discover([folder]).left_out}
    assert list(why) == [".git", ".hidden.pdf", "image.png", "noending", "plan.fodt", "sub/.cache"]
    assert "hidden" in why[".git"].reason
    assert "its ending, .png," in why["image.png"].reason
    assert "no ending" in why["noending"].reason
    assert "OpenDocument" in why["plan.fodt"].reason
    assert all(error.next_step for error in why.values())
    assert "noending" not in {path.name for path, _ in discover([folder, folder / "noending"]).left_out}


def test_a_name_that_is_no_text_costs_that_file_alone(folder: Path) -> None:
    odd = os.fsdecode(os.fsencode(folder) + b"/caf\xe9")
    try:
        Path(odd).mkdir()
        Path(f"{odd}.txt").write_text("words", encoding="utf-8")
        Path(odd, "a.txt").write_text("words", encoding="utf-8")
    except OSError:
        pytest.skip("this disk takes no such names")
    files, failures, _ = discover([folder])
    assert len(files) == 8
    assert [spelt(path)[len(str(folder)) :] for path, _ in failures] == ["/caf\\xe9/a.txt", "/caf\\xe9.txt"]
    assert discover([Path(odd), folder / "b.pdf"]).files == [folder / "b.pdf"]


def test_accents_may_be_composed_otherwise_than_on_disk(tmp_path: Path) -> None:
    (tmp_path / "cafe\u0301").mkdir()
    written = tmp_path / "cafe\u0301" / "e\u0301t\u00e9.txt"
    written.write_text("words", encoding="utf-8")
    assert discover([tmp_path / "caf\u00e9" / "\u00e9t\u00e9.txt"]).files == [written]
    assert discover([tmp_path / "caf\u00e9"]).files == [written]
    assert [path.name for path, _ in discover([tmp_path / "caf\u00e9" / "th\u00e9.txt"]).failures] == ["th\u00e9.txt"]


def test_what_goes_with_another_file_is_no_report(folder: Path) -> None:
    for name in ("~$ b.docx", "h_files/frame.htm", "h_files/menu.html", "x_files/own.html"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("words", encoding="utf-8")
    files, failures, left_out = discover([folder])
    read = {path.relative_to(folder).as_posix() for path in files}
    why = {path.relative_to(folder).as_posix(): error.reason for path, error in left_out}
    assert failures == []
    assert {name for name in read if "_files" in name or "$" in name} == {"x_files/own.html"}
    assert "Word's own note" in why["~$ b.docx"]
    assert "saved page h.htm" in why["h_files"]


def test_a_link_to_what_is_gone_says_so(folder: Path) -> None:
    (folder / "old.pdf").symlink_to(folder / "gone.pdf")
    (folder / "far.pdf").symlink_to(folder.parent / "gone.pdf")
    failures = discover([folder]).failures
    assert [path.name for path, _ in failures] == ["far.pdf", "old.pdf"]
    assert all("is not there (any more)" in error.reason for _, error in failures)
