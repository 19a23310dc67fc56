import type { Json } from "../node-contract/json.ts";
import { type Finding, finding } from "./finding.ts";
import type { Check } from "./given.ts";

/** Shapes that hardly anything but a live secret has: prefixes their issuers publish so that scanners find them. */
const shapes: readonly { readonly kind: string; readonly pattern: RegExp }[] = [
  { kind: "private key", pattern: /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/ },
  { kind: "Stripe key", pattern: /\b[sr]k_live_[A-Za-z0-9]{16,}/ },
  { kind: "webhook secret", pattern: /\bwhsec_[A-Za-z0-9+/=]{24,}/ },
  { kind: "GitHub token", pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40,})/ },
  { kind: "Slack token", pattern: /\bxox[abpr]-[A-Za-z0-9-]{10,}/ },
  { kind: "AWS key", pattern: /\bAKIA[0-9A-Z]{16}\b/ },
  { kind: "API key", pattern: /\bsk-[A-Za-z0-9_-]{32,}/ },
  { kind: "Sluice token", pattern: /\bslu_[A-Za-z0-9_-]{32,}/ },
  { kind: "JWT", pattern: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/ },
  { kind: "Authorization header", pattern: /^(?:Bearer|Basic) [A-Za-z0-9+/=_.-]{16,}$/ },
];

export const secretTexts: Check = ({ document }) => {
  const found: Finding[] = [];
  const walk = (value: Json, at: readonly (string | number)[]): void => {
    if (typeof value === "string") {
      const shape = shapes.find(({ pattern }) => pattern.test(value));
      if (shape !== undefined) found.push(finding("secret-in-text", at, { kind: shape.kind }));
    } else if (typeof value === "object" && value !== null) {
      for (const [key, child] of Object.entries(value))
        walk(child, [...at, Array.isArray(value) ? Number(key) : key]);
    }
  };
  walk(document.trigger.config, ["trigger", "config"]);
  for (const [key, node] of Object.entries(document.nodes)) walk(node.config, ["nodes", key, "config"]);
  return found;
};
