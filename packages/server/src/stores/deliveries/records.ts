import type { Delivery, DeliverySummary } from "@sluice/api/schemas";
import type { CallerAnswer, JsonObject, RuleRecord } from "@sluice/workflow/node-contract";
import { isoTime } from "../../clock.ts";
import type { DeliverySource, FirstAnswer, HeaderPair, NewDelivery } from "./store.ts";

/** A row as every database gives it back. */
export interface DeliveryRow extends SummaryRow {
  readonly url: string;
  readonly headers: string;
  readonly answer: string | null;
  readonly variables: string | null;
  readonly claims: string | null;
  readonly bodyBytes: number;
  readonly bodyTruncated: boolean;
  readonly body: Buffer;
  readonly rules: string | null;
  readonly note: string | null;
  readonly settledAt: number | null;
  readonly bodyRemovedAt: number | null;
}

type SummaryRow = Omit<DeliverySummary, "receivedAt"> & { readonly receivedAt: number };

/** A row as it is inserted. */
export function deliveryRow(delivery: NewDelivery) {
  const { answer, variables, claims, headers, durationMs, rules } = delivery;
  return {
    ...delivery,
    rules: rules === null ? null : JSON.stringify(rules),
    ...{ note: null, settledAt: null },
    headers: JSON.stringify(headers.map(({ name, value }) => [name, value])),
    variables: variables === null ? null : JSON.stringify(variables),
    claims: claims === null ? null : JSON.stringify(claims),
    answer: answer === null ? null : JSON.stringify(answer),
    durationMs: durationMs ?? (delivery.status === null ? null : elapsedSince(delivery.receivedAt)),
  };
}

/** Milliseconds from the arrival to now. */
export function elapsedSince(receivedAt: number): number {
  return Math.max(0, Math.round(Date.now() - receivedAt));
}

export function toSource(row: DeliveryRow): DeliverySource {
  const { method, url, address, body, bodyTruncated, bodyRemovedAt } = row;
  return {
    method,
    url,
    address,
    body,
    bodyTruncated,
    ...{ bodyRemovedAt, workflowId: row.workflowId, version: row.version },
    headers: toPairs(row.headers),
    variables: toObject(row.variables),
    claims: toObject(row.claims),
  };
}

/** What decides how a duplicate is answered. */
export interface FirstAnswerRow {
  readonly status: number | null;
  readonly answer: string | null;
  readonly executionId: string | null;
  readonly executionStatus: string | null;
  readonly executionFinishedAt: number | null;
  readonly executionAnswer: string | null;
}

export function toFirstAnswer(row: FirstAnswerRow): FirstAnswer {
  const { status, answer, executionId, executionStatus, executionFinishedAt, executionAnswer } = row;
  return {
    ...{ status, executionId },
    answer: answer === null ? null : (JSON.parse(answer) as FirstAnswer["answer"]),
    execution:
      executionStatus === null
        ? undefined
        : {
            ended: executionFinishedAt !== null,
            succeeded: executionStatus === "succeeded",
            answer: executionAnswer === null ? null : (JSON.parse(executionAnswer) as CallerAnswer),
          },
  };
}

export function toSummary(row: SummaryRow): DeliverySummary {
  return { ...row, receivedAt: new Date(row.receivedAt).toISOString() };
}

export function toDelivery(row: DeliveryRow, executionAnswer: string | null): Delivery {
  const { id, workflowId, receivedAt, verdict, reason, method, address, status, executionId } = row;
  const { version, durationMs, url, bodyBytes, bodyTruncated, duplicateOf, replayOf, authMethod, authStage } =
    row;
  return {
    ...toSummary({
      ...{ id, workflowId, receivedAt, verdict, reason, method, address, status, executionId },
      ...{ version, durationMs, duplicateOf, replayOf, authMethod, authStage },
    }),
    request: {
      ...{ method, url, headers: toPairs(row.headers), ...toText(row.body), bodyBytes, bodyTruncated },
      bodyRemovedAt: isoTime(row.bodyRemovedAt),
      // As it came: who shows it to people unpacks it.
      ...{ bodyUnpacked: false, files: [] },
    },
    variables: toObject(row.variables),
    claims: toObject(row.claims),
    answer: toAnswer(row, executionAnswer),
    problem: toProblem(row),
    rules: row.rules === null ? null : (JSON.parse(row.rules) as RuleRecord[]),
    settledAt: isoTime(row.settledAt),
    note: row.note,
  };
}

/** Text when the bytes are UTF-8 and come back the same from it, else base64. */
function toText(body: Buffer): { body: string; bodyEncoding: "utf8" | "base64" } {
  const text = body.toString("utf8");
  return Buffer.from(text, "utf8").equals(body)
    ? { body: text, bodyEncoding: "utf8" }
    : { body: body.toString("base64"), bodyEncoding: "base64" };
}

function toAnswer(row: DeliveryRow, executionAnswer: string | null): Delivery["answer"] {
  if (row.status === null) return null;
  const text = row.answer ?? executionAnswer;
  if (text === null) return { status: row.status, headers: [], body: "" };
  const { headers, body, contentType } = JSON.parse(text) as {
    headers: HeaderPair[];
    body: string;
    contentType?: string | null;
  };
  const type = contentType ? [{ name: "content-type", value: contentType }] : [];
  return { status: row.status, headers: [...type, ...headers], body };
}

/** The problem document of a refusal: it is the answer's body. */
function toProblem(row: DeliveryRow): Delivery["problem"] {
  if (row.verdict !== "refused" || row.answer === null) return null;
  return JSON.parse((JSON.parse(row.answer) as { body: string }).body) as JsonObject;
}

function toObject(text: string | null): JsonObject | null {
  return text === null ? null : (JSON.parse(text) as JsonObject);
}

function toPairs(headers: string): HeaderPair[] {
  return (JSON.parse(headers) as [string, string][]).map(([name, value]) => ({ name, value }));
}
