// Rows that can be sorted by each column and exported. Knows nothing of what stands in them.
import { picture } from "./api.js";
import { make } from "./dom.js";

// `columns` are {name, of(row), cell?(row), apart?}: what is sorted and exported by, and what is shown in its place; of
// those that are `apart` nothing is shown, they are exported alone.
export function table(caption, every, rows, { file = "inspectqa.csv", excel = null } = {}) {
  const columns = every.filter((one) => !one.apart);
  const body = make("tbody");
  const heads = columns.map((column) => make("th", { scope: "col" }, make("button", { type: "button", press: () => sort(column) }, column.name)));
  let sorted = null;
  let up = true;
  let shown = [...rows];

  function fill() {
    body.replaceChildren(
      ...shown.map((row) => make("tr", {}, ...columns.map((column) => make("td", {}, column.cell ? column.cell(row) : String(column.of(row) ?? ""))))),
    );
  }

  function sort(column) {
    up = sorted === column ? !up : true;
    sorted = column;
    shown = [...rows].sort((one, other) => (up ? 1 : -1) * compared(column.of(one), column.of(other)));
    heads.forEach((head, n) => {
      if (columns[n] === column) head.setAttribute("aria-sort", up ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
    fill();
  }

  fill();
  const save = make("button", { type: "button", class: "export", press: () => download(csv(every, shown), file) }, "Export as CSV");
  const sheet = excel && make("button", { type: "button", press: (event) => fetched(excel, file.replace(/csv$/, "xlsx"), event.currentTarget) }, "Export for Excel");
  return make("div", {}, make("div", { class: "tools" }, save, sheet),
    make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
      make("table", {}, make("caption", {}, caption), make("thead", {}, make("tr", {}, ...heads)), body)));
}

function compared(one, other) {
  const empty = (value) => value === null || value === undefined || value === "";
  if (empty(one) || empty(other)) return empty(one) - empty(other);
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one).localeCompare(String(other), "en", { numeric: true });
}

// RFC 4180; a cell that a spreadsheet would run as a formula gets an apostrophe (OWASP, "CSV injection").
export function csv(columns, rows) {
  const cell = (value) => {
    let text = String(value ?? "").replace(/\s+/g, " ");
    if (typeof value !== "number" && /^[=+\-@]/.test(text)) text = `'${text}`;
    return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [columns.map((one) => cell(one.name)), ...rows.map((row) => columns.map((one) => cell(one.of(row))))];
  return `\ufeff${lines.map((line) => line.join(",")).join("\r\n")}\r\n`;
}

function download(text, file) {
  handed(URL.createObjectURL(new Blob([text], { type: "text/csv" })), file);
}

// A file that the server makes of all the rows.
async function fetched(path, file, button) {
  try {
    handed(await picture(path), file);
  } catch (error) {
    button.after(make("span", { class: "error", role: "alert" }, error.message));
  }
}

function handed(address, file) {
  const link = make("a", { href: address, download: file });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
