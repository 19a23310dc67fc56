import type { Placements, Workflow } from "@sluice/api/schemas";
import { folderSchema } from "@sluice/workflow/document";
import { PublicError } from "../errors.ts";
import type { WorkflowsDependencies } from "./dependencies.ts";
import { existing, presentChanged } from "./present.ts";

/** How workflows are filed. Those about one throw `workflow-not-found`. */
export interface Placing {
  /** Files it elsewhere; what is left out stays. */
  place(given: {
    id: string;
    folder?: string | undefined;
    tags?: readonly string[] | undefined;
  }): Promise<Workflow>;
  placements(): Promise<Placements>;
  /** Throws `invalid-request` when a folder would be moved into itself, or a path would become too long. */
  moveFolder(given: { from: string; to: string }): Promise<number>;
}

export function createPlacing(given: WorkflowsDependencies): Placing {
  const { store } = given;
  return {
    async place({ id, folder, tags }) {
      const placed = await store.place({
        id,
        ...(folder === undefined ? {} : { folder }),
        ...(tags === undefined ? {} : { tags: [...tags].sort() }),
      });
      if (!placed) throw new PublicError("workflow-not-found");
      return presentChanged(given, await existing(given, id));
    },

    async placements() {
      const all = await store.placements();
      const folders = counted(all.flatMap(({ folder }) => withThoseAbove(folder)));
      const tags = counted(all.flatMap((one) => one.tags));
      return {
        folders: folders.map(([folder, count]) => ({ folder, count })),
        tags: tags.map(([tag, count]) => ({ tag, count })),
        unfiled: all.filter(({ folder }) => folder === "").length,
      };
    },

    async moveFolder({ from, to }) {
      if (to.startsWith(`${from}/`)) throw invalid("a folder cannot be moved into itself");
      const below = (await store.placements()).filter(({ folder }) => folder.startsWith(`${from}/`));
      for (const { folder } of below) {
        const moved = (to + folder.slice(from.length)).replace(/^\//, "");
        if (!folderSchema.safeParse(moved).success) throw invalid(`the path of ${folder} would be too long`);
      }
      return store.moveFolder({ from, to });
    },
  };
}

function invalid(message: string): PublicError {
  return new PublicError("invalid-request", { members: { issues: [{ at: ["to"], message }] } });
}

/** `a/b/c` counts in `a` and `a/b` too. */
function withThoseAbove(folder: string): string[] {
  if (folder === "") return [];
  const names = folder.split("/");
  return names.map((_, index) => names.slice(0, index + 1).join("/"));
}

function counted(words: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([one], [other]) => one.localeCompare(other, "en"));
}
