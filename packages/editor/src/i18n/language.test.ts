// @vitest-environment happy-dom
import { afterEach, describe, expect, test } from "vitest";
import { preferredLanguage, rememberLanguage } from "./language.ts";

afterEach(() => localStorage.clear());

describe("preferredLanguage", () => {
  test("takes the first of the browser's languages that we have", () => {
    expect(preferredLanguage(["de-DE", "fr-CA", "en-US"])).toBe("fr");
  });

  test("falls back on English", () => {
    expect(preferredLanguage(["de-DE"])).toBe("en");
  });

  test("takes what the reader chose before what the browser wants", () => {
    // given
    rememberLanguage("fr");

    // then
    expect(preferredLanguage(["en-GB"])).toBe("fr");
  });

  test("ignores a stored language that we do not have", () => {
    // given
    localStorage.setItem("sluice-language", "xx");

    // then
    expect(preferredLanguage(["fr"])).toBe("fr");
  });
});
