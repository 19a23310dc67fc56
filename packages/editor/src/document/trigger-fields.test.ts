import { buildDocument } from "@sluice/workflow/testing";
import { expect, it } from "vitest";
import { createOpenDocument } from "./open-document.ts";
import { memoryGateway } from "./testing/memory-gateway.ts";
import { triggerFields } from "./trigger-fields.ts";

function opened() {
  const store = createOpenDocument({ workflow: memoryGateway(buildDocument({ nodes: {} })).current() });
  return { store, ...triggerFields(store) };
}

it("sets fields and takes fields out in one step of the history", () => {
  const { store, config, put } = opened();
  put({ contract: { schema: false }, keep: "variables" }, "trigger.contract");
  expect(config()).toMatchObject({ contract: { schema: false }, keep: "variables" });
  put({ contract: undefined, keep: "nothing" }, "trigger.contract");
  expect(config()).toMatchObject({ keep: "nothing" });
  expect(config()).not.toHaveProperty("contract");
  expect(store.getState().history.past).toHaveLength(2);
  store.undo();
  expect(config()).toMatchObject({ contract: { schema: false }, keep: "variables" });
});

it("makes one step of typing in one field, and leaves an object out that is empty then", () => {
  const { store, config, putInside } = opened();
  putInside("limits", "perMinute", 1, "trigger.protection");
  putInside("limits", "perMinute", 12, "trigger.protection");
  putInside("limits", "bodyBytes", 9, "trigger.protection");
  expect(config().limits).toEqual({ perMinute: 12, bodyBytes: 9 });
  expect(store.getState().history.past).toHaveLength(2);
  putInside("limits", "perMinute", undefined, "trigger.protection");
  putInside("limits", "bodyBytes", undefined, "trigger.protection");
  expect(config()).not.toHaveProperty("limits");
});
