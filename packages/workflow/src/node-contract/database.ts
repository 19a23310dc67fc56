import type { DatabaseCredential } from "./credential.ts";
import type { Json, JsonObject } from "./json.ts";

/** One statement for a database. Values travel beside its text, never in it. */
export interface DatabaseQuery {
  readonly credential: DatabaseCredential;
  /** One statement with `$1`, `$2`, … where the parameters stand. */
  readonly statement: string;
  readonly parameters: readonly Json[];
  /** The database itself refuses whatever would change something. */
  readonly readOnly: boolean;
  /** Rows given out at most. */
  readonly maxRows: number;
  /** Connecting included, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface DatabaseResult {
  readonly rows: readonly JsonObject[];
  /** Rows that were changed, or given out. */
  readonly rowCount: number;
  /** There were more rows than `maxRows`. */
  readonly truncated: boolean;
}
