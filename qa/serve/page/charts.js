// Charts of what the reports record, drawn by the server, each over its rows with their pages.
import { get, picture } from "./api.js";
import { by, make, words } from "./dom.js";
import { query } from "./library.js";
import { show, showPage } from "./pages.js";
import { table } from "./tables.js";

const SHOWN = ["authority", "area_name", "grade", "value", "inspection_end", "page", "quote"];
let asked = 0; // only what was asked for last is shown
let pictured = null;

export function showCharts(filters) {
  show("charts");
  if (!by("drawn").childElementCount) showChart(filters);
}

export function chartChosen() {
  by("which").hidden = by("chart").value.startsWith("grades");
}

export async function showChart(filters) {
  const mine = ++asked;
  const place = by("drawn");
  const [name, division] = by("chart").value.split(":");
  const options = new URLSearchParams(query(filters));
  if (division) options.set("by", division);
  if (name !== "grades") options.set("figure", by("measure").value.trim() || by("measures").options[0]?.value || "");
  const path = `/api/charts/${name}`;
  place.setAttribute("aria-busy", "true");
  try {
    const found = await get(`${path}?${options}`);
    if (mine !== asked) return;
    const image = make("div", {}, make("p", { class: "quiet" }, "Drawing …"));
    const heading = make("h3", {}, found.title);
    place.replaceChildren(heading, image, make("details", {}, make("summary", {}, `Its ${found.rows.length} rows`), rows(found)));
    if (await drawn(image, `${path}/svg?${options}`, found, mine)) heading.className = "unseen"; // it stands in the picture
  } catch (error) {
    if (mine === asked) place.replaceChildren(make("p", { class: "error", role: "alert" }, error.message));
  } finally {
    if (mine === asked) place.removeAttribute("aria-busy");
  }
}

// Where the server cannot draw, the chart's words and rows stand alone.
async function drawn(image, path, found, mine) {
  try {
    const address = await picture(path);
    if (mine !== asked) {
      URL.revokeObjectURL(address);
      return false;
    }
    if (pictured) URL.revokeObjectURL(pictured);
    pictured = address;
    const save = make("a", { href: address, download: `${found.kind}.svg` }, "Save the chart (SVG)");
    image.replaceChildren(make("img", { class: "sheet", src: address, alt: found.words }), make("p", {}, save));
    return true;
  } catch (error) {
    if (mine === asked) image.replaceChildren(make("p", { class: "note" }, error.message), make("pre", {}, found.words));
    return false;
  }
}

function rows(found) {
  const names = SHOWN.filter((name) => found.rows.some((row) => row[name] !== null && row[name] !== undefined));
  const columns = names.map((name) => ({
    name: words(name), of: (row) => row[name],
    ...(name === "page" ? { cell: (row) => source(row) } : {}),
  }));
  return table(found.covers, columns, found.rows, { file: "chart.csv" });
}

function source(row) {
  if (row.report === null) return String(row.page ?? "");
  const name = row.page === null ? "text" : `p. ${row.page}`;
  const page = { report: row.report, title: row.title, page: row.page ?? 1 };
  return make("button", { type: "button", class: "source", "aria-label": `${name} of ${row.title}. Show the page`, press: (event) => showPage(page, event.currentTarget) }, name);
}
