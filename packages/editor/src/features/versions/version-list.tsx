import { Button, Group, Loader, Stack, Text } from "@mantine/core";
import type { VersionSummary } from "@sluice/api/schemas";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api/client.ts";
import { useOffer } from "../../api/may.ts";
import { ProblemState } from "../../api/problem-state.tsx";
import { versionQuery } from "../../api/version-query.ts";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { CompareDialog, type VersionOrDraft } from "./compare-dialog.tsx";
import { LookPart } from "./look-part.ts";
import { useCovered } from "./use-covered.ts";
import { useRestore } from "./use-restore.ts";
import { useWho } from "./use-who.ts";
import classes from "./versions.module.css";
import type { VersionsProps } from "./versions-props.ts";

/** All published versions, the newest first, with who published them and why. */
export function VersionList({ onRestored, onCovered }: VersionsProps) {
  const { t } = useTranslation("editor");
  const { t: say } = useTranslation("changes");
  const { id } = useOpenDocument((state) => state.workflow);
  const restore = useRestore(onRestored);
  const [compared, setCompared] = useState<readonly [VersionOrDraft, VersionOrDraft] | null>(null);
  const [looked, setLooked] = useState<number | null>(null);
  useCovered(compared !== null || looked !== null, onCovered);
  const query = useInfiniteQuery(
    api.versions.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ id, limit: 30, ...(cursor === undefined ? {} : { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  if (query.isPending) return <Loader size="sm" aria-label={say("loading")} />;
  if (query.isError) return <ProblemState error={query.error} onRetry={() => void query.refetch()} />;
  const versions = query.data.pages.flatMap((page) => page.items);
  if (versions.length === 0) return <Text c="dimmed">{t("versions.none")}</Text>;
  const [newest, second] = versions.map(({ version }) => version);
  return (
    <Stack gap={0}>
      <Group>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() =>
            setCompared([second ?? newest ?? "draft", second === undefined ? "draft" : (newest ?? "draft")])
          }
        >
          {say("compare.any")}
        </Button>
      </Group>
      {versions.map((version) => (
        <VersionItem
          key={version.version}
          version={version}
          onLook={() => setLooked(version.version)}
          onCompare={() => setCompared([version.version, "draft"])}
          onRestore={() =>
            void restore((given) => client.versions.restore({ ...given, version: version.version }), {
              key: "restored",
              values: { version: version.version },
            })
          }
        />
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
      {compared && (
        <CompareDialog
          first={compared[0]}
          second={compared[1]}
          versions={versions.map(({ version }) => version)}
          onClose={() => setCompared(null)}
        />
      )}
      {looked !== null && <LookAtVersion version={looked} onClose={() => setLooked(null)} />}
    </Stack>
  );
}

interface VersionItemProps {
  readonly version: VersionSummary;
  readonly onLook: () => void;
  readonly onCompare: () => void;
  readonly onRestore: () => void;
}

function VersionItem({ version: one, onLook, onCompare, onRestore }: VersionItemProps) {
  const { t } = useTranslation("editor");
  const { t: say } = useTranslation("changes");
  const published = useOpenDocument((state) => state.workflow.published);
  const who = useWho();
  const { version, note, publishedAt, publishedBy } = one;
  const name = t("versions.number", { version });
  return (
    <article className={classes.version} aria-label={name}>
      <div className={classes.head}>
        <strong>{name}</strong>
        {version === published && <StatusBadge tone="success">{t("versions.live")}</StatusBadge>}
        <span className={classes.when}>
          <RelativeTime iso={publishedAt} />
        </span>
      </div>
      {publishedBy && <p className={classes.who}>{who(publishedBy)}</p>}
      {note && <p className={classes.note}>{note}</p>}
      <Group gap="xs">
        <Button size="compact-sm" variant="default" onClick={onLook}>
          {say("look.do")}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onCompare}>
          {say("compare.withDraft")}
        </Button>
        <ConfirmButton
          size="compact-sm"
          variant="default"
          question={t("versions.question", { version })}
          confirm={t("versions.restore")}
          onConfirm={onRestore}
          {...useOffer("workflows:write")}
        >
          {t("versions.restore")}
        </ConfirmButton>
      </Group>
    </article>
  );
}

function LookAtVersion({ version, onClose }: { version: number; onClose: () => void }) {
  const { t } = useTranslation("editor");
  const { id } = useOpenDocument((state) => state.workflow);
  const query = useQuery(versionQuery(id, version));
  return (
    <LookPart
      name={t("versions.number", { version })}
      document={query.data?.document}
      error={query.error}
      onRetry={() => void query.refetch()}
      onClose={onClose}
    />
  );
}
