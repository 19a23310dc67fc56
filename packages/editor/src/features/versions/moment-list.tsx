import { Button, Group, Loader, Stack, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api/client.ts";
import { useOffer } from "../../api/may.ts";
import { ProblemState } from "../../api/problem-state.tsx";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { useFormat } from "../../i18n/format.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { LookPart } from "./look-part.ts";
import { useCovered } from "./use-covered.ts";
import { useRestore } from "./use-restore.ts";
import { useWho } from "./use-who.ts";
import classes from "./versions.module.css";
import type { VersionsProps } from "./versions-props.ts";

/** What the draft was in the last 30 days, the newest first, with who left it so. */
export function MomentList({ onRestored, onCovered }: VersionsProps) {
  const { t } = useTranslation("changes");
  const { t: say } = useTranslation("editor");
  const format = useFormat();
  const who = useWho();
  const { id } = useOpenDocument((state) => state.workflow);
  const restore = useRestore(onRestored);
  const offer = useOffer("workflows:write");
  const [looked, setLooked] = useState<{ revision: number; at: string } | null>(null);
  useCovered(looked !== null, onCovered);
  const query = useInfiniteQuery(
    api.moments.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ id, limit: 30, ...(cursor === undefined ? {} : { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  if (query.isPending) return <Loader size="sm" aria-label={t("loading")} />;
  if (query.isError) return <ProblemState error={query.error} onRetry={() => void query.refetch()} />;
  const moments = query.data.pages.flatMap((page) => page.items);
  return (
    <Stack gap={0}>
      <Text size="sm" c="dimmed">
        {t("moments.about")}
      </Text>
      {moments.map(({ revision, savedAt, savedBy }, index) => (
        <article key={revision} className={classes.version} aria-label={format.time(savedAt)}>
          <div className={classes.head}>
            <strong>{format.time(savedAt)}</strong>
            {index === 0 && <StatusBadge tone="info">{t("moments.now")}</StatusBadge>}
          </div>
          {savedBy && <p className={classes.who}>{who(savedBy)}</p>}
          {index > 0 && (
            <Group gap="xs">
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => setLooked({ revision, at: format.time(savedAt) })}
              >
                {t("look.do")}
              </Button>
              <ConfirmButton
                size="compact-sm"
                variant="default"
                question={t("moments.question")}
                confirm={say("versions.restore")}
                onConfirm={() =>
                  void restore((given) => client.moments.restore({ ...given, moment: revision }), {
                    key: "restoredMoment",
                  })
                }
                {...offer}
              >
                {say("versions.restore")}
              </ConfirmButton>
            </Group>
          )}
        </article>
      ))}
      {query.hasNextPage && (
        <Button
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {say("versions.more")}
        </Button>
      )}
      {looked && <LookAtMoment revision={looked.revision} name={looked.at} onClose={() => setLooked(null)} />}
    </Stack>
  );
}

function LookAtMoment(props: { revision: number; name: string; onClose: () => void }) {
  const { revision, name, onClose } = props;
  const { id } = useOpenDocument((state) => state.workflow);
  const query = useQuery(api.moments.get.queryOptions({ input: { id, moment: revision } }));
  return (
    <LookPart
      name={name}
      document={query.data?.document}
      error={query.error}
      onRetry={() => void query.refetch()}
      onClose={onClose}
    />
  );
}
