/** What may be said of an act besides: numbers, ids, names of what was changed. Never a value that somebody typed. */
export type ActDetail = Readonly<Record<string, number | string | readonly string[]>>;

/** Something that somebody did. Times are milliseconds since 1970 in UTC. */
export interface AuditRecord {
  readonly id: string;
  readonly at: number;
  readonly actorKind: "person" | "token" | "command" | "nobody";
  readonly actorId: string | null;
  readonly actorName: string | null;
  readonly address: string | null;
  readonly act: string;
  readonly objectKind: string | null;
  readonly objectId: string | null;
  readonly objectName: string | null;
  /** `ok`, a problem's code, or `unfinished`. */
  readonly outcome: string;
  readonly detail: ActDetail;
  readonly requestId: string | null;
}

export interface AuditQuery {
  /** The actor's id or name. */
  readonly actor?: string | undefined;
  /** The whole of an act's word, or with a star at its end the beginning of some. */
  readonly act?: string | undefined;
  readonly objectId?: string | undefined;
  readonly outcome?: "ok" | "failed" | undefined;
  /** `from` included, `to` not. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** The id of the last one seen. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** How an act that was begun has ended. */
export type ActEnd = Pick<
  AuditRecord,
  "id" | "outcome" | "objectKind" | "objectId" | "objectName" | "detail"
>;

/** Who did what. Rows are added, completed once, and go when they are old; nothing else changes them. */
export interface AuditStore {
  /** Resolves when it is on disk. */
  add(record: AuditRecord): Promise<void>;
  /** Completes one that is `unfinished`; any other stays as it is. */
  end(end: ActEnd): Promise<void>;
  /** Newest first. */
  list(query: AuditQuery): Promise<AuditRecord[]>;
  /** Removes the oldest from before `before`. Resolves to how many went. */
  prune(given: { before: number; limit: number }): Promise<number>;
}
