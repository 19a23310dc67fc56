import { ActionIcon, Tooltip } from "@mantine/core";
import { IconMaximize, IconMinus, IconPlus, type TablerIcon } from "@tabler/icons-react";
import { type FitViewOptions, Panel, useReactFlow } from "@xyflow/react";
import { useTranslation } from "react-i18next";
import classes from "./still-drawing.module.css";

/** Zoom, and the whole drawing in sight, with `fit` as it was at first. */
export function ViewTools({ fit }: { fit: FitViewOptions }) {
  const { t } = useTranslation(["canvas", "commands"]);
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  return (
    <Panel position="bottom-left">
      <div className={classes.tools} role="toolbar" aria-label={t("toolbar.view")}>
        <Tool icon={IconMinus} label={t("commands:label.zoomOut")} onClick={() => void zoomOut()} />
        <Tool icon={IconPlus} label={t("commands:label.zoomIn")} onClick={() => void zoomIn()} />
        <Tool icon={IconMaximize} label={t("commands:label.fit")} onClick={() => void fitView(fit)} />
      </div>
    </Panel>
  );
}

function Tool({ icon: Icon, label, onClick }: { icon: TablerIcon; label: string; onClick: () => void }) {
  return (
    <Tooltip label={label}>
      <ActionIcon size="lg" aria-label={label} onClick={onClick}>
        <Icon size={18} stroke={1.75} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
