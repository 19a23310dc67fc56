import i18next from "i18next";
import { describe, expect, test } from "vitest";
import en from "../i18n/en/ui.json" with { type: "json" };
import fr from "../i18n/fr/ui.json" with { type: "json" };
import { issueText } from "./issue-text.ts";

const texts = i18next.createInstance();
await texts.init({
  resources: { en: { ui: en }, fr: { ui: fr } },
  defaultNS: "ui",
  interpolation: { escapeValue: false },
});
const at = ["name"];
const message = "what the server said";

describe("what is wrong at a place", () => {
  test.each([
    [{ code: "missing" }, "is missing", "manque"],
    [
      { code: "wrong-type", values: { expected: "integer", received: "string" } },
      "must be integer, not text",
      "doit être : entier, et non : texte",
    ],
    [{ code: "not-one-of", values: { options: "a, b" } }, "must be one of: a, b", "doit être l’un de : a, b"],
    [
      { code: "short-text", values: { limit: "1" } },
      "must have at least one character",
      "doit avoir au moins un caractère",
    ],
    [
      { code: "long-list", values: { limit: "20" } },
      "must have at most 20 items",
      "doit avoir au plus 20 éléments",
    ],
    [{ code: "wrong-format", values: { format: "url" } }, "must be a URL", "doit être une URL"],
    [
      { code: "wrong-format", values: { format: "ulid" } },
      "must be written as ulid",
      "doit être écrit comme ulid",
    ],
    [{ code: "of-tomorrow" }, message, message],
    [{}, message, message],
  ])("%j", (issue, english, french) => {
    expect(issueText({ at, message, ...issue }, texts.getFixedT("en", "ui"))).toBe(english);
    expect(issueText({ at, message, ...issue }, texts.getFixedT("fr", "ui")).replaceAll("\u00a0", " ")).toBe(
      french,
    );
  });
});
