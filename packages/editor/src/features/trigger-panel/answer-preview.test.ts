import { describe, expect, it } from "vitest";
import type { DraftAnswer } from "../../document/trigger-config.ts";
import { previewAnswer } from "./answer-preview.ts";

const scope = { trigger: { id: 7, name: '<b>"Ann"</b>' }, request: {} };
const plain: DraftAnswer = { status: undefined, headers: [], kind: "text", body: undefined, location: "" };
const preview = (answer: Partial<DraftAnswer>) => previewAnswer({ ...plain, ...answer }, scope, "en");

describe("preview of an asynchronous answer", () => {
  it("is 200 with the text ok when nothing is written", () => {
    expect(preview({})).toEqual({
      kind: "answer",
      status: 200,
      headers: [{ name: "content-type", value: "text/plain; charset=utf-8" }],
      body: "ok",
    });
  });

  it("inserts values into JSON, so that quotes in a value cannot break it", () => {
    const shown = preview({ kind: "json", body: { id: "{{ trigger.id }}", name: "{{ trigger.name }}" } });
    expect(shown).toMatchObject({ body: JSON.stringify({ id: 7, name: '<b>"Ann"</b>' }) });
  });

  it("escapes what is inserted into HTML", () => {
    const shown = preview({ kind: "html", body: "<p>{{ trigger.name }}</p>" });
    expect(shown.kind === "answer" && shown.body).not.toContain("<b>");
  });

  it("takes the status from a template", () => {
    expect(preview({ status: "{{ trigger.id === 7 ? 202 : 200 }}" })).toMatchObject({ status: 202 });
  });

  it.each([
    ["status", { status: 99 }],
    ["status", { status: "{{ trigger.name }}" }],
    ["headers", { headers: [{ name: "set-cookie", value: "a=1" }] }],
    ["headers", { headers: [{ name: "x-a", value: "{{ trigger. }}" }] }],
    ["body", { body: "{{ nothing(" }],
  ] as const)("names the %s when it cannot be answered", (place, answer) => {
    expect(preview(answer as Partial<DraftAnswer>)).toMatchObject({ kind: "problem", place });
  });
});
