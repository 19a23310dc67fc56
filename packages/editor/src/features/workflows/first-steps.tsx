import { Button, Group } from "@mantine/core";
import { IconTopologyStar3 } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { loadCanvasTexts } from "../../i18n/i18n.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { lazyPart } from "../../ui/lazy-part.tsx";
import classes from "./workflows-page.module.css";

const FirstAnswer = lazyPart(async () => {
  const [{ FirstAnswer: Part }] = await Promise.all([import("./first-answer.tsx"), loadCanvasTexts()]);
  return Part;
});

export interface FirstStepsProps {
  readonly action: ReactNode;
  /** The guide is open. */
  readonly guided: boolean;
  readonly onGuide: () => void;
  /** Leads to the list. */
  readonly onDone: () => void;
}

/** Nothing here yet: how a first workflow comes to its first answer, and a way to see one right here. */
export function FirstSteps({ action, guided, onGuide, onDone }: FirstStepsProps) {
  const { t } = useTranslation("workflows");
  return (
    <>
      <EmptyState
        icon={<IconTopologyStar3 size={28} stroke={1.5} />}
        title={t("first.title")}
        action={
          <Group gap="xs" justify="center">
            {action}
            {!guided && (
              <Button variant="default" onClick={onGuide}>
                {t("first.try")}
              </Button>
            )}
          </Group>
        }
      >
        {t("first.text")}
        <ol className={classes.steps}>
          <li>{t("first.step1")}</li>
          <li>{t("first.step2")}</li>
          <li>{t("first.step3")}</li>
        </ol>
      </EmptyState>
      {guided && <FirstAnswer onDone={onDone} />}
    </>
  );
}
