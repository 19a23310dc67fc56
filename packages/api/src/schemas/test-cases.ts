import { z } from "zod";
import { timeSchema } from "./common.ts";
import { executionStatusSchema, stepSchema } from "./executions.ts";

/** Largest body of a test case, in characters of what stands in `body`. */
export const maxTestBody = 1024 * 1024;
const nodeKey = z.string().min(1).max(64);

/** The request that a test case sends: always a POST, as if its sender had passed the door's credentials. */
export const testRequestSchema = z.strictObject({
  /** What stands behind `?`. */
  query: z.string().max(8192).default(""),
  headers: z
    .array(z.strictObject({ name: z.string().min(1).max(200), value: z.string().max(10_000) }))
    .max(200)
    .default([]),
  body: z.string().max(maxTestBody).default(""),
  /** `base64` for bytes that are no UTF-8. */
  bodyEncoding: z.enum(["utf8", "base64"]).default("utf8"),
});
export type TestRequest = z.infer<typeof testRequestSchema>;

/** What a step that reaches outside answers in a test, instead of reaching outside. */
export const recordedStepSchema = z.strictObject({
  port: z.string().max(64).default("out"),
  output: z.json().default(null),
  /** It fails instead. */
  error: z
    .strictObject({ code: z.string().min(1).max(100), message: z.string().max(2000).default("") })
    .optional(),
});
export type RecordedStep = z.infer<typeof recordedStepSchema>;

/** How a value is compared: `contains` asks that everything named is there and the same, `equals` that nothing else is. */
export const expectedValueSchema = z.strictObject({
  match: z.enum(["contains", "equals"]).default("contains"),
  value: z.json(),
});
export type ExpectedValue = z.infer<typeof expectedValueSchema>;

/** What is left out is not looked at. */
export const expectationsSchema = z.strictObject({
  /** Of the answer. */
  status: z.int().min(100).max(599).optional(),
  /** Of the answer: JSON is compared as a value, anything else as a text. */
  body: expectedValueSchema.optional(),
  /** How the execution ends; `none`: nothing runs (the request is refused or filtered). */
  execution: z.enum(["succeeded", "failed", "timed-out", "none"]).optional(),
  /** Keys of nodes whose step must have run. */
  ran: z.array(nodeKey).max(500).optional(),
  /** Keys of nodes whose step must not have run. */
  notRan: z.array(nodeKey).max(500).optional(),
  /** Outputs of steps outside of containers, by node key. */
  outputs: z.record(nodeKey, expectedValueSchema).optional(),
});
export type Expectations = z.infer<typeof expectationsSchema>;

/** A test case as it is written. */
export const testCaseInputSchema = z.strictObject({
  name: z.string().trim().min(1).max(200),
  request: testRequestSchema,
  /** By node key. */
  recorded: z.record(nodeKey, recordedStepSchema).default({}),
  expect: expectationsSchema,
});
export type TestCaseInput = z.infer<typeof testCaseInputSchema>;

export const testCaseSchema = testCaseInputSchema.extend({
  id: z.string(),
  workflowId: z.string(),
  /** The delivery that it was saved from. */
  deliveryId: z.string().nullable(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
});
export type TestCase = z.infer<typeof testCaseSchema>;

/** One expectation that was not met. */
export const testFailureSchema = z.object({
  expectation: z.enum(["status", "body", "execution", "ran", "not-ran", "output", "recorded"]),
  /** Of `ran`, `not-ran`, `output` and `recorded` (a step that reaches outside and has nothing recorded). */
  node: z.string().nullable(),
  /** Where in the value: `order.lines[0].sku`; empty: the value itself. */
  path: z.string(),
  /** Undefined: there was to be nothing, or there was nothing. */
  expected: z.json().optional(),
  got: z.json().optional(),
});
export type TestFailure = z.infer<typeof testFailureSchema>;

export const testResultSchema = z.object({
  id: z.string(),
  name: z.string(),
  passed: z.boolean(),
  failures: z.array(testFailureSchema),
  /** What came of the request. */
  answer: z.object({ status: z.int(), body: z.string() }),
  /** Null: nothing ran. */
  execution: z
    .object({
      status: executionStatusSchema,
      error: z.object({ code: z.string(), message: z.string(), node: z.string().nullable() }).nullable(),
      /** The first 200 outside of containers. */
      steps: z.array(stepSchema),
    })
    .nullable(),
  durationMs: z.number(),
});
export type TestResult = z.infer<typeof testResultSchema>;

export const testRunSchema = z.object({
  /** Null: the draft. */
  version: z.int().nullable(),
  passed: z.int(),
  failed: z.int(),
  results: z.array(testResultSchema),
});
export type TestRun = z.infer<typeof testRunSchema>;
