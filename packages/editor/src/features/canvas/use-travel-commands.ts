import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { StepLabel } from "../../document/history.ts";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import { redoLabel, undoLabel } from "../../document/travel.ts";
import { useCommands } from "../command-palette/use-commands.ts";
import { useAnnounce } from "./use-announce.ts";
import { useStepWords } from "./use-step-words.ts";

/** Undo and redo of everything, each said: what it changed may be out of sight. */
export function useTravelCommands(): void {
  const { t } = useTranslation("canvas");
  const store = useOpenDocumentStore();
  const say = useAnnounce((state) => state.say);
  const words = useStepWords();
  useCommands(
    useMemo(() => {
      const tell = (key: "undone" | "redone", label: StepLabel | undefined) =>
        label && say(t(`said.${key}`, { step: words(label) }));
      return {
        undo: {
          run: () => tell("undone", store.undo()),
          can: () => undoLabel(store.getState()) !== undefined,
        },
        redo: {
          run: () => tell("redone", store.redo()),
          can: () => redoLabel(store.getState()) !== undefined,
        },
      };
    }, [store, say, t, words]),
  );
}
