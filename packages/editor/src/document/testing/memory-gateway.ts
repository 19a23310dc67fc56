import { keepsKeyOrder, type WorkflowDocument } from "@sluice/workflow/document";
import type { SaveAnswer, StoredWorkflow, WorkflowGateway } from "../gateway.ts";

/** A server in memory that keeps the same promises about revisions as the real one. */
export interface MemoryGateway extends WorkflowGateway {
  /** What the server has. */
  current(): StoredWorkflow;
  /** Workflows made by `create`. */
  readonly created: StoredWorkflow[];
  /** While false, nothing arrives. */
  reachable: boolean;
  /** Saves by another session. */
  saveElsewhere(change: (document: WorkflowDocument) => WorkflowDocument): StoredWorkflow;
  /** Documents that arrived, oldest first. */
  readonly received: WorkflowDocument[];
}

export function memoryGateway(draft: WorkflowDocument, id = "wf_1"): MemoryGateway {
  let stored: StoredWorkflow = {
    id,
    hookUrl: "http://127.0.0.1:4100/hooks/key",
    hookKey: "key",
    ...{ alias: null, aliasUrl: null },
    revision: 1,
    published: null,
    paused: false,
    changed: true,
    publishedAt: null,
    updatedAt: "2026-01-31T09:00:00.000Z",
    draft,
  };
  const store = (document: WorkflowDocument): StoredWorkflow => {
    stored = { ...stored, revision: stored.revision + 1, draft: overTheWire(document) };
    return structuredClone(stored);
  };
  const gateway: MemoryGateway = {
    created: [],
    received: [],
    reachable: true,
    current: () => stored,
    saveElsewhere: (change) => store(change(stored.draft)),
    async read() {
      if (!gateway.reachable) throw new TypeError("fetch failed");
      return structuredClone(stored);
    },
    async save({ revision, document }): Promise<SaveAnswer> {
      if (!gateway.reachable) return { kind: "unreachable" };
      if (revision !== stored.revision) return { kind: "stale", current: structuredClone(stored) };
      gateway.received.push(structuredClone(document));
      return { kind: "saved", workflow: store(structuredClone(document)) };
    },
    async create(document) {
      const made = { ...stored, id: `wf_${gateway.created.length + 2}`, revision: 1, draft: document };
      gateway.created.push(made);
      return made;
    },
  };
  return gateway;
}

function overTheWire(document: WorkflowDocument): WorkflowDocument {
  return respelled(referenceSecrets(JSON.parse(JSON.stringify(document)) as WorkflowDocument));
}

/** As a server may: the same document with its keys in another order, where that says nothing. */
function respelled<Part>(part: Part, at: readonly unknown[] = []): Part {
  if (typeof part !== "object" || part === null) return part;
  if (Array.isArray(part)) return part.map((item, index) => respelled(item, [...at, index])) as Part;
  const entries = Object.entries(part).map(([key, value]) => [key, respelled(value, [...at, key])] as const);
  return Object.fromEntries(keepsKeyOrder(at) ? entries : entries.toReversed()) as Part;
}

/** As the vault does: a value goes in, a reference comes back. */
function referenceSecrets<Part>(part: Part): Part {
  if (typeof part !== "object" || part === null) return part;
  if (Array.isArray(part)) return part.map(referenceSecrets) as Part;
  if ("secret" in part && typeof part.secret === "object") return { secret: "sec_stored" } as Part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, referenceSecrets(value)]),
  ) as Part;
}
