import { expect, it } from "vitest";
import { readStations, windowUnitOf } from "./trigger-stations.ts";

it("reads what is left out as what counts then", () => {
  expect(readStations({})).toEqual({
    ...{ filter: undefined, dedupe: undefined, whenPaused: "503", keep: "everything" },
  });
});

it("reads what is there, and replaces what is broken", () => {
  const filter = { when: { all: [] }, answer: { status: "{{ 1 }}", kind: "json", body: { a: 1 } } };
  const dedupe = { key: "{{ trigger.id }}", windowSeconds: 60, answer: "ok" };
  expect(readStations({ filter, dedupe, whenPaused: "hold", keep: "variables" })).toEqual({
    filter: { when: { all: [] }, status: "{{ 1 }}", kind: "json", body: { a: 1 } },
    ...{ dedupe, whenPaused: "hold", keep: "variables" },
  });
  expect(
    readStations({ filter: 1, dedupe: { key: 2, windowSeconds: -1 }, whenPaused: 5, keep: "x" }),
  ).toEqual({
    filter: { when: undefined, status: undefined, kind: "text", body: undefined },
    dedupe: { key: "", windowSeconds: 259_200, answer: "replay" },
    ...{ whenPaused: "503", keep: "everything" },
  });
});

it("shows a window in the largest unit that fits", () => {
  expect([1, 90, 120, 7200, 86_400, 90_000].map(windowUnitOf)).toEqual([
    "seconds",
    "seconds",
    "minutes",
    "hours",
    "days",
    "hours",
  ]);
});
