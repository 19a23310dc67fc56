import { Menu } from "@mantine/core";
import { definitions } from "@sluice/nodes/definitions";
import {
  IconAdjustments,
  IconArrowRight,
  IconBoxMargin,
  IconBoxOff,
  IconCopy,
  IconEye,
  IconEyeOff,
  IconFold,
  IconPlus,
  IconRepeat,
  IconTrash,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Point } from "../../document/card-size.ts";
import { containerTypes, isContainer } from "../../document/nesting.ts";
import { useOpenDocument } from "../../document/open-document-context.ts";
import classes from "./canvas.module.css";
import { TrialItems } from "./trial-items.tsx";
import { useEdits } from "./use-edits.ts";
import type { Panels } from "./use-panels.ts";

export interface NodeMenuProps {
  readonly nodeKey: string;
  readonly at: Point;
  readonly panels: Panels;
  readonly onInspect: () => void;
}

/** All that can be done to a node, also without a pointer: settings, connect, add after, duplicate, disable, delete. */
export function NodeMenu({ nodeKey, at, panels, onInspect }: NodeMenuProps) {
  const { t } = useTranslation("canvas");
  const edits = useEdits();
  const node = useOpenDocument((state) => state.document.nodes[nodeKey]);
  const isTrigger = nodeKey === "trigger";
  const exit = edits.firstExit(nodeKey);
  const holds = useOpenDocument((state) => isContainer(state.document, definitions, nodeKey));
  const anyContainer = useOpenDocument((state) =>
    Object.keys(state.document.nodes).some((key) => isContainer(state.document, definitions, key)),
  );
  return (
    <Menu opened onClose={panels.closeMenu} position="bottom-start" offset={2} trapFocus returnFocus>
      <Menu.Target>
        <div className={classes.anchor} style={{ left: at.x, top: at.y }} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconAdjustments size={16} aria-hidden />} onClick={onInspect}>
          {t("menu.settings")}
        </Menu.Item>
        {exit !== null && (
          <>
            <Menu.Item
              leftSection={<IconArrowRight size={16} aria-hidden />}
              onClick={() => panels.openConnect(nodeKey)}
            >
              {t("menu.connect")}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => panels.openQuickAdd(at, { kind: "after", from: nodeKey, port: exit })}
            >
              {t("menu.addAfter")}
            </Menu.Item>
          </>
        )}
        {holds && (
          <Menu.Item
            leftSection={<IconBoxMargin size={16} aria-hidden />}
            onClick={() => panels.openQuickAdd(at, { kind: "inside", container: nodeKey })}
          >
            {t("menu.addInside")}
          </Menu.Item>
        )}
        {!isTrigger && (
          <>
            <Menu.Divider />
            <TrialItems nodeKey={nodeKey} onInspect={onInspect} />
            <Menu.Divider />
            {containerTypes(definitions).length > 0 && (
              <Menu.Item
                leftSection={<IconRepeat size={16} aria-hidden />}
                onClick={() => panels.openWrap(at)}
              >
                {t("menu.wrap")}
              </Menu.Item>
            )}
            {anyContainer && (
              <Menu.Item leftSection={<IconFold size={16} aria-hidden />} onClick={panels.openMove}>
                {t("menu.moveInto")}
              </Menu.Item>
            )}
            {holds && (
              <Menu.Item
                leftSection={<IconBoxOff size={16} aria-hidden />}
                onClick={() => edits.dissolve(nodeKey)}
              >
                {t("menu.dissolve")}
              </Menu.Item>
            )}
            <Menu.Divider />
            <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={edits.duplicate}>
              {t("menu.duplicate")}
            </Menu.Item>
            <Menu.Item
              leftSection={
                node?.disabled ? <IconEye size={16} aria-hidden /> : <IconEyeOff size={16} aria-hidden />
              }
              onClick={() => edits.setDisabled(nodeKey, !node?.disabled)}
            >
              {t(node?.disabled ? "menu.enable" : "menu.disable")}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={edits.removeSelected}
            >
              {t("menu.delete")}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
