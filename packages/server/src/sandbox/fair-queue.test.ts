import { expect, test } from "vitest";
import { FairQueue } from "./fair-queue.ts";

function all(queue: FairQueue<string>): string[] {
  const taken: string[] = [];
  for (let item = queue.take(); item !== undefined; item = queue.take()) taken.push(item);
  return taken;
}

test("one owner's jobs come out as they went in", () => {
  const queue = new FairQueue<string>(10);
  for (const item of ["a1", "a2", "a3"]) expect(queue.add("a", item)).toBe(true);
  expect(all(queue)).toEqual(["a1", "a2", "a3"]);
  expect(queue.size).toBe(0);
});

test("an owner with many waiting delays another by one of its own", () => {
  const queue = new FairQueue<string>(10);
  for (const item of ["a1", "a2", "a3", "a4"]) queue.add("a", item);
  queue.add("b", "b1");
  queue.add("c", "c1");
  queue.add("b", "b2");
  expect(all(queue)).toEqual(["a1", "b1", "c1", "a2", "b2", "a3", "a4"]);
});

test("a full queue takes nothing more until something is taken", () => {
  const queue = new FairQueue<string>(2);
  queue.add("a", "a1");
  queue.add("b", "b1");
  expect(queue.add("c", "c1")).toBe(false);
  queue.take();
  expect(queue.add("c", "c1")).toBe(true);
});

test("what is removed never comes out, and only once", () => {
  const queue = new FairQueue<string>(10);
  for (const item of ["a1", "a2"]) queue.add("a", item);
  expect(queue.remove("a", "a1")).toBe(true);
  expect(queue.remove("a", "a1")).toBe(false);
  expect(queue.remove("b", "a2")).toBe(false);
  expect(queue.size).toBe(1);
  expect(all(queue)).toEqual(["a2"]);
});
