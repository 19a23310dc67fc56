import { useMemo, useState } from "react";
import type { Point } from "../../document/card-size.ts";
import type { Subject } from "../../document/subject.ts";
import { lazyPart } from "../../ui/lazy-part.tsx";
import { placeBelow, subjectOf } from "./focused-subject.ts";
import { useCommandKeys } from "./use-command-keys.ts";
import { useCommands } from "./use-commands.ts";

const PaletteDialog = lazyPart(async () => (await import("./palette-dialog.tsx")).PaletteDialog);
const ShortcutsDialog = lazyPart(async () => (await import("./shortcuts-dialog.tsx")).ShortcutsDialog);

/** Where the focus was when a dialog opened: what is chosen there is about it, and the focus goes back to it. */
export interface Opener {
  readonly element: HTMLElement | null;
  readonly subject: Subject | null;
  readonly at: Point | undefined;
}

/** The keys of all commands, the palette that finds them, and the help that lists them. */
export function CommandPalette() {
  const [opened, setOpened] = useState<{ dialog: "palette" | "shortcuts"; opener: Opener } | null>(null);
  useCommandKeys();
  useCommands(
    useMemo(() => {
      const open = (dialog: "palette" | "shortcuts") => {
        const active = document.activeElement instanceof HTMLElement ? document.activeElement : null;
        setOpened({
          dialog,
          opener: { element: active, subject: subjectOf(active), at: placeBelow(active) },
        });
      };
      return {
        palette: { run: () => open("palette") },
        shortcuts: { run: () => open("shortcuts") },
      };
    }, []),
  );
  if (opened === null) return null;
  const { dialog, opener } = opened;
  const close = () => {
    setOpened(null);
    // After the dialog is gone: it would take the focus back.
    opener.element?.focus({ preventScroll: true });
  };
  return dialog === "palette" ? (
    <PaletteDialog opener={opener} onClose={close} />
  ) : (
    <ShortcutsDialog onClose={close} />
  );
}
