import { describe, expect, test } from "vitest";
import english from "../../i18n/en/problems.json" with { type: "json" };
import french from "../../i18n/fr/problems.json" with { type: "json" };
import { refusals } from "./refusals.ts";

describe("the reasons of a refusal", () => {
  test.each(refusals)("%s is explained with what to do, in both languages", (reason) => {
    for (const texts of [english, french]) {
      expect(texts[reason].title).not.toBe("");
      expect(texts[reason].remedy).not.toBe("");
    }
  });
});
