import { Button } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";
import classes from "./workflow-editor.module.css";

/** Says that the draft was saved by another session and is shown here now. */
export function ChangedElsewhere() {
  const { t } = useTranslation("editor");
  const store = useOpenDocumentStore();
  const revision = useOpenDocument((state) => state.changedElsewhere);
  if (revision === null) return null;
  const seen = () => store.setState({ changedElsewhere: null });
  return (
    <div className={classes.banner} role="status">
      <IconUsers size={16} aria-hidden />
      {t("elsewhere.text")}
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => {
          store.undo();
          seen();
        }}
      >
        {t("elsewhere.undo")}
      </Button>
      <Button size="compact-sm" variant="subtle" onClick={seen}>
        {t("elsewhere.seen")}
      </Button>
    </div>
  );
}
