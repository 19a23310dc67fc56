import { createHash } from "node:crypto";
import type { MysqlCredential, PostgresCredential } from "@sluice/workflow/node-contract";

/** Which pool a credential's connections belong to, and what tells this credential from one that was changed. */
export function placeOf(credential: PostgresCredential | MysqlCredential): { place: string; key: string } {
  const { type, host, port, database, username } = credential;
  return {
    place: JSON.stringify([type, host, port, database, username]),
    key: createHash("sha256").update(JSON.stringify(credential)).digest("base64"),
  };
}
