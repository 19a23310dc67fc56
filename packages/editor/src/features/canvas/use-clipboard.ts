import { notifications } from "@mantine/notifications";
import { parseFragment } from "@sluice/workflow/operations";
import { useReactFlow } from "@xyflow/react";
import { type RefObject, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Point } from "../../document/card-size.ts";
import type { PasteAim } from "../../document/clipboard-edits.ts";
import type { Box } from "../../document/frames.ts";
import { isOnDrawing, takesKeys } from "../command-palette/use-commands.ts";
import { panel, panelsOver } from "./panels-over.ts";
import { useEdits } from "./use-edits.ts";

/** Copy, cut and paste of nodes as JSON text, through the clipboard's own events: no permission is asked. */
export function useClipboard(root: RefObject<HTMLElement | null>): void {
  const { t } = useTranslation("canvas");
  const edits = useEdits();
  const { screenToFlowPosition } = useReactFlow();
  const pointer = useRef<Point | null>(null);
  useEffect(() => {
    /** Nodes are meant when the focus is on the drawing or nowhere, and no text is marked. */
    const meant = (event: ClipboardEvent) => {
      const { activeElement: active } = document;
      const field = event.target instanceof Element && takesKeys(event.target);
      return (
        active !== null && isOnDrawing(active) && !field && document.getSelection()?.isCollapsed !== false
      );
    };
    const onCanvas = ({ left, top, right, bottom }: DOMRect): Box => {
      const { x, y } = screenToFlowPosition({ x: left, y: top }, { snapToGrid: false });
      const end = screenToFlowPosition({ x: right, y: bottom }, { snapToGrid: false });
      return { x, y, width: end.x - x, height: end.y - y };
    };
    /** At the pointer while it is on the drawing, else in the middle of what is seen of it. */
    const aim = (): PasteAim | undefined => {
      if (!root.current) return undefined;
      const box = root.current.getBoundingClientRect();
      const panels = panelsOver(root.current);
      const top = Math.max(box.top, ...panels.top.map(({ bottom }) => bottom));
      const middle = { x: (box.left + box.right) / 2, y: (top + box.bottom) / 2 };
      return {
        at: screenToFlowPosition(pointer.current ?? middle, { snapToGrid: false }),
        pointed: pointer.current !== null,
        covered: panels.all.map(onCanvas),
      };
    };
    const follow = ({ target, clientX, clientY }: PointerEvent) => {
      const over = target instanceof Element && root.current?.contains(target) && !target.closest(panel);
      pointer.current = over ? { x: clientX, y: clientY } : null;
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
      edits.paste(fragment, aim());
    };
    document.addEventListener("pointermove", follow);
    document.addEventListener("copy", copy);
    document.addEventListener("cut", copy);
    document.addEventListener("paste", paste);
    return () => {
      document.removeEventListener("pointermove", follow);
      document.removeEventListener("copy", copy);
      document.removeEventListener("cut", copy);
      document.removeEventListener("paste", paste);
    };
  }, [edits, t, root, screenToFlowPosition]);
}
