import { Radio } from "@mantine/core";
import type { Side } from "@sluice/workflow/changes";
import { useTranslation } from "react-i18next";
import { ValueText } from "../value-text/value-text.tsx";
import type { SideLine } from "./conflict-lines.ts";
import classes from "./workflow-editor.module.css";

export interface ConflictChoiceProps {
  /** The setting in question. */
  readonly name: string;
  readonly line: { readonly mine: SideLine; readonly theirs: SideLine };
  readonly chosen: Side | null;
  readonly onChoose: (side: Side) => void;
}

const sides = ["mine", "theirs"] as const;

/** One setting that both changed, with both values. */
export function ConflictChoice({ name, line, chosen, onChoose }: ConflictChoiceProps) {
  const { t } = useTranslation("merge");
  return (
    <Radio.Group
      label={name}
      value={chosen}
      onChange={(value) => onChoose(value === "mine" ? "mine" : "theirs")}
    >
      <div className={classes.sides}>
        {sides.map((side) => (
          <Radio.Card key={side} value={side} className={classes.side ?? ""} p="sm" aria-label={t(side)}>
            <strong className={classes.sideHead}>
              <Radio.Indicator size="xs" />
              {t(side)}
            </strong>
            <SideText line={line[side]} />
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
}

function SideText({ line }: { line: SideLine }) {
  const { t } = useTranslation("merge");
  return line.kind === "word" ? <span>{t(`word.${line.word}`)}</span> : <ValueText value={line.value} />;
}
