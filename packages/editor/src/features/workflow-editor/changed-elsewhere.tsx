import { Button, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";
import { ChangesPart } from "./changes-part.ts";
import classes from "./workflow-editor.module.css";

/** Says that the draft was saved by another session and is shown here now, alone or together with the edits of here. */
export function ChangedElsewhere() {
  const { t } = useTranslation("editor");
  const { t: say } = useTranslation("merge");
  const store = useOpenDocumentStore();
  const revision = useOpenDocument((state) => state.changedElsewhere);
  const elsewhere = useOpenDocument((state) => state.elsewhere);
  const [opened, { open, close }] = useDisclosure(false);
  if (revision === null) return null;
  const seen = () => store.setState({ changedElsewhere: null });
  return (
    <div className={classes.banner} role="status">
      <IconUsers size={16} aria-hidden />
      {elsewhere?.merged ? say("merged") : t("elsewhere.text")}
      {elsewhere && (
        <Button size="compact-sm" variant="default" onClick={open}>
          {say("show")}
        </Button>
      )}
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => {
          store.takeBack();
          seen();
        }}
      >
        {t("elsewhere.undo")}
      </Button>
      <Button size="compact-sm" variant="subtle" onClick={seen}>
        {t("elsewhere.seen")}
      </Button>
      {elsewhere && opened && (
        <Modal opened onClose={close} title={say("shownTitle")} size="min(90rem, 94vw)">
          <ChangesElsewhere />
        </Modal>
      )}
    </div>
  );
}

/** What came from other sessions and has not been seen yet; nothing where there is none. */
export function ChangesElsewhere() {
  const { t } = useTranslation("merge");
  const unseen = useOpenDocument((state) => (state.changedElsewhere === null ? null : state.elsewhere));
  const workflow = useOpenDocument((state) => state.workflow);
  const document = useOpenDocument((state) => state.document);
  if (unseen === null) return null;
  const names = { before: t("before"), after: t("now") };
  return <ChangesPart {...{ workflow, names }} before={unseen.before} after={document} />;
}
