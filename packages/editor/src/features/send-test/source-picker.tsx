import { Select } from "@mantine/core";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api/client.ts";
import { exampleOf } from "../../api/example-of.ts";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { useFormat } from "../../i18n/format.ts";
import type { RequestTexts } from "./request-fields.ts";

const most = 20;

export interface SourcePickerProps {
  /** What stands in the form when it opens. */
  readonly example: RequestTexts;
  /** `executionId`: what the delivery started; null: nothing, or it is the example. */
  readonly onFill: (texts: RequestTexts, executionId: string | null) => void;
}

/** Fills the form in with the example of the trigger, or with what one of the last deliveries brought. */
export function SourcePicker({ example, onFill }: SourcePickerProps) {
  const { t } = useTranslation(["test", "deliveries"]);
  const format = useFormat();
  const onError = useNotifyProblem();
  const workflowId = useOpenDocument((state) => state.workflow.id);
  const [chosen, setChosen] = useState("example");
  const deliveries = useInfiniteQuery(
    api.deliveries.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ workflowId, limit: most, cursor }),
      initialPageParam: undefined,
      getNextPageParam: () => undefined,
    }),
  ).data?.pages[0]?.items;
  const fill = useMutation({
    mutationFn: (id: string) => client.deliveries.get({ id }),
    onSuccess: (delivery) => {
      setChosen(delivery.id);
      onFill(exampleOf(delivery), delivery.executionId);
    },
    onError,
  });
  if (!deliveries || deliveries.length === 0) return null;
  const items = deliveries.slice(0, most).map(({ id, receivedAt, verdict }) => ({
    value: id,
    label: `${format.time(receivedAt)} · ${t(`deliveries:verdict.${verdict}`)}`,
  }));
  return (
    <Select
      label={t("source.label")}
      description={t("source.help")}
      inputWrapperOrder={["label", "input", "description"]}
      allowDeselect={false}
      disabled={fill.isPending}
      data={[
        { value: "example", label: t("source.example") },
        { group: t("source.deliveries"), items },
      ]}
      value={chosen}
      onChange={(value) => {
        if (value === null) return;
        if (value !== "example") return fill.mutate(value);
        setChosen(value);
        onFill(example, null);
      }}
    />
  );
}
