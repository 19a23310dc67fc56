import { useLocalStorage, useMediaQuery } from "@mantine/hooks";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useOpenDocument } from "../../document/open-document-context.ts";

export type PanelName = "palette" | "outline" | "inspector";

export interface ShownPanels {
  /** There is no room beside the canvas: a panel lies over it, one at a time, and is closed when the workflow opens. */
  readonly drawers: boolean;
  readonly palette: boolean;
  readonly outline: boolean;
  readonly inspector: boolean;
  show(panel: PanelName, open: boolean): void;
}

/** Which panels of the editor are open. What stands beside the canvas on a wide screen is remembered; drawers are not. */
export function useShownPanels(): ShownPanels {
  const narrow = useMediaQuery("(max-width: 75em)", false, { getInitialValueInEffect: false });
  // As in ui/drawer.module.css.
  const drawers = useMediaQuery("(max-width: 64em)", false, { getInitialValueInEffect: false });
  const [palette, setPalette] = useLocalStorage<boolean | null>({
    key: "sluice-palette",
    defaultValue: null,
    getInitialValueInEffect: false,
  });
  const [outline, setOutline] = useLocalStorage({
    key: "sluice-outline",
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const [inspector, setInspector] = useState(true);
  const [drawer, setDrawer] = useState<PanelName | null>(null);
  const readOnly = useOpenDocument((state) => state.readOnly);
  const focus = useOpenDocument((state) => state.focus);

  const show = useCallback(
    (panel: PanelName, open: boolean) => {
      if (drawers) return setDrawer((now) => (open ? panel : now === panel ? null : now));
      if (panel === "inspector") return setInspector(open);
      // Both stand left of the canvas: with the two of them it would be too narrow.
      if (panel === "palette") setPalette(open);
      setOutline(panel === "outline" && open);
    },
    [drawers, setPalette, setOutline],
  );
  // Whoever asks for a field wants to see it.
  useEffect(() => {
    if (focus && (drawers || focus.at.length > 2)) show("inspector", true);
  }, [focus, drawers, show]);
  useEffect(() => {
    if (drawers) setDrawer(null);
  }, [drawers]);

  return useMemo(
    () => ({
      drawers,
      palette: !readOnly && (drawers ? drawer === "palette" : !outline && (palette ?? !narrow)),
      outline: drawers ? drawer === "outline" : outline,
      inspector: drawers ? drawer === "inspector" : inspector,
      show,
    }),
    [drawers, drawer, readOnly, palette, outline, inspector, narrow, show],
  );
}
