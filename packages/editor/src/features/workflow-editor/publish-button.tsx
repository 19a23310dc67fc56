import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { ProblemError } from "@sluice/api/client";
import type { Finding } from "@sluice/workflow/check";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { toState } from "../../api/api-gateway.ts";
import { client } from "../../api/client.ts";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import { useOpenDocument, useOpenWorkflow } from "../../document/open-document-context.ts";
import { sameMeaning } from "../../document/share-structure.ts";
import { useCommands } from "../command-palette/use-commands.ts";
import { ProblemList } from "../problems/problems.tsx";
import type { Findings } from "../problems/use-findings.ts";
import { ChangesElsewhere } from "./changed-elsewhere.tsx";
import { PublishChanges } from "./publish-changes.tsx";
import classes from "./workflow-editor.module.css";

/** Freezes the draft as the next version. Errors stop it and lead to their place; warnings do not. */
export function PublishButton({ findings }: { findings: Findings }) {
  const { t } = useTranslation("editor");
  const { store, autosave } = useOpenWorkflow();
  const notify = useNotifyProblem();
  const { id, published, changed } = useOpenDocument((state) => state.workflow);
  const saved = useOpenDocument((state) => state.save.state === "saved");
  const [opened, { open, close }] = useDisclosure(false);
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  /** What the server objected to, which a check here did not see. */
  const [refused, setRefused] = useState<readonly Finding[] | null>(null);
  /** The draft that the dialog has shown. */
  const [seen, setSeen] = useState<WorkflowDocument | null>(null);
  const [overtaken, setOvertaken] = useState(false);
  const shown = refused ?? findings.all;
  const blocked = shown.some(({ severity }) => severity === "error");
  const nothingNew = published !== null && !changed && saved;

  const overtake = () => {
    setSeen(store.getState().document);
    setOvertaken(true);
  };
  const publish = async () => {
    setBusy(true);
    try {
      await autosave.flush();
      if (store.getState().save.state !== "saved") {
        notifications.show({
          color: "red",
          title: t("publish.notSaved"),
          message: t("publish.notSavedHelp"),
        });
        return;
      }
      const { revision, document } = store.getState();
      // Nobody edits under an open dialog: what is another draft now came from elsewhere, and is to be seen first.
      if (seen !== null && !sameMeaning(seen, document)) {
        overtake();
        return;
      }
      const { version, tests } = await client.workflows.publish({
        ...{ id, revision },
        ...(note.trim() ? { note: note.trim() } : {}),
      });
      store.learn(toState(await client.workflows.get({ id })));
      notifications.show({
        color: "green",
        title: t("publish.done", { version }),
        message: t("publish.doneHelp"),
      });
      if (tests !== null && tests.failed.length > 0) {
        notifications.show({
          color: "yellow",
          title: t("publish.testsFailed", { count: tests.failed.length }),
          message: tests.failed.map(({ name }) => name).join(", "),
        });
      }
      setNote("");
      close();
    } catch (error) {
      if (error instanceof ProblemError && error.problem.findings) setRefused(error.problem.findings);
      else if (error instanceof ProblemError && error.problem.code === "stale-revision") {
        await autosave.heard(store.getState().revision + 1);
        overtake();
      } else notify(error);
    } finally {
      setBusy(false);
    }
  };

  const start = useCallback(() => {
    setRefused(null);
    setOvertaken(false);
    setSeen(store.getState().document);
    open();
  }, [open, store]);
  useCommands(useMemo(() => ({ publish: { run: start } }), [start]));

  return (
    <>
      <Button onClick={start}>{t("publish.button")}</Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t("publish.title")}
        size={published === null ? "lg" : "min(90rem, 94vw)"}
      >
        <Stack gap="md">
          {nothingNew && <Text size="sm">{t("publish.nothingNew", { version: published })}</Text>}
          {shown.length > 0 && (
            <div>
              <Text size="sm" fw={600} {...(blocked ? { c: "red" } : {})}>
                {t(blocked ? "publish.blocked" : "publish.warnings")}
              </Text>
              <div className={classes.findings}>
                <ProblemList findings={shown} onJump={close} />
              </div>
            </div>
          )}
          {overtaken && (
            <Text size="sm" role="alert">
              {t("publish.overtaken")}
            </Text>
          )}
          {published !== null && !nothingNew && <PublishChanges published={published} />}
          {published === null && <ChangesElsewhere />}
          {!blocked && (
            <Textarea
              label={t("publish.note")}
              placeholder={t("publish.notePlaceholder")}
              value={note}
              maxLength={2000}
              autosize
              minRows={2}
              data-autofocus
              onChange={(event) => setNote(event.currentTarget.value)}
            />
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t("publish.cancel")}
            </Button>
            <Button loading={busy} disabled={blocked} onClick={() => void publish()}>
              {t("publish.do")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
