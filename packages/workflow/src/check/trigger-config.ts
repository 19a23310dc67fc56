import { webhookTriggerSchema } from "../document/webhook-trigger.ts";
import { compileVariables } from "../variables/extract.ts";
import { headerFindings } from "./configs.ts";
import { type Finding, finding } from "./finding.ts";
import type { Check } from "./given.ts";

const place = ["trigger", "config"];

export const triggerConfig: Check = ({ document }) => {
  if (document.trigger.type !== "webhook") return [];
  const parsed = webhookTriggerSchema.safeParse(document.trigger.config);
  if (!parsed.success) {
    return parsed.error.issues.flatMap((issue): Finding[] => {
      const at = [...place, ...issue.path.map((step) => (typeof step === "number" ? step : String(step)))];
      if (issue.code !== "unrecognized_keys") {
        return [
          finding("invalid-config", at, { node: "trigger", node_fr: "déclencheur", detail: issue.message }),
        ];
      }
      return issue.keys.map((field) => finding("unknown-field", [...at, field], { field }));
    });
  }
  const { variables, response } = parsed.data;
  return [
    ...duplicates(variables),
    ...paths(variables),
    ...statusText(response?.status),
    ...headerFindings(response?.headers, [...place, "response", "headers"]),
  ];
};

type Variables = Parameters<typeof compileVariables>[0];

function duplicates(variables: Variables): Finding[] {
  const seen = new Set<string>();
  return variables.flatMap(({ key }, index) => {
    if (seen.has(key))
      return [finding("duplicate-variable", [...place, "variables", index, "key"], { variable: key })];
    seen.add(key);
    return [];
  });
}

function paths(variables: Variables): Finding[] {
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

/** A status may come from a template; any other text is a mistake. */
function statusText(status: number | string | undefined): Finding[] {
  if (typeof status !== "string" || status.includes("{{")) return [];
  const detail = "a status is a whole number from 200 to 599, or a template";
  const detail_fr = "un statut est un nombre entier de 200 à 599, ou un modèle";
  const values = { node: "trigger", node_fr: "déclencheur", detail, detail_fr };
  return [finding("invalid-config", [...place, "response", "status"], values)];
}
