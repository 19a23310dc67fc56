import { Checkbox } from "@mantine/core";
import type { Place } from "@sluice/workflow/changes";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Found } from "../../document/find-replace.ts";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { usePlaceWords } from "../changes/use-place-words.ts";
import { aroundFirst } from "./around.ts";
import classes from "./find-replace.module.css";

export interface FoundPlaceProps {
  readonly place: Found;
  readonly replacement: string;
  /** What stands there then; null: what is there stays. */
  readonly becomes: string | null;
  /** It changes when all do. */
  readonly chosen: boolean;
  readonly onChoose: (chosen: boolean) => void;
  readonly onJump: () => void;
}

/** One place: where it is, what stands there, and what would. */
export function FoundPlace({ place, replacement, becomes, chosen, onChoose, onJump }: FoundPlaceProps) {
  const { t } = useTranslation("find");
  const name = usePlaceName()(place);
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
          <span className={classes.after}>
            {becomes === null ? t(`stays.${place.holds ?? "text"}`) : becomes}
          </span>
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

/** How a place is called: the node and the field in it, as the panels call them. */
function usePlaceName(): (place: Found) => string {
  const { t } = useTranslation(["find", "editor", "inspector"]);
  const words = usePlaceWords();
  const document = useOpenDocument((state) => state.document);
  return ({ at, holds }) => {
    const [root, key, part] = at;
    const named = (name: string) => (holds === "name" ? t("nameOf", { name }) : name);
    if (root === "layout") return t("part.canvasNote");
    if (root === "nodes" && part !== "config" && typeof key === "string")
      return `${words.node(key, [document])} › ${t(`part.${String(part)}`)}`;
    if (root === "nodes" || root === "trigger") return named(words.place(ofRules(placeOf(at)), [document]));
    return root === "settings"
      ? words.place(placeOf(at), [document])
      : `${t("editor:problems.workflow")} › ${t(`part.${String(root)}`)}`;
  };

  /** `all › 1. › left` is said as the rules say it. */
  function ofRules(place: Place): Place {
    const joint = place.findIndex((step, index) => isJoint(step) && typeof place[index + 1] === "object");
    if (joint < 0) return place;
    const rest = place.slice(joint).filter((step) => !isJoint(step));
    const number = rest.flatMap((step) => (typeof step === "object" ? [step.is] : [])).join("");
    // Within a sentence the number of a single rule has no full stop behind it.
    const inWords = number.replace(/^(\d+)\.$/, "$1");
    const [side] = rest.filter((step) => step === "left" || step === "right");
    const said =
      side === "left" || side === "right" ? t(`inspector:rules.${side}`, { number: inWords }) : number;
    return [...place.slice(0, joint), said];
  }
}

/** Entries of lists by their number, counted from 1. */
function placeOf(at: Found["at"]): Place {
  return at.map((step) => (typeof step === "number" ? { by: "id", is: `${step + 1}.` } : step));
}

function isJoint(step: Place[number]): boolean {
  return step === "all" || step === "any" || step === "none";
}
