import { Menu } from "@mantine/core";
import { definitions } from "@sluice/nodes/definitions";
import { useTranslation } from "react-i18next";
import type { Point } from "../../document/card-size.ts";
import { containerTypes } from "../../document/nesting.ts";
import { useLanguage } from "../node-card/use-language.ts";
import { NodeIcon } from "../node-icon/node-icon.tsx";
import classes from "./canvas.module.css";
import { useEdits } from "./use-edits.ts";

/** Which container to put around the selected nodes. */
export function WrapMenu({ at, onClose }: { at: Point; onClose: () => void }) {
  const { t } = useTranslation("canvas");
  const language = useLanguage();
  const edits = useEdits();
  return (
    <Menu opened onClose={onClose} position="bottom-start" offset={2} trapFocus returnFocus>
      <Menu.Target>
        <div className={classes.anchor} style={{ left: at.x, top: at.y }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={t("wrap.title")}>
        <Menu.Label>{t("wrap.title")}</Menu.Label>
        {containerTypes(definitions).map(({ type, icon, title }) => (
          <Menu.Item
            key={type}
            leftSection={<NodeIcon name={icon} size={16} />}
            onClick={() => edits.wrap(type)}
          >
            {title[language]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
