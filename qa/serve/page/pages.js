// The right side: a cited page with its sentence lit, as an image where there is one, else as text.
import { get, picture } from "./api.js";
import { by, day, make, place } from "./dom.js";

let asked = 0; // only what was asked for last is shown
let pictured = null;

// `cited` is a citation, or {report, title, page} of a page that is looked through; `words` are what is shown and copied in
// place of a quote that is lit (a figure's sentence); `from` is where Escape goes back to.
export async function showPage(cited, from = null) {
  const mine = ++asked;
  const shown = by("page");
  show("page");
  if (from) by("back").from = from;
  shown.setAttribute("aria-busy", "true");
  try {
    const lit = cited.quote ? `?start=${cited.start}&end=${cited.end}` : "";
    const path = `/api/reports/${encodeURIComponent(cited.report)}/pages/${cited.page ?? 1}`;
    const found = await get(path + lit);
    if (mine !== asked) return;
    const changed = cited.quote && (!found.mark || !squeezed(cited.quote).startsWith(squeezed(found.text.slice(...found.mark))));
    shown.replaceChildren(...drawn(cited, found, changed));
    if (!changed) image(path + "/image" + lit, cited, found, mine);
    shown.querySelector("mark")?.scrollIntoView({ block: "center" });
  } catch (error) {
    if (mine === asked) shown.replaceChildren(make("p", { class: "error", role: "alert" }, error.message));
  } finally {
    if (mine === asked) shown.removeAttribute("aria-busy");
  }
}

const squeezed = (text) => text.replace(/\s+/g, " ").trim();

function drawn(cited, found, changed) {
  const when = found.published ? `, published ${day(found.published)}` : "";
  const label = found.label && found.label !== String(found.page) ? ` (printed ${found.label})` : "";
  const turn = (page, words, off) =>
    make("button", { type: "button", disabled: off, press: () => showPage({ report: found.id, title: found.title, page }) }, words);
  const [start, end] = found.mark ?? [0, 0];
  const text = make("pre", { id: "text", tabindex: 0, "aria-label": `Text of page ${found.page}` });
  text.append(found.text.slice(0, start).trimStart());
  if (found.mark) text.append(make("mark", {}, found.text.slice(start, end)));
  text.append(found.text.slice(end).trimEnd());
  return [
    make("h3", { tabindex: -1, id: "page-name" }, `${found.title}${when}`),
    make("p", { class: "quiet" }, `Page ${found.page} of ${found.pages}${label} · ${found.source}`),
    changed ? make("p", { class: "error", role: "alert" }, "That report has changed since it was cited. Ask the question again.") : null,
    cited.quote ? make("p", {}, make("q", {}, cited.words || squeezed(cited.quote))) : null,
    make("div", { class: "tools" },
      turn(found.page - 1, "Page before", found.page <= 1),
      turn(found.page + 1, "Page after", found.page >= found.pages),
      cited.quote ? make("button", { type: "button", press: (event) => copy(event.target, citation(cited, found)) }, "Copy citation") : null),
    make("div", { id: "picture" }),
    make("details", { id: "as-text", open: true }, make("summary", {}, "The page's text"), text),
  ].filter(Boolean);
}

async function image(path, cited, found, mine) {
  try {
    const address = await picture(path);
    if (mine !== asked) return URL.revokeObjectURL(address);
    if (pictured) URL.revokeObjectURL(pictured);
    pictured = address;
    const lit = cited.quote ? `, the sentence lit: ${cited.words || squeezed(cited.quote)}` : "";
    const sheet = make("img", { class: "sheet", src: address, alt: `Page ${found.page} of ${found.title}${lit}` });
    sheet.addEventListener("load", () => {
      by("picture").replaceChildren(sheet);
      by("as-text").open = false;
    });
  } catch (error) {
    // Reports without pages to be drawn, and files that have moved, are read as text.
    if (mine === asked && error.status !== 404) by("picture").replaceChildren(make("p", { class: "quiet" }, error.message));
  }
}

function citation(cited, found) {
  const when = found.published ? `published ${day(found.published)}` : found.inspection_end ? `inspected ${day(found.inspection_end)}` : "";
  const where = [found.title, when].filter(Boolean).join(", ") + place(cited);
  return `“${cited.words || squeezed(cited.quote)}” (${where})`;
}

async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    // Without https some browsers lend no clipboard: the words are shown to be copied by hand.
    button.replaceWith(make("textarea", { readonly: true, rows: 3, "aria-label": "The citation" }, text));
  }
}

export function show(which) {
  for (const name of ["page", "reports", "figures", "charts"]) {
    by(name).hidden = name !== which;
    by(`show-${name}`).setAttribute("aria-pressed", String(name === which));
  }
  document.body.classList.add("reading");
}

export function goBack() {
  document.body.classList.remove("reading");
  const from = by("back").from;
  (from?.isConnected ? from : by("question")).focus();
}
