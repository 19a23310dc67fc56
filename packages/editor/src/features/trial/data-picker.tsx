import { Select } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { useFormat } from "../../i18n/format.ts";
import { theExample, useTrial } from "./use-trial.ts";

const most = 10;

/** Which data previews and trials use: the example, or one of the last deliveries and executions. */
export const DataPicker = memo(function DataPicker() {
  const { t } = useTranslation(["trial", "executions"]);
  const format = useFormat();
  const workflowId = useOpenDocument((state) => state.workflow.id);
  const source = useTrial((state) => state.source);
  const choose = useTrial((state) => state.choose);
  const [wanted, setWanted] = useState(false);
  const page = { initialPageParam: undefined, getNextPageParam: () => undefined, enabled: wanted } as const;
  const deliveries = useInfiniteQuery(
    api.deliveries.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ workflowId, limit: most, cursor }),
      ...page,
    }),
  ).data?.pages[0]?.items;
  const executions = useInfiniteQuery(
    api.executions.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ workflowId, limit: most, cursor }),
      ...page,
    }),
  ).data?.pages[0]?.items;
  const own =
    source.from === "example" ? [] : [{ from: source.from, id: source.id, at: source.at, more: "" }];
  const known = [
    ...(deliveries ?? []).map(({ id, receivedAt }) => ({
      ...{ from: "delivery" as const, id, at: receivedAt, more: "" },
    })),
    ...(executions ?? [])
      .filter(({ finishedAt }) => finishedAt !== null)
      .map(({ id, queuedAt, status, version }) => ({
        ...{ from: "execution" as const, id, at: queuedAt },
        more: ` · ${version === null ? t("draft") : `v${version}`} · ${t(`executions:status.${status}`)}`,
      })),
  ];
  const all = [...known, ...own.filter(({ id }) => !known.some((one) => one.id === id))];
  const group = (from: "delivery" | "execution") => ({
    group: t(`source.${from}s`),
    items: all
      .filter((one) => one.from === from)
      .map(({ id, at, more }) => ({
        value: id,
        label: `${t(`source.${from}At`, { time: format.time(at) })}${more}`,
      })),
  });
  return (
    <Select
      size="xs"
      label={t("source.label")}
      description={t("source.help")}
      inputWrapperOrder={["label", "input", "description"]}
      allowDeselect={false}
      maxDropdownHeight={320}
      data={[
        { value: "example", label: t("source.example") },
        ...[group("delivery"), group("execution")].filter(({ items }) => items.length > 0),
      ]}
      value={source.from === "example" ? "example" : source.id}
      onDropdownOpen={() => setWanted(true)}
      onChange={(value) => choose(all.find(({ id }) => id === value) ?? theExample)}
    />
  );
});
