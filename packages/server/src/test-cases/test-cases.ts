import type { Execution, TestCase, TestCaseInput, TestRun } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { type NodeTypes, needsAnswer } from "@sluice/workflow/node-contract";
import type { Clock } from "../clock.ts";
import { type PastGiven, pastAnswers } from "../engine/past-answers.ts";
import { PublicError } from "../errors.ts";
import { isKeptWhole } from "../front-door/run-again.ts";
import { newId } from "../ids.ts";
import type { DeliveriesStore } from "../stores/deliveries/store.ts";
import type { StoredTestCase, TestCasesStore } from "../stores/test-cases/store.ts";
import type { WorkflowsStore } from "../stores/workflows/store.ts";
import { expectationsOf, requestOf } from "./from-delivery.ts";
import { type TryGiven, tryRequests } from "./try-requests.ts";

/** Test cases of one workflow. */
const mostTests = 200;

export interface TestCasesGiven extends PastGiven {
  readonly store: TestCasesStore;
  readonly workflows: Pick<WorkflowsStore, "get" | "version">;
  readonly types: NodeTypes;
  readonly clock: Clock;
  readonly trying: TryGiven;
  readonly deliveries: Pick<DeliveriesStore, "get" | "source">;
}

/** Test cases of workflows. Each throws `workflow-not-found`, those about one `test-not-found`. */
export interface TestCases {
  list(workflowId: string): Promise<TestCase[]>;
  /** Throws `too-many-tests`, as the next. */
  create(given: { id: string; test: TestCaseInput }): Promise<TestCase>;
  /** Throws `delivery-not-found` and `body-not-kept`. */
  fromDelivery(given: { id: string; name?: string | undefined }): Promise<TestCase>;
  save(given: { id: string; test: string; content: TestCaseInput }): Promise<TestCase>;
  delete(given: { id: string; test: string }): Promise<void>;
  /** Throws `version-not-found`. */
  run(given: {
    id: string;
    tests?: readonly string[] | undefined;
    version?: "draft" | number | undefined;
    document?: WorkflowDocument | undefined;
  }): Promise<TestRun>;
}

export function createTestCases(given: TestCasesGiven): TestCases {
  const { store, workflows, clock, deliveries } = given;

  const existing = async (id: string) => {
    const workflow = await workflows.get(id);
    if (!workflow) throw new PublicError("workflow-not-found");
    return workflow;
  };
  const add = async (workflowId: string, content: TestCaseInput, deliveryId: string | null) => {
    const at = clock();
    const ids = { id: newId("tst", at), workflowId, deliveryId, createdAt: at, updatedAt: at };
    const testCase = { ...content, ...ids };
    if (await store.create({ testCase, most: mostTests })) throw new PublicError("too-many-tests");
    return toTestCase(testCase);
  };

  return {
    async list(workflowId) {
      await existing(workflowId);
      return (await store.ofWorkflow(workflowId)).map(toTestCase);
    },
    async create({ id, test }) {
      await existing(id);
      return add(id, test, null);
    },
    async fromDelivery({ id, name }) {
      const [delivery, source] = await Promise.all([deliveries.get(id), deliveries.source(id)]);
      if (!delivery || !source) throw new PublicError("delivery-not-found");
      if (!isKeptWhole(source)) throw new PublicError("body-not-kept");
      const { draft } = await existing(delivery.workflowId);
      const { executionId } = delivery;
      const execution = executionId === null ? undefined : await given.readExecution(executionId);
      const content = {
        name: name ?? delivery.receivedAt,
        request: requestOf(delivery),
        recorded: execution ? await recordedOf(given, draft, execution) : {},
        expect: expectationsOf(delivery, execution),
      };
      return add(delivery.workflowId, content, id);
    },
    async save({ id, test, content }) {
      const before = await store.get({ workflowId: id, id: test });
      const after = before && { ...before, ...content, updatedAt: clock() };
      if (!after || !(await store.save(after))) throw new PublicError("test-not-found");
      return toTestCase(after);
    },
    async delete({ id, test }) {
      if (!(await store.delete({ workflowId: id, id: test }))) throw new PublicError("test-not-found");
    },
    async run({ id, tests, version = "draft", document }) {
      const { draft } = await existing(id);
      const frozen = version === "draft" ? undefined : await workflows.version({ id, version });
      if (version !== "draft" && !frozen) throw new PublicError("version-not-found");
      const all = await store.ofWorkflow(id);
      const testCases = tests ? all.filter((testCase) => tests.includes(testCase.id)) : all;
      if (tests && testCases.length < new Set(tests).size) throw new PublicError("test-not-found");
      const results = await tryRequests(given.trying, {
        ...{ workflowId: id, version: version === "draft" ? null : version, testCases },
        document: document ?? frozen?.document ?? draft,
      });
      const passed = results.filter((result) => result.passed).length;
      return {
        version: version === "draft" ? null : version,
        ...{ passed, failed: results.length - passed, results },
      };
    },
  };
}

/** What steps that a test cannot run for real answered in an execution. A test case has one port for each. */
async function recordedOf(given: TestCasesGiven, document: WorkflowDocument, execution: Execution) {
  const readExecution = () => Promise.resolve(execution);
  const past = pastAnswers({ ...given, readExecution }, { document, id: execution.id });
  const recorded: TestCaseInput["recorded"] = {};
  for (const [key, node] of Object.entries(document.nodes)) {
    const answer = needsAnswer(given.types, node) ? await past(key) : undefined;
    if (!answer) continue;
    const { port } = answer;
    recorded[key] = { ...answer, port: typeof port === "string" ? port : "out" };
  }
  return recorded;
}

function toTestCase(stored: StoredTestCase): TestCase {
  const { createdAt, updatedAt, recorded, ...rest } = stored;
  return {
    ...rest,
    recorded: { ...recorded },
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
  };
}
