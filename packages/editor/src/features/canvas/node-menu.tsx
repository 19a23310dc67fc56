import { Menu } from "@mantine/core";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import type { Point } from "../../document/card-size.ts";
import { useOpenDocument } from "../../document/open-document-context.ts";
import {
  type CommandFrom,
  type CommandId,
  canRun,
  commandIcon,
  runCommand,
  useCommandTexts,
} from "../command-palette/use-commands.ts";
import classes from "./canvas.module.css";
import { TrialItems } from "./trial-items.tsx";

/** What the menu of a node offers, of what can be done to it. */
const groups: readonly (readonly CommandId[])[] = [
  ["settings", "connect", "addAfter", "addInside"],
  ["fold", "wrap", "moveInto", "dissolve"],
  ["duplicate", "toggleDisabled"],
  ["remove"],
];
const forTrigger: ReadonlySet<CommandId> = new Set(["settings", "connect", "addAfter"]);

/** Near the lower edge it stands beside the place that it was asked for, all of it in sight. */
const inSight = { flip: true, shift: { crossAxis: true, padding: 8 } };

export interface NodeMenuProps {
  readonly nodeKey: string;
  readonly at: Point;
  readonly onClose: () => void;
}

/** All that can be done to a node, also without a pointer: settings, connect, add after, duplicate, disable, delete. */
export function NodeMenu({ nodeKey, at, onClose }: NodeMenuProps) {
  const { t } = useTranslation("canvas");
  const texts = useCommandTexts();
  const disabled = useOpenDocument((state) => state.document.nodes[nodeKey]?.disabled ?? false);
  const from: CommandFrom = { subject: { kind: "node", key: nodeKey }, at };
  const shown = groups
    .map((ids) => ids.filter((id) => canRun(id, from) && (nodeKey !== "trigger" || forTrigger.has(id))))
    .filter((ids) => ids.length > 0);
  const labelOf = (id: CommandId): string =>
    id === "toggleDisabled" ? t(disabled ? "menu.enable" : "menu.disable") : texts.label(id);
  return (
    <Menu
      opened
      onClose={onClose}
      position="bottom-start"
      offset={2}
      trapFocus
      returnFocus
      middlewares={inSight}
    >
      <Menu.Target>
        <div className={classes.anchor} style={{ left: at.x, top: at.y }} />
      </Menu.Target>
      <Menu.Dropdown className={classes.tall ?? ""}>
        {shown.map((ids, group) => (
          <Fragment key={ids[0]}>
            {group > 0 && <Menu.Divider />}
            {ids.map((id) => {
              const Icon = commandIcon(id);
              return (
                <Menu.Item
                  key={id}
                  {...(id === "remove" ? { color: "red" } : {})}
                  aria-keyshortcuts={texts.aria(id)}
                  leftSection={<Icon size={16} aria-hidden />}
                  rightSection={
                    <span className={classes.keys} aria-hidden>
                      {texts.keys(id)}
                    </span>
                  }
                  onClick={() => runCommand(id, from)}
                >
                  {labelOf(id)}
                </Menu.Item>
              );
            })}
          </Fragment>
        ))}
        {nodeKey !== "trigger" && (
          <>
            <Menu.Divider />
            <TrialItems nodeKey={nodeKey} onInspect={() => runCommand("settings", from)} />
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
