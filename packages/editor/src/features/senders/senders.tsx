import { Alert, SegmentedControl } from "@mantine/core";
import type { JsonObject } from "@sluice/workflow/node-contract";
import { IconWorld } from "@tabler/icons-react";
import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { readSenders } from "../../document/sender-config.ts";
import { listOf, objectOf } from "../../document/trigger-config.ts";
import { AddSender } from "./add-sender.tsx";
import { CheckSignature } from "./check-signature.tsx";
import { Handshakes } from "./handshakes.tsx";
import { keysOf, LastUsed, useLastUses } from "./last-used.tsx";
import { MethodCard } from "./method-card.tsx";
import { type MethodChoice, newEntry } from "./method-kinds.ts";
import classes from "./senders.module.css";
import { useIds } from "./use-ids.ts";
import { useSenderEdits } from "./use-sender-edits.ts";

const most = 50;

/** Who may call: the methods that let a sender in, whether one is enough, and the handshakes of providers. */
export function Senders({ config }: { config: JsonObject }) {
  const { t } = useTranslation("senders");
  const { methods, require, handshakes } = useMemo(() => readSenders(config), [config]);
  const entries = listOf(objectOf(config.auth).any);
  const ids = useIds(entries);
  const uses = useLastUses();
  const edits = useSenderEdits();
  const [fresh, setFresh] = useState<number | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const adder = useRef<HTMLDivElement>(null);
  const types = new Set(methods.map(({ type }) => type));
  const usernames = methods.flatMap((method) => (method.type === "basic" ? [method.username] : []));
  const add = (choice: MethodChoice) => {
    setFresh(methods.length);
    edits.add(newEntry(choice), choice === "slack" ? "slack" : undefined);
  };
  const remove = (at: number) => {
    setFresh(null);
    edits.remove(at);
    // The button that had the focus goes away with its method.
    setTimeout(() => adder.current?.querySelector("button")?.focus(), 0);
  };
  return (
    <>
      {methods.length === 0 ? (
        <Alert variant="light" color="yellow" p="xs" icon={<IconWorld size={18} aria-hidden />}>
          {t("open")}
        </Alert>
      ) : (
        <ul ref={list} className={classes.list} aria-label={t("list")}>
          {methods.map((method, at) => (
            <MethodCard
              key={ids[at]}
              method={method}
              at={at}
              edits={edits}
              fresh={fresh === at}
              twice={
                method.type === "basic" && usernames.filter((name) => name === method.username).length > 1
              }
              used={<LastUsed keys={keysOf(entries[at])} uses={uses} />}
              onRemove={() => remove(at)}
            />
          ))}
        </ul>
      )}
      {types.size > 1 && (
        <div className={classes.field}>
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label={t("require.label")}
            value={require}
            data={[
              { value: "any", label: t("require.any") },
              { value: "all", label: t("require.all") },
            ]}
            onChange={(value) => edits.setRequire(value === "all" ? "all" : "any")}
          />
          <p className={classes.hint}>{t(require === "all" ? "require.allHint" : "require.anyHint")}</p>
        </div>
      )}
      <div ref={adder} className={classes.buttons}>
        <AddSender full={methods.length >= most} onAdd={add} />
        {types.has("signature") && <CheckSignature />}
      </div>
      <Handshakes handshakes={handshakes} edits={edits} />
    </>
  );
}
