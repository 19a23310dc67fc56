import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { definitions } from "@sluice/nodes/definitions";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import { differencesOf } from "../../document/differences.ts";
import { useOpenDocument, useOpenWorkflow } from "../../document/open-document-context.ts";
import { definitionOf } from "../../document/ports.ts";
import { useLanguage } from "../node-card/use-language.ts";
import classes from "./workflow-editor.module.css";

/** Another session saved while there were edits here: both sides, and three ways on. None loses anything. */
export function ConflictDialog() {
  const conflict = useOpenDocument((state) => state.conflict);
  return conflict === null ? null : <Dialog theirs={conflict.draft} />;
}

function Dialog({ theirs }: { theirs: WorkflowDocument }) {
  const { t } = useTranslation("editor");
  const language = useLanguage();
  const { autosave } = useOpenWorkflow();
  const notify = useNotifyProblem();
  const mine = useOpenDocument((state) => state.document);
  const [busy, setBusy] = useState(false);
  const found = useMemo(() => differencesOf(mine, theirs), [mine, theirs]);

  const name = (document: WorkflowDocument, key: string): string => {
    const node = document.nodes[key];
    if (!node) return t("problems.trigger");
    return node.name || definitionOf(definitions, node.type)?.title[language] || key;
  };
  const linesOf = (document: WorkflowDocument, only: readonly string[], edges: number): readonly string[] => [
    ...only.map((key) => t("conflict.only", { name: name(document, key) })),
    ...found.different.map((key) => t("conflict.different", { name: name(document, key) })),
    ...(edges > 0 ? [t("conflict.edges", { count: edges })] : []),
    ...(found.settings ? [t("conflict.settings", { name: document.name, mode: document.mode })] : []),
    ...(found.layout ? [t("conflict.layout")] : []),
  ];
  const act = async (way: () => Promise<void> | void) => {
    setBusy(true);
    try {
      await way();
    } catch (error) {
      notify(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t("conflict.title")}
      size="xl"
    >
      <Stack gap="md">
        {/* It opens in the middle of typing: the next key must not press a button that nobody has read. */}
        <Text size="sm" data-autofocus tabIndex={-1}>
          {t("conflict.text")}
        </Text>
        <div className={classes.sides}>
          <Side title={t("conflict.mine")} lines={linesOf(mine, found.onlyMine, found.edgesMine)} />
          <Side title={t("conflict.theirs")} lines={linesOf(theirs, found.onlyTheirs, found.edgesTheirs)} />
        </div>
        <Group justify="flex-end" gap="xs">
          <Button
            variant="default"
            disabled={busy}
            onClick={() =>
              void act(async () => {
                const copy = await autosave.keepCopy(
                  t("conflict.copyName", { name: mine.name }).slice(0, 200),
                );
                notifications.show({ message: t("conflict.copied", { name: copy.draft.name }) });
              })
            }
          >
            {t("conflict.copy")}
          </Button>
          <Button variant="default" disabled={busy} onClick={() => void act(() => autosave.takeTheirs())}>
            {t("conflict.take")}
          </Button>
          <Button disabled={busy} onClick={() => void act(() => autosave.keepMine())}>
            {t("conflict.keep")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Side({ title, lines }: { title: string; lines: readonly string[] }) {
  const { t } = useTranslation("editor");
  return (
    <section className={classes.side}>
      <h3>{title}</h3>
      {lines.length === 0 ? (
        <p>{t("conflict.nothing")}</p>
      ) : (
        <ul>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
