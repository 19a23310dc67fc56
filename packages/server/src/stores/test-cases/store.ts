import type { Expectations, RecordedStep, TestRequest } from "@sluice/api/schemas";

/** A test case as it is kept. Times are milliseconds since 1970 in UTC. */
export interface StoredTestCase {
  readonly id: string;
  readonly workflowId: string;
  readonly name: string;
  readonly request: TestRequest;
  readonly recorded: { readonly [node: string]: RecordedStep };
  readonly expect: Expectations;
  /** The delivery that it was saved from. */
  readonly deliveryId: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Test cases of workflows: they go when their workflow is purged. */
export interface TestCasesStore {
  /** Undefined: stored. `full`: the workflow has as many as it may have. */
  create(given: { testCase: StoredTestCase; most: number }): Promise<"full" | undefined>;
  /** By name, then by age. */
  ofWorkflow(workflowId: string): Promise<StoredTestCase[]>;
  get(given: { workflowId: string; id: string }): Promise<StoredTestCase | undefined>;
  /** False: there is none. */
  save(testCase: StoredTestCase): Promise<boolean>;
  /** False: there is none. */
  delete(given: { workflowId: string; id: string }): Promise<boolean>;
}
