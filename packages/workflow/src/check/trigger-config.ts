import { isTriggerType, triggerTypes } from "../document/trigger-types.ts";
import type { ScheduleTriggerConfig } from "../document/triggers.ts";
import type { TriggerVariable, WebhookTriggerConfig } from "../document/webhook-trigger.ts";
import { compileSchema } from "../json-schema/compile-schema.ts";
import { compileVariables } from "../variables/extract.ts";
import { answerHeaderFindings, redirectStatusFindings } from "./answer-findings.ts";
import { type Finding, finding } from "./finding.ts";
import type { Check } from "./given.ts";
import { scheduleFindings } from "./schedule.ts";
import { stationFindings } from "./stations.ts";

const place = ["trigger", "config"];
const names = { node: "trigger", node_fr: "déclencheur" };

export const triggerConfig: Check = ({ document }) => {
  const { type, config } = document.trigger;
  if (!isTriggerType(type)) return [];
  const parsed = triggerTypes[type].config.safeParse(config);
  if (!parsed.success) {
    return parsed.error.issues.flatMap((issue): Finding[] => {
      const at = [...place, ...issue.path.map((step) => (typeof step === "number" ? step : String(step)))];
      if (issue.code !== "unrecognized_keys") {
        const isMissing = issue.path.length === 1 && config[String(issue.path[0])] === undefined;
        return [
          finding(isMissing ? "missing-config" : "invalid-config", at, { ...names, detail: issue.message }),
        ];
      }
      return issue.keys.map((field) => finding("unknown-field", [...at, field], { field }));
    });
  }
  const found = "variables" in parsed.data ? variableFindings(type, parsed.data.variables) : [];
  if (type === "webhook") {
    const webhook = parsed.data as WebhookTriggerConfig;
    return [
      ...found,
      ...answerFindings(webhook),
      ...schemaFindings(webhook),
      ...stationFindings(webhook, document.mode),
    ];
  }
  return type === "schedule" ? scheduleFindings(parsed.data as ScheduleTriggerConfig) : found;
};

function variableFindings(type: string, variables: readonly TriggerVariable[]): Finding[] {
  return [...duplicates(variables), ...paths(variables), ...(type === "webhook" ? [] : sources(variables))];
}

function answerFindings({ response, filter }: WebhookTriggerConfig): Finding[] {
  const at = [...place, "response"];
  return [
    ...statusText(response?.status, [...at, "status"]),
    ...statusText(filter?.answer?.status, [...place, "filter", "answer", "status"]),
    ...answerHeaderFindings(response, at),
    ...redirect(response),
  ];
}

/** A redirect leads somewhere, and with a status that says so. */
function redirect(response: WebhookTriggerConfig["response"]): Finding[] {
  if (response?.kind !== "redirect") return [];
  const found: Finding[] = [];
  if ((response.location ?? "").trim() === "") {
    const detail = "a redirect needs a location";
    found.push(finding("missing-config", [...place, "response", "location"], { ...names, detail }));
  }
  return [...found, ...redirectStatusFindings(response, [...place, "response"], names)];
}

function schemaFindings({ contract }: WebhookTriggerConfig): Finding[] {
  if (contract?.schema === undefined) return [];
  return compileSchema(contract.schema).problems.map(({ at, message }) =>
    finding("invalid-schema", [...place, "contract", "schema", ...at], {
      detail: message.en,
      detail_fr: message.fr,
    }),
  );
}

function duplicates(variables: readonly TriggerVariable[]): Finding[] {
  const seen = new Set<string>();
  return variables.flatMap(({ key }, index) => {
    if (seen.has(key))
      return [finding("duplicate-variable", [...place, "variables", index, "key"], { variable: key })];
    seen.add(key);
    return [];
  });
}

function paths(variables: readonly TriggerVariable[]): Finding[] {
  const problems = new Map(compileVariables(variables).problems.map(({ key, error }) => [key, error]));
  return variables.flatMap(({ key }, index) => {
    const error = problems.get(key);
    if (error === undefined) return [];
    return [
      finding("invalid-path", [...place, "variables", index, "path"], {
        variable: key,
        detail: error.message,
      }),
    ];
  });
}

/** An event or a call brings data and nothing else. */
function sources(variables: readonly TriggerVariable[]): Finding[] {
  const detail =
    "only a webhook has a query and headers; take this variable from the body, which is the data";
  const detail_fr =
    "seul un webhook a une requête et des en-têtes ; prenez cette variable du corps, qui est la donnée";
  return variables.flatMap(({ from }, index) =>
    from === "body"
      ? []
      : [finding("invalid-config", [...place, "variables", index, "from"], { ...names, detail, detail_fr })],
  );
}

/** A status may come from a template; any other text is a mistake. */
function statusText(status: number | string | undefined, at: string[]): Finding[] {
  if (typeof status !== "string" || status.includes("{{")) return [];
  const detail = "a status is a whole number from 200 to 599, or a template";
  const detail_fr = "un statut est un nombre entier de 200 à 599, ou un modèle";
  return [finding("invalid-config", at, { ...names, detail, detail_fr })];
}
