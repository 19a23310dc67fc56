import { ulid } from "ulid";

/** What the ids of a noun begin with. */
export type IdPrefix =
  | ("wf" | "sec" | "usr" | "tok" | "ses" | "inv" | "evt" | "apr" | "wrk" | "cred")
  | ("wh" | "msg" | "att" | "tst" | "rpl");

/** A new id that sorts by the time it was made (https://github.com/ulid/spec): `wf_01J…`. */
export function newId(prefix: IdPrefix, at: number): string {
  return `${prefix}_${ulid(at)}`;
}
