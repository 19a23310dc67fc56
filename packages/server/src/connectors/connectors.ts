import { createHash } from "node:crypto";
import type {
  Connector,
  ConnectorOperationAnswer,
  ConnectorSource,
  FoundOperation,
  ImportedConnector,
  ReadConnector,
  ShippedConnector,
  WholeConnector,
} from "@sluice/api/schemas";
import { shippedKeys } from "@sluice/api/schemas";
import type { ConnectorOperation } from "@sluice/workflow/connectors";
import { stableStringify } from "@sluice/workflow/document";
import type { Clock } from "../clock.ts";
import { PublicError } from "../errors.ts";
import type { Outgoing } from "../outgoing/send.ts";
import type { ConnectorRecord, ConnectorsStore } from "../stores/connectors/store.ts";
import { changesBetween, headOf } from "./changes.ts";
import { fetchDocument } from "./fetch-document.ts";
import { findOperations } from "./find-operations.ts";
import { freeId } from "./free-id.ts";
import type { ReadOpenApi } from "./openapi/read-openapi.ts";
import { RefusedDocument } from "./openapi/refused.ts";
import { createReader } from "./read-in-thread.ts";
import { shipped, shippedText } from "./shipped.ts";
import { type OperationUse, usesOf } from "./uses.ts";

export interface ConnectorsGiven {
  readonly store: ConnectorsStore;
  readonly fetch: Outgoing["fetch"];
  readonly clock: Clock;
}

interface FromDocument {
  readonly source: ConnectorSource;
  readonly baseUrl?: string | undefined;
}

/** What OpenAPI documents say of other systems, kept so that their operations are nodes. */
export interface Connectors {
  list(): Promise<Connector[]>;
  shipped(): Promise<ShippedConnector[]>;
  operations(query: { q?: string | undefined; limit?: number | undefined }): Promise<FoundOperation[]>;
  /** Throws `connector-not-found`. */
  get(id: string): Promise<WholeConnector>;
  /** Throws `connector-not-found`, `operation-not-found`. */
  operation(given: { id: string; operation: string }): Promise<ConnectorOperationAnswer>;
  /** Saves nothing. Throws `invalid-openapi`, `openapi-not-fetched`, and `connector-not-found` where an id is given. */
  read(given: FromDocument & { id?: string | undefined }): Promise<ReadConnector>;
  /** Throws `invalid-openapi`, `openapi-not-fetched`, `connector-name-taken`. */
  create(
    given: FromDocument & { name?: string | undefined; id?: string | undefined },
  ): Promise<ImportedConnector>;
  /** Throws `connector-not-found`, `connector-name-taken`, and `stale-revision` where others are faster twice. */
  change(given: { id: string; name?: string | undefined; baseUrl?: string | undefined }): Promise<Connector>;
  /**
   * Imports again. Throws `connector-not-found`, `invalid-openapi`, `openapi-not-fetched`, and `invalid-request` where no source
   * is given and the stored one cannot be read again; `stale-revision` where others change it meanwhile, twice or so that
   * it comes from elsewhere now.
   */
  update(given: {
    id: string;
    source?: ConnectorSource | undefined;
    baseUrl?: string | undefined;
  }): Promise<ImportedConnector>;
  /** Throws `connector-not-found`, and `connector-in-use` with who uses it unless it is forced. */
  delete(given: { id: string; force: boolean }): Promise<void>;
}

