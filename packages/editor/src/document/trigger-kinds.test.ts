import { describe, expect, test } from "vitest";
import { firstConfig, readEventTypes, readSchedule } from "./trigger-kinds.ts";

const variable = (key: string, from: string) => ({ key, from, path: key, type: "string", required: false });

describe("the kinds of a trigger", () => {
  test("begin with a config of their own, and keep the variables that they can have", () => {
    const before = { auth: { any: [] }, variables: [variable("a", "body"), variable("b", "query")] };
    expect(firstConfig("event", before, "UTC")).toEqual({ types: [], variables: [variable("a", "body")] });
    expect(firstConfig("call", before, "UTC")).toEqual({ variables: [variable("a", "body")] });
    expect(firstConfig("webhook", before, "UTC")).toEqual({ variables: before.variables });
    expect(firstConfig("schedule", before, "Europe/Paris")).toEqual({
      cron: "0 9 * * *",
      timeZone: "Europe/Paris",
    });
    expect(firstConfig("call", {}, "UTC")).toEqual({});
  });

  test("are read from a draft whatever it holds", () => {
    expect(readSchedule({ cron: 7, missed: "always" })).toEqual({
      cron: "",
      timeZone: "UTC",
      missed: "skip",
    });
    expect(readSchedule({ cron: "* * * * *", timeZone: "Asia/Tokyo", missed: "all" })).toEqual({
      cron: "* * * * *",
      timeZone: "Asia/Tokyo",
      missed: "all",
    });
    expect(readEventTypes({ types: ["order.paid", 3, null] })).toEqual(["order.paid"]);
    expect(readEventTypes({ types: "order.paid" })).toEqual([]);
  });
});
