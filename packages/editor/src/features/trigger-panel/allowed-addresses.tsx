import { Button, Menu, SegmentedControl, TagsInput } from "@mantine/core";
import { compileAddressList } from "@sluice/workflow/document";
import { IconChevronDown, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useCodeText } from "../../api/problem-text.ts";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { recentSenders } from "../../document/protection.ts";
import classes from "./trigger-panel.module.css";

/** As many as a list may hold (the document's schema), and deliveries that are looked through for senders. */
const mostAddresses = 500;
const deliveriesRead = 200;

export interface AllowedAddressesProps {
  /** Undefined: all may call. */
  readonly addresses: readonly string[] | undefined;
  /** What is wrong with them, for people. */
  readonly problem: string | undefined;
  readonly onChange: (addresses: readonly string[] | undefined) => void;
}

/** Which addresses may call: all, or a list that can be filled with one's own and with those that have called. */
export function AllowedAddresses({ addresses, problem, onChange }: AllowedAddressesProps) {
  const { t } = useTranslation("protection");
  const listed = addresses !== undefined;
  const add = (address: string) => onChange([...(addresses ?? []), address]);
  return (
    <div className={classes.field} data-place='["ipAllow"]'>
      <span className={classes.label} id="allowed-addresses">
        {t("addresses.label")}
      </span>
      <SegmentedControl
        fullWidth
        aria-labelledby="allowed-addresses"
        value={listed ? "listed" : "all"}
        data={[
          { value: "all", label: t("addresses.all") },
          { value: "listed", label: t("addresses.listed") },
        ]}
        onChange={(value) => onChange(value === "listed" ? [] : undefined)}
      />
      {listed && (
        <>
          <TagsInput
            aria-label={t("addresses.list")}
            description={t("addresses.help")}
            placeholder={addresses.length === 0 ? "203.0.113.0/24" : ""}
            maxTags={mostAddresses}
            splitChars={[",", " ", ";", "\n"]}
            acceptValueOnBlur
            error={problem}
            value={[...addresses]}
            onChange={onChange}
          />
          <div className={classes.buttons}>
            <OwnAddress addresses={addresses} onAdd={add} />
            <RecentSenders addresses={addresses} onAdd={add} />
          </div>
        </>
      )}
    </div>
  );
}

interface AddProps {
  readonly addresses: readonly string[];
  readonly onAdd: (address: string) => void;
}

/** The reader's own address, as this server sees it. */
function OwnAddress({ addresses, onAdd }: AddProps) {
  const { t } = useTranslation("protection");
  const own = useQuery(api.ownAddress.get.queryOptions()).data;
  if (!own) return null;
  const isListed = compileAddressList(addresses)(own.address);
  return (
    <>
      {!isListed && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onAdd(own.address)}
        >
          {t("addresses.addOwn", { address: own.address })}
        </Button>
      )}
      <p className={classes.hint}>
        {t(isListed ? "addresses.ownListed" : "addresses.own", { address: own.address })}{" "}
        {own.proxy === "untrusted" && t("addresses.untrusted")}
      </p>
    </>
  );
}

function RecentSenders({ addresses, onAdd }: AddProps) {
  const { t } = useTranslation("protection");
  const codeText = useCodeText();
  const workflowId = useOpenDocument((state) => state.workflow.id);
  const [opened, setOpened] = useState(false);
  const input = { workflowId, limit: deliveriesRead };
  const deliveries = useQuery({
    ...api.deliveries.list.queryOptions({ input }),
    enabled: opened,
    staleTime: 0,
  });
  const senders = recentSenders(deliveries.data?.items ?? [], addresses);
  return (
    <Menu position="bottom-start" opened={opened} onChange={setOpened}>
      <Menu.Target>
        <Button size="compact-sm" variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
          {t("addresses.recent")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah="20rem" style={{ overflowY: "auto" }}>
        {senders.length === 0 && (
          <Menu.Label>{t(deliveries.isSuccess ? "addresses.noRecent" : "addresses.reading")}</Menu.Label>
        )}
        {senders.map(({ address, count, refused }) => (
          <Menu.Item key={address} onClick={() => onAdd(address)}>
            <span className={classes.mono}>{address}</span>{" "}
            <span className={classes.hint}>
              {t("addresses.sent", { count })}
              {refused !== null && ` · ${codeText(refused).title}`}
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
