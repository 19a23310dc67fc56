import { notifications } from "@mantine/notifications";
import { parseFragment } from "@sluice/workflow/operations";
import { useReactFlow } from "@xyflow/react";
import { type RefObject, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { isOnDrawing, takesKeys } from "../command-palette/use-commands.ts";
import { useEdits } from "./use-edits.ts";

/** Copy, cut and paste of nodes as JSON text, through the clipboard's own events: no permission is asked. */
export function useClipboard(root: RefObject<HTMLElement | null>): void {
  const { t } = useTranslation("canvas");
  const edits = useEdits();
  const { screenToFlowPosition } = useReactFlow();
  useEffect(() => {
    /** Nodes are meant when the focus is on the drawing or nowhere, and no text is marked. */
    const meant = (event: ClipboardEvent) => {
      const { activeElement: active } = document;
      const field = event.target instanceof Element && takesKeys(event.target);
      return (
        active !== null && isOnDrawing(active) && !field && document.getSelection()?.isCollapsed !== false
      );
    };
    const sight = () => {
      const box = root.current?.getBoundingClientRect();
      if (!box) return undefined;
      const { x, y } = screenToFlowPosition({ x: box.left, y: box.top });
      const end = screenToFlowPosition({ x: box.right, y: box.bottom });
      return { x, y, width: end.x - x, height: end.y - y };
    };
    const copy = (event: ClipboardEvent) => {
      const text = meant(event) ? edits.copyText() : null;
      if (text === null) return;
      event.clipboardData?.setData("text/plain", text);
      event.preventDefault();
      if (event.type === "cut") edits.removeSelected();
    };
    const paste = (event: ClipboardEvent) => {
      if (!meant(event)) return;
      const fragment = parseFragment(event.clipboardData?.getData("text/plain") ?? "");
      if (fragment === undefined) {
        notifications.show({ message: t("clipboard.nothing") });
        return;
      }
      event.preventDefault();
      edits.paste(fragment, sight());
    };
    document.addEventListener("copy", copy);
    document.addEventListener("cut", copy);
    document.addEventListener("paste", paste);
    return () => {
      document.removeEventListener("copy", copy);
      document.removeEventListener("cut", copy);
      document.removeEventListener("paste", paste);
    };
  }, [edits, t, root, screenToFlowPosition]);
}
