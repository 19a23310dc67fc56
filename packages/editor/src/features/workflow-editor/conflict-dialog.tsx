import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { type Conflict, mergeDocuments, placeId, type Side } from "@sluice/workflow/changes";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocument, useOpenWorkflow } from "../../document/open-document-context.ts";
import { PartBoundary } from "../../ui/part-boundary.tsx";
import { usePlaceWords } from "../changes/use-place-words.ts";
import { ConflictChoice } from "./conflict-choice.tsx";
import { lineOf } from "./conflict-lines.ts";
import { useAct } from "./use-act.ts";
import { useKeepCopy } from "./use-keep-copy.ts";
import { usePutOff } from "./use-put-off.ts";
import { useTypingRest } from "./use-typing-rest.ts";
import classes from "./workflow-editor.module.css";

/** Both changed the same settings: they are decided one by one, everything else of both is taken. Nothing gets lost. */
export function ConflictDialog() {
  const conflict = useOpenDocument((state) => state.conflict);
  const putOff = usePutOff((state) => state.conflict);
  // It takes the keys: what somebody is typing at this moment is meant for a field.
  const mayOpen = useTypingRest(conflict !== null && conflict !== putOff);
  if (conflict === null || conflict === putOff || !mayOpen) return null;
  return (
    <PartBoundary subject={String(conflict.revision)} fallback={<BrokenMerge />}>
      <Dialog theirs={conflict.draft} />
    </PartBoundary>
  );
}

/** What the person can do with both drafts as a whole, one thing at a time. */
function useWholes() {
  const { store } = useOpenWorkflow();
  const putOff = usePutOff((state) => state.putOff);
  const { busy, act } = useAct();
  const keep = useKeepCopy();
  return { busy, act, keepCopy: () => act(keep), later: () => putOff(store.getState().conflict) };
}

/** The drafts could not be laid side by side, by a fault of ours: nobody may be locked in by that. */
function BrokenMerge() {
  const { t } = useTranslation("merge");
  const { busy, keepCopy, later } = useWholes();
  return (
    <Modal opened onClose={later} title={t("title")} size="lg">
      <Stack gap="md">
        <Text size="sm" role="alert">
          {t("broken")}
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" disabled={busy} onClick={later}>
            {t("later")}
          </Button>
          <Button disabled={busy} onClick={() => void keepCopy()}>
            {t("copy")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Dialog({ theirs }: { theirs: WorkflowDocument }) {
  const { t } = useTranslation("merge");
  const words = usePlaceWords();
  const { autosave } = useOpenWorkflow();
  const { busy, act, keepCopy, later } = useWholes();
  const mine = useOpenDocument((state) => state.document);
  const base = useOpenDocument((state) => state.conflictBase);
  const [decided, setDecided] = useState<ReadonlyMap<string, Side>>(new Map());
  const { conflicts } = useMemo(() => mergeDocuments({ base, mine, theirs }), [base, mine, theirs]);
  const isDecided = (one: Conflict) => decided.has(placeId(one.at));
  const all = conflicts.every(isDecided);

  const decideAll = (side: Side) => setDecided(new Map(conflicts.map(({ at }) => [placeId(at), side])));

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
        <Text size="sm" className={classes.mergeText ?? ""} data-autofocus tabIndex={-1}>
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
          <Button variant="subtle" disabled={busy} onClick={later}>
            {t("later")}
          </Button>
          <Button variant="default" disabled={busy} onClick={() => void keepCopy()}>
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
