import { FrameCard } from "./frame-card.tsx";
import { NoteCard } from "./note-card.tsx";
import { StepCard } from "./step-card.tsx";
import { TriggerCard } from "./trigger-card.tsx";

/** What stands on the canvas, by the type that `to-flow.ts` gives. */
export const cardTypes = { card: StepCard, frame: FrameCard, trigger: TriggerCard, note: NoteCard };
