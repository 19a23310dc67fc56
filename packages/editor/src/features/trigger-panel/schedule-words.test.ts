import { describe, expect, test } from "vitest";
import { scheduleWords } from "./schedule-words.ts";

describe("a schedule in words", () => {
  test("is a sentence in the reader's language and clock", () => {
    expect(scheduleWords("0 9 * * 1-5", { language: "en", locale: "en-GB" })).toBe(
      "At 09:00, Monday through Friday",
    );
    expect(scheduleWords("0 21 * * *", { language: "en", locale: "en-US" })).toBe("At 09:00 PM");
    expect(scheduleWords("*/5 * * * *", { language: "fr", locale: "fr-FR" })).toBe("Toutes les 5 minutes");
  });

  test("is nothing where there is no schedule", () => {
    expect(scheduleWords("now and then", { language: "en", locale: "en" })).toBeNull();
  });
});
