import { expect, it } from "vitest";
import { executionQuery } from "./execution-query.ts";

it.each([
  ["", {}],
  ["  status:failed  by:schedule ", { status: "failed", startedBy: "schedule" }],
  ["node:charge error:timeout", { failedNode: "charge", errorCode: "timeout" }],
  ["status:paid", { searchKey: { name: "status", value: "paid" } }],
  ["order:A-17 status:failed", { status: "failed", searchKey: { name: "order", value: "a-17" } }],
  ["Ada Lovelace", { searchKey: { name: undefined, value: "ada lovelace" } }],
  ["exe_01AB", { id: "exe_01AB" }],
  ["dlv_01AB status:failed", { deliveryId: "dlv_01AB", status: "failed" }],
])("reads %j", (q, meant) => {
  expect(executionQuery({ q })).toEqual(meant);
});

it("lets a filter win over the same word of the query, and leaves out what is not said", () => {
  const asked = { q: "status:failed node:a", status: "succeeded", workflowId: undefined } as const;
  expect(executionQuery({ ...asked, from: "1970-01-01T00:00:01Z" })).toEqual({
    ...{ status: "succeeded", failedNode: "a", from: 1000 },
  });
});
