import { List, Text } from "@mantine/core";
import type { DeliverySummary } from "@sluice/api/schemas";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { useCodeText } from "../../api/problem-text.ts";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { HttpStatus } from "../../ui/http-status.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { VerdictBadge } from "../verdict-badge/verdict-badge.tsx";
import classes from "./recent-requests.module.css";

const most = 10;

/** "Why did my webhook not run?": the last requests to this URL, live, each with its reason and what helps. */
export function RecentRequests() {
  const { t } = useTranslation("listen");
  const workflowId = useOpenDocument((state) => state.workflow.id);
  const query = useInfiniteQuery(
    api.deliveries.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ workflowId, limit: most, cursor }),
      initialPageParam: undefined,
      getNextPageParam: () => undefined,
    }),
  );
  if (query.isError) return <ProblemAlert error={query.error} />;
  const items = query.data?.pages[0]?.items.slice(0, most);
  if (!items) return null;
  if (items.length === 0) return <Checklist />;
  return (
    <>
      <ol className={classes.requests} aria-live="polite">
        {items.map((item) => (
          <Request key={item.id} item={item} />
        ))}
      </ol>
      <Text size="xs" c="dimmed">
        {t("recent.unknownKey")}{" "}
        <Link to="/deliveries" search={{ workflowId }}>
          {t("recent.all")}
        </Link>
      </Text>
    </>
  );
}

function Request({ item }: { item: DeliverySummary }) {
  const { t } = useTranslation(["listen", "deliveries"]);
  const codeText = useCodeText();
  const { id, receivedAt, verdict, status, reason, method, version, authStage } = item;
  const why = reason === null ? undefined : codeText(reason);
  return (
    <li>
      <div className={classes.line}>
        <Link to="/deliveries/$id" params={{ id }}>
          <RelativeTime iso={receivedAt} />
        </Link>
        <VerdictBadge verdict={verdict} />
        <span className="sluice-mono">{method}</span>
        <HttpStatus status={status} />
      </div>
      <div className={classes.why}>
        {why ? (
          <>
            <strong>{why.title}</strong>{" "}
            {authStage !== null && (
              <>
                <span className={classes.stage}>
                  {t(`deliveries:authStage.${authStage}`, { defaultValue: authStage })}
                </span>{" "}
              </>
            )}
            {why.remedy}
          </>
        ) : verdict === "accepted" ? (
          version === null ? (
            t("recent.ranDraft")
          ) : (
            t("recent.ran", { version })
          )
        ) : (
          t(`recent.${verdict}`)
        )}
      </div>
    </li>
  );
}

/** What to look at when no request has come. */
function Checklist() {
  const { t } = useTranslation("listen");
  const { published, paused } = useOpenDocument((state) => state.workflow);
  return (
    <div>
      <Text size="sm">{t("recent.none")}</Text>
      <List size="sm" spacing={2} mt={4}>
        {published === null && <List.Item>{t("recent.notPublished")}</List.Item>}
        {paused && <List.Item>{t("recent.paused")}</List.Item>}
        <List.Item>{t("recent.wrongUrl")}</List.Item>
        <List.Item>{t("recent.unreachable")}</List.Item>
        <List.Item>{t("recent.method")}</List.Item>
      </List>
    </div>
  );
}
