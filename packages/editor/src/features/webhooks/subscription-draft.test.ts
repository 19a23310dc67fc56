import { ProblemError } from "@sluice/api/client";
import { describe, expect, it } from "vitest";
import { changeOf, creationOf, draftOf, faultsOf, newDraft, refusalsOf } from "./subscription-draft.ts";

const stored = {
  ...{ id: "wh_1", url: "https://a.example", events: ["a"], description: "", active: true, is_active: true },
  ...{
    format: "plain" as const,
    ordered: false,
    disableRule: "health" as const,
    perMinute: null,
    schedule: null,
  },
  ...{
    headers: [{ name: "x-key" }],
    oldSecretsUntil: [],
    signing: "v1" as const,
    publicKeys: [],
    disabledAt: null,
    disabledReason: null,
  },
  ...{
    failingSince: null,
    pending: 0,
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
  },
};

describe("the form of a webhook", () => {
  it("keeps the value of a stored header that is left empty", () => {
    const draft = draftOf(stored);
    expect(faultsOf(draft)).toEqual(new Map());
    const added = [...draft.headers, { name: "x-new", value: "1", stored: false }];
    expect(changeOf({ ...draft, headers: added }, draft)).toEqual({
      headers: [{ name: "x-key" }, { name: "x-new", value: "1" }],
    });
  });

  it("sends what was changed in it alone: the rest may be another by now", () => {
    const before = draftOf(stored);
    expect(changeOf({ ...before, description: "mine" }, before)).toEqual({ description: "mine" });
    expect(changeOf({ ...before, url: " https://a.example ", perMinute: 5 }, before)).toEqual({
      perMinute: 5,
    });
    expect(changeOf({ ...before, events: ["b"], schedule: [5] }, before)).toEqual({
      events: ["b"],
      schedule: [5],
    });
    expect(changeOf(before, before)).toEqual({});
  });

  it("asks for the values of stored headers before they go to another server", () => {
    const before = draftOf({ ...stored, url: "https://a.example/in" });
    const faults = (part: object) => Object.fromEntries(faultsOf({ ...before, ...part }, before));
    expect(faults({ url: "https://a.example/other" })).toEqual({});
    for (const url of ["https://b.example/in", "http://a.example/in", "https://a.example:8443/in"])
      expect(faults({ url })).toEqual({ "headers.0.value": "headerForAnother" });
    expect(faults({ url: "https://b.example/in", headers: [] })).toEqual({});
    const headers = [{ name: "x-key", value: "new", stored: true }];
    expect(faults({ url: "https://b.example/in", headers })).toEqual({});
  });

  it("says at a field what the API says of it", () => {
    const issue = (at: (string | number)[]) => ({ at, message: at.join() });
    const issues = [issue(["events", 0]), issue(["url"]), issue(["headers", 1, "value"]), issue(["colour"])];
    const problem = { type: "", title: "", status: 400, detail: "", code: "invalid-request", issues };
    expect([...refusalsOf(new ProblemError(problem), ({ message }) => message).keys()]).toEqual([
      "events",
      "url",
      "headers.1.value",
    ]);
    expect(refusalsOf(new Error("no answer"), String).size).toBe(0);
  });

  it("says what it lacks: a URL, an event, the name and the value of a new header", () => {
    const faults = (part: object) => Object.fromEntries(faultsOf({ ...newDraft, ...part }));
    expect(faults({})).toEqual({ url: "noUrl", events: "noEvents" });
    const full = { url: "https://a.example", events: ["a"] };
    expect(faults(full)).toEqual({});
    expect(faults({ ...full, events: ["a.*", "Order Paid"] })).toEqual({ events: "noPattern" });
    for (const url of ["a.example", "ftp://a.example", "https://"])
      expect(faults({ ...full, url })).toEqual({ url: "noWebUrl" });
    const headers = [
      { name: "x-a", value: "", stored: false },
      { name: " ", value: "1", stored: false },
    ];
    expect(faults({ ...full, headers })).toEqual({
      "headers.0.value": "noHeaderValue",
      "headers.1.name": "noHeaderName",
    });
  });

  it("asks for a key pair where one can be, and then brings no secret", () => {
    const draft = {
      ...newDraft,
      url: "https://a.example",
      events: ["a"],
      secret: "x",
      signing: "v1a" as const,
    };
    expect(creationOf({ ...draft, format: "standard" })).toMatchObject({ signing: "v1a" });
    expect(creationOf({ ...draft, format: "standard" })).not.toHaveProperty("secret");
    expect(creationOf({ ...draft, format: "alforis" })).toMatchObject({ secret: "x" });
    expect(creationOf({ ...draft, format: "alforis" })).not.toHaveProperty("signing");
  });

  it("is not complete while its schedule cannot be read", () => {
    const draft = { ...newDraft, url: "https://a.example", events: ["a"] };
    expect(faultsOf({ ...draft, schedule: undefined })).toEqual(new Map([["schedule", "noSchedule"]]));
    expect(creationOf({ ...draft, schedule: [5, 60] }).schedule).toEqual([5, 60]);
    expect(creationOf(draft)).toMatchObject({ schedule: null, active: true });
    expect(creationOf({ ...draft, active: false }).active).toBe(false);
  });
});