export function createConnectors({ store, fetch, clock }: ConnectorsGiven): Connectors {
  const read = createReader();
  const existing = async (id: string): Promise<ConnectorRecord> => {
    const record = await store.get(id);
    if (!record) throw new PublicError("connector-not-found");
    return record;
  };
  const usesOfOne = async (id: string) =>
    usesOf(await store.referring()).filter(({ connector }) => connector === id);

  const readSource = async ({ source, baseUrl }: FromDocument): Promise<ReadOpenApi> => {
    const { text, from } = await documentOf(source);
    try {
      return await read({ text, from, baseUrl });
    } catch (error) {
      if (!(error instanceof RefusedDocument)) throw error;
      const issues = error.issues.map((issue) => ({ ...issue, at: [...issue.at] }));
      throw new PublicError("invalid-openapi", { members: { issues }, cause: error });
    }
  };

  const documentOf = async (source: ConnectorSource): Promise<{ text: string; from?: string }> => {
    switch (source.kind) {
      case "text":
        return { text: source.text };
      case "url":
        return fetchDocument(fetch, source.url);
      case "shipped":
        return { text: await shippedText(source.key) };
    }
  };

  /** Writes what `make` makes of the record as it is now; a second time where somebody was faster. */
  const replaced = async <Made extends Replacement>(
    id: string,
    make: (now: ConnectorRecord) => Promise<Made>,
  ): Promise<Made> => {
    for (let round = 1; round <= 2; round += 1) {
      const now = await existing(id);
      const { updatedAt: readAt } = now;
      const made = await make(now);
      // Always later than what was read: the time is what tells two states apart.
      const record = { ...made.record, updatedAt: Math.max(clock(), readAt + 1) };
      const outcome = await store.update({ ...made, record, readAt });
      if (outcome === "updated") return { ...made, record };
      if (outcome === "missing") throw new PublicError("connector-not-found");
      if (outcome === "name-taken") throw new PublicError("connector-name-taken");
    }
    throw changedMeanwhile();
  };

  return {
    async list() {
      const [all, documents] = await Promise.all([store.list(), store.referring()]);
      const uses = usesOf(documents);
      return all.map(({ record, operationCount }) => toConnector({ record, operationCount, uses }));
    },

    async shipped() {
      const all = await store.list();
      return shippedKeys.map((key) => {
        const made = all.find(({ record: { source } }) => source.kind === "shipped" && source.key === key);
        return { key, ...shipped[key], connectorId: made?.record.id ?? null };
      });
    },

    async operations(query) {
      return findOperations(await store.heads(), query);
    },

    async get(id) {
      const [record, operations, uses] = [
        await existing(id),
        await store.operations(id),
        await usesOfOne(id),
      ];
      return toWhole({ record, operations, uses });
    },

    async operation({ id, operation }) {
      const { name, baseUrl, signIn } = await existing(id);
      const found = await store.operation({ connectorId: id, id: operation });
      if (!found) throw new PublicError("operation-not-found");
      return { connector: { id, name, baseUrl, signIn: [...signIn] }, operation: found };
    },

    async read({ id, ...given }) {
      const before = id === undefined ? undefined : await existing(id);
      const { content, notices } = await readSource(given);
      const { title: name, description, version, signIn, operations } = content;
      const baseUrl =
        before && isOwn(before) && given.baseUrl === undefined ? before.baseUrl : content.baseUrl;
      const changes =
        before &&
        changesBetween({
          before: { baseUrl: before.baseUrl, operations: await store.operations(before.id) },
          after: { baseUrl, operations },
          uses: await usesOfOne(before.id),
        });
      return {
        ...{ name, description, version, baseUrl, signIn, operations: operations.map(headOf) },
        ...{ hash: hashOf(content), notices: [...notices], changes: changes ?? null },
      };
    },

    async create({ id: wantedId, name: wantedName, ...given }) {
      const { content, notices } = await readSource(given);
      const name =
        wantedName ?? (given.source.kind === "shipped" ? shipped[given.source.key].name : content.title);
      const taken = new Set((await store.list()).map(({ record }) => record.id));
      const at = clock();
      const record: ConnectorRecord = {
        ...recordOf(content, given),
        ...{ id: wantedId ?? freeId(name, taken), name, createdAt: at, updatedAt: at },
      };
      const { operations } = content;
      if (!(await store.create({ record, operations }))) throw new PublicError("connector-name-taken");
      return { connector: toWhole({ record, operations, uses: [] }), notices: [...notices], changes: null };
    },

    async change({ id, name, baseUrl }) {
      const { record } = await replaced(id, async (now) => ({
        record: { ...now, name: name ?? now.name, baseUrl: baseUrl ?? now.baseUrl },
      }));
      const operationCount = (await store.operations(id)).length;
      return toConnector({ record, operationCount, uses: await usesOfOne(id) });
    },

    async update({ id, source: wanted, baseUrl: wantedBase }) {
      const asked = await existing(id);
      const source = wanted ?? readAgain(asked.source);
      const { content, notices } = await readSource({ source, baseUrl: wantedBase });
      const { operations } = content;
      const uses = await usesOfOne(id);
      // Reading took a while: what others have changed meanwhile stays, but for what the import brings.
      const { record, changes } = await replaced(id, async (now) => {
        if (wanted === undefined && stableStringify(now.source) !== stableStringify(asked.source)) {
          throw changedMeanwhile();
        }
        const kept = isOwn(now) && wantedBase === undefined ? { baseUrl: now.baseUrl } : {};
        const record = { ...now, ...recordOf(content, { source, baseUrl: wantedBase }), ...kept };
        const changes = changesBetween({
          before: { baseUrl: now.baseUrl, operations: await store.operations(id) },
          after: { baseUrl: record.baseUrl, operations },
          uses,
        });
        return { record, operations, changes };
      });
      return { connector: toWhole({ record, operations, uses }), notices: [...notices], changes };
    },

    async delete({ id, force }) {
      await existing(id);
      const usedBy = force ? [] : (await usesOfOne(id)).map(({ use }) => use);
      if (usedBy.length > 0) throw new PublicError("connector-in-use", { members: { usedBy } });
      if (!(await store.delete(id))) throw new PublicError("connector-not-found");
    },
  };
}

