import type { N8nNode } from "./export-shape.ts";
import { at } from "./parameters.ts";
import type { Source } from "./sources.ts";

/** What a request hands on: n8n gives the body alone, unless the whole response was asked for. */
export function httpSource({ parameters: { options, responseFormat } }: N8nNode, step: string): Source {
  const whole = at(options, "response", "response", "fullResponse") ?? at(options, "fullResponse");
  if (whole === true) {
    const names = new Map([
      ["statusCode", `${step}.status`],
      ["body", `${step}.body`],
      ["headers", `${step}.headers`],
    ]);
    return renamed(step, names);
  }
  // A text is put into a field, called `data` unless it was given another name.
  const format = at(options, "response", "response", "responseFormat") ?? responseFormat;
  if (format !== "text" && format !== "string") return { expression: `${step}.body` };
  const field = at(options, "response", "response", "outputPropertyName") ?? "data";
  return renamed(step, new Map([[String(field), `${step}.body`]]));
}

/** Fields that stand elsewhere. The object around them is there even where the step did not run. */
function renamed(step: string, names: ReadonlyMap<string, string>): Source {
  const fields = [...names].map(
    ([name, own]) => `${/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name)}: ${own}`,
  );
  const whole = `({ ${fields.join(", ")} })`;
  return {
    expression: step,
    whole,
    member: (name) => names.get(name) ?? null,
    ifAny: `(${step}.status ? ${whole} : null)`,
  };
}
