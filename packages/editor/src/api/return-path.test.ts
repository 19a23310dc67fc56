import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { returnPath } from "./return-path.ts";

const origin = "https://sluice.example";

describe("returnPath", () => {
  test.each(["/deliveries", "/deliveries?verdict=refused", "/workflows/w1#node"])("keeps %s", (path) => {
    expect(returnPath(path, origin)).toBe(path);
  });

  test.each([
    undefined,
    "",
    "/",
    "/sign-in?return=%2Fsign-in",
    "//evil.example/x",
    "/\\evil.example",
    "/\t/evil.example",
    "/.//evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "deliveries",
  ])("goes to the first screen instead of %j", (path) => {
    expect(returnPath(path, origin)).toBe("/workflows");
  });

  test("never leaves the origin, whatever is asked for", () => {
    const part = fc.constantFrom(
      "/",
      "\\",
      "\t",
      "@",
      ":",
      "?",
      "#",
      "evil.example",
      "https:",
      "a",
      "..",
      ".",
      "%2f",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        expect(new URL(returnPath(parts.join(""), origin), origin).origin).toBe(origin);
      }),
    );
  });
});
