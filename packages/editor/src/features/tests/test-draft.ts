import {
  type ExpectedValue,
  expectationsSchema,
  recordedStepSchema,
  type TestCase,
  type TestCaseInput,
} from "@sluice/api/schemas";
import { parseHeaderLines } from "@sluice/workflow/variables";
import { z } from "zod";

/** A test case as its form holds it: texts, as they are typed. */
export interface TestDraft {
  /** Undefined: a new one. */
  readonly id: string | undefined;
  readonly name: string;
  readonly query: string;
  readonly headers: string;
  readonly body: string;
  readonly bodyEncoding: "utf8" | "base64";
  readonly status: string;
  readonly execution: "" | "succeeded" | "failed" | "timed-out" | "none";
  readonly answer: string;
  readonly answerMatch: ExpectedValue["match"];
  readonly ran: readonly string[];
  readonly notRan: readonly string[];
  /** JSON by node key: what its output must hold. */
  readonly outputs: string;
  /** JSON by node key: `{ port, output }`. */
  readonly recorded: string;
}

export type DraftField = "name" | "headers" | "status" | "answer" | "outputs" | "recorded";

export function newTest(): TestDraft {
  return {
    ...{ id: undefined, name: "", query: "", headers: "Content-Type: application/json", body: "{}" },
    ...{ bodyEncoding: "utf8", status: "200", execution: "succeeded", answer: "", answerMatch: "contains" },
    ...{ ran: [], notRan: [], outputs: "", recorded: "" },
  };
}

export function toDraft(test: TestCase): TestDraft {
  const { id, name, request, recorded, expect } = test;
  const { query, headers, body, bodyEncoding } = request;
  const { status, execution, body: answer, ran = [], notRan = [], outputs = {} } = expect;
  return {
    ...{ id, name, query, body, bodyEncoding, ran, notRan },
    headers: headers.map((header) => `${header.name}: ${header.value}`).join("\n"),
    status: status === undefined ? "" : String(status),
    execution: execution ?? "",
    answer: answer === undefined ? "" : JSON.stringify(answer.value, null, 2),
    answerMatch: answer?.match ?? "contains",
    outputs: pretty(outputs),
    recorded: pretty(recorded),
  };
}

/** The test case that a form means, or the fields that cannot be read. */
export function fromDraft(
  draft: TestDraft,
): { readonly content: TestCaseInput } | { readonly wrong: readonly DraftField[] } {
  const headers = parseHeaderLines(draft.headers);
  const answer = jsonOf(draft.answer);
  const outputs = expectationsSchema.shape.outputs.safeParse(jsonOf(draft.outputs)?.value);
  const recorded = z.record(z.string(), recordedStepSchema).safeParse(jsonOf(draft.recorded)?.value ?? {});
  const status = draft.status.trim() === "" ? undefined : Number(draft.status);
  const wrong: DraftField[] = [
    ...(draft.name.trim() === "" ? (["name"] as const) : []),
    ...(headers.problems.length > 0 ? (["headers"] as const) : []),
    ...(status === undefined || (Number.isInteger(status) && status >= 100 && status <= 599)
      ? []
      : (["status"] as const)),
    ...(answer ? [] : (["answer"] as const)),
    ...(jsonOf(draft.outputs) && outputs.success ? [] : (["outputs"] as const)),
    ...(jsonOf(draft.recorded) && recorded.success ? [] : (["recorded"] as const)),
  ];
  if (wrong.length > 0 || !outputs.success || !recorded.success) return { wrong };
  const { execution, answerMatch, ran, notRan, query, body, bodyEncoding } = draft;
  return {
    content: {
      name: draft.name.trim(),
      request: { query, body, bodyEncoding, headers: headerPairs(draft.headers) },
      recorded: recorded.data,
      expect: {
        ...(status === undefined ? {} : { status }),
        ...(answer?.value === undefined ? {} : { body: { match: answerMatch, value: answer.value } }),
        ...(execution === "" ? {} : { execution }),
        ...(ran.length > 0 ? { ran: [...ran] } : {}),
        ...(notRan.length > 0 ? { notRan: [...notRan] } : {}),
        ...(outputs.data && Object.keys(outputs.data).length > 0 ? { outputs: outputs.data } : {}),
      },
    },
  };
}

/** In their order, as they are typed: the parser has said that each line is one. */
function headerPairs(text: string): { name: string; value: string }[] {
  return text.split("\n").flatMap((line) => {
    const mark = line.indexOf(":");
    return mark <= 0 ? [] : [{ name: line.slice(0, mark).trim(), value: line.slice(mark + 1).trim() }];
  });
}

/** The value of a text; `{ value: undefined }` for an empty one, undefined for what is no JSON. */
function jsonOf(text: string): { readonly value: ReturnType<typeof JSON.parse> } | undefined {
  if (text.trim() === "") return { value: undefined };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function pretty(value: object): string {
  return Object.keys(value).length === 0 ? "" : JSON.stringify(value, null, 2);
}
