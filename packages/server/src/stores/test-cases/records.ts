import type { StoredTestCase } from "./store.ts";

interface Row extends Omit<StoredTestCase, "request" | "recorded" | "expect"> {
  readonly content: string;
}

export function toRow({ request, recorded, expect, ...rest }: StoredTestCase): Row {
  return { ...rest, content: JSON.stringify({ request, recorded, expect }) };
}

export function toTestCase({ content, ...rest }: Row): StoredTestCase {
  // Its shape was checked on its way in.
  return { ...rest, ...(JSON.parse(content) as Pick<StoredTestCase, "request" | "recorded" | "expect">) };
}
