import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconLayoutAlignLeft } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { arrangements } from "../../document/arrange.ts";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { canRun, commandIcon, runCommand, useCommandTexts } from "../command-palette/use-commands.ts";
import classes from "./canvas.module.css";

/** Lines up or spreads what is selected. */
export function ArrangeMenu() {
  const { t } = useTranslation("canvas");
  const texts = useCommandTexts();
  const enough = useOpenDocument(({ selection }) => selection.nodes.length + selection.notes.length > 1);
  const label = t(enough ? "toolbar.arrange" : "toolbar.arrangeNeeds");
  const button = (
    <ActionIcon
      size="lg"
      className={classes.tool ?? ""}
      aria-label={label}
      aria-disabled={!enough}
      {...(enough ? {} : { "data-disabled": true })}
    >
      <IconLayoutAlignLeft size={18} stroke={1.75} aria-hidden />
    </ActionIcon>
  );
  if (!enough) return <Tooltip label={label}>{button}</Tooltip>;
  return (
    <Menu position="bottom-start" offset={4}>
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>
        {arrangements
          .filter((id) => canRun(id, { subject: null }))
          .map((id) => {
            const Icon = commandIcon(id);
            return (
              <Menu.Item key={id} leftSection={<Icon size={16} aria-hidden />} onClick={() => runCommand(id)}>
                {texts.label(id)}
              </Menu.Item>
            );
          })}
      </Menu.Dropdown>
    </Menu>
  );
}
