import { describe, expect, it } from "vitest";
import { redirectStatusFindings } from "./answer-findings.ts";

describe("the status of a redirect", () => {
  const found = (config: object) => redirectStatusFindings(config, ["nodes", "a", "config"], { node: "a" });

  it.each([200, 404, "201", 99.5])("%j leads nowhere", (status) => {
    expect(found({ kind: "redirect", status, location: "/x" })).toMatchObject([
      { code: "invalid-config", severity: "error", at: ["nodes", "a", "config", "status"] },
    ]);
  });

  it.each([undefined, 302, "303", "", "{{ trigger.code }}", null])("%j may lead somewhere", (status) => {
    expect(found({ kind: "redirect", status, location: "/x" })).toEqual([]);
  });

  it("is the matter of redirects only", () => {
    expect(found({ kind: "json", status: 200 })).toEqual([]);
  });
});
