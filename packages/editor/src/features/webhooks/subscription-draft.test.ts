import { describe, expect, it } from "vitest";
import { changeOf, creationOf, draftOf, faultsOf, newDraft } from "./subscription-draft.ts";

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
    expect(changeOf(draft).headers).toEqual([{ name: "x-key" }]);
    expect(changeOf(draft)).not.toHaveProperty("secret");
  });

  it("says what it lacks: a URL, an event, the name and the value of a new header", () => {
    const faults = (part: object) => Object.fromEntries(faultsOf({ ...newDraft, ...part }));
    expect(faults({})).toEqual({ url: "noUrl", events: "noEvents" });
    const full = { url: "https://a.example", events: ["a"] };
    expect(faults(full)).toEqual({});
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
    expect(changeOf({ ...draft, schedule: [5, 60] }).schedule).toEqual([5, 60]);
    expect(changeOf(draft).schedule).toBeNull();
  });
});