interface Replacement {
  readonly record: ConnectorRecord;
  readonly operations?: readonly ConnectorOperation[];
}

function changedMeanwhile(): PublicError {
  return new PublicError("stale-revision", {
    detail: "Others have changed this connector meanwhile. Nothing was saved; read it and try again.",
  });
}

/** The base URL was given by a person. */
function isOwn({ baseUrl, documentBaseUrl }: ConnectorRecord): boolean {
  return baseUrl !== documentBaseUrl;
}

function readAgain(source: ConnectorRecord["source"]): ConnectorSource {
  if (source.kind !== "text") return source;
  const issues = [{ at: ["source"], message: "it was made from a text: give the document again" }];
  throw new PublicError("invalid-request", { members: { issues } });
}

function recordOf(content: ReadOpenApi["content"], { source }: FromDocument) {
  const { description, version, baseUrl, documentBaseUrl, signIn } = content;
  const kept = source.kind === "text" ? { kind: source.kind } : source;
  return { description, version, baseUrl, documentBaseUrl, signIn, source: kept, hash: hashOf(content) };
}

function hashOf(content: ReadOpenApi["content"]): string {
  return createHash("sha256").update(stableStringify(content)).digest("hex");
}

interface Shown {
  readonly record: ConnectorRecord;
  readonly operationCount: number;
  readonly uses: readonly OperationUse[];
}

function toConnector({ record, operationCount, uses }: Shown): Connector {
  const { id, name, description, version, baseUrl, source, hash, signIn, createdAt, updatedAt } = record;
  return {
    ...{ id, name, description, version, baseUrl, ownBaseUrl: isOwn(record), source, hash, operationCount },
    signIn: [...signIn],
    usedBy: uses.filter(({ connector }) => connector === id).map(({ use }) => use),
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
  };
}

function toWhole(given: {
  readonly record: ConnectorRecord;
  readonly operations: readonly ConnectorOperation[];
  readonly uses: readonly OperationUse[];
}): WholeConnector {
  const { operations } = given;
  return {
    ...toConnector({ ...given, operationCount: operations.length }),
    operations: operations.map(headOf),
  };
}
