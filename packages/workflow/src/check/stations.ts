import type { WebhookTriggerConfig } from "../document/webhook-trigger.ts";
import type { Reference } from "../expressions/references.ts";
import { rulesSchema } from "../node-contract/rules.ts";
import { answerHeaderFindings, redirectStatusFindings } from "./answer-findings.ts";
import { type Finding, finding } from "./finding.ts";
import type { Check, Given } from "./given.ts";
import { unfilledIn } from "./rules.ts";

const place = ["trigger", "config"];
const names = { node: "trigger", node_fr: "déclencheur" };

/** What a webhook filters, takes for a duplicate, and does while it is paused. */
export function stationFindings(config: WebhookTriggerConfig, mode: "sync" | "async"): Finding[] {
  return [...filterFindings(config), ...dedupeFindings(config), ...pauseFindings(config, mode)];
}

function filterFindings({ filter }: WebhookTriggerConfig): Finding[] {
  if (!filter) return [];
  const at = [...place, "filter", "when"];
  const answerAt = [...place, "filter", "answer"];
  const answer = [
    ...answerHeaderFindings(filter.answer, answerAt),
    ...redirectStatusFindings(filter.answer, answerAt, names),
  ];
  const rules = rulesSchema.safeParse(filter.when);
  if (!rules.success) {
    const detail = "a filter is a group of rules, or one expression";
    const detail_fr = "un filtre est un groupe de règles, ou une expression";
    return [finding("invalid-config", at, { ...names, detail, detail_fr }), ...answer];
  }
  if (!("expression" in rules.data)) return [...unfilledIn(rules.data, at, names), ...answer];
  const empty = rules.data.expression.trim() === "";
  return [...(empty ? [finding("missing-config", [...at, "expression"], names)] : []), ...answer];
}

/** Without a template every request would have the same key: all but the first would be thrown away. */
function dedupeFindings({ dedupe }: WebhookTriggerConfig): Finding[] {
  if (!dedupe || dedupe.key.includes("{{")) return [];
  return [finding("dedupe-key-constant", [...place, "dedupe", "key"])];
}

function pauseFindings({ whenPaused }: WebhookTriggerConfig, mode: "sync" | "async"): Finding[] {
  return whenPaused === "hold" && mode === "sync"
    ? [finding("hold-needs-async", [...place, "whenPaused"])]
    : [];
}

/** Texts that read the body, which is not kept: what they show cannot be looked up, nor run again, when it has ended. */
export const bodyNotKept: Check = (given) => {
  const { type, config } = given.document.trigger;
  if (type !== "webhook" || config.keep !== "variables") return [];
  return bodyReaders(given).map(({ at }) => finding("body-not-kept", at));
};

/** The texts of an execution that read `request.body`; what the door reads itself is not among them. */
export function bodyReaders({ texts }: Pick<Given, "texts">): Given["texts"] {
  return texts.filter(({ node, references }) => node !== "trigger" && references.some(mayReadBody));
}

function mayReadBody({ path: [root, part] }: Reference): boolean {
  return root === "request" && (part === undefined || part === "body");
}
