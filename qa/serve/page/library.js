// The reports held here, narrowed by the filters, and what was read out of each.
import { get } from "./api.js";
import { by, day, make, words } from "./dom.js";
import { show, showPage } from "./pages.js";
import { table } from "./tables.js";

export function query(filters) {
  const found = new URLSearchParams();
  for (const one of filters.authorities) found.append("authority", one);
  for (const name of ["region", "since", "until", "framework", "grade"]) {
    if (filters[name] !== null) found.append(name, filters[name]);
  }
  return found.toString();
}

export async function showReports(filters) {
  show("reports");
  const place = by("reports");
  try {
    const found = await get(`/api/reports?limit=5000&${query(filters)}`);
    const areas = [...new Set(found.reports.flatMap((one) => Object.keys(one.judgements)))];
    const columns = [
      { name: "Report", of: (row) => row.title, cell: (row) => make("button", { type: "button", class: "source", press: () => showFacts(row, filters) }, row.title) },
      { name: "Region", of: (row) => row.region },
      { name: "Inspected", of: (row) => row.inspection_end, cell: (row) => day(row.inspection_end) },
      { name: "Published", of: (row) => row.published, cell: (row) => day(row.published) },
      ...areas.map((area) => ({ name: words(area), of: (row) => row.judgements[area] })),
      { name: "Lead inspector", of: (row) => row.lead_inspector },
      { name: "File", of: (row) => row.source },
    ];
    const many = `${found.total} report${found.total === 1 ? "" : "s"}`;
    place.replaceChildren(found.total ? table(many, columns, found.reports, { file: "reports.csv", excel: `/api/tables/reports/xlsx?${query(filters)}` })
      : make("p", {}, "No report passes these filters. Take one away to see more."));
  } catch (error) {
    place.replaceChildren(make("p", { class: "error", role: "alert" }, error.message));
  }
}

async function showFacts(report, filters) {
  const place = by("reports");
  try {
    const found = await get(`/api/reports/${report.id}/facts`);
    const page = (row) => ({ report: report.id, title: report.title, page: row.page, quote: row.quote, start: row.start, end: row.end });
    const columns = [
      { name: "Fact", of: (row) => words(row.kind) + (row.key ? `: ${words(row.key)}` : "") },
      { name: "Value", of: (row) => row.value },
      { name: "As of", of: (row) => row.as_of, cell: (row) => day(row.as_of) },
      { name: "Page", of: (row) => row.page, cell: (row) => row.origin === "filename" ? "file name"
        : make("button", { type: "button", class: "source", "aria-label": `${row.page === null ? "text" : `p. ${row.page}`}: ${row.value}. Show the page`, press: (event) => showPage(page(row), event.currentTarget) }, row.page === null ? "text" : `p. ${row.page}`) },
      { name: "Words", of: (row) => row.quote.replace(/\s+/g, " ") },
    ];
    const name = make("h3", { tabindex: -1 }, found.title);
    place.replaceChildren(name, make("div", { class: "tools" },
      make("button", { type: "button", press: () => showReports(filters) }, "All reports"),
      make("button", { type: "button", press: () => showPage({ report: report.id, title: report.title, page: 1 }) }, "Read it")),
    table(`${found.facts.length} facts read out of this report`, columns, found.facts, { file: "facts.csv" }));
    name.focus();
  } catch (error) {
    place.replaceChildren(make("p", { class: "error", role: "alert" }, error.message));
  }
}
