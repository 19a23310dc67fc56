import type { FoundOperation } from "@sluice/api/schemas";
import { expect, test } from "vitest";
import { searchOperations } from "./operation-search.ts";

const operation = (summary: string, more: Partial<FoundOperation> = {}): FoundOperation => ({
  ...{ id: summary.replaceAll(" ", ""), method: "POST", path: "/v1/things", summary, tag: null },
  ...{ deprecated: false, connector: "stripe", connectorName: "Stripe" },
  ...more,
});
const all = [
  operation("Create a customer"),
  operation("Rembourser un paiement", { connectorName: "Système", tag: "Argent" }),
  ...Array.from({ length: 60 }, (_, index) => operation(`List ${index}`, { method: "GET" })),
];

test.each([
  ["", 0],
  ["  ", 0],
  ["stripe CUSTOMER", 1],
  ["systeme remb argent", 1],
  ["get list", 40],
  ["stripe nowhere", 0],
])("%j finds %d", (search, count) => {
  expect(searchOperations(all, search)).toHaveLength(count);
});
