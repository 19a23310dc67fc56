import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Trans, useTranslation } from "react-i18next";
import { useOpenDocument } from "../../document/open-document-context.ts";
import classes from "./canvas.module.css";

/** What to do next in a workflow that has only its trigger. */
export function CanvasHint({ onAdd }: { onAdd: () => void }) {
  const { t } = useTranslation("canvas");
  const isWebhook = useOpenDocument((state) => state.document.trigger.type === "webhook");
  return (
    <div className={classes.hint}>
      <div className={classes.hintBox}>
        <h2>{t(isWebhook ? "hint.title" : "hint.titleStarted")}</h2>
        <p>
          <Trans t={t} i18nKey={isWebhook ? "hint.text" : "hint.textStarted"} components={{ kbd: <kbd /> }} />
        </p>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={onAdd}>
          {t("hint.add")}
        </Button>
      </div>
    </div>
  );
}
