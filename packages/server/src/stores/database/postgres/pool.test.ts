import { expect, it } from "vitest";
import { connectionOptions } from "./pool.ts";

it.each([
  ["postgres://a:b@db/sluice", 5000],
  ["postgres://a:b@db/sluice?sslmode=require&connect_timeout=15", 15_000],
  ["postgres://a:b@db/sluice?connect_timeout=0", 5000],
  ["postgres://a:b@db/sluice?connect_timeout=soon", 5000],
])("a connection to %s is given up after %d ms", (url, wanted) => {
  expect(connectionOptions(url).connectionTimeoutMillis).toBe(wanted);
});
