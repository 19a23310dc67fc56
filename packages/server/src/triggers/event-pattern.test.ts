import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { headOf, headsOf, matchesEvent } from "./event-pattern.ts";

describe("patterns of events", () => {
  it.each([
    ["order.paid", "order.paid", true],
    ["order.paid", "order.paid.late", false],
    ["order.paid", "Order.paid", false],
    ["order.*", "order.paid", true],
    ["order.*", "order.item.added", true],
    ["order.*", "order", false],
    ["order.*", "orders.paid", false],
    ["*.paid", "order.paid", true],
    ["*.paid", "order.item.paid", false],
    ["order.*.added", "order.item.added", true],
    ["order.*.added", "order.item.line.added", false],
    ["*", "anything", true],
    ["*", "any.thing.at.all", true],
    ["*.*", "anything", false],
  ])("%s takes %s: %s", (pattern, type, expected) => {
    expect(matchesEvent(pattern, type)).toBe(expected);
  });

  it("are found under one of the heads of every type that they take", () => {
    const segment = fc.constantFrom("a", "b", "c", "*");
    const pattern = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("."));
    const type = fc
      .array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 5 })
      .map((parts) => parts.join("."));
    fc.assert(
      fc.property(pattern, type, (wanted, happened) => {
        if (matchesEvent(wanted, happened)) expect(headsOf(happened)).toContain(headOf(wanted));
      }),
    );
  });
});
