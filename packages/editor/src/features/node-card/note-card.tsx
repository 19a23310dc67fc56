import { type Node, type NodeProps, NodeResizer } from "@xyflow/react";
import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { NoteData } from "../../document/to-flow.ts";
import classes from "./node-card.module.css";
import { useCardActions } from "./use-card-actions.ts";

/** A remark on the canvas; double click or Enter edits it. */
export const NoteCard = memo(function NoteCard({ data, selected }: NodeProps<Node<NoteData, "note">>) {
  const { t } = useTranslation("canvas");
  const { editNote } = useCardActions();
  const [draft, setDraft] = useState<string | null>(null);
  const { id, text } = data.note;
  const finish = () => {
    if (draft !== null && draft !== text) editNote(id, draft);
    setDraft(null);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the focusable element is React Flow's own node around it
    <div className={classes.note} data-selected={selected || undefined} onDoubleClick={() => setDraft(text)}>
      <NodeResizer isVisible={selected} minWidth={96} minHeight={64} />
      {draft === null ? (
        text || <span className={classes.empty}>{t("note.empty")}</span>
      ) : (
        <textarea
          // biome-ignore lint/a11y/noAutofocus: the person has just asked to write here
          autoFocus
          className="nodrag nowheel"
          aria-label={t("note.label")}
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onBlur={finish}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === "Escape") finish();
          }}
        />
      )}
    </div>
  );
});
