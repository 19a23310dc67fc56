import { describe, expect, test } from "vitest";
import { paymentDocument } from "../testing/payment-document.ts";
import { type FormatStep, upgrade } from "./upgrade.ts";

/** Two formats to come: the first calls the mode `kind`, the second puts it under `settings`. */
const steps: readonly FormatStep[] = [
  ({ mode, ...rest }) => ({ ...rest, kind: mode }),
  ({ kind, ...rest }) => ({ ...rest, settings: { kind } }),
];

describe("upgrading a document", () => {
  test("given today's format, it stays the same object", () => {
    const document = paymentDocument();
    expect(upgrade(document)).toEqual({ ok: true, document });
    const upgraded = upgrade(document);
    expect(upgraded.ok && upgraded.document).toBe(document);
  });

  test("given older formats, every step from theirs on is taken, in order", () => {
    const upgraded = { format: 3, name: "a", settings: { kind: "sync" } };
    expect(upgrade({ format: 1, name: "a", mode: "sync" }, steps)).toEqual({ ok: true, document: upgraded });
    expect(upgrade({ format: 2, name: "a", kind: "sync" }, steps)).toEqual({ ok: true, document: upgraded });
    expect(upgrade(upgraded, steps)).toEqual({ ok: true, document: upgraded });
  });

  test("given an older format, it is not changed itself", () => {
    const old = Object.freeze({ format: 1, mode: "sync" });
    expect(upgrade(old, steps).ok).toBe(true);
    expect(old).toEqual({ format: 1, mode: "sync" });
  });

  test.each([
    [null, /JSON object with "format": 1/],
    ["format 1", /JSON object/],
    [[], /JSON object/],
    [{}, /format is missing/],
    [Object.create({ format: 1 }), /format is missing/],
    [{ format: "1" }, /today's is 1/],
    [{ format: 1.5 }, /today's is 1/],
    [{ format: 0 }, /today's is 1/],
    [{ format: -1 }, /today's is 1/],
    [{ format: Number.NaN }, /today's is 1/],
    [{ format: 2 }, /newer Sluice.*upgrade it first/],
  ])("given %j, it is refused with a remedy", (value, message) => {
    const upgraded = upgrade(value);
    expect(upgraded.ok).toBe(false);
    if (!upgraded.ok) expect(upgraded.problems[0]?.message).toMatch(message);
  });

  test("given a format beyond the known steps, it is refused too", () => {
    expect(upgrade({ format: 4 }, steps)).toMatchObject({ ok: false, problems: [{ at: ["format"] }] });
  });
});
