import { compareDocuments, withKeysOf } from "@sluice/workflow/changes";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { WorkflowState } from "../../document/gateway.ts";
import { edgeId } from "../../document/selection.ts";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { StillDrawing } from "../still-drawing/still-drawing.tsx";
import { ChangeList } from "./change-list.tsx";
import classes from "./changes.module.css";
import { markedCards, StatesContext } from "./marked-cards.tsx";
import { unionDocument } from "./union-document.ts";
import { usePlaceWords } from "./use-place-words.ts";

export interface ChangesProps {
  readonly workflow: WorkflowState;
  readonly before: WorkflowDocument;
  readonly after: WorkflowDocument;
  /** What both are called: “Version 3”, “Draft”. */
  readonly names: { readonly before: string; readonly after: string };
}

/** How two documents differ: on one drawing that shows both, and as a list of settings. */
export function Changes({ workflow, before: older, after, names }: ChangesProps) {
  const { t } = useTranslation("changes");
  const words = usePlaceWords();
  const [chosen, setChosen] = useState<string | null>(null);
  const before = useMemo(() => withKeysOf(after, older), [older, after]);
  const comparison = useMemo(() => compareDocuments(older, after), [older, after]);
  const shown = useMemo(
    () => ({ ...workflow, draft: unionDocument({ before, after, comparison }) }),
    [workflow, before, after, comparison],
  );
  const states = useMemo(() => new Map(comparison.nodes.map(({ key, state }) => [key, state])), [comparison]);
  const edges = useMemo(
    () => new Map(comparison.edges.map(({ edge, state }) => [edgeId(edge), `edge-${state}`])),
    [comparison],
  );
  if (comparison.same) return <p className={classes.note}>{t("same")}</p>;
  return (
    <div className={classes.split}>
      <StatesContext value={states}>
        <StillDrawing
          workflow={shown}
          label={t("drawing", names)}
          chosen={chosen}
          onChoose={(key) => {
            setChosen(key);
            document.getElementById(`change-${key}`)?.scrollIntoView({ block: "nearest" });
          }}
          nameNode={(key) => {
            const state = states.get(key);
            const name = words.node(key, [after, before]);
            return state === undefined ? name : `${name}, ${t(`state.${state}`)}`;
          }}
          cards={markedCards}
          edgeClass={(id) => edges.get(id)}
        />
      </StatesContext>
      <ScrollRegion as="section" className={classes.lines} aria-label={t("list")}>
        <ChangeList {...{ before, after, comparison, names, chosen }} onChoose={setChosen} />
      </ScrollRegion>
    </div>
  );
}
