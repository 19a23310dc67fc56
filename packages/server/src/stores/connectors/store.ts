import type { Connector, FoundOperation } from "@sluice/api/schemas";
import type { ConnectorOperation, SignIn } from "@sluice/workflow/connectors";
import type { ReferringDocument } from "../database/referring.ts";

/** A connector without its operations. Times are milliseconds since 1970 in UTC. */
export interface ConnectorRecord {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly version: string;
  /** The one that nodes are made with. */
  readonly baseUrl: string;
  /** The one that the document says. */
  readonly documentBaseUrl: string;
  readonly source: Connector["source"];
  /** SHA-256 of the content, in hex. */
  readonly hash: string;
  readonly signIn: readonly SignIn[];
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface WholeRecord {
  readonly record: ConnectorRecord;
  readonly operations: readonly ConnectorOperation[];
}

/** Connectors of the whole instance. Statements only: policy stands in `connectors/`. */
export interface ConnectorsStore {
  /** False: another one has this id or name (compared without case). */
  create(given: WholeRecord): Promise<boolean>;
  get(id: string): Promise<ConnectorRecord | undefined>;
  /** By name, with how many operations each has. */
  list(): Promise<{ readonly record: ConnectorRecord; readonly operationCount: number }[]>;
  /** All of one, in the order of its document. */
  operations(connectorId: string): Promise<ConnectorOperation[]>;
  operation(given: { connectorId: string; id: string }): Promise<ConnectorOperation | undefined>;
  /** What a list shows of the operations of all, by connector and in the order of its document. */
  heads(): Promise<FoundOperation[]>;
  /**
   * Replaces everything but when it was made, where it was last changed at `readAt`; operations that are left out stay.
   * `changed`: somebody was faster.
   */
  update(given: {
    record: ConnectorRecord;
    operations?: readonly ConnectorOperation[];
    readAt: number;
  }): Promise<"updated" | "missing" | "name-taken" | "changed">;
  /** Its operations go with it. False: there is none with this id. */
  delete(id: string): Promise<boolean>;
  /** Drafts and published versions, of workflows that are not in the trash, that may refer to a connector. */
  referring(): Promise<ReferringDocument[]>;
}

/** How a reference begins in a stored document, which is JSON without spaces. */
export const connectorReference = '"operation":{"';
