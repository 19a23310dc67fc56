import { Button, Stack } from "@mantine/core";
import { definitions } from "@sluice/nodes/definitions";
import { IconCopy, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { containerTypes } from "../../document/nesting.ts";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { ScrollingFields } from "../../ui/scrolling-fields.tsx";
import { useEdits } from "../canvas/use-edits.ts";
import { useLanguage } from "../node-card/use-language.ts";
import { NodeIcon } from "../node-icon/node-icon.tsx";
import classes from "./inspector.module.css";

/** What can be done to several nodes at once. */
export function SelectionPanel({ count }: { count: number }) {
  const frozen = useOpenDocument((state) => state.readOnly);
  const { t } = useTranslation("inspector");
  const language = useLanguage();
  const edits = useEdits();
  return (
    <>
      <header className={classes.head}>
        <div className={classes.titles}>
          <h2>{t("selection.title", { count })}</h2>
        </div>
      </header>
      <ScrollingFields className={classes.body} frozen={frozen}>
        <Stack gap="xs">
          <Button
            variant="default"
            leftSection={<IconCopy size={16} aria-hidden />}
            onClick={edits.duplicate}
          >
            {t("selection.duplicate")}
          </Button>
          {containerTypes(definitions).map(({ type, icon, title }) => (
            <Button
              key={type}
              variant="default"
              leftSection={<NodeIcon name={icon} size={16} />}
              onClick={() => edits.wrap(type)}
            >
              {t("selection.wrap", { name: title[language] })}
            </Button>
          ))}
          <Button
            variant="light"
            color="red"
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={edits.removeSelected}
          >
            {t("selection.delete")}
          </Button>
          <p className={classes.help}>{t("selection.copyHint")}</p>
        </Stack>
      </ScrollingFields>
    </>
  );
}
