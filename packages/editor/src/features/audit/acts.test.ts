import { contract } from "@sluice/api/contract";
import { describe, expect, it } from "vitest";
import english from "../../i18n/en/audit.json" with { type: "json" };
import french from "../../i18n/fr/audit.json" with { type: "json" };

/** Names of the calls that may change something, as the audit log has them: `workflows.publish`. */
function actsIn(part: object, path: readonly string[] = []): string[] {
  if ("~orpc" in part) {
    const { route } = part["~orpc"] as { route: { method?: string } };
    return route.method === "GET" ? [] : [path.join(".")];
  }
  return Object.entries(part).flatMap(([name, inner]) => actsIn(inner, [...path, name]));
}

const acts = actsIn(contract);

describe.each<[string, { acts: Readonly<Record<string, Readonly<Record<string, string>>>> }]>([
  ["English", english],
  ["French", french],
])("the audit log in %s", (_, texts) => {
  it("has words for every call that may change something", () => {
    expect(acts.length).toBeGreaterThan(60);
    const wordless = acts.filter((act) => {
      const [noun = "", verb = ""] = act.split(".");
      return texts.acts[noun]?.[verb] === undefined;
    });
    expect(wordless).toEqual([]);
  });
});
