import type { AppliedFile } from "@sluice/api/schemas";
import { type WorkflowDocument, withPinsOf } from "@sluice/workflow/document";
import type { WorkflowFile } from "@sluice/workflow/file";
import { PublicError } from "../errors.ts";
import type { WorkflowRecord } from "../stores/workflows/store.ts";
import type { WorkflowsDependencies } from "../workflows/dependencies.ts";
import { findingsOf } from "../workflows/findings.ts";
import type { Publishing } from "../workflows/publishing.ts";
import type { Workflows } from "../workflows/workflows.ts";
import { changesBetween } from "./changes.ts";
import { withOwnReferences } from "./own-references.ts";

export interface ApplyGiven {
  readonly policy: WorkflowsDependencies;
  readonly workflows: Workflows;
  readonly publishing: Publishing;
}

export interface ApplyOptions {
  readonly dryRun?: boolean | undefined;
  readonly publish?: boolean | undefined;
  readonly note?: string | undefined;
  /** Who is said to have saved and published it. */
  readonly by: string | null;
}

/**
 * Makes a workflow what its file says. Throws `ambiguous-name`, `stale-revision` when the draft is saved meanwhile, and,
 * when it is to be published and has errors, `not-publishable` before anything is saved.
 */
export async function applyFile(
  { policy, workflows, publishing }: ApplyGiven,
  file: WorkflowFile,
  options: ApplyOptions,
): Promise<AppliedFile> {
  const current = await workflowOf(policy, file);
  const written = current === undefined ? file.document : withPinsOf(file.document, current.draft);
  const { document, references } = await localReferences(policy, written, current);
  const folder = file.folder ?? current?.folder ?? "";
  const tags = file.tags ?? current?.tags ?? [];
  const changes = changesBetween(
    {
      document: current?.draft ?? nothingOf(document),
      folder: current?.folder ?? "",
      tags: current?.tags ?? [],
    },
    { document, folder, tags },
  );
  const draftChanges = changes.filter(({ what }) => what !== "folder" && what !== "tags");
  const action = current === undefined ? "create" : changes.length > 0 ? "update" : "none";
  const findings = await findingsOf(policy, { workflowId: current?.id ?? "", document });
  const hasErrors = findings.some(({ severity }) => severity === "error");
  const isNew =
    current === undefined || current.published === null || current.changed || changesMeaning(draftChanges);
  const wouldPublish = options.publish === true && isNew && !hasErrors;
  const plan = { action, name: document.name, changes, references, findings, wouldPublish } as const;
  if (options.dryRun) return { ...plan, id: current?.id ?? null, published: null };
  if (options.publish && isNew && hasErrors)
    throw new PublicError("not-publishable", { members: { findings } });

  const id = await save();
  if (!wouldPublish) return { ...plan, id, published: null };
  const { version } = await publishing.publish({ id, note: options.note, by: options.by });
  return { ...plan, id, published: version };

  async function save(): Promise<string> {
    if (current === undefined) {
      const { id } = await workflows.create(document, options.by);
      if (folder !== "" || tags.length > 0) await workflows.place({ id, folder, tags });
      return id;
    }
    const { id, revision } = current;
    if (draftChanges.length > 0) await workflows.save({ id, revision, document, by: options.by });
    if (draftChanges.length < changes.length) await workflows.place({ id, folder, tags });
    return id;
  }
}

/** The workflow that a file is about: that of its id, or else the one of its name; undefined: none yet. */
async function workflowOf(
  { store }: WorkflowsDependencies,
  { id, document }: WorkflowFile,
): Promise<WorkflowRecord | undefined> {
  const named = id === undefined ? undefined : await store.get(id);
  if (named) return named;
  const [first, second] = await store.named(document.name);
  if (second !== undefined) throw new PublicError("ambiguous-name");
  return first === undefined ? undefined : store.get(first);
}

async function localReferences(
  { secrets, credentials }: WorkflowsDependencies,
  document: WorkflowDocument,
  current: WorkflowRecord | undefined,
) {
  const owned = new Map(
    (current ? await secrets.ofWorkflow(current.id) : []).map((secret) => [secret.id, secret]),
  );
  const known = await credentials.ids();
  return withOwnReferences({
    document,
    current: current?.draft,
    isOwn: ({ reference, node, field }) => {
      const owner = owned.get(reference);
      return owner?.node === node && owner.field === field;
    },
    hasCredential: (reference) => known.has(reference),
  });
}

/** What a workflow is compared with that is not there: all of it counts as added. */
function nothingOf(document: WorkflowDocument): WorkflowDocument {
  const { format, name, mode } = document;
  return { format, name, mode, trigger: { type: "", config: {} }, nodes: {}, edges: [] };
}

function changesMeaning(changes: AppliedFile["changes"]): boolean {
  return changes.some(({ what }) => what !== "layout");
}
