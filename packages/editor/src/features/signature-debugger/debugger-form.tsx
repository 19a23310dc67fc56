import {
  Alert,
  Button,
  NativeSelect,
  PasswordInput,
  SegmentedControl,
  Select,
  Textarea,
  TextInput,
} from "@mantine/core";
import type { SignatureCheck } from "@sluice/api/schemas";
import { type SignaturePreset, signaturePresets } from "@sluice/workflow/document";
import { IconShieldSearch } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { useFormat } from "../../i18n/format.ts";
import { CheckResult } from "./check-result.tsx";
import classes from "./signature-debugger.module.css";

interface Texts {
  readonly from: "delivery" | "pasted";
  readonly deliveryId: string | null;
  readonly headers: string;
  readonly body: string;
  readonly url: string;
  readonly whose: "draft" | "met";
  readonly secrets: "stored" | "typed";
  readonly secret: string;
  /** Empty: as the trigger says. */
  readonly preset: SignaturePreset | "";
}

const presets = signaturePresets.filter((preset) => preset !== "custom");

/** Which request is checked with which secrets, and what came of it. */
export function DebuggerForm(given: {
  readonly workflowId: string;
  readonly deliveryId: string | undefined;
}) {
  const { workflowId } = given;
  const { t } = useTranslation(["signature", "senders"]);
  const [texts, setTexts] = useState<Texts>({
    ...{ from: "delivery", deliveryId: given.deliveryId ?? null, headers: "", body: "", url: "" },
    whose: given.deliveryId === undefined ? "draft" : "met",
    ...{ secrets: "stored", secret: "", preset: "" },
  });
  const check = useMutation({
    mutationFn: () => client.workflows.debugSignature(inputOf(workflowId, texts)),
  });
  const set = (change: Partial<Texts>) => {
    setTexts({ ...texts, ...change });
    check.reset();
  };
  const { from, deliveryId, secrets, secret, preset } = texts;
  const complete = (from === "pasted" || deliveryId !== null) && (secrets === "stored" || secret !== "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The drawer may stand inside of another form on the screen.
    event.stopPropagation();
    if (complete) check.mutate();
  };
  return (
    <form onSubmit={submit} className={classes.form} data-own-undo>
      <p className={classes.hint}>{t("signature:hint")}</p>
      {given.deliveryId === undefined && (
        <SegmentedControl
          fullWidth
          aria-label={t("signature:what")}
          value={from}
          data={[
            { value: "delivery", label: t("signature:delivery") },
            { value: "pasted", label: t("signature:pasted") },
          ]}
          onChange={(value) => set({ from: value === "pasted" ? "pasted" : "delivery" })}
        />
      )}
      {from === "pasted" ? (
        <PastedFields texts={texts} onChange={set} />
      ) : (
        given.deliveryId === undefined && (
          <DeliveryChoice
            workflowId={workflowId}
            value={deliveryId}
            onChange={(value) => set({ deliveryId: value })}
          />
        )
      )}
      {from === "delivery" && (
        <NativeSelect
          label={t("signature:whose")}
          value={texts.whose}
          data={[
            { value: "met", label: t("signature:met") },
            { value: "draft", label: t("signature:draft") },
          ]}
          onChange={(event) => set({ whose: event.currentTarget.value === "met" ? "met" : "draft" })}
        />
      )}
      <SegmentedControl
        fullWidth
        aria-label={t("signature:secrets")}
        value={secrets}
        data={[
          { value: "stored", label: t("signature:stored") },
          { value: "typed", label: t("signature:typed") },
        ]}
        onChange={(value) => set({ secrets: value === "typed" ? "typed" : "stored", preset: "" })}
      />
      {secrets === "typed" && (
        <div className={classes.pair}>
          <PasswordInput
            label={t("signature:secret")}
            description={t("signature:secretHelp")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            value={secret}
            maxLength={10_000}
            autoComplete="off"
            visibilityToggleButtonProps={{ "aria-label": t("senders:secret.show"), tabIndex: 0 }}
            onChange={(event) => set({ secret: event.currentTarget.value })}
          />
          <NativeSelect
            label={t("signature:as")}
            value={preset}
            data={[
              { value: "", label: t("signature:asTrigger") },
              ...presets.map((value) => ({ value, label: t(`senders:method.${value}`) })),
            ]}
            onChange={(event) =>
              set({ preset: presets.find((one) => one === event.currentTarget.value) ?? "" })
            }
          />
        </div>
      )}
      <div>
        <Button
          type="submit"
          leftSection={<IconShieldSearch size={16} aria-hidden />}
          loading={check.isPending}
          disabled={!complete}
        >
          {t("signature:check")}
        </Button>
      </div>
      <div aria-live="polite" className={classes.results}>
        <ProblemAlert error={check.error} />
        {check.data?.bodyIncomplete && (
          <Alert color="yellow" variant="light">
            {t("signature:incomplete")}
          </Alert>
        )}
        {check.data?.checks.length === 0 && (
          <Alert color="yellow" variant="light">
            {t("signature:noMethods")}
          </Alert>
        )}
        {nearestFirst(check.data?.checks ?? []).map((one) => (
          <CheckResult key={one.at ?? "own"} check={one} />
        ))}
      </div>
    </form>
  );
}

function PastedFields({ texts, onChange }: { texts: Texts; onChange: (change: Partial<Texts>) => void }) {
  const { t } = useTranslation("signature");
  const code = { input: classes.code ?? "" };
  return (
    <>
      <Textarea
        label={t("headers")}
        description={t("headersHelp")}
        placeholder="X-Signature: 3f2a…"
        classNames={code}
        autosize
        minRows={3}
        maxRows={10}
        spellCheck={false}
        value={texts.headers}
        onChange={(event) => onChange({ headers: event.currentTarget.value })}
      />
      <Textarea
        label={t("body")}
        description={t("bodyHelp")}
        classNames={code}
        autosize
        minRows={3}
        maxRows={12}
        spellCheck={false}
        value={texts.body}
        onChange={(event) => onChange({ body: event.currentTarget.value })}
      />
      <TextInput
        label={t("url")}
        description={t("urlHelp")}
        classNames={code}
        spellCheck={false}
        value={texts.url}
        onChange={(event) => onChange({ url: event.currentTarget.value })}
      />
    </>
  );
}

function DeliveryChoice(given: {
  readonly workflowId: string;
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
}) {
  const { workflowId, value, onChange } = given;
  const { t } = useTranslation(["signature", "deliveries"]);
  const format = useFormat();
  const list = useQuery(api.deliveries.list.queryOptions({ input: { workflowId, limit: 30 } }));
  const items = list.data?.items ?? [];
  return (
    <Select
      label={t("signature:choose")}
      placeholder={list.isSuccess && items.length === 0 ? t("signature:none") : ""}
      value={value}
      searchable
      data={items.map(({ id, receivedAt, verdict, status, authStage }) => ({
        value: id,
        label: [
          format.time(receivedAt),
          t(`deliveries:verdict.${verdict}`),
          ...(status === null ? [] : [status]),
          ...(authStage === null
            ? []
            : [t(`deliveries:authStage.${authStage}`, { defaultValue: authStage })]),
        ].join(" · "),
      }))}
      onChange={onChange}
    />
  );
}

function inputOf(id: string, texts: Texts): Parameters<typeof client.workflows.debugSignature>[0] {
  const { from, deliveryId, headers, body, url, whose, secrets, secret, preset } = texts;
  return {
    id,
    ...(from === "pasted"
      ? { request: { headers, body, ...(url.trim() === "" ? {} : { url: url.trim() }) } }
      : { deliveryId: deliveryId ?? "" }),
    ...(from === "delivery" && whose === "draft" ? { version: "draft" as const } : {}),
    ...(secrets === "typed" ? { secret } : {}),
    ...(secrets === "typed" && preset !== "" ? { method: { preset } } : {}),
  };
}

/** Of several methods, the one that the request came closest to is the one that is looked for. */
function nearestFirst(checks: readonly SignatureCheck[]): SignatureCheck[] {
  const rank = ({ outcome, stages }: SignatureCheck) => (outcome === "passed" ? 100 : stages.length);
  return checks.toSorted((one, other) => rank(other) - rank(one));
}
