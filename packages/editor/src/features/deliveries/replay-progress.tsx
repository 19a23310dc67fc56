import { Alert, Button, Group, Progress, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";

/** How far a replay has come; it goes on when this is closed. */
export function ReplayProgress({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation("deliveries");
  const options = api.replays.get.queryOptions({ input: { id } });
  const query = useQuery({
    ...options,
    refetchInterval: ({ state }) => (state.data?.state === "running" || !state.data ? 700 : false),
  });
  const stop = useMutation({
    mutationFn: () => client.replays.stop({ id }),
    onSuccess: () => query.refetch(),
  });
  const replay = query.data;
  if (query.isError) return <ProblemAlert error={query.error} />;
  if (!replay) return null;
  const { state, total, accepted, refused, skipped, lastProblem } = replay;
  const done = accepted + refused + skipped;
  return (
    <Stack gap="md">
      <Progress value={total === 0 ? 100 : (100 * done) / total} aria-label={t("replay.progress")} />
      <Text size="sm" role="status">
        {t(`replay.state.${state}`, { done, total })} {t("replay.counts", { accepted, refused, skipped })}
      </Text>
      {lastProblem !== null && (
        <Alert color="yellow" variant="light" title={t("replay.lastProblem")}>
          {lastProblem}
        </Alert>
      )}
      <Group justify="flex-end" gap="xs">
        {state === "running" && (
          <Button color="red" variant="light" loading={stop.isPending} onClick={() => stop.mutate()}>
            {t("replay.stop")}
          </Button>
        )}
        <Button onClick={onClose}>{t("replay.close")}</Button>
      </Group>
    </Stack>
  );
}
