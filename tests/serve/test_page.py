"""The page as a reader meets it, in the system's own Chromium: skipped with a word where that is not installed.

axe-core, where a copy lies at INSPECTQA_AXE (the file axe.min.js of the npm package axe-core), looks for what keeps
people out.
"""

from __future__ import annotations

import csv
import http.server
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait
from serving import client, served

from ingest.pipeline import ingest
from qa.answer import NEAREST
from qa.library import Library
from qa.serve.running import Server
from qa.written.page import Asked, Evidence, evidence_page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")
AXE = os.environ.get("INSPECTQA_AXE") or None
pytestmark = pytest.mark.skipif(CHROMIUM is None or DRIVER is None, reason="neither Chromium nor its driver is here")
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync --disable-dev-shm-usage --window-size=1280,900"
)
HOSTILE = """# <img src=x onerror="document.title='broken'"> Midchester

## Inspection of children's social care services

Inspection dates: 4 to 8 March 2019

Lead inspector: <script>document.title='broken'</script>

Leaders in Midchester <svg onload="document.title='broken'"></svg> know their service well <b>indeed</b>.
[Read more](javascript:document.title='broken') at http://evil.example/ &lt;script&gt; about caseloads in Midchester.
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    assert CHROMIUM is not None
    assert DRIVER is not None
    options = Options()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS.split(), f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        yield driver
    finally:
        driver.quit()


@pytest.fixture(scope="module")
def server(samples_folder: Path) -> Iterator[Server]:
    with served(samples_folder) as running:
        yield running


def until(browser: webdriver.Chrome, found: Callable[[], Any]) -> Any:
    return WebDriverWait(browser, 90).until(lambda _: found())


def all_of(browser: webdriver.Chrome, selector: str) -> list[Any]:
    return browser.find_elements(By.CSS_SELECTOR, selector)


def opened(browser: webdriver.Chrome, server: Server) -> None:
    browser.get(server.address)
    until(browser, lambda: "reports on" in browser.find_element(By.ID, "held").text)


def typed(browser: webdriver.Chrome, *keys: str) -> None:
    """Keys pressed wherever the focus is, as a reader without a mouse presses them."""
    browser.switch_to.active_element.send_keys(*keys)


def ask(browser: webdriver.Chrome, question: str) -> Any:
    """The article of the answer to a question typed and sent by Enter."""
    before = len(all_of(browser, "article:not([aria-busy])"))
    typed(browser, question, Keys.ENTER)
    until(browser, lambda: len(all_of(browser, "article:not([aria-busy])")) > before)
    return all_of(browser, "article")[-1]


def test_ask_follow_up_and_read_the_lit_page_by_keyboard_alone(browser: webdriver.Chrome, server: Server) -> None:
    opened(browser, server)
    browser.find_element(By.TAG_NAME, "body").send_keys("/")
    assert "Inadequate." in ask(browser, "how was Darlington rated in 2015?").text
    led = ask(browser, "who led that one?")
    assert "Understood as: Who was the lead inspector of Darlington" in led.text
    assert "Wendy Ghaffar" in led.text

    typed(browser, Keys.ESCAPE)  # out of the box, so that a digit is no text
    typed(browser, "1")
    lit = until(browser, lambda: all_of(browser, "#page mark"))[0]
    assert lit.get_attribute("textContent") == "Lead inspector: Wendy Ghaffar"
    picture = until(browser, lambda: all_of(browser, "#picture img"))[0]
    assert "the sentence lit: Lead inspector: Wendy Ghaffar" in picture.get_attribute("alt")
    assert int(picture.get_property("naturalWidth")) > 500
    typed(browser, Keys.ESCAPE)
    assert browser.switch_to.active_element.get_attribute("data-n") == "1", "back at the number it came from"
    said = browser.get_log("browser")  # type: ignore[no-untyped-call]
    assert not [line for line in said if line["level"] == "SEVERE"]


def test_filters_narrow_tables_sort_and_export(browser: webdriver.Chrome, server: Server, tmp_path: Path) -> None:
    opened(browser, server)
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    browser.find_element(By.ID, "show-reports").click()
    every = len(until(browser, lambda: all_of(browser, "#reports tbody tr")))
    browser.find_element(By.CSS_SELECTOR, "#filters summary").click()
    browser.find_element(By.ID, "authority").send_keys("Darlington", Keys.TAB)
    until(browser, lambda: 0 < len(all_of(browser, "#reports tbody tr")) < every)
    rows = len(all_of(browser, "#reports tbody tr"))
    heads = all_of(browser, "#reports th button")
    published = next(head for head in heads if head.text == "Published")
    published.click()
    published.click()
    assert all_of(browser, "#reports th[aria-sort=descending]")
    browser.find_element(By.CSS_SELECTOR, "#reports .export").click()
    file = tmp_path / "reports.csv"
    until(browser, file.exists)
    until(browser, file.read_bytes)
    table = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert len(table) == rows
    assert all(row["Report"].startswith("Darlington") for row in table)
    days = [row["Published"] for row in table]
    assert days == sorted(days, reverse=True)

    browser.find_element(By.ID, "question").click()
    narrowed = ask(browser, "How was Wiltshire rated in 2019?")
    assert narrowed.get_attribute("data-status") != "answered", "what a filter leaves out is not answered from"
    all_of(browser, "#reports tbody .source")[0].click()
    until(browser, lambda: "facts read out" in browser.find_element(By.ID, "reports").text)


def test_figures_and_charts_lead_to_their_pages(browser: webdriver.Chrome, server: Server) -> None:
    opened(browser, server)
    browser.find_element(By.ID, "show-figures").click()
    every = len(until(browser, lambda: all_of(browser, "#figures tbody tr")))
    browser.find_element(By.ID, "about").send_keys("delayed assessments", Keys.ENTER)
    until(browser, lambda: 0 < len(all_of(browser, "#figures tbody tr")) < every)
    all_of(browser, "#figures tbody .source")[0].click()
    lit = until(browser, lambda: all_of(browser, "#page mark"))[0].get_attribute("textContent")
    said = browser.find_element(By.CSS_SELECTOR, "#page q").text
    assert lit in said and len(said) > len(lit) + 20, "the figure is lit, its sentence shown"
    assert not all_of(browser, "#page .error")

    browser.find_element(By.ID, "show-charts").click()
    drawn = until(browser, lambda: all_of(browser, "#drawn img"))[0]
    until(browser, lambda: int(drawn.get_property("naturalWidth")) > 300)
    assert "reports" in drawn.get_attribute("alt")
    browser.find_element(By.CSS_SELECTOR, "#chart option[value=ranking]").click()
    browser.find_element(By.ID, "measure").send_keys("children looked after", Keys.ENTER)
    until(
        browser, lambda: [one for one in all_of(browser, "#drawn img") if "highest first" in one.get_attribute("alt")]
    )
    browser.find_element(By.CSS_SELECTOR, "#drawn summary").click()
    all_of(browser, "#drawn tbody .source")[0].click()
    until(browser, lambda: all_of(browser, "#page #text"))


def test_a_reading_that_is_offered_is_asked_by_its_button(browser: webdriver.Chrome, server: Server) -> None:
    with client(server) as api:
        offering = "Latest reports, five most bygone?"
        assert api.post("/api/ask", json={"question": offering}).json()["understood"]["nearest"]
    opened(browser, server)
    browser.find_element(By.ID, "question").click()
    button = ask(browser, offering).find_elements(By.CSS_SELECTOR, ".offers button")[0]
    words = button.text
    button.click()
    until(browser, lambda: len(all_of(browser, "article:not([aria-busy])")) == 2)
    assert all_of(browser, "article h3")[-1].text == words


def test_a_report_full_of_markup_and_scripts_is_shown_dead(browser: webdriver.Chrome, tmp_path: Path) -> None:
    (tmp_path / "<img src=x onerror=document.title='broken'>.md").write_text(HOSTILE, encoding="utf-8")
    ingest(tmp_path / "library", [tmp_path])
    with served(tmp_path / "library") as server:
        opened(browser, server)
        browser.find_element(By.ID, "question").click()
        ask(browser, "What is said about caseloads in Midchester? <script>document.title='broken'</script>")
        ask(browser, "<img src=x onerror=document.title='broken'>")
        browser.find_element(By.ID, "show-reports").click()
        until(browser, lambda: all_of(browser, "#reports tbody .source"))[0].click()
        until(browser, lambda: "facts read out" in browser.find_element(By.ID, "reports").text)
        next(one for one in all_of(browser, "#reports button") if one.text == "Read it").click()
        until(browser, lambda: "know their service well" in browser.find_element(By.ID, "page").text)
        assert "<svg onload=" in browser.find_element(By.ID, "text").text, "its markup is words"
        assert browser.title == "Ask the inspection reports"
        assert not all_of(browser, "#log img, #log script, #side script, #side svg, #text *, #log a, #side a")
        for script in ("document.body.innerHTML = '<b>x</b>'", "eval('1')"):
            with pytest.raises(Exception, match=r"TrustedHTML|Trusted|unsafe-eval|Content Security"):
                browser.execute_script(
                    "const done = arguments[0]; const s = document.createElement('a'); s.innerHTML = '<i>x</i>'; "
                    + script
                )


def test_a_page_on_another_origin_asks_in_vain(browser: webdriver.Chrome, server: Server) -> None:
    target = f"{server.address}/api/ask"
    tries = f"""<!doctype html><title>waiting</title><body><script>
      const body = JSON.stringify({{question: "How was Darlington rated in 2015?"}});
      const json = {{"Content-Type": "application/json"}};
      const heard = [];
      const ask = (options) => fetch("{target}", {{method: "POST", body, ...options}}).then((r) => r.text()).then(
        (text) => heard.push(text), () => heard.push(""));
      Promise.all([ask({{headers: json}}), ask({{mode: "no-cors"}}), ask({{headers: json, credentials: "include"}})])
        .then(() => {{ document.title = "heard:" + heard.join(""); }});
    </script>"""

    class Elsewhere(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(tries.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    other = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    thread = threading.Thread(target=other.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        with client(server) as api:
            before = [line for line in api.get("/metrics").text.splitlines() if "inspectqa_answers_total" in line]
            browser.get(f"http://localhost:{other.server_address[1]}/")
            until(browser, lambda: browser.title.startswith("heard:"))
            assert browser.title == "heard:"
            after = [line for line in api.get("/metrics").text.splitlines() if "inspectqa_answers_total" in line]
        assert after == before, "nothing was answered, not even unheard"
    finally:
        other.shutdown()
        other.server_close()
        thread.join()


@pytest.mark.skipif(AXE is None, reason="no copy of axe-core is named by INSPECTQA_AXE")
@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_serious(dark: bool, browser: webdriver.Chrome, server: Server) -> None:
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    opened(browser, server)
    browser.find_element(By.ID, "question").click()
    ask(browser, "Which councils were judged good?")
    for summary in all_of(browser, "summary"):
        summary.click()
    all_of(browser, "article .source")[0].click()
    until(browser, lambda: all_of(browser, "#page mark"))
    time.sleep(0.2)
    found = run_axe(browser)
    browser.find_element(By.ID, "show-reports").click()
    until(browser, lambda: all_of(browser, "#reports tbody tr"))
    found += run_axe(browser)
    browser.find_element(By.ID, "show-figures").click()
    browser.find_element(By.ID, "about").send_keys(
        "delayed assessments", Keys.ENTER
    )  # of a thousand rows it takes long
    until(browser, lambda: 0 < len(all_of(browser, "#figures tbody tr")) < 100)
    found += run_axe(browser)
    browser.find_element(By.ID, "show-charts").click()
    until(browser, lambda: all_of(browser, "#drawn img"))
    found += run_axe(browser)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []


@pytest.mark.skipif(AXE is None, reason="no copy of axe-core is named by INSPECTQA_AXE")
def test_axe_finds_nothing_serious_in_an_evidence_page(
    browser: webdriver.Chrome, samples: Library, tmp_path: Path
) -> None:
    questions = ("Which councils were judged inadequate in reports published in 2015?", "How many foxes in Wiltshire?")
    asked = [Asked(question=one, answer=samples.ask(one)) for one in questions]
    told = Evidence(library="here", reports=len(samples), made=datetime.now(UTC))
    page = tmp_path / "page.html"
    page.write_text(evidence_page(asked, told, heading=NEAREST), encoding="utf-8")
    browser.get(page.as_uri())
    assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    found = run_axe(browser)
    assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []


def run_axe(browser: webdriver.Chrome) -> list[Any]:
    assert AXE is not None
    browser.execute_script(Path(AXE).read_text(encoding="utf-8"))
    told = browser.execute_async_script("const done = arguments[0]; axe.run().then((found) => done(found.violations));")
    return list(told)
