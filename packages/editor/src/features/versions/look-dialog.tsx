import { Loader, Modal, Tabs } from "@mantine/core";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemState } from "../../api/problem-state.tsx";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { Changes } from "../changes/changes.tsx";
import { usePlaceWords } from "../changes/use-place-words.ts";
import { NodeSettings } from "../node-settings/node-settings.tsx";
import { StillDrawing } from "../still-drawing/still-drawing.tsx";
import classes from "./versions.module.css";

export interface LookDialogProps {
  /** What it is called. */
  readonly name: string;
  readonly document: WorkflowDocument | undefined;
  readonly error: unknown;
  readonly onRetry: () => void;
  readonly onClose: () => void;
}

/** A state of the workflow, to be read only: its drawing with the settings of each node, and how the draft differs from it. */
export function LookDialog({ name, document, error, onRetry, onClose }: LookDialogProps) {
  const { t } = useTranslation("changes");
  const workflow = useOpenDocument((state) => state.workflow);
  const draft = useOpenDocument((state) => state.document);
  return (
    <Modal opened onClose={onClose} title={t("look.title", { name })} size="min(90rem, 94vw)">
      {document ? (
        <Tabs defaultValue="drawing" keepMounted={false}>
          <Tabs.List mb="sm">
            <Tabs.Tab value="drawing">{t("look.drawing")}</Tabs.Tab>
            <Tabs.Tab value="changes">{t("look.changes")}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="drawing">
            <Look name={name} document={document} />
          </Tabs.Panel>
          <Tabs.Panel value="changes">
            <Changes
              workflow={workflow}
              before={document}
              after={draft}
              names={{ before: name, after: t("draft") }}
            />
          </Tabs.Panel>
        </Tabs>
      ) : error ? (
        <ProblemState error={error} onRetry={onRetry} />
      ) : (
        <Loader size="sm" aria-label={t("loading")} />
      )}
    </Modal>
  );
}

function Look({ name, document }: { name: string; document: WorkflowDocument }) {
  const { t } = useTranslation("changes");
  const words = usePlaceWords();
  const workflow = useOpenDocument((state) => state.workflow);
  const shown = useMemo(() => ({ ...workflow, draft: document }), [workflow, document]);
  const [chosen, setChosen] = useState("trigger");
  const keys = ["trigger", ...Object.keys(document.nodes)];
  return (
    <div className={classes.look}>
      <StillDrawing
        workflow={shown}
        label={t("look.title", { name })}
        chosen={chosen}
        onChoose={setChosen}
        nameNode={(key) => words.node(key, [document])}
      />
      <div className={classes.settings}>
        <fieldset className={classes.nodes}>
          <legend>{t("look.nodes")}</legend>
          {keys.map((key) => (
            <button key={key} type="button" aria-pressed={key === chosen} onClick={() => setChosen(key)}>
              {words.node(key, [document])}
            </button>
          ))}
        </fieldset>
        <NodeSettings document={document} nodeKey={chosen} />
      </div>
    </div>
  );
}
