import { useDebouncedValue } from "@mantine/hooks";
import type { AlertCondition } from "@sluice/api/schemas";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import classes from "./alerts.module.css";
import { useSaid } from "./use-said.ts";

const waitMs = 400;

/** What the rule would find now, as it is being written. */
export function AlertPreview({ condition }: { condition: AlertCondition | undefined }) {
  const { t } = useTranslation("alerts");
  const say = useSaid();
  const [asked] = useDebouncedValue(condition, waitMs);
  const found = useQuery({
    ...api.alerts.preview.queryOptions({ input: asked ?? { kind: "subscription-disabled" } }),
    enabled: asked !== undefined,
    staleTime: 5000,
    retry: false,
  });
  return (
    <div role="status" className={classes.preview}>
      {asked === undefined ? (
        <span className={classes.dim}>{t("preview.incomplete")}</span>
      ) : found.isError ? (
        <ProblemAlert error={found.error} />
      ) : found.data === undefined ? null : (
        <>
          <StatusBadge tone={found.data.beyond ? "danger" : "success"}>
            {t(found.data.beyond ? "preview.fires" : "preview.fine")}
          </StatusBadge>
          <span>{say(found.data.said)}</span>
        </>
      )}
    </div>
  );
}
