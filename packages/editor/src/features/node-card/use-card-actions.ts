import { createContext, useContext } from "react";

/** What a card can ask of the canvas it stands on. */
export interface CardActions {
  /** Opens the menu of a node, at a place of the window. */
  readonly openMenu: (key: string, at: { x: number; y: number }) => void;
  readonly editNote: (id: string, text: string) => void;
  /** Opens the palette for a node to insert into an edge. */
  readonly insertInto: (
    edge: { from: string; port: string; to: string },
    at: { x: number; y: number },
  ) => void;
  /** Folds a container to a card, or opens it. */
  readonly fold: (container: string) => void;
  /** Opens the palette for the first node of a container. */
  readonly addInside: (container: string, at: { x: number; y: number }) => void;
}

export const CardActionsContext = createContext<CardActions | null>(null);

export function useCardActions(): CardActions {
  const actions = useContext(CardActionsContext);
  if (actions === null) throw new Error("cards stand on a canvas: wrap them in CardActionsContext");
  return actions;
}
