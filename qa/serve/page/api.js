// How the page speaks with its server: JSON, pictures, and answers as they are made. Nobody else is ever asked.
import { inPage } from "./hints.js";

const KEY = "inspectqa-token";

// The token comes behind the "#" of the address, which no browser sends anywhere, and is taken out of sight at once.
const given = new URLSearchParams(location.hash.slice(1)).get("token");
if (given) {
  sessionStorage.setItem(KEY, given);
  history.replaceState(null, "", location.pathname);
}

function headers(more = {}) {
  const token = sessionStorage.getItem(KEY);
  return token ? { ...more, Authorization: `Bearer ${token}` } : more;
}

async function failed(response) {
  let sentence = `The server refused this (${response.status}).`;
  try {
    sentence = (await response.json()).error || sentence;
  } catch {
    // what is no JSON says nothing more
  }
  return Object.assign(new Error(inPage(sentence)), { status: response.status });
}

async function reached(path, options) {
  try {
    return await fetch(path, options);
  } catch {
    throw new Error("The server cannot be reached. It may have been stopped: start it again, then ask again.");
  }
}

export async function get(path) {
  const response = await reached(path, { headers: headers() });
  if (!response.ok) throw await failed(response);
  return response.json();
}

export async function picture(path) {
  const response = await reached(path, { headers: headers() });
  if (!response.ok) throw await failed(response);
  return URL.createObjectURL(await response.blob());
}

export async function post(path, data) {
  const options = { method: "POST", headers: headers({ "Content-Type": "application/json" }), body: JSON.stringify(data) };
  const response = await reached(path, options);
  if (!response.ok) throw await failed(response);
  return response;
}

// The events of an answer, each told to `tell(name, data)`; what "done" brings is given back.
export async function events(path, data, tell) {
  const response = await post(path, data);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let left = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) throw new Error("The connection broke before the answer was whole. Ask again.");
    left += value;
    const parts = left.split("\n\n");
    left = parts.pop();
    for (const part of parts) {
      const name = /^event: (.*)$/m.exec(part)?.[1];
      const body = /^data: (.*)$/m.exec(part)?.[1];
      if (!name || body === undefined) continue;
      const told = JSON.parse(body);
      if (name === "error") throw new Error(inPage(told.error));
      if (name === "done") return told;
      tell(name, told);
    }
  }
}
