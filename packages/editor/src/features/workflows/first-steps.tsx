import { Button, Group } from "@mantine/core";
import { IconTopologyStar3 } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { loadCanvasTexts } from "../../i18n/i18n.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { lazyPart } from "../../ui/lazy-part.tsx";
import classes from "./workflows-page.module.css";

const FirstAnswer = lazyPart(async () => {
  const [{ FirstAnswer: Part }] = await Promise.all([import("./first-answer.tsx"), loadCanvasTexts()]);
  return Part;
});

/** Nothing here yet: how a first workflow comes to its first answer, and a way to see one right here. */
export function FirstSteps({ action }: { action: ReactNode }) {
  const { t } = useTranslation("workflows");
  const [guided, setGuided] = useState(false);
  return (
    <>
      <EmptyState
        icon={<IconTopologyStar3 size={28} stroke={1.5} />}
        title={t("first.title")}
        action={
          <Group gap="xs" justify="center">
            {action}
            {!guided && (
              <Button variant="default" onClick={() => setGuided(true)}>
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
      {guided && <FirstAnswer />}
    </>
  );
}
