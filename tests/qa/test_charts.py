"""Charts: the points are the records, coverage is said, and nothing of a report acts in a drawing."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from made_up_library import Made, ilacs, make_library, sif
from typer.testing import CliRunner

from corpus.errors import FilterError
from qa.charts.draw import as_png, as_svg
from qa.charts.make import MOST_LINES, figure_chart, grades_chart, ranking_chart, shares_chart
from qa.charts.text import as_text
from qa.cli import app
from qa.library import Library

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.store import Store

EVIL = "<script>alert(1)</script> $x_1$ \x1b[31m & co"
LEAVERS = "care leavers"
REPORTS = [
    Made(
        authority="Midchester", region="North West", framework="SIF", end="2015-07-16",
        grades=sif("inadequate", protection="inadequate", care="good", adoption="good", leavers="good", leaders="good"),
        figures=(("looked_after", 310.0, "children", None),),
    ),
    Made(
        authority="Midchester", region="North West", end="2019-03-08",
        grades=ilacs("good", "requires improvement", "good", "good"),
        figures=(("looked_after", 352.0, "children", None),),
    ),
    Made(
        authority="Harrowmere", region="London", end="2021-05-21",
        grades=ilacs("inadequate", "inadequate", "good", "inadequate"),
        figures=(("looked_after", 1204.0, "children", None),),
    ),
    Made(authority="Harrowmere", region="London", end="2023-06-15"),
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("charts")
    make_library(made, REPORTS).close()
    return made


@pytest.fixture(scope="module")
def store(folder: Path) -> Iterator[Store]:
    from corpus.store import Store

    with Store(folder) as opened:
        yield opened


def test_grades_over_time_are_the_records(store: Store) -> None:
    made = grades_chart(store, store.reports())
    assert made.steps == ("inadequate", "requires improvement", "good", "outstanding")
    drawn = {one.name: [(p.label, p.shown, made.steps[int(p.value)]) for p in one.points] for one in made.series}
    assert drawn == {
        "Midchester": [("Jul 2015", "inadequate", "inadequate"), ("Mar 2019", "good", "good")],
        "Harrowmere": [("May 2021", "inadequate", "inadequate")],
    }
    assert made.covers == "3 of 4 reports, on 2 authorities, give an overall grade."
    assert "ILACS and SIF" in made.notes[0]
    assert [row["grade"] for row in made.table] == ["inadequate", "inadequate", "good"]
    assert all(row["quote"] for row in made.table)


def test_shares_count_each_report_or_each_authority_s_latest(store: Store) -> None:
    by_year = shares_chart(store, store.reports(), by="year")
    assert [(one.name, [(p.label, p.shown) for p in one.points]) for one in by_year.series] == [
        ("2015", [("inadequate", "1 of 1")]),
        ("2019", [("good", "1 of 1")]),
        ("2021", [("inadequate", "1 of 1")]),
    ]
    by_region = shares_chart(store, store.reports(), by="region")
    assert [(one.name, one.points[0].label) for one in by_region.series] == [
        ("London", "inadequate"),
        ("North West", "good"),
    ]
    assert "latest report" in by_region.title


def test_a_figure_and_a_ranking_by_it(store: Store) -> None:
    figure = figure_chart(store, store.reports(), "children looked after")
    assert {one.name: [p.value for p in one.points] for one in figure.series} == {
        "Midchester": [310, 352],
        "Harrowmere": [1204],
    }
    own = [one for one in store.reports() if one.authority == "Midchester"]
    assert figure_chart(store, own, "children looked after").title == "Midchester, children looked after"
    assert grades_chart(store, own).title.startswith("Midchester, overall")
    ranking = ranking_chart(store, store.reports(), "children looked after")
    assert [(p.label, p.shown) for p in ranking.series[0].points] == [
        ("Harrowmere (2021)", "1,204"),
        ("Midchester (2019)", "352"),
    ]
    assert "on 2 authorities" in ranking.covers
    lowest = ranking_chart(store, store.reports(), "children looked after", lowest=True)
    assert lowest.series[0].points[0].value == 352


def test_what_cannot_be_drawn_says_why(store: Store) -> None:
    with pytest.raises(FilterError, match="one figure of 'happiness'"):
        figure_chart(store, store.reports(), "happiness")
    with pytest.raises(FilterError, match="gives a grade"):
        grades_chart(store, store.reports()[:0])
    many = [
        type(one)(**{**{n: getattr(one, n) for n in one.__dataclass_fields__}, "authority": f"A{n}"})
        for n in range(MOST_LINES + 1)
        for one in store.reports()
        if one.framework == "SIF"
    ]
    with pytest.raises(FilterError, match="can be told apart"):
        grades_chart(store, many)


@pytest.mark.parametrize("width", [40, 60, 80])
def test_the_terminal_s_chart_keeps_to_its_width(store: Store, width: int) -> None:
    for made in (grades_chart(store, store.reports()), shares_chart(store, store.reports(), by="region")):
        text = as_text(made, width=width)
        assert max(map(len, text.splitlines())) <= width
        assert made.covers.split(",")[0] in text
        assert "inadequate" in text


def test_a_drawing_says_itself_in_words_and_loads_nothing(store: Store) -> None:
    made = grades_chart(store, store.reports())
    svg = as_svg(made)
    root = ElementTree.fromstring(svg)
    texts = {child.tag.rpartition("}")[2]: child.text or "" for child in root}
    assert root.get("role") == "img"
    assert texts["title"] == made.title
    assert made.covers in texts["desc"]
    assert "Midchester: Jul 2015 inadequate, Mar 2019 good." in texts["desc"]
    assert not re.search(r'(?:href|src|url\()="?\s*(?:https?:)?//', svg)
    assert as_svg(made) == svg  # the same chart is the same file
    png = as_png(made)
    assert png.startswith(b"\x89PNG")
    assert b"Midchester" in png  # its table is in it


def test_nothing_of_a_report_acts_in_a_chart(tmp_path: Path) -> None:
    with make_library(tmp_path, [Made(authority=EVIL, end="2019-03-08", grades={"overall": "good"})]) as store:
        made = grades_chart(store, store.reports())
        svg = as_svg(made)
        assert "<script" not in svg
        ElementTree.fromstring(svg)
        assert as_png(made)
    done = CliRunner().invoke(app, ["chart", "grades", "--library", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert "\x1b" not in done.stdout


def test_one_command_draws_and_one_writes_the_table(folder: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> str:
        done = CliRunner().invoke(app, ["chart", *arguments, "--library", str(folder)])
        assert done.exit_code == 0, done.output
        return done.stdout

    out = tmp_path / "m.svg"
    run("grades", "--out", str(out), "--csv", str(tmp_path / "m.csv"))
    assert out.read_text(encoding="utf-8").startswith("<svg")
    assert "Midchester" in (tmp_path / "m.csv").read_text(encoding="utf-8")
    drawn = run("grades", "--authority", "Midchester")
    assert "Mar 2019" in drawn
    assert run("grades", "Midchester") == run("grades", "midchester", "--authority", "Midchester") == drawn
    assert "1,204" in run("ranking", "children looked after")
    assert "1 of 1" in run("grades", "--by", "region")
    again = CliRunner().invoke(app, ["chart", "grades", "--out", str(out), "--library", str(folder)])
    assert "--force" in str(again.exception)
    for bad in (["grades", "--out", "a.pdf"], ["grades", "--by", "month"], ["grades", "Midchestr"]):
        assert CliRunner().invoke(app, ["chart", *bad, "--library", str(folder)]).exit_code != 0


def test_a_chart_from_python(folder: Path) -> None:
    with Library.open(folder) as library:
        made = library.chart("grades", authority="Midchester")
        assert made.svg() == made._repr_html_()
        assert io.BytesIO(made.png(dpi=40)).read(4) == b"\x89PNG"
        assert "Mar 2019" in str(made)
        assert len(made.table) == 2
        assert library.chart("ranking", "children looked after").series
        with pytest.raises(FilterError, match="no chart called 'pie'"):
            library.chart("pie")  # type: ignore[arg-type]
