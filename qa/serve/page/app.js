// The page put together: the question box, the conversation, the filters, the keys.
import { article } from "./answers.js";
import { events, get, post } from "./api.js";
import { chartChosen, showChart, showCharts } from "./charts.js";
import { by, make } from "./dom.js";
import { listFigures, showFigures } from "./figures.js";
import { showReports } from "./library.js";
import { goBack, show } from "./pages.js";

const LOOKED_AGAIN = 15000; // milliseconds between two looks whether an ingest runs
const WATCHED = 2000; // and while one does
let chat = null; // the conversation's id: in this tab's memory alone
let asking = false;
let held = null;

function filters() {
  const value = (id) => by(id).value.trim() || null;
  const year = (id) => (value(id) ? Number(value(id)) : null);
  return { authorities: value("authority") ? [value("authority")] : [], region: value("region"), since: year("since"),
    until: year("until"), framework: value("framework"), grade: value("grade") };
}

function narrowed() {
  const chosen = Object.values(filters()).flat().filter((one) => one !== null);
  by("narrowed").textContent = chosen.length ? `(${chosen.join(", ")})` : "(all)";
  if (!by("reports").hidden) showReports(filters());
  if (!by("figures").hidden) listFigures(filters());
  if (!by("charts").hidden) showChart(filters());
}

async function begun() {
  if (chat === null) chat = (await (await post("/api/chats", {})).json()).id;
  return chat;
}

async function ask(text) {
  const question = text.trim();
  if (!question || asking) return;
  asking = true;
  by("send").disabled = true;
  by("welcome").hidden = true;
  const waiting = make("article", { "aria-busy": "true" }, make("h3", {}, question), make("p", { class: "quiet" }, "Looking in the reports …"));
  by("log").append(waiting);
  waiting.scrollIntoView({ block: "end" });
  const tell = (name, told) => {
    if (name === "understood" && told.question) waiting.append(make("p", { class: "asked" }, `Understood as: ${told.question}`));
    if (name === "evidence") waiting.append(make("p", { class: "quiet" }, `${told.citations.length + told.retrieved.length} passages found; they are being read …`));
    if (name === "claim") waiting.append(make("p", {}, told.text));
  };
  try {
    const turn = await turned(question, tell);
    const shown = article(turn, ask, chat);
    waiting.replaceWith(shown);
    shown.scrollIntoView({ block: "start" });
    by("question").value = "";
  } catch (error) {
    waiting.removeAttribute("aria-busy");
    waiting.replaceChildren(make("h3", {}, question), make("p", { class: "error", role: "alert" }, error.message));
  } finally {
    asking = false;
    by("send").disabled = false;
  }
}

// A server that was started again holds no conversation of before: the question is then asked in a new one.
async function turned(question, tell) {
  const data = { question, filters: filters() };
  try {
    return await events(`/api/chats/${await begun()}/turns/events`, data, tell);
  } catch (error) {
    if (error.status !== 404) throw error;
    chat = null;
    return events(`/api/chats/${await begun()}/turns/events`, data, tell);
  }
}

function choices(id, values) {
  const select = by(id);
  const kept = select.value;
  select.replaceChildren(select.options[0], ...values.map((value) => make("option", { value }, String(value))));
  select.value = kept;
}

async function look() {
  try {
    const now = await get("/api/status");
    const first = held === null;
    const changed = first || now.reports !== held.reports;
    held = now;
    const remark = now.remark ? ` ${now.remark}` : "";
    by("held").textContent = `${now.reports} reports on ${now.authorities.length} authorities.${remark}`;
    ingest(now);
    if (changed) {
      by("authorities").replaceChildren(...now.authorities.map((value) => make("option", { value })));
      by("measures").replaceChildren(...now.measures.map((value) => make("option", { value })));
      for (const [id, values] of [["region", now.regions], ["framework", now.frameworks], ["grade", now.grades], ["since", now.years], ["until", now.years]]) choices(id, values);
    }
    if (first) examples(now);
  } catch (error) {
    by("held").textContent = error.message;
  }
  setTimeout(look, held?.ingest ? WATCHED : LOOKED_AGAIN);
}

function ingest(now) {
  const { step, done, total } = now.ingest ?? {};
  by("ingest").hidden = !now.ingest;
  const share = total ? Math.floor((100 * done) / total) : 0;
  const what = step === "embedding" ? "Vectors are being made" : "Reports are being read in";
  const far = total ? `: ${share} % (${done.toLocaleString("en-GB")} of ${total.toLocaleString("en-GB")} ${step === "embedding" ? "passages" : "files"})` : "";
  by("ingest-said").textContent = `${what}${far}. All that is here can be asked.`;
  by("ingest-done").value = share;
}

function examples(now) {
  const [place] = now.authorities;
  if (!place) return;
  const questions = [`How was ${place} rated at its latest inspection?`, "Which councils are inadequate?", `What needs to improve in ${place}?`];
  by("examples").replaceChildren(...questions.map((one) => make("li", {}, make("button", { type: "button", press: () => ask(one) }, one))));
}

function afresh() {
  if (asking) return;
  if (chat !== null) post(`/api/chats/${chat}/end`, {}).catch(() => {});
  chat = null;
  for (const one of by("log").querySelectorAll("article")) one.remove();
  by("welcome").hidden = false;
  by("question").focus();
}

// Keys: none of them where something is being typed, but Escape and Enter.
function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest("input, textarea, select");
  if (event.key === "Escape" && !typing) goBack();
  else if (event.key === "/" && !typing) {
    event.preventDefault();
    document.body.classList.remove("reading");
    by("question").focus();
  } else if (/^[1-9]$/.test(event.key) && !typing) {
    const last = [...by("log").querySelectorAll("article")].filter((one) => one.querySelector(".source")).pop();
    last?.querySelector(`.source[data-n="${event.key}"]`)?.click();
  }
}

by("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  ask(by("question").value);
});
by("question").addEventListener("keydown", (event) => {
  if (event.key === "Escape") by("log").focus();
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  ask(by("question").value);
});
by("filters").addEventListener("change", narrowed);
by("clear").addEventListener("click", () => {
  for (const id of ["authority", "region", "since", "until", "framework", "grade"]) by(id).value = "";
  narrowed();
});
by("afresh").addEventListener("click", afresh);
by("show-page").addEventListener("click", () => show("page"));
by("show-reports").addEventListener("click", () => showReports(filters()));
by("show-figures").addEventListener("click", () => showFigures(filters()));
by("show-charts").addEventListener("click", () => showCharts(filters()));
by("chart").addEventListener("change", chartChosen);
for (const [id, listed] of [["counted", listFigures], ["drawing", showChart]]) {
  by(id).addEventListener("submit", (event) => {
    event.preventDefault();
    listed(filters());
  });
}
by("back").addEventListener("click", goBack);
document.addEventListener("keydown", pressed);
document.body.classList.remove("reading");
narrowed();
look();
