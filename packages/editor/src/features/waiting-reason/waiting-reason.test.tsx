// @vitest-environment happy-dom
import type { WaitingFor } from "@sluice/api/schemas";
import { cleanup } from "@testing-library/react";
import { afterEach, describe, expect, test } from "vitest";
import { renderWithTexts } from "../../testing/render.tsx";
import { WaitingReason } from "./waiting-reason.tsx";

afterEach(cleanup);

const text = async (waiting: WaitingFor) => {
  const { container } = await renderWithTexts(<p>{<WaitingReason waiting={waiting} />}</p>);
  return container.querySelector("p")?.textContent;
};
const forEver = { until: null };

describe("WaitingReason", () => {
  test.each([
    ['wf_01ABC/"customer-7"', "waits for its turn: customer-7"],
    ["wf_01ABC/42", "waits for its turn: 42"],
    ["plain", "waits for its turn: plain"],
    ['wf_01ABC/""', "waits for its turn"],
    [null, "waits for its turn"],
  ])("names the key %s without what makes it unique", async (detail, expected) => {
    expect(await text({ kind: "turn", detail, ...forEver })).toBe(expected);
  });

  test("says until when, and no ids", async () => {
    const until = "2026-01-31T09:00:00.000Z";
    expect(await text({ kind: "callback", detail: "https://x/y", until })).toMatch(
      /^waits for a callback, until /,
    );
    expect(await text({ kind: "call", detail: "exe_1", ...forEver })).toBe("waits for a called workflow");
    expect(await text({ kind: "approval", detail: "Refund?", ...forEver })).toBe(
      "waits for an approval: Refund?",
    );
  });
});
