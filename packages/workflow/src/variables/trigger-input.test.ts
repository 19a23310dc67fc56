import { describe, expect, it } from "vitest";
import { variablesFromData } from "./trigger-input.ts";

const amount = { key: "amount", from: "body", path: "order.amount", type: "number", required: true };

describe("variables from plain data", () => {
  it.each(["webhook", "event", "call"])("are taken by their paths (%s)", (type) => {
    const config = { variables: [amount], ...(type === "event" ? { types: ["order.paid"] } : {}) };
    const { values, violations } = variablesFromData({ type, config }, { order: { amount: 3 }, more: 1 });
    expect([values, violations]).toEqual([{ amount: 3 }, []]);
    expect(variablesFromData({ type, config }, []).violations).toMatchObject([{ path: "order.amount" }]);
  });

  it("are every field where a call declares none", () => {
    const call = { type: "call", config: {} };
    expect(variablesFromData(call, { a: 1, b: null }).values).toEqual({ a: 1, b: null });
    expect(variablesFromData(call, [1]).values).toEqual({ value: [1] });
    expect(variablesFromData(call, null).values).toEqual({ value: null });
  });

  it("are none where the trigger declares none, has none or cannot be read", () => {
    for (const trigger of [
      { type: "event", config: { types: ["a"] } },
      { type: "webhook", config: {} },
      { type: "schedule", config: { cron: "* * * * *" } },
      { type: "event", config: { types: 7 } },
      { type: "unknown", config: {} },
    ])
      expect(variablesFromData(trigger, { a: 1 }).values).toEqual({});
  });
});
