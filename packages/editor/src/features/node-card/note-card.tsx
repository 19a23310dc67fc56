import { type Node, type NodeProps, NodeResizer } from "@xyflow/react";
import { memo, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { smallestNote } from "../../document/card-size.ts";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import type { NoteData } from "../../document/to-flow.ts";
import { LightText } from "../../ui/light-text.tsx";
import classes from "./note-card.module.css";
import { useCardActions } from "./use-card-actions.ts";
import { useEditedNote } from "./use-edited-note.ts";

/**
 * A remark on the canvas; double click or Enter writes it, the corners size it, the inspector does both and colours it. A text
 * that is longer than the note fades out at its end, and is shown in full, above the cards, while the note is selected.
 */
export const NoteCard = memo(function NoteCard({ data, selected }: NodeProps<Node<NoteData, "note">>) {
  const { t } = useTranslation("canvas");
  const { id, text, color } = data.note;
  const writing = useEditedNote((state) => state.id === id);
  const edit = useEditedNote((state) => state.edit);
  const card = useRef<HTMLDivElement>(null);
  const [cut, setCut] = useState(false);
  // Each time that it is drawn: what is cut depends on its text, its size, and whether it is selected or written.
  useLayoutEffect(() => {
    const { scrollHeight = 0, clientHeight = 0 } = card.current ?? {};
    setCut(scrollHeight > clientHeight + 1);
  });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the focusable element is React Flow's own node around it
    <div
      ref={card}
      className={classes.note}
      data-cut={cut || undefined}
      title={cut ? text : undefined}
      data-selected={selected || undefined}
      data-note-color={color}
      onDoubleClick={() => edit(id)}
    >
      <NodeResizer isVisible={selected} minWidth={smallestNote.width} minHeight={smallestNote.height} />
      {writing ? (
        <NoteField id={id} text={text} />
      ) : text.trim() === "" ? (
        <span className={classes.empty}>{t("note.empty")}</span>
      ) : (
        <LightText text={text} />
      )}
    </div>
  );
});

/** Where a note is written. Each key stroke is taken over; what is written in one go is one step of the history. */
function NoteField({ id, text }: { id: string; text: string }) {
  const { t } = useTranslation("canvas");
  const { editNote } = useCardActions();
  const store = useOpenDocumentStore();
  const edit = useEditedNote((state) => state.edit);
  // React Flow hands on what the document says a moment later: a field of that would lose the caret.
  const [draft, setDraft] = useState(text);
  const field = useRef<HTMLTextAreaElement>(null);
  // React Flow gives the focus to the card of a note that is new, after this.
  useEffect(() => {
    const timer = setTimeout(() => field.current?.focus());
    return () => clearTimeout(timer);
  }, []);
  const finish = () => {
    store.endGroup();
    edit(null);
  };
  return (
    <textarea
      ref={field}
      className="nodrag nowheel nopan"
      data-own-undo
      aria-label={t("note.label")}
      value={draft}
      maxLength={10_000}
      onChange={({ currentTarget }) => {
        setDraft(currentTarget.value);
        editNote(id, currentTarget.value);
      }}
      onBlur={finish}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== "Escape") return;
        // The card keeps the focus: the next key is for it.
        event.currentTarget.closest<HTMLElement>(".react-flow__node")?.focus();
      }}
    />
  );
}
