import { Checkbox } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Found, replacedText, type Search } from "../../document/find-replace.ts";
import { useNodeName } from "../node-card/use-node-name.ts";
import { aroundFirst } from "./around.ts";
import classes from "./find-replace.module.css";

export interface FoundPlaceProps {
  readonly place: Found;
  readonly search: Search;
  readonly replacement: string;
  /** It changes when all do. */
  readonly chosen: boolean;
  readonly onChoose: (chosen: boolean) => void;
  readonly onJump: () => void;
}

/** One place: where it is, what stands there, and what would. */
export function FoundPlace({ place, search, replacement, chosen, onChoose, onJump }: FoundPlaceProps) {
  const { t } = useTranslation("find");
  const name = usePlaceName()(place.at);
  const { text, ranges } = aroundFirst(place);
  return (
    <li className={classes.place}>
      <Checkbox
        size="xs"
        checked={chosen}
        aria-label={t("choose", { name })}
        onChange={(event) => onChoose(event.currentTarget.checked)}
      />
      <button type="button" className={classes.jump} onClick={onJump}>
        <span className={classes.where}>{name}</span>
        <span className={classes.before}>{marked(text, ranges)}</span>
        {replacement !== "" && chosen && (
          <span className={classes.after}>{replacedText(text, search, replacement)}</span>
        )}
      </button>
    </li>
  );
}

function marked(text: string, ranges: Found["ranges"]): ReactNode[] {
  const pieces: ReactNode[] = [];
  let end = 0;
  for (const [from, to] of ranges) {
    pieces.push(text.slice(end, from), <mark key={from}>{text.slice(from, to)}</mark>);
    end = to;
  }
  return [...pieces, text.slice(end)];
}

/** How a place is called: the node and the field in it. */
function usePlaceName(): (at: Found["at"]) => string {
  const { t } = useTranslation(["find", "editor"]);
  const nameOf = useNodeName();
  return ([root, key, part, ...rest]) => {
    if (root === "nodes" && typeof key === "string") {
      const field = part === "config" ? rest.join(".") : t(`part.${String(part)}`);
      return `${nameOf(key)} › ${field}`;
    }
    if (root === "trigger") return `${t("editor:problems.trigger")} › ${[part, ...rest].join(".")}`;
    if (root === "layout") return t("part.canvasNote");
    if (root === "settings") return `${t("editor:problems.workflow")} › ${[key, part, ...rest].join(".")}`;
    return `${t("editor:problems.workflow")} › ${t(`part.${String(root)}`)}`;
  };
}
