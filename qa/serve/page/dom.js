// Elements out of words. Text is only ever set as text: nothing of a report, a model or a file's name is read as markup.
export function make(tag, options = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (name === "class") element.className = value;
    else if (name === "press") element.addEventListener("click", value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((one) => one !== null && one !== undefined));
  return element;
}

export const by = (id) => document.getElementById(id);

export function day(iso) {
  if (!iso) return "";
  const when = new Date(`${iso}T00:00:00Z`);
  return when.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

// Where in its report a citation stands; a format that does not say where its pages end has none.
export function place(cited) {
  if (cited.page !== null) return `, page ${cited.page}`;
  return cited.section ? `, under “${cited.section}”` : "";
}

export function words(key) {
  const said = key.replaceAll("_", " ");
  return said.charAt(0).toUpperCase() + said.slice(1);
}
