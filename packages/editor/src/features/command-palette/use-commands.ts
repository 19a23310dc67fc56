import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { create } from "zustand";
import type { Point } from "../../document/card-size.ts";
import type { Subject } from "../../document/subject.ts";
import { type CommandId, changesWorkflow, commandTable, rowOf } from "./command-table.ts";
import { ariaKeys, isMac, partsOf } from "./keys.ts";

export { isOnDrawing, takesKeys } from "./focused-subject.ts";
export type { CommandId };

/** What a command is about. */
export interface CommandFrom {
  /** What has the focus, or whose menu was opened; null: what is selected. */
  readonly subject: Subject | null;
  /** Where in the window a panel of it may open. */
  readonly at?: Point | undefined;
  /** Asked for by its keys, while the pointer may rest where it is meant. */
  readonly byKeys?: boolean;
  /** Of `addNode`: the type of node. */
  readonly type?: string | undefined;
}

export interface CommandHandler {
  run(from: CommandFrom): void;
  /** Whether it can be done now; left out: always. */
  can?(from: CommandFrom): boolean;
}

export type CommandHandlers = Partial<Record<CommandId, CommandHandler>>;

const useHandlers = create<{
  readonly by: ReadonlyMap<CommandId, CommandHandler>;
  /** The open workflow may not be changed by who looks at it. */
  readonly readOnly: boolean;
}>()(() => ({ by: new Map(), readOnly: false }));

/** While the component is shown: no command that changes the workflow can be done. */
export function useReadOnlyCommands(readOnly: boolean): void {
  useEffect(() => {
    useHandlers.setState({ readOnly });
    return () => useHandlers.setState({ readOnly: false });
  }, [readOnly]);
}

/** Does these commands while the component is shown. The handlers are to be kept (`useMemo`) while they stay the same. */
export function useCommands(handlers: CommandHandlers): void {
  useEffect(() => {
    const own = Object.entries(handlers) as [CommandId, CommandHandler][];
    useHandlers.setState(({ by }) => ({ by: new Map([...by, ...own]) }));
    return () =>
      useHandlers.setState(({ by }) => ({
        // Another component may have taken a command over meanwhile.
        by: new Map([...by].filter(([id, handler]) => handlers[id] !== handler)),
      }));
  }, [handlers]);
}

/** Whether anybody on this screen does a command, even if not just now. */
export function hasCommand(id: CommandId): boolean {
  return useHandlers.getState().by.has(id);
}

/** Whether a command is there and can be done. */
export function canRun(id: CommandId, from: CommandFrom): boolean {
  const { by, readOnly } = useHandlers.getState();
  if (readOnly && changesWorkflow(id)) return false;
  const handler = by.get(id);
  return handler !== undefined && (handler.can?.(from) ?? true);
}

/** Does a command; false when nobody on this screen can. */
export function runCommand(id: CommandId, from: CommandFrom = { subject: null }): boolean {
  if (!canRun(id, from)) return false;
  useHandlers.getState().by.get(id)?.run(from);
  return true;
}

/** The icon of a command, for menus and toolbars. */
export function commandIcon(id: CommandId) {
  return commandTable[id].icon;
}

export interface CommandTexts {
  /** What it does, in a few words. */
  label(id: CommandId): string;
  /** Its first keys as the reader's keyboard names them, `Ctrl+K`; empty without any. */
  keys(id: CommandId): string;
  /** Label and keys, for the tooltip of a button that shows neither. */
  hint(id: CommandId): string;
  /** For `aria-keyshortcuts`; undefined without keys. */
  aria(id: CommandId): string | undefined;
  /** One combination as the reader's keyboard names it. */
  spell(keys: string): string;
}

/** How commands are called and which keys they have, in the reader's language. */
export function useCommandTexts(): CommandTexts {
  const { t } = useTranslation("commands");
  const mac = isMac();
  const spell = (keys: string): string =>
    partsOf(keys)
      .map((part) => {
        if (part === "Mod") return mac ? "⌘" : t("keys.Control");
        if (part.length === 1) return part.toUpperCase();
        return part.startsWith("F") ? part : t(`keys.${part}`);
      })
      .join("+");
  const label = (id: CommandId): string => t(`label.${id}`);
  const keys = (id: CommandId): string => {
    const [first] = rowOf(id).keys;
    return first === undefined ? "" : spell(first);
  };
  return {
    label,
    keys,
    hint: (id) => (keys(id) === "" ? label(id) : `${label(id)} ( ${keys(id)} )`),
    aria: (id) => (rowOf(id).keys.length === 0 ? undefined : ariaKeys(rowOf(id).keys, mac)),
    spell,
  };
}
