// The figures of the reports' prose, of a theme or of all, narrowed by the filters; each one click from its sentence.
import { get } from "./api.js";
import { by, make, words } from "./dom.js";
import { query } from "./library.js";
import { show, showPage } from "./pages.js";
import { table } from "./tables.js";

const MOST = 1000; // rows of a page that a reader still looks through

export function showFigures(filters) {
  show("figures");
  if (!by("figure-rows").childElementCount) listFigures(filters);
}

export async function listFigures(filters) {
  const place = by("figure-rows");
  const asked = new URLSearchParams({ about: by("about").value.trim(), limit: MOST });
  if (by("kind").value) asked.set("kind", by("kind").value);
  place.setAttribute("aria-busy", "true");
  try {
    const found = await get(`/api/figures?${asked}&${query(filters)}`);
    const columns = [
      { name: "Authority", of: (row) => row.authority ?? row.title },
      { name: "Figure", of: (row) => (row.bound === "all but" ? `all but ${row.value}` : row.value) },
      { name: "What", of: what, cell: (row) => make("span", {}, what(row), make("small", {}, [row.when, whose(row)].filter(Boolean).join("; "))) },
      { name: "When", of: (row) => row.when, apart: true },
      { name: "Whose", of: whose, apart: true },
      { name: "Page", of: (row) => row.page, cell: source },
      { name: "Sentence", of: (row) => row.sentence, cell: (row) => make("span", { class: "wide" }, row.sentence) },
    ];
    const more = found.total > found.figures.length ? `; the first ${found.figures.length.toLocaleString("en-GB")} are shown: narrow them` : "";
    place.replaceChildren(found.total ? table(`${found.total.toLocaleString("en-GB")} figures, read by rules: look at the sentence${more}`, columns, found.figures, { file: "figures.csv" })
      : make("p", {}, "No figure passes these filters. Take one away, or name another theme."));
  } catch (error) {
    place.replaceChildren(make("p", { class: "error", role: "alert" }, error.message));
  } finally {
    place.removeAttribute("aria-busy");
  }
}

function what(row) {
  return row.counted + (row.of === null ? "" : ` (of ${row.of.toLocaleString("en-GB")})`);
}

// Whose it is, where it is not the authority's own.
function whose(row) {
  return row.whose === "authority" ? "" : words(row.whose);
}

function source(row) {
  const name = row.page === null ? "text" : `p. ${row.page}`;
  const cited = { report: row.report, title: row.title, page: row.page, quote: row.value, words: row.sentence, start: row.start, end: row.end };
  return make("button", { type: "button", class: "source", "aria-label": `${name}: ${row.value}. Show the page`, press: (event) => showPage(cited, event.currentTarget) }, name);
}
