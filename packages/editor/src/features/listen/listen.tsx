import { Alert, Button, Group, Loader, Switch, Text } from "@mantine/core";
import type { Delivery } from "@sluice/api/schemas";
import { IconCircleCheck, IconEar, IconInfoCircle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { useCodeText } from "../../api/problem-text.ts";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { useFormat } from "../../i18n/format.ts";
import { useListening } from "./use-listening.ts";
import { useTakeExample } from "./use-take-example.ts";

/** Takes the next request of the live URL into the draft as its example. */
export function Listen() {
  const { t } = useTranslation("listen");
  const format = useFormat();
  const id = useOpenDocument((state) => state.workflow.id);
  const take = useTakeExample();
  const [anybody, setAnybody] = useState(false);
  const [added, setAdded] = useState(0);
  const { state, start, stop } = useListening(id, (delivery) => setAdded(take(delivery).added.length));
  const listening = state.state === "listening";
  return (
    <>
      <Switch
        size="sm"
        label={t("anybody")}
        description={t("anybodyHelp")}
        checked={anybody}
        disabled={listening}
        onChange={(event) => setAnybody(event.currentTarget.checked)}
      />
      <div role="status">
        {listening ? (
          <Group gap="xs">
            <Loader size="xs" aria-hidden />
            <Text size="sm">{t("listening", { time: format.clock(state.until) })}</Text>
            <Button size="compact-sm" variant="default" onClick={stop}>
              {t("stop")}
            </Button>
          </Group>
        ) : (
          <Button
            size="compact-md"
            variant="default"
            leftSection={<IconEar size={16} aria-hidden />}
            onClick={() => void start(!anybody)}
          >
            {t("start")}
          </Button>
        )}
        {state.state === "taken" && <Taken delivery={state.delivery} added={added} />}
        {state.state === "over" && (
          <Alert mt="xs" variant="light" color="yellow" icon={<IconInfoCircle size={18} />}>
            {t("over")}
          </Alert>
        )}
        {state.state === "failed" && <ProblemAlert error={state.error} />}
      </div>
    </>
  );
}

function Taken({ delivery, added }: { delivery: Delivery; added: number }) {
  const { t } = useTranslation("listen");
  const codeText = useCodeText();
  const { id, verdict, version, reason } = delivery;
  const ran = verdict === "accepted" && version !== null;
  return (
    <Alert mt="xs" variant="light" icon={<IconCircleCheck size={18} />} title={t("taken")}>
      <p>{t("undo", { count: added })}</p>
      <p>
        {ran ? t("ran", { version }) : t("notRun", { reason: codeText(reason ?? verdict).title })}{" "}
        <Link to="/deliveries/$id" params={{ id }}>
          {t("toDelivery")}
        </Link>
      </p>
    </Alert>
  );
}
