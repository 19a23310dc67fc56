import type { PublishResult, TestRun, Version, VersionSummary, Workflow } from "@sluice/api/schemas";
import { type Comparison, compareDocuments } from "@sluice/workflow/changes";
import type { Finding } from "@sluice/workflow/check";
import { type WorkflowDocument, withoutPins, withPinsOf } from "@sluice/workflow/document";
import { PublicError } from "../errors.ts";
import { listeningOf } from "../triggers/listening.ts";
import { publishedEvent } from "./change-events.ts";
import type { WorkflowsDependencies } from "./dependencies.ts";
import { replaceDraft } from "./draft-history.ts";
import { secretIdsOf } from "./draft-secrets.ts";
import { findingsOf } from "./findings.ts";
import { existing, presentChanged } from "./present.ts";
import { toVersion, toVersionSummary } from "./to-workflow.ts";
import { staleRevision } from "./workflows.ts";

/** Versions and the way to them. Each throws `workflow-not-found` where there is no such workflow. */
export interface Publishing {
  /**
   * Throws `not-publishable` with all findings when one of them is an error, and `tests-failed` when test cases fail and
   * the workflow is set to stop then. With `revision`, throws `stale-revision` unless the draft is of that revision: nobody
   * publishes what they have not seen.
   */
  publish(given: {
    id: string;
    note?: string | undefined;
    revision?: number | undefined;
    by: string | null;
  }): Promise<{ version: number; findings: Finding[]; tests: TestsOnPublish | null }>;
  unpublish(id: string): Promise<Workflow>;
  /** Findings of a document that need not be saved, or of the draft. */
  check(given: { id: string; document?: WorkflowDocument | undefined }): Promise<Finding[]>;
  versions(given: {
    id: string;
    limit: number;
    cursor?: string | undefined;
  }): Promise<{ items: VersionSummary[]; nextCursor: string | null }>;
  /** Throws `version-not-found`. */
  version(given: { id: string; version: number }): Promise<Version>;
  /** Makes a version the draft. Throws `version-not-found` and `stale-revision`. */
  restore(given: { id: string; version: number; revision: number; by?: string | null }): Promise<Workflow>;
  /** How `other` differs from `version`. Throws `version-not-found`. */
  diff(given: { id: string; version: VersionOrDraft; other: VersionOrDraft }): Promise<Comparison>;
}

type VersionOrDraft = number | "draft";

/** What came of the test cases of a draft that is published. */
type TestsOnPublish = NonNullable<PublishResult["tests"]>;

export interface PublishingGiven extends WorkflowsDependencies {
  /** Left out: there are no test cases. */
  readonly runTests?: (given: { id: string; document: WorkflowDocument }) => Promise<TestRun>;
}

/** How often a publish looks again when the draft is saved while it is being checked. */
const publishAttempts = 5;

export function createPublishing(given: PublishingGiven): Publishing {
  const { store, clock } = given;

  const findVersion = async (id: string, version: number) => {
    const found = await store.version({ id, version });
    if (found) return found;
    await existing(given, id);
    throw new PublicError("version-not-found");
  };

  return {
    async publish({ id, note = null, revision: seen, by }) {
      for (let attempt = 1; ; attempt += 1) {
        const stored = await existing(given, id);
        const { revision, draft } = stored;
        if (seen !== undefined && seen !== revision) throw await staleRevision(given, stored);
        const findings = await findingsOf(given, { workflowId: id, document: draft });
        if (findings.some(({ severity }) => severity === "error")) {
          throw new PublicError("not-publishable", { members: { findings } });
        }
        const tests = await testsOf(given, { id, document: draft });
        // What was checked is what is frozen: a draft that was saved in between is checked again.
        const secretIds = secretIdsOf(draft);
        const at = clock();
        const listening = listeningOf(draft, at);
        const frozen = withoutPins(draft);
        const result = await store.publish({
          ...{ id, revision, note, by, secretIds, listening, at },
          ...(frozen === draft ? {} : { frozen }),
          event: (version) => publishedEvent({ id, name: draft.name, version, note, by, at }),
        });
        if (result.kind === "missing") throw new PublicError("workflow-not-found");
        if (result.kind === "published") {
          given.tasks.poke();
          given.hub.publish({ kind: "workflow", workflowId: id, revision, published: result.version });
          return { version: result.version, findings, tests };
        }
        if (attempt === publishAttempts) throw await staleRevision(given, result.current);
      }
    },

    async unpublish(id) {
      if (!(await store.unpublish(id))) throw new PublicError("workflow-not-found");
      return presentChanged(given, await existing(given, id));
    },

    async check({ id, document }) {
      const { draft } = await existing(given, id);
      return findingsOf(given, { workflowId: id, document: document ?? draft });
    },

    async versions({ id, limit, cursor }) {
      const page = await store.versions({ id, limit, ...(cursor ? { cursor } : {}) });
      if (!page) throw new PublicError("workflow-not-found");
      return { items: page.items.map(toVersionSummary), nextCursor: page.nextCursor };
    },

    async version({ id, version }) {
      return toVersion(await findVersion(id, version));
    },

    async restore({ id, version, revision, by = null }) {
      const { document } = await findVersion(id, version);
      const { draft } = await existing(given, id);
      // No version holds pins: those of the draft stay, as they do when a file is applied.
      return replaceDraft(given, { id, revision, document: withPinsOf(document, draft), by });
    },

    async diff({ id, version, other }) {
      const documentOf = async (one: VersionOrDraft) =>
        one === "draft" ? (await existing(given, id)).draft : (await findVersion(id, one)).document;
      return compareDocuments(await documentOf(version), await documentOf(other));
    },
  };
}

/** Null: there are none, or they are not run. Throws `tests-failed`. */
async function testsOf(
  { runTests }: PublishingGiven,
  { id, document }: { id: string; document: WorkflowDocument },
): Promise<TestsOnPublish | null> {
  const wanted = document.settings?.testsOnPublish ?? "warn";
  const run = wanted === "off" ? undefined : await runTests?.({ id, document });
  if (!run || run.results.length === 0) return null;
  const failed = run.results
    .filter(({ passed }) => !passed)
    .map(({ id: testId, name }) => ({ id: testId, name }));
  if (wanted === "stop" && failed.length > 0) throw new PublicError("tests-failed", { members: { failed } });
  return { passed: run.passed, failed };
}
