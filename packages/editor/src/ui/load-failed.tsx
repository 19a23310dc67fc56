import { Button, Group } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./load-failed.module.css";

export interface LoadFailedProps {
  readonly onRetry: () => void;
  /** It came but fell over, which a reload does not always mend. */
  readonly broken?: boolean;
}

/** In the place of a part that is not there: what happened, that nothing is lost, and two ways on. */
export function LoadFailed({ onRetry, broken = false }: LoadFailedProps) {
  const { t } = useTranslation("ui");
  return (
    <div className={classes.root} role="alert">
      <p className={classes.title}>{t(broken ? "part.broken" : "part.missing")}</p>
      <p className={classes.text}>{t(broken ? "part.brokenHelp" : "part.missingHelp")}</p>
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconRefresh size={14} aria-hidden />}
          onClick={onRetry}
        >
          {t("retry")}
        </Button>
        <Button size="xs" variant="subtle" onClick={() => window.location.reload()}>
          {t("part.reload")}
        </Button>
      </Group>
    </div>
  );
}
