import { useMemo } from "react";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import { selectNode } from "../../document/selection.ts";
import { type CommandFrom, type CommandHandler, useCommands } from "../command-palette/use-commands.ts";
import { useRunTrial } from "../trial/use-run-trial.ts";

/** Trying a node by command; what comes of it the inspector shows. */
export function useTrialCommands(onInspect: () => void): void {
  const store = useOpenDocumentStore();
  const run = useRunTrial();
  useCommands(
    useMemo(() => {
      const nodeOf = ({ subject }: CommandFrom): string | undefined => {
        const { document, selection } = store.getState();
        const only = selection.nodes.length === 1 ? selection.nodes[0] : undefined;
        const key = subject === null ? only : subject.kind === "node" ? subject.key : undefined;
        return key !== undefined && Object.hasOwn(document.nodes, key) ? key : undefined;
      };
      const tried = (mode: "node" | "until"): CommandHandler => ({
        run: (from) => {
          const node = nodeOf(from);
          if (node === undefined) return;
          store.select(selectNode(node));
          onInspect();
          void run({ node, mode });
        },
        can: (from) => !store.getState().readOnly && nodeOf(from) !== undefined,
      });
      return { tryNode: tried("node"), tryUntil: tried("until") };
    }, [store, run, onInspect]),
  );
}
