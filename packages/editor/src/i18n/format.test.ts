import { describe, expect, test } from "vitest";
import { createFormat } from "./format.ts";

const plain = (text: string) => text.replaceAll(/[  ]/g, " ");

describe("createFormat", () => {
  test("writes a time in the reader's zone", () => {
    expect(plain(createFormat("en-GB", "Europe/Paris").time("2026-11-22T23:42:27.000Z"))).toBe(
      "23 Nov 2026, 00:42:27",
    );
    expect(plain(createFormat("fr-FR", "UTC").day("2026-11-22T23:42:27.000Z"))).toBe("22 nov. 2026");
  });

  test.each([
    [0, "now"],
    [4, "now"],
    [59, "59 seconds ago"],
    [61, "1 minute ago"],
    [7199, "1 hour ago"],
    [86_400, "yesterday"],
    [8 * 86_400, "last week"],
  ])("says %i seconds as %s", (seconds, said) => {
    const now = Date.parse("2026-11-22T12:00:00.000Z");
    const iso = new Date(now - seconds * 1000).toISOString();
    expect(createFormat("en").ago(iso, now)).toBe(said);
  });

  test.each([
    [0.42, "0.4ms"],
    [12.4, "12ms"],
    [1240, "1.24s"],
    [185_000, "3m 5s"],
    [3_600_000, "1h 0m"],
  ])("writes %d milliseconds as %s", (milliseconds, said) => {
    expect(plain(createFormat("en").span(milliseconds))).toBe(said);
  });

  test.each([
    ["en-GB", 0, "$0.00"],
    ["en-GB", 12.345, "$12.35"],
    ["en-GB", 0.00015, "$0.00015"],
    ["fr-FR", 0.0423, "0,042\u00a0$"],
  ])("writes dollars in %s: %d as %s", (locale, value, said) => {
    expect(createFormat(locale).dollars(value)).toBe(said);
  });

  test("writes sizes in powers of a thousand", () => {
    const { bytes } = createFormat("en");
    expect([312, 1200, 1_048_576].map(bytes)).toEqual(["312B", "1.2kB", "1MB"]);
  });

  test.each(["fr", "fr-FR", "fr-CA"])("%s keeps a space that does not break before a unit", (locale) => {
    const { bytes, span } = createFormat(locale);
    const all = [bytes(312), bytes(820_400), span(1), span(1240), span(185_000), span(3_600_000)];
    expect(all.map((text) => text.replaceAll(/[\u00a0\u202f]/g, "~"))).toEqual([
      ...["312~o", "820,4~ko", "1~ms", "1,24~s", "3~min 5~s", "1~h 0~min"],
    ]);
  });
});
