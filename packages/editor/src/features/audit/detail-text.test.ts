// @vitest-environment happy-dom
import { contract } from "@sluice/api/contract";
import type { Act } from "@sluice/api/schemas";
import i18next from "i18next";
import { describe, expect, it } from "vitest";
import english from "../../i18n/en/audit.json" with { type: "json" };
import french from "../../i18n/fr/audit.json" with { type: "json" };
import { startI18n } from "../../i18n/i18n.ts";
import type { Language } from "../../i18n/language.ts";
import { detailText } from "./detail-text.ts";

async function said(detail: Act["detail"], language: Language): Promise<string> {
  await startI18n(language);
  const t = i18next.getFixedT(language, "audit");
  return detailText(detail, { t, format: { span: (milliseconds) => `${milliseconds} ms` } }).replaceAll(
    /[\u00a0\u202f]/g,
    " ",
  );
}

/** Names of what the calls take that change something there is already: the audit log keeps those that a change named. */
function fieldsIn(part: object): string[] {
  if (!("~orpc" in part)) return Object.values(part).flatMap(fieldsIn);
  const { route, inputSchema } = part["~orpc"] as {
    route: { method?: string; path?: string };
    inputSchema?: { shape?: object };
  };
  if (route.method !== "PUT" && route.method !== "PATCH") return [];
  return Object.keys(inputSchema?.shape ?? {}).filter((name) => !route.path?.includes(`{${name}}`));
}

describe("what is known of an act", () => {
  it.each<[Act["detail"], string, string]>([
    [
      { version: 3, published: 4 },
      "version 3 · version 4 is published",
      "version 3 · la version 4 est publiée",
    ],
    [{ changed: ["name", "auth"] }, "changed: name, authentication", "modifié : nom, authentification"],
    [{ changed: ["active", "is_active", "new"] }, "changed: switched on, new", "modifié : activation, new"],
    [{ count: 1, moved: 2 }, "1 delivery · 2 workflows moved", "1 livraison · 2 workflows déplacés"],
    [{ secrets: 0, grants: 1 }, "0 secrets · 1 connected account", "0 secret · 1 compte connecté"],
    [{ executionId: "exe_1" }, "execution exe_1", "exécution exe_1"],
    [{ keepOldForSeconds: 0 }, "the old one is no longer valid", "l’ancien n’est plus valable"],
    [
      { keepOldForSeconds: 3600 },
      "the old one stays valid for 3600000 ms",
      "l’ancien reste valable 3600000 ms",
    ],
    [{ colour: "red", size: 3 }, "colour red · size 3", "colour red · size 3"],
    [{}, "", ""],
  ])("%j", async (detail, inEnglish, inFrench) => {
    expect(await said(detail, "en")).toBe(inEnglish);
    expect(await said(detail, "fr")).toBe(inFrench);
  });

  it("has words for every field that a change may name", () => {
    const numbers = Object.keys(english.detail.number);
    const fields = new Set(fieldsIn(contract).filter((name) => !numbers.includes(name)));
    expect(fields.size).toBeGreaterThan(25);
    for (const texts of [english.field, french.field] as Readonly<Record<string, string>>[]) {
      expect([...fields].filter((name) => texts[name] === undefined)).toEqual([]);
    }
  });
});
