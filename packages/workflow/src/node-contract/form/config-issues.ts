import type { z } from "zod";
import { hasRule } from "../decide.ts";
import type { NodeDefinition } from "../define-node.ts";
import type { Json, JsonObject } from "../json.ts";
import { type ConfigPart, type ConfigPath, configParts, withoutHidden } from "./walk-config.ts";

export interface ConfigIssue {
  readonly at: ConfigPath;
  /** `missing`: must still be given; `unknown`: the schema knows no such field; `invalid`: everything else. */
  readonly kind: "missing" | "unknown" | "invalid";
  /** An English sentence fragment, as the schema says it. */
  readonly message: string;
}

/**
 * What can be said of a config before it runs. A field whose value comes from a template is taken on trust: only
 * the resolved value can tell.
 */
export function configIssues(
  definition: Pick<NodeDefinition, "type" | "config">,
  config: JsonObject,
): ConfigIssue[] {
  const parts = configParts(definition, config);
  const issues = parts.filter(isEmptySecret).map(({ at }): ConfigIssue => {
    return { at, kind: "missing", message: "the secret is not set" };
  });
  const parsed = definition.config.safeParse(withoutHidden(definition, config));
  if (parsed.success) return issues;
  for (const issue of parsed.error.issues) {
    const at = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
    if (parts.some((part) => answersLater(part, at, config))) continue;
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) {
        issues.push({ at: [...at, key], kind: "unknown", message: "there is no such field" });
      }
    } else {
      const missing = isMissing(issue, config, at) || parts.some((part) => isWithoutRule(part, at));
      issues.push({ at, kind: missing ? "missing" : "invalid", message: issue.message });
    }
  }
  return issues;
}

function isMissing(issue: z.core.$ZodIssue, config: JsonObject, at: ConfigPath): boolean {
  const value = valueAt(config, at);
  if (value === undefined) return true;
  return issue.code === "too_small" && (value === "" || (Array.isArray(value) && value.length === 0));
}

/** The issue stands in a secret, or at a text whose value only a run can know. */
function answersLater(part: ConfigPart, at: ConfigPath, config: JsonObject): boolean {
  if (!part.at.every((step, depth) => at[depth] === step)) return false;
  if (part.holds === "secret") return true;
  if (part.holds !== "template") return false;
  for (let depth = part.at.length; depth <= at.length; depth++) {
    const value = valueAt(config, at.slice(0, depth));
    if (typeof value === "string") return value.includes("{{");
  }
  return false;
}

function isWithoutRule(part: ConfigPart, at: ConfigPath): boolean {
  return part.holds === "rules" && !hasRule(part.rules) && part.at.join("\n") === at.join("\n");
}

function isEmptySecret(part: ConfigPart): boolean {
  if (part.holds !== "secret") return false;
  const { value } = part;
  return typeof value !== "object" || value === null || Object.keys(value).length === 0;
}

/** The value at a path, or undefined where it leads nowhere. */
export function valueAt(value: Json, at: ConfigPath): Json | undefined {
  let here: Json | undefined = value;
  for (const step of at) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, step)) return undefined;
    here = Array.isArray(here) ? here[Number(step)] : here[String(step)];
  }
  return here;
}
