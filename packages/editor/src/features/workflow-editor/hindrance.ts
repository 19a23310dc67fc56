import type { SaveState } from "../../document/open-document.ts";

/** Why nothing can be saved until the person does something: trying again does not help. */
export type Hindrance = "signed-out" | "gone";

const byCode: Readonly<Record<string, Hindrance>> = {
  "not-signed-in": "signed-out",
  // The cookie is another session's: somebody signed in in another tab.
  "csrf-failed": "signed-out",
  "workflow-not-found": "gone",
};

export function hindranceOf(save: SaveState): Hindrance | undefined {
  return save.state === "failed" ? byCode[save.code] : undefined;
}
