import type { Json, JsonObject } from "../../node-contract/json.ts";
import { at, listAt, tellOptions } from "../parameters.ts";
import { wholeOf } from "../sources.ts";
import type { NodeConverter } from "./node-converter.ts";

export const respondNode: NodeConverter = (given) => {
  const { node, values, sources, goesOn, notice } = given;
  const { parameters, name } = node;
  const { options } = parameters;
  const kind = parameters.respondWith ?? "firstIncomingItem";
  const status = at(options, "responseCode") as Json | undefined;
  const headers = listAt(options, "responseHeaders", "entries").map((entry) => ({
    name: values.text(entry.name),
    value: values.text(entry.value),
  }));
  const common: JsonObject = {
    ...(status === undefined ? {} : { status: values.tree(status) }),
    ...(headers.length > 0 ? { headers } : {}),
    ...(goesOn ? { then: "continue" } : {}),
  };
  const answer = (config: JsonObject) => ({ type: "response", config: { ...config, ...common } });
  const input = () => wholeOf(sources.input(name));
  for (const unknown of ["responseKey", "enableStreaming"]) {
    if (at(options, unknown)) notice("parameter-not-carried", `options.${unknown}`);
  }
  switch (kind) {
    case "json":
      return answer({ kind: "json", body: values.json(parameters.responseBody) });
    case "text":
      return isHtml(headers)
        ? answer({ kind: "html", body: values.text(parameters.responseBody) })
        : answer({ kind: "text", body: values.text(parameters.responseBody) });
    case "noData":
      return answer({ kind: "empty" });
    case "redirect":
      return answer({ kind: "redirect", location: values.text(parameters.redirectURL) });
    case "firstIncomingItem":
      return answer({ kind: "json", body: `{{ ${input()} }}` });
    case "allIncomingItems":
      return answer({ kind: "json", body: `{{ [${input()}] }}` });
    default:
      return { left: String(kind) };
  }
};

/** A page in n8n is a text with a header. Inserted values are escaped in a page here. */
function isHtml(headers: readonly { name: string; value: string }[]): boolean {
  return headers.some(
    ({ name, value }) => name.toLowerCase() === "content-type" && /text\/html/i.test(value),
  );
}

const units = new Set(["seconds", "minutes", "hours", "days"]);

export const waitNode: NodeConverter = ({ node, values, notice }) => {
  const { parameters, typeVersion } = node;
  const resume = parameters.resume ?? "timeInterval";
  if (resume === "specificTime") {
    return { type: "delay", config: { mode: "until", until: values.text(parameters.dateTime) } };
  }
  const unitOf = (unit: Json | undefined, fallback: string) =>
    typeof unit === "string" && units.has(unit) ? unit : fallback;
  if (resume === "timeInterval") {
    const [amount, unit] = typeVersion >= 1.1 ? [5, "seconds"] : [1, "hours"];
    return {
      type: "delay",
      config: {
        mode: "for",
        amount: values.tree(parameters.amount ?? amount),
        unit: unitOf(parameters.unit, unit),
      },
    };
  }
  if (resume !== "webhook") return { left: `resume: ${String(resume)}` };
  if (parameters.incomingAuthentication && parameters.incomingAuthentication !== "none") {
    notice("parameter-not-carried", "incomingAuthentication");
  }
  const { httpMethod = "GET" } = parameters;
  if (httpMethod !== "POST") notice("parameter-not-carried", `httpMethod: ${String(httpMethod)}`);
  for (const name of ["responseMode", "responseCode", "responseData"]) {
    if (parameters[name] !== undefined) notice("parameter-not-carried", name);
  }
  tellOptions(parameters.options, new Set(), notice);
  const limited = parameters.limitWaitTime === true && parameters.limitType !== "atSpecifiedTime";
  if (parameters.limitWaitTime === true && !limited) notice("parameter-not-carried", "maxDateAndTime");
  return {
    type: "wait",
    config: {
      for: "callback",
      ...(limited
        ? { timeout: values.tree(parameters.resumeAmount ?? 1), unit: unitOf(parameters.resumeUnit, "hours") }
        : {}),
    },
    ports: [limited ? ["out", "timeout"] : ["out"]],
  };
};
