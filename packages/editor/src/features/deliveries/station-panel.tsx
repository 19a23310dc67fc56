import { Alert, Box } from "@mantine/core";
import type { Delivery } from "@sluice/api/schemas";
import { IconClockPause, IconCopy, IconFilter } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/format.ts";
import { Panel } from "../../ui/panel.tsx";
import { Held } from "../held/held.tsx";
import { RuleLines } from "../rule-lines/rule-lines.tsx";

/** Why a delivery started nothing although it was not refused, and what of it can still be done. */
export function StationPanel({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation("deliveries");
  const format = useFormat();
  const { id, workflowId, verdict, settledAt, note, duplicateOf, rules } = delivery;
  return (
    <>
      {verdict === "filtered" && (
        <Alert
          color="gray"
          variant="light"
          icon={<IconFilter size={20} />}
          title={t("filtered.title")}
          mb="md"
        >
          {t("filtered.text")}
        </Alert>
      )}
      {duplicateOf !== null && (
        <Alert
          color="gray"
          variant="light"
          icon={<IconCopy size={20} />}
          title={t("duplicate.title")}
          mb="md"
        >
          {t("duplicate.text")}{" "}
          <Link to="/deliveries/$id" params={{ id: duplicateOf }}>
            {t("duplicate.first")}
          </Link>
        </Alert>
      )}
      {verdict === "held" && settledAt !== null && (
        <Alert
          color="gray"
          variant="light"
          icon={<IconClockPause size={20} />}
          title={t("discarded.title", { time: format.time(settledAt) })}
          mb="md"
        >
          {note}
        </Alert>
      )}
      {verdict === "held" && settledAt === null && (
        <Box mb="md">
          <Held workflowId={workflowId} deliveryId={id} />
        </Box>
      )}
      {rules !== null && rules.length > 0 && (
        <Panel title={t("rules")}>
          <RuleLines rules={rules} />
        </Panel>
      )}
    </>
  );
}
