// The API's own description (/openapi.json), to be read by a person.
import { get } from "./api.js";
import { by, make } from "./dom.js";

const place = by("docs");
try {
  const api = await get("/openapi.json");
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, told] of Object.entries(methods)) {
      const body = told.requestBody?.content?.["application/json"]?.schema?.$ref?.split("/").pop();
      const fields = body ? api.components.schemas[body].properties : {};
      const named = [...(told.parameters ?? []).map((one) => one.name), ...Object.keys(fields)];
      place.append(make("article", {}, make("h2", {}, `${method.toUpperCase()} ${path}`),
        make("p", {}, told.description ?? ""), named.length ? make("p", { class: "quiet" }, `Takes ${named.join(", ")}.`) : null));
    }
  }
} catch (error) {
  place.append(make("p", { class: "error" }, error.message));
}
