import type { WorkflowDocument, WorkflowTrigger } from "../../document/schema.ts";
import type { Json, JsonObject } from "../../node-contract/json.ts";
import { kindOf, type N8nNode } from "../export-shape.ts";
import type { NoticeCode } from "../notices.ts";
import { at, credentialNames, listAt, tellOptions } from "../parameters.ts";

export interface ConvertedTrigger {
  readonly trigger: WorkflowTrigger;
  readonly mode: WorkflowDocument["mode"];
  /** It answers with what the last node gives out: of that, the config of the Response that is needed behind each. */
  readonly answerAtEnd?: (data: string) => JsonObject;
}

type Notice = (code: NoticeCode, detail?: string) => void;

/** The trigger of the whole; undefined: this node cannot be one here. */
export function triggerOf(node: N8nNode, notice: Notice, timeZone: string): ConvertedTrigger | undefined {
  const kind = kindOf(node);
  if (kind === "webhook") return webhook(node, notice);
  if (kind === "scheduleTrigger" || kind === "cron") {
    const cron = cronOf(node.parameters);
    if (cron === undefined) return undefined;
    return { mode: "async", trigger: { type: "schedule", config: { cron, timeZone } } };
  }
  return undefined;
}

/** Whether a node starts something in n8n, whether or not it can be carried. */
export function startsSomething(node: N8nNode): boolean {
  const kind = kindOf(node);
  return /Trigger$/i.test(node.type) || kind === "webhook" || kind === "cron" || kind === "start";
}

/** Starts by hand are no trigger of their own here: every workflow can be run by hand. */
export function startsByHand(node: N8nNode): boolean {
  const kind = kindOf(node);
  return kind === "manualTrigger" || kind === "start";
}

function webhook(node: N8nNode, notice: Notice): ConvertedTrigger {
  const { parameters } = node;
  const { options, responseMode } = parameters;
  const method = parameters.httpMethod ?? "GET";
  if (method !== "POST") notice("post-only", Array.isArray(method) ? method.join(", ") : String(method));
  notice("new-url", String(parameters.path ?? ""));
  tellOptions(options, carried, notice);
  const config: JsonObject = { ...authOf(node, notice), ...addressesOf(options, notice) };
  if (responseMode === "responseNode") {
    if (at(options, "responseHeaders")) notice("parameter-not-carried", "options.responseHeaders");
    return { mode: "sync", trigger: { type: "webhook", config } };
  }
  if (responseMode === "lastNode") {
    const answerAtEnd = answerAtEndOf(parameters, notice);
    return { mode: "sync", trigger: { type: "webhook", config }, answerAtEnd };
  }
  const answer = answerOf(parameters);
  const response = Object.keys(answer).length > 0 ? { response: answer } : {};
  return { mode: "async", trigger: { type: "webhook", config: { ...config, ...response } } };
}

const carried = new Set([
  "responseCode",
  "responseData",
  "responseHeaders",
  "ipWhitelist",
  "noResponseBody",
  "rawBody",
]);

/** What is answered at once. */
function answerOf(parameters: JsonObject): JsonObject {
  const { options } = parameters;
  const data = at(options, "responseData");
  return {
    ...statusAndHeaders(parameters),
    ...(at(options, "noResponseBody") === true ? { kind: "empty" } : {}),
    ...(typeof data === "string" && data !== "" ? { kind: "text", body: data.replaceAll("{{", "{{{{") } : {}),
  };
}

/** What is answered with the data of the last node. */
function answerAtEndOf(parameters: JsonObject, notice: Notice): (data: string) => JsonObject {
  const { responseData = "firstEntryJson" } = parameters;
  const common = statusAndHeaders(parameters);
  if (responseData === "noData") return () => ({ kind: "empty", ...common });
  if (responseData === "allEntries") return (data) => ({ kind: "json", body: `{{ [${data}] }}`, ...common });
  if (responseData !== "firstEntryJson")
    notice("parameter-not-carried", `responseData: ${String(responseData)}`);
  return (data) => ({ kind: "json", body: `{{ ${data} }}`, ...common });
}

function statusAndHeaders({ options, responseCode }: JsonObject): JsonObject {
  const code =
    at(options, "responseCode", "values", "responseCode") ?? at(options, "responseCode") ?? responseCode;
  const status = Number(code);
  const headers = listAt(options, "responseHeaders", "entries").map(({ name, value }) => ({
    name: String(name ?? ""),
    value: String(value ?? ""),
  }));
  return {
    ...(Number.isInteger(status) && status >= 200 && status <= 599 ? { status } : {}),
    ...(headers.length > 0 ? { headers } : {}),
  };
}

/** The way in stays shut: the method is there, its secret is empty, and that stops publishing. */
function authOf(node: N8nNode, notice: Notice): JsonObject {
  const { authentication } = node.parameters;
  const methods: Readonly<Record<string, JsonObject>> = {
    basicAuth: { type: "basic", username: "", password: {} },
    headerAuth: { type: "apiKey", in: "header", parameter: "", key: {} },
    jwtAuth: { type: "jwt", algorithms: ["HS256"], secret: {} },
  };
  const method = typeof authentication === "string" ? methods[authentication] : undefined;
  if (authentication === undefined || authentication === "none") return {};
  notice("auth-not-carried", credentialNames(node));
  return { auth: { any: [method ?? { type: "bearer", token: {} }] } };
}

function addressesOf(options: Json | undefined, notice: Notice): JsonObject {
  const list = at(options, "ipWhitelist");
  if (typeof list !== "string" || list.trim() === "") return {};
  if (list.startsWith("=")) {
    notice("parameter-not-carried", "options.ipWhitelist");
    return {};
  }
  return {
    ipAllow: list
      .split(",")
      .map((address) => address.trim())
      .filter((address) => address !== ""),
  };
}

/** One interval as cron; undefined: several, or one that cron cannot say. */
function cronOf(parameters: JsonObject): string | undefined {
  const [only, more] = listAt(at(parameters.rule, "interval") ?? at(parameters.triggerTimes, "item"));
  if (!only || more) return undefined;
  const field = only.field ?? only.mode ?? "days";
  const number = (value: Json | undefined, fallback: number) =>
    typeof value === "number" ? value : fallback;
  const minute = number(only.triggerAtMinute ?? only.minute, 0);
  const hour = number(only.triggerAtHour ?? only.hour, 0);
  const every = (value: Json | undefined, fallback: number, limit: number) => {
    const step = number(value, fallback);
    return limit % step === 0 ? (step === 1 ? "*" : `*/${step}`) : undefined;
  };
  const minutes = every(only.minutesInterval, 5, 60);
  const hours = every(only.hoursInterval, 1, 24);
  switch (field) {
    case "cronExpression":
    case "custom": {
      const cron = only.expression ?? only.cronExpression;
      return typeof cron === "string" && !cron.startsWith("=") ? cron.trim() : undefined;
    }
    case "minutes":
      return minutes && `${minutes} * * * *`;
    case "hours":
      return hours && `${minute} ${hours} * * *`;
    case "everyHour":
      return `${minute} * * * *`;
    case "days":
    case "everyDay":
      return number(only.daysInterval, 1) === 1 ? `${minute} ${hour} * * *` : undefined;
    case "weeks":
      return number(only.weeksInterval, 1) === 1 &&
        Array.isArray(only.triggerAtDay) &&
        only.triggerAtDay.length > 0
        ? `${minute} ${hour} * * ${only.triggerAtDay.join(",")}`
        : undefined;
    default:
      return undefined;
  }
}
