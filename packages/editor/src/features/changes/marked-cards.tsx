import type { NodeState } from "@sluice/workflow/changes";
import type { NodeProps } from "@xyflow/react";
import { type ComponentType, createContext, useContext } from "react";
import { cardTypes } from "../node-card/node-card.tsx";
import classes from "./changes.module.css";
import { StateMark } from "./state-mark.tsx";

/** What became of each node, by its key. */
export const StatesContext = createContext<ReadonlyMap<string, NodeState>>(new Map());

/** The editor's card with a frame and a word that say what became of it. */
function marked<Props extends NodeProps>(Card: ComponentType<Props>): ComponentType<Props> {
  return function MarkedCard(props: Props) {
    const state = useContext(StatesContext).get(props.id);
    return (
      <div className={classes.marked} data-change={state}>
        <Card {...props} />
        {state && <StateMark state={state} />}
      </div>
    );
  };
}

export const markedCards = {
  card: marked(cardTypes.card),
  frame: marked(cardTypes.frame),
  trigger: marked(cardTypes.trigger),
  note: cardTypes.note,
} as unknown as typeof cardTypes;
