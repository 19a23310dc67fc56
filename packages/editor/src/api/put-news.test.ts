import { describe, expect, test } from "vitest";
import { step } from "../testing/steps.ts";
import { putIntoPages, putStepIntoList } from "./put-news.ts";

const page = (...ids: string[]) => ({ items: ids.map((id) => ({ id, seen: 1 })), nextCursor: null });
const pages = { pages: [page("c", "b"), page("a")], pageParams: [undefined, "b"] };
const idsOf = (result: { pages: { items: { id: string }[] }[] }) =>
  result.pages.map(({ items }) => items.map(({ id }) => id));

describe("putIntoPages", () => {
  test("puts a new item on top of the first page", () => {
    expect(idsOf(putIntoPages(pages, { id: "d", seen: 2 }, true))).toEqual([["d", "c", "b"], ["a"]]);
  });

  test("replaces a known item where it stands", () => {
    // when
    const result = putIntoPages(pages, { id: "a", seen: 2 }, true);

    // then
    expect(idsOf(result)).toEqual([["c", "b"], ["a"]]);
    expect(result.pages[1]?.items[0]?.seen).toBe(2);
  });

  test("takes a known item out when the filter no longer lets it through", () => {
    expect(idsOf(putIntoPages(pages, { id: "b", seen: 2 }, false))).toEqual([["c"], ["a"]]);
  });

  test("ignores an item that the filter does not let through", () => {
    expect(idsOf(putIntoPages(pages, { id: "d", seen: 2 }, false))).toEqual([["c", "b"], ["a"]]);
  });

  test("leaves the pages that it was given as they are", () => {
    // given
    const before = structuredClone(pages);

    // when
    putIntoPages(pages, { id: "b", seen: 2 }, false);

    // then
    expect(pages).toEqual(before);
  });
});

describe("putStepIntoList", () => {
  const visit = (frame: string, attempts: number) => step({ node: "total", frame, attempts });

  test("tells the iterations of a loop apart", () => {
    // given
    const known = [visit("0", 1), visit("1", 1)];

    // when
    const changed = putStepIntoList(known, visit("1", 2));
    const added = putStepIntoList(changed, visit("2", 1));

    // then
    expect(added.map(({ frame, attempts }) => [frame, attempts])).toEqual([
      ["0", 1],
      ["1", 2],
      ["2", 1],
    ]);
  });
});
