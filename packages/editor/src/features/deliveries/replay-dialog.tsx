import { Alert, Button, Group, Modal, NumberInput, Select, Stack, Text } from "@mantine/core";
import type { DeliveryFilter } from "@sluice/api/schemas";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { ReplayProgress } from "./replay-progress.tsx";

type Version = "published" | "draft" | "same";
const versions: readonly Version[] = ["published", "draft", "same"];

export interface ReplayDialogProps {
  /** The chosen ones, or all that a filter finds. */
  readonly what: { readonly ids: readonly string[] } | { readonly filter: DeliveryFilter };
  readonly onClose: () => void;
}

/** Runs many deliveries again: counted first, then confirmed with the number in sight. */
export function ReplayDialog({ what, onClose }: ReplayDialogProps) {
  const { t } = useTranslation("deliveries");
  const [version, setVersion] = useState<Version>("published");
  const [perSecond, setPerSecond] = useState(5);
  const selection = "ids" in what ? { ids: [...what.ids] } : { filter: what.filter };
  const counted = useQuery({
    queryKey: ["replay-count", selection],
    queryFn: () => client.deliveries.replayMany({ ...selection, dryRun: true }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const begin = useMutation({
    mutationFn: async () => {
      if (!counted.data) return null;
      const { count, upTo } = counted.data;
      const asked = { ...selection, version, perSecond, count, upTo };
      return (await client.deliveries.replayMany(asked)).replay;
    },
  });
  const begun = begin.data;
  const count = counted.data?.count ?? 0;
  const notKept = counted.data?.notKept ?? 0;
  return (
    <Modal opened onClose={onClose} title={t("replay.title")} size="lg">
      {begun ? (
        <ReplayProgress id={begun.id} onClose={onClose} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            begin.mutate();
          }}
        >
          <Stack gap="md">
            <Text size="sm" role="status">
              {counted.data ? t("replay.count", { count }) : t("replay.counting")}
            </Text>
            {notKept > 0 && (
              <Alert color="yellow" variant="light">
                {t("replay.notKept", { count: notKept })}
              </Alert>
            )}
            <Select
              label={t("replay.version")}
              data={versions.map((value) => ({ value, label: t(`replay.on.${value}`) }))}
              value={version}
              allowDeselect={false}
              data-autofocus
              onChange={(value) => setVersion(versions.find((known) => known === value) ?? "published")}
            />
            <NumberInput
              label={t("replay.rate")}
              description={t("replay.rateHelp", { seconds: Math.ceil(count / perSecond) })}
              min={0.1}
              max={100}
              step={1}
              value={perSecond}
              onChange={(value) => typeof value === "number" && value > 0 && setPerSecond(value)}
            />
            <Text size="sm" c="dimmed">
              {t("replay.note")}
            </Text>
            {counted.isError && <ProblemAlert error={counted.error} />}
            {begin.isError && <ProblemAlert error={begin.error} />}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={onClose}>
                {t("replay.cancel")}
              </Button>
              {begin.isError && (
                <Button
                  variant="default"
                  onClick={() => {
                    begin.reset();
                    void counted.refetch();
                  }}
                >
                  {t("replay.again")}
                </Button>
              )}
              <Button type="submit" loading={begin.isPending} disabled={count === 0}>
                {t("replay.do", { count })}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
