import type { HmacScheme } from "@sluice/workflow/document";
import type { FailureCode } from "../failure.ts";
import { fieldOf } from "./candidates.ts";
import type { SignedRequest } from "./trace.ts";

/** Whole numbers and nothing else: what a lenient reader would take could be split differently and still be signed. */
const shapes = { seconds: /^[0-9]{1,12}$/, milliseconds: /^[0-9]{1,15}$/ } as const;

export interface TimestampResult {
  readonly failed: FailureCode | null;
  /** As it was sent: that is what is signed. */
  readonly text: string;
  /** Seconds; negative when it is ahead of the clock. */
  readonly age?: number;
}

/** The timestamp of a request, judged at `now` (milliseconds since 1970), as exact as its unit. */
export function readTimestamp(
  { timestamp, separator }: HmacScheme & { timestamp: NonNullable<HmacScheme["timestamp"]> },
  given: { request: SignedRequest; now: number; toleranceSeconds: number },
): TimestampResult {
  const header = given.request.header(timestamp.header);
  if (header === undefined || header === "") return { failed: "missing-header", text: "" };
  const { field, unit } = timestamp;
  const text = field === undefined ? header : fieldOf(header, { field, separator });
  if (text === undefined) return { failed: "missing-timestamp", text: "" };
  if (!shapes[unit].test(text)) return { failed: "malformed-timestamp", text };
  const perSecond = unit === "seconds" ? 1 : 1000;
  const age = Math.floor((given.now / 1000) * perSecond) - Number(text);
  const tolerance = given.toleranceSeconds * perSecond;
  const failed = age > tolerance ? "timestamp-too-old" : age < -tolerance ? "timestamp-too-new" : null;
  return { failed, text, age: age / perSecond };
}
