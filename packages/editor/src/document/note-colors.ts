/** Colours of a note, the first for those that name none. The document keeps the name; the theme decides how it looks. */
export const noteColors = ["yellow", "blue", "green", "red", "violet", "gray"] as const;
export type NoteColor = (typeof noteColors)[number];

/** The colour that a note shows: one that is not known here (by the API) counts as the first. */
export function noteColorOf(color: string | undefined): NoteColor {
  return noteColors.find((known) => known === color) ?? noteColors[0];
}
