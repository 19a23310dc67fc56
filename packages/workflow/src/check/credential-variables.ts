import { credentialHeaders, credentialPlaces } from "../document/credential-places.ts";
import { triggerAuthSchema } from "../document/trigger-auth.ts";
import { triggerVariableSchema } from "../document/webhook-trigger.ts";
import { finding } from "./finding.ts";
import type { Check } from "./given.ts";

/** Variables that read what opens the trigger: unlike the header itself, their values are stored and shown. */
export const credentialVariables: Check = ({ document }) => {
  const { type, config } = document.trigger;
  if (type !== "webhook" || !Array.isArray(config.variables)) return [];
  const { headers, parameters } = credentialPlaces(triggerAuthSchema.safeParse(config.auth).data);
  return config.variables.flatMap((given, index) => {
    const parsed = triggerVariableSchema.safeParse(given);
    if (!parsed.success) return [];
    const { key, from, path } = parsed.data;
    const name = path.toLowerCase();
    const reads =
      (from === "headers" && (credentialHeaders.has(name) || headers.has(name))) ||
      (from === "query" && parameters.has(path));
    if (!reads) return [];
    return [
      finding("variable-reads-credential", ["trigger", "config", "variables", index, "path"], { key, path }),
    ];
  });
};
