// An answer on the page: its words with a button for each [n], its sources, offers, notes, and a table of a set's rows.
import { day, make, place } from "./dom.js";
import { inPage } from "./hints.js";
import { showPage } from "./pages.js";
import { table } from "./tables.js";

const NEAREST = "Nearest evidence (not an answer)";
const MAY_BE_MEANT = "One of these may be meant; none is asserted";
const SHOWN = 10; // rows of a long set that are shown unasked

// The article of one turn; `ask` asks again what an offer says.
export function article(turn, ask, chat) {
  const refused = turn.status !== "answered" && !turn.citations.length;
  const numbered = new Map(turn.citations.map((one) => [one.n, one]));
  const said = make("div", { class: refused ? "refused" : "said" });
  for (const part of turn.shown) {
    if (part.kind === "answer") said.append(...lines(refused ? inPage(part.text) : part.text, numbered));
    if (part.kind === "reason") said.append(make("p", {}, inPage(part.text)));
  }
  const set = turn.claims.length > 2 ? rows(turn, numbered, chat) : null;
  return make("article", { "data-status": turn.status },
    make("h3", {}, turn.asked ?? turn.question),
    turn.stood_alone ? make("p", { class: "asked" }, `Understood as: ${turn.stood_alone}`) : null,
    said,
    offers(turn.understood?.nearest, ask),
    set,
    sources(turn, numbered, set !== null),
    nearest(turn),
    ...turn.shown.filter((one) => one.kind === "note").map((one) => make("p", { class: "note" }, `Note: ${inPage(one.text)}`)),
    why(turn));
}

// The first line stands for itself, the others are rows; a long set is cut, and shown whole when asked.
function lines(text, numbered) {
  const [first, ...others] = text.split("\n").filter((line) => line.trim());
  const row = (line, name) => make("p", { class: name }, ...marked(line, numbered));
  const head = row(first ?? "", "first");
  if (others.length <= SHOWN + 2) return [head, ...others.map((line) => row(line, ""))];
  const rest = others.slice(SHOWN).map((line) => row(line, ""));
  const more = make("details", {}, make("summary", {}, `${rest.length} more rows`), ...rest);
  return [head, ...others.slice(0, SHOWN).map((line) => row(line, "")), more];
}

function marked(line, numbered) {
  return line.split(/\[(\d+)\]/).map((piece, at) => {
    const cited = at % 2 ? numbered.get(Number(piece)) : null;
    return cited ? source(cited) : at % 2 ? `[${piece}]` : piece;
  });
}

function source(cited, name = `[${cited.n}]`) {
  const button = make("button", {
    type: "button", class: "source", "data-n": cited.n,
    "aria-label": `${name} ${cited.title}${place(cited)}. Show the page`,
  }, name);
  button.addEventListener("click", () => {
    for (const other of document.querySelectorAll(".source[aria-current]")) other.removeAttribute("aria-current");
    button.setAttribute("aria-current", "true");
    showPage(cited, button);
  });
  return button;
}

function where(cited) {
  const when = cited.published ? `, published ${day(cited.published)}` : cited.inspected ? `, inspected ${day(cited.inspected)}` : "";
  const told = (cited.corrected ?? []).map((one) => `${one.field.replaceAll("_", " ")} ${one.value}${one.read === null ? ", which was not read" : `, read as ${one.read}`} (${one.because})`);
  return `${cited.title}${when}${place(cited)}${told.length ? `; corrected: ${told.join("; ")}` : ""}`;
}

function quoted(cited) {
  const words = cited.words || cited.quote.replace(/\s+/g, " ").trim();
  const at = cited.value ? words.indexOf(cited.value.replace(/\s+/g, " ").trim()) : -1;
  if (at < 0) return make("q", {}, words);
  return make("q", {}, words.slice(0, at), make("b", {}, cited.value), words.slice(at + cited.value.length));
}

function sources(turn, numbered, folded) {
  if (!numbered.size) return null;
  const told = new Set(turn.shown.filter((one) => one.kind === "citation" && one.told).map((one) => one.n));
  const list = make("ol", { "aria-label": "Sources" },
    ...[...numbered.values()].map((one) => make("li", {}, source(one), ` ${where(one)}`, told.has(one.n) ? null : make("br"), told.has(one.n) ? null : quoted(one))));
  return folded && numbered.size > 5 ? make("details", {}, make("summary", {}, `${numbered.size} sources`), list) : list;
}

// What is nearest to a refusal: shown under a name that says it is no answer.
function nearest(turn) {
  if (turn.citations.length || !turn.nearest.length) return null;
  const name = turn.nearest.some((one) => one.value) ? MAY_BE_MEANT : NEAREST;
  return make("div", { class: "nearest" }, make("p", {}, make("b", {}, name)),
    make("ul", {}, ...turn.nearest.map((one) => make("li", {}, source(one, one.value ? one.value : "Page"), ` ${where(one)}`, make("br"), quoted(one)))));
}

function offers(readings, ask) {
  if (!readings?.length) return null;
  return make("div", { class: "offers" }, make("p", {}, "Did you mean:"),
    ...readings.map((one) => make("div", {}, make("button", { type: "button", press: () => ask(one.as) }, one.as))));
}

// A set's claims as rows: what each says, and where it stands.
function rows(turn, numbered, chat) {
  const found = turn.claims.flatMap((claim) => {
    const cited = numbered.get(claim.citations[0]);
    return cited ? [{ claim, cited }] : [];
  });
  if (found.length < 3) return null;
  const columns = [
    { name: "Authority", of: (row) => row.cited.authority ?? row.cited.title },
    { name: "What it says", of: (row) => row.claim.text },
    { name: "Published", of: (row) => row.cited.published ?? row.cited.inspected, cell: (row) => day(row.cited.published ?? row.cited.inspected) },
    { name: "Page", of: (row) => row.cited.page, cell: (row) => source(row.cited, row.cited.page === null ? "text" : `p. ${row.cited.page}`) },
    { name: "Words", of: (row) => row.cited.words || row.cited.quote.replace(/\s+/g, " ").trim() },
    { name: "File", of: (row) => row.cited.source },
  ];
  return make("details", { class: "set" }, make("summary", {}, `As a table of ${found.length} rows`),
    table(turn.question, columns, found, { file: "answer.csv", excel: `/api/chats/${chat}/turns/${turn.turn}/table/xlsx` }));
}

function why(turn) {
  const understood = turn.notes.some((note) => note.startsWith("Understood as: ")) ? null : turn.understood?.as;
  const lines = [understood ? `Understood as: ${understood}` : null, turn.model ? `Worded by ${turn.model}` : null,
    `${Number(turn.seconds?.total ?? 0).toFixed(2)} seconds`];
  return make("p", { class: "quiet" }, lines.filter(Boolean).join(" · "));
}
