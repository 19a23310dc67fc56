import { encodeAnswer } from "@sluice/workflow/document";
import {
  compileTemplate,
  compileTree,
  describeProblem,
  ExpressionError,
  type Scope,
} from "@sluice/workflow/expressions";
import { type Json, type Language, NodeError } from "@sluice/workflow/node-contract";
import type { DraftAnswer } from "../../document/trigger-config.ts";

export type AnswerPlace = "status" | "headers" | "body" | "location";

export type AnswerPreview =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers: readonly { readonly name: string; readonly value: string }[];
      readonly body: string;
    }
  /** `place` is the field that is to blame. `message` is for people. */
  | { readonly kind: "problem"; readonly place: AnswerPlace; readonly message: string };

/** Little enough that typing is not held up, far more than an answer needs. */
const budget = { steps: 200_000, milliseconds: 50, outputSize: 100_000 };

/** The answer of an asynchronous trigger, its templates filled from `scope`. Never throws. */
export function previewAnswer(answer: DraftAnswer, scope: Scope, language: Language): AnswerPreview {
  let place: AnswerPlace = "status";
  try {
    const status = numberOf(answer.status, scope);
    place = "headers";
    const headers = answer.headers
      .filter(({ name, value }) => name !== "" || value !== "")
      .map(({ name, value }) => ({
        name,
        value: textOf(compileTemplate(value).evaluate(scope, { budget })),
      }));
    place = "body";
    const body = bodyOf(answer, scope);
    place = "location";
    const location =
      answer.kind === "redirect"
        ? textOf(compileTemplate(answer.location, { escape: "url" }).evaluate(scope, { budget }))
        : undefined;
    place = "headers";
    const encoded = encodeAnswer({ status, headers, kind: answer.kind, body, location });
    const type = encoded.contentType === null ? [] : [{ name: "content-type", value: encoded.contentType }];
    return {
      kind: "answer",
      status: encoded.status,
      headers: [...type, ...encoded.headers],
      body: encoded.body,
    };
  } catch (thrown) {
    if (thrown instanceof ExpressionError) {
      return { kind: "problem", place, message: describeProblem(thrown, language) };
    }
    if (thrown instanceof NodeError) {
      return {
        kind: "problem",
        place: placeOf(thrown.code) ?? place,
        message: thrown.message,
      };
    }
    throw thrown;
  }
}

function placeOf(code: string): AnswerPlace | undefined {
  if (code === "invalid-status") return "status";
  return code === "invalid-location" ? "location" : undefined;
}

function numberOf(status: DraftAnswer["status"], scope: Scope): number | undefined {
  if (status === undefined || status === "") return undefined;
  return typeof status === "number" ? status : Number(compileTemplate(status).evaluate(scope, { budget }));
}

/** What is answered when nothing was written: `ok` as text (design: front door), else the kind's own. */
function bodyOf({ kind, body }: DraftAnswer, scope: Scope): Json | undefined {
  if (body === undefined) return kind === "text" ? "ok" : undefined;
  return compileTree(body, kind === "html" ? { escape: "html" } : {}).evaluate(scope, { budget });
}

function textOf(value: Json): string {
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
