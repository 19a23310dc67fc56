import { ActionIcon, Tooltip } from "@mantine/core";
import { IconLayoutSidebarLeftCollapse } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { NewNode } from "../../document/new-node.ts";
import drawer from "../../ui/drawer.module.css";
import { NodeList } from "./node-list.tsx";
import classes from "./palette.module.css";

export { dragType, operationDragType, readDraggedOperation } from "./node-list.tsx";
export { QuickAdd } from "./quick-add.tsx";

/** The docked list of node types: click adds, drag places. */
export function Palette({ onPick, onClose }: { onPick: (node: NewNode) => void; onClose: () => void }) {
  const { t } = useTranslation("canvas");
  return (
    <aside className={`${classes.palette} ${drawer.start}`} aria-label={t("palette.label")}>
      <div className={classes.top}>
        <h2>{t("palette.title")}</h2>
        <Tooltip label={t("palette.close")}>
          <ActionIcon size="sm" aria-label={t("palette.close")} onClick={onClose}>
            <IconLayoutSidebarLeftCollapse size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      <NodeList onPick={onPick} draggable />
    </aside>
  );
}
