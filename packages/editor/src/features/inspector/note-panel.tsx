import { Button, Group, NumberInput, Textarea } from "@mantine/core";
import type { CanvasNote } from "@sluice/workflow/document";
import { IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { noteSize, smallestNote } from "../../document/card-size.ts";
import { noteColorOf, noteColors } from "../../document/note-colors.ts";
import { useOpenDocument, useOpenDocumentStore } from "../../document/open-document-context.ts";
import { ScrollingFields } from "../../ui/scrolling-fields.tsx";
import { useEdits } from "../canvas/use-edits.ts";
import classes from "./inspector.module.css";

const largest = 4000;

/** What a note says, its colour and size: all that the pointer does on the canvas, and by keyboard. */
export function NotePanel({ note }: { note: CanvasNote }) {
  const frozen = useOpenDocument((state) => state.readOnly);
  const { t } = useTranslation("inspector");
  const store = useOpenDocumentStore();
  const edits = useEdits();
  const { id } = note;
  return (
    <>
      <header className={classes.head}>
        <div className={classes.titles}>
          <h2>{t("note.title")}</h2>
          <p>{t("note.about")}</p>
        </div>
      </header>
      <ScrollingFields className={classes.body} frozen={frozen}>
        <div className={classes.section}>
          <Textarea
            label={t("note.text")}
            description={t("note.markup")}
            value={note.text}
            maxLength={10_000}
            autosize
            minRows={4}
            maxRows={16}
            onChange={(event) => edits.setNote(id, { text: event.currentTarget.value }, "text")}
            onBlur={store.endGroup}
          />
          <fieldset className={classes.swatches}>
            <legend>{t("note.color")}</legend>
            {noteColors.map((color) => (
              <label
                key={color}
                className={classes.swatch}
                data-note-color={color}
                title={t(`note.colors.${color}`)}
              >
                <input
                  type="radio"
                  name={`color-${id}`}
                  aria-label={t(`note.colors.${color}`)}
                  checked={noteColorOf(note.color) === color}
                  onChange={() => edits.setNote(id, { color })}
                />
              </label>
            ))}
          </fieldset>
          <Group grow>
            {(["width", "height"] as const).map((side) => (
              <NumberInput
                key={side}
                label={t(`note.${side}`)}
                value={note[side] ?? noteSize[side]}
                min={smallestNote[side]}
                max={largest}
                step={16}
                clampBehavior="blur"
                onChange={(value) => {
                  if (typeof value === "number" && value >= smallestNote[side] && value <= largest)
                    edits.setNote(id, { [side]: Math.round(value) }, side);
                }}
                onBlur={store.endGroup}
              />
            ))}
          </Group>
          <Button
            variant="light"
            color="red"
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={edits.removeSelected}
          >
            {t("selection.delete")}
          </Button>
        </div>
      </ScrollingFields>
    </>
  );
}
