import { expect, test } from "vitest";
import { exportPath, filterOf } from "./audit-search.ts";

test("an address that cannot be read narrows nothing", () => {
  expect(filterOf({ actor: "", act: "drop table", outcome: "maybe", from: "soon", to: "" })).toEqual({});
});

test("what can be read narrows the list and the file alike", () => {
  const filter = filterOf({
    ...{ actor: "ana@example.com", act: "workflows.*", object: "wf_1", outcome: "failed" },
    from: "2026-01-31T09:30:00+01:00",
  });
  expect(filter).toEqual({
    ...{ actor: "ana@example.com", act: "workflows.*", object: "wf_1", outcome: "failed" },
    from: "2026-01-31T08:30:00.000Z",
  });
  expect(exportPath(filter, "csv")).toBe(
    "/api/v1/audit/export?actor=ana%40example.com&act=workflows.*&object=wf_1&outcome=failed&from=2026-01-31T08%3A30%3A00.000Z&format=csv",
  );
});
