import { definitions } from "@sluice/nodes/definitions";
import type { WorkflowDocument } from "@sluice/workflow/document";
import type { Unfollowed } from "@sluice/workflow/operations";
import { useTranslation } from "react-i18next";
import { nodeName } from "../../document/node-name.ts";
import { useLanguage } from "../node-card/use-language.ts";
import classes from "./problems.module.css";

/** The field within its node, the trigger or the settings. */
function fieldOf(at: Unfollowed["at"]): string {
  return at.slice(at[0] === "nodes" ? 3 : at[0] === "trigger" ? 2 : 1).join(".");
}

/** Places shown one by one; the others are told as a number. */
const shown = 5;

export interface UnfollowedListProps {
  readonly places: readonly Unfollowed[];
  readonly nodes: WorkflowDocument["nodes"];
  readonly onJump: (at: Unfollowed["at"]) => void;
}

/** The places that a rename could not follow, each with a button that leads there. */
export function UnfollowedList({ places, nodes, onJump }: UnfollowedListProps) {
  const { t } = useTranslation("editor");
  const language = useLanguage();
  const nameOf = ([root, key]: Unfollowed["at"]): string => {
    if (root === "settings") return t("problems.workflow");
    if (root !== "nodes" || typeof key !== "string") return t("problems.trigger");
    return nodeName({ nodes, key, types: definitions, language });
  };
  return (
    <ul className={classes.list}>
      {places.slice(0, shown).map(({ at, why }) => (
        <li key={at.join(".")}>
          <button type="button" className={classes.problem} onClick={() => onJump(at)}>
            <span>
              <span className={classes.place}>{nameOf(at)}</span>
              <span className={classes.text}>{t(`unfollowed.${why}`, { field: fieldOf(at) })}</span>
            </span>
          </button>
        </li>
      ))}
      {places.length > shown && <li>{t("unfollowed.more", { count: places.length - shown })}</li>}
    </ul>
  );
}
