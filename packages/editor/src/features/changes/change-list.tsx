import type { Comparison, NodeComparison, NodeState } from "@sluice/workflow/changes";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { useTranslation } from "react-i18next";
import { NodeSettings } from "../node-settings/node-settings.tsx";
import { ChangeTable } from "./change-table.tsx";
import classes from "./changes.module.css";
import { StateMark } from "./state-mark.tsx";
import { usePlaceWords } from "./use-place-words.ts";

export interface ChangeListProps {
  readonly before: WorkflowDocument;
  readonly after: WorkflowDocument;
  readonly comparison: Comparison;
  readonly names: { readonly before: string; readonly after: string };
  readonly chosen: string | null;
  readonly onChoose: (key: string) => void;
}

const states: readonly NodeState[] = ["changed", "added", "removed", "moved"];

/** All differences in words: what a reader without the drawing needs to know of it. */
export function ChangeList({ before, after, comparison, names, chosen, onChoose }: ChangeListProps) {
  const { t } = useTranslation("changes");
  const words = usePlaceWords();
  const { nodes, edges, workflow, notes } = comparison;
  const both = [after, before];
  const counted = states.flatMap((state) => {
    const count = nodes.filter((node) => node.state === state).length;
    return count === 0 ? [] : [t(`count.${state}`, { count })];
  });
  if (edges.length > 0) counted.push(t("count.edges", { count: edges.length }));
  const moved = nodes.filter(({ state }) => state === "moved");
  return (
    <div className={classes.list}>
      <p className={classes.summary}>{counted.length > 0 ? counted.join(" · ") : t("count.other")}</p>
      {workflow.length > 0 && (
        <section className={classes.group}>
          <h3>{t("workflow.title")}</h3>
          <ChangeTable
            label={t("workflow.title")}
            changes={workflow}
            nameOf={words.ofWorkflow}
            names={names}
          />
        </section>
      )}
      {nodes
        .filter(({ state }) => state !== "moved")
        .map((one) => (
          <section key={one.key} id={`change-${one.key}`} className={classes.group}>
            <h3>
              <button type="button" aria-pressed={chosen === one.key} onClick={() => onChoose(one.key)}>
                {words.node(one.key, both)}
              </button>
              <StateMark state={one.state} />
            </h3>
            <NodeChanges one={one} {...{ before, after, names }} />
          </section>
        ))}
      {edges.length > 0 && (
        <section className={classes.group}>
          <h3>{t("edges.title")}</h3>
          <ul className={classes.plain}>
            {edges.map(({ edge, state }) => (
              <li key={`${state} ${edge.from} ${edge.port ?? "out"} ${edge.to}`}>
                {words.edge(edge, both)}
                <StateMark state={state} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {notes.length > 0 && (
        <section className={classes.group}>
          <h3>{t("notes.title")}</h3>
          <ChangeTable
            label={t("notes.title")}
            changes={notes}
            nameOf={(at) => (at.length > 2 ? t("notes.one") : t("notes.title"))}
            names={names}
          />
        </section>
      )}
      {moved.length > 0 && (
        <section className={classes.group}>
          <h3>
            {t("movedOnly")}
            <StateMark state="moved" />
          </h3>
          <p className={classes.note}>{moved.map(({ key }) => words.node(key, both)).join(", ")}</p>
        </section>
      )}
    </div>
  );
}

function NodeChanges(
  props: Pick<ChangeListProps, "before" | "after" | "names"> & { readonly one: NodeComparison },
) {
  const { one, before, after, names } = props;
  const { t } = useTranslation("changes");
  const words = usePlaceWords();
  if (one.state === "added") return <NodeSettings document={after} nodeKey={one.key} />;
  if (one.state === "removed") return null;
  const node = one.key === "trigger" ? undefined : after.nodes[one.key];
  return (
    <>
      <ChangeTable
        label={t("settingsOf", { name: words.node(one.key, [after, before]) })}
        changes={one.changes}
        nameOf={(at) => words.setting(node, at)}
        names={names}
      />
      {one.moved && <p className={classes.note}>{t("alsoMoved")}</p>}
    </>
  );
}
