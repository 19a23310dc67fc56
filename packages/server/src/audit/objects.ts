import type { ActObject } from "./audit.ts";

/** What an id is of, told by what it begins with. */
const kinds: Readonly<Record<string, string>> = {
  wf: "workflow",
  dlv: "delivery",
  exe: "execution",
  tok: "token",
  usr: "user",
  cred: "credential",
  wh: "subscription",
  msg: "message",
  evt: "event",
  apr: "approval",
  rpl: "replay",
  tst: "test",
};

/** Ids of ours and nothing else: whatever somebody writes into a path must not get into the log. */
const idPattern = /^([a-z]{2,6})_[0-9A-HJKMNP-TV-Z]{26}$/;

/** Names of objects by kind; where a kind has none here, its acts show the id alone. */
export type ObjectNames = {
  readonly [kind: string]: ((id: string) => Promise<string | undefined>) | undefined;
};

/** The object that a text is the id of, with its name as it is now; null: it is none of our ids. */
export async function objectOf(id: unknown, names: ObjectNames): Promise<ActObject | null> {
  const prefix = typeof id === "string" ? idPattern.exec(id)?.[1] : undefined;
  if (typeof id !== "string" || prefix === undefined) return null;
  const kind = kinds[prefix] ?? prefix;
  // A name is for people: whatever cannot be looked up must not stop who acts.
  const name = await names[kind]?.(id).catch(() => undefined);
  return { kind, id, name: name ?? null };
}

/** Whether a text is one of our ids. */
export function isId(text: unknown): text is string {
  return typeof text === "string" && idPattern.test(text);
}
