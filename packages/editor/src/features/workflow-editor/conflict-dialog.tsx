import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type Conflict, mergeDocuments, placeId, type Side } from "@sluice/workflow/changes";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import { useOpenDocument, useOpenWorkflow } from "../../document/open-document-context.ts";
import { usePlaceWords } from "../changes/use-place-words.ts";
import { ConflictChoice } from "./conflict-choice.tsx";
import { lineOf } from "./conflict-lines.ts";
import classes from "./workflow-editor.module.css";

/** Both changed the same settings: they are decided one by one, everything else of both is taken. Nothing gets lost. */
export function ConflictDialog() {
  const conflict = useOpenDocument((state) => state.conflict);
  return conflict === null ? null : <Dialog theirs={conflict.draft} />;
}

function Dialog({ theirs }: { theirs: WorkflowDocument }) {
  const { t } = useTranslation("merge");
  const words = usePlaceWords();
  const { autosave } = useOpenWorkflow();
  const notify = useNotifyProblem();
  const mine = useOpenDocument((state) => state.document);
  const base = useOpenDocument((state) => state.conflictBase);
  const [decided, setDecided] = useState<ReadonlyMap<string, Side>>(new Map());
  const [busy, setBusy] = useState(false);
  const { conflicts } = useMemo(() => mergeDocuments({ base, mine, theirs }), [base, mine, theirs]);
  const isDecided = (one: Conflict) => decided.has(placeId(one.at));
  const all = conflicts.every(isDecided);

  const decideAll = (side: Side) => setDecided(new Map(conflicts.map(({ at }) => [placeId(at), side])));
  const act = async (way: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await way();
    } catch (error) {
      notify(error);
    } finally {
      setBusy(false);
    }
  };
  const keepCopy = async () => {
    const copy = await autosave.keepCopy(t("copyName", { name: mine.name }).slice(0, 200));
    notifications.show({ message: t("copied", { name: copy.draft.name }) });
  };

  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t("title")}
      size="xl"
    >
      <Stack gap="md">
        {/* It opens in the middle of typing: the next key must not press a button that nobody has read. */}
        <Text size="sm" data-autofocus tabIndex={-1}>
          {t(base === null ? "textWithoutBase" : "text", { count: conflicts.length })}
        </Text>
        <Group gap="xs">
          <Button size="compact-sm" variant="default" disabled={busy} onClick={() => decideAll("mine")}>
            {t("allMine")}
          </Button>
          <Button size="compact-sm" variant="default" disabled={busy} onClick={() => decideAll("theirs")}>
            {t("allTheirs")}
          </Button>
        </Group>
        <div className={classes.conflicts}>
          {conflicts.map((conflict) => {
            const id = placeId(conflict.at);
            return (
              <ConflictChoice
                key={id}
                line={lineOf(conflict)}
                name={words.place(conflict.at, [mine, theirs])}
                chosen={decided.get(id) ?? null}
                onChoose={(side) => setDecided(new Map([...decided, [id, side]]))}
              />
            );
          })}
        </div>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" disabled={busy} onClick={() => void act(keepCopy)}>
            {t("copy")}
          </Button>
          <Button disabled={busy || !all} onClick={() => void act(() => autosave.merge(decided))}>
            {t("do")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
