import { Button, Loader, Stack, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api/client.ts";
import { ProblemState } from "../../api/problem-state.tsx";
import { useNotifyProblem } from "../../api/use-notify-problem.ts";
import { useOpenDocument, useOpenWorkflow } from "../../document/open-document-context.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import classes from "./versions.module.css";

/** All published versions, the newest first; each can become the draft again. */
export function Versions({ onRestored }: { onRestored: () => void }) {
  const { t } = useTranslation("editor");
  const { store, autosave } = useOpenWorkflow();
  const notify = useNotifyProblem();
  const { id, published } = useOpenDocument((state) => state.workflow);
  const query = useInfiniteQuery(
    api.versions.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ id, limit: 30, ...(cursor === undefined ? {} : { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  const restore = async (version: number) => {
    try {
      await autosave.flush();
      const restored = await client.versions.restore({ id, version, revision: store.getState().revision });
      store.takeOver(restored, { key: "restored", values: { version } });
      store.setState({ changedElsewhere: null });
      onRestored();
    } catch (error) {
      notify(error);
    }
  };
  if (query.isPending) return <Loader size="sm" aria-label={t("loading")} />;
  if (query.isError) return <ProblemState error={query.error} onRetry={() => void query.refetch()} />;
  const versions = query.data.pages.flatMap((page) => page.items);
  if (versions.length === 0) return <Text c="dimmed">{t("versions.none")}</Text>;
  return (
    <Stack gap={0}>
      {versions.map((version) => (
        <article key={version.version} className={classes.version}>
          <div className={classes.head}>
            <strong>{t("versions.number", { version: version.version })}</strong>
            {version.version === published && <StatusBadge tone="success">{t("versions.live")}</StatusBadge>}
            <span className={classes.when}>
              <RelativeTime iso={version.publishedAt} />
            </span>
          </div>
          {version.note && <p className={classes.note}>{version.note}</p>}
          <ConfirmButton
            size="compact-sm"
            variant="default"
            question={t("versions.question", { version: version.version })}
            confirm={t("versions.restore")}
            onConfirm={() => void restore(version.version)}
          >
            {t("versions.restore")}
          </ConfirmButton>
        </article>
      ))}
      {query.hasNextPage && (
        <Button
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("versions.more")}
        </Button>
      )}
    </Stack>
  );
}
