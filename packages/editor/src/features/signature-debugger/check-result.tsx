import { SegmentedControl } from "@mantine/core";
import type { SignatureCheck } from "@sluice/api/schemas";
import { IconCircleCheck, IconCircleX, IconHelpCircle } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "../../ui/copy-button.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import classes from "./signature-debugger.module.css";
import { bytesOf, hexDump } from "./signed-view.ts";

const tones = { passed: "success", failed: "danger", unknown: "warning" } as const;

/** One method's check: the stages up to the one that failed, then the bytes and the signatures to compare. */
export function CheckResult({ check }: { check: SignatureCheck }) {
  const { t } = useTranslation(["signature", "senders", "deliveries"]);
  const id = useId();
  const { name, preset, outcome, stages, signed, hints } = check;
  const kind = t(`senders:method.${preset}`);
  return (
    <section className={classes.check} aria-labelledby={id}>
      <header>
        <h3 id={id}>{name === preset ? kind : name}</h3>
        <StatusBadge tone={tones[outcome]}>{t(`signature:outcome.${outcome}`)}</StatusBadge>
      </header>
      <ol className={classes.stages}>
        {stages.map((stage) => (
          <Stage key={stage.stage} stage={stage} />
        ))}
        {outcome === "unknown" && (
          <li>
            <IconHelpCircle size={18} aria-hidden />
            <span>{t("signature:unknownHint")}</span>
          </li>
        )}
      </ol>
      {hints.length > 0 && (
        <div className={classes.hints}>
          <strong>{t("signature:hintsTitle")}</strong>
          <ul>
            {hints.map((hint) => (
              <li key={hint}>{t(`signature:hints.${hint}`, { defaultValue: hint })}</li>
            ))}
          </ul>
        </div>
      )}
      {signed !== null && <Signed signed={signed} />}
      {outcome === "failed" && signed !== null && <Compared check={check} />}
    </section>
  );
}

function Stage({ stage: { stage, failed, facts } }: { stage: SignatureCheck["stages"][number] }) {
  const { t } = useTranslation(["signature", "deliveries"]);
  const Icon = failed === null ? IconCircleCheck : IconCircleX;
  const fact = factOf(stage, { facts, failed }, t);
  return (
    <li data-failed={failed !== null || undefined}>
      <Icon size={18} aria-hidden />
      <span>
        <strong>{t(`signature:stage.${stage}`, { defaultValue: stage })}</strong>{" "}
        {failed !== null && stage !== "header" && (
          <>{t(`deliveries:authStage.${failed}`, { defaultValue: failed })} </>
        )}
        {fact}
      </span>
    </li>
  );
}

/** What was looked at, in words. */
function factOf(
  stage: string,
  { facts, failed }: Pick<SignatureCheck["stages"][number], "facts" | "failed">,
  t: TFunction<["signature", "deliveries"]>,
): string {
  const number = (name: string) => Number(facts[name] ?? 0);
  const text = (name: string) => String(facts[name] ?? "");
  switch (stage) {
    case "secrets":
      return t("signature:fact.secrets", { count: number("secrets"), usable: number("usable") });
    case "header":
      return t(failed === null ? "signature:fact.header" : "signature:fact.headerMissing", {
        header: text("header"),
      });
    case "format":
      return t("signature:fact.format", { count: number("signatures") });
    case "timestamp": {
      if (facts.ageSeconds === undefined) return "";
      const seconds = number("ageSeconds");
      const given = { seconds: Math.abs(seconds), tolerance: number("toleranceSeconds") };
      return t(seconds < 0 ? "signature:fact.early" : "signature:fact.late", given);
    }
    case "signed":
      return failed === null
        ? t("signature:fact.signed", { template: text("template"), count: number("bytes") })
        : text("template");
    case "match":
      return failed === null ? t("signature:fact.match", { number: number("secret") + 1 }) : "";
    default:
      return "";
  }
}

function Signed({ signed }: { signed: NonNullable<SignatureCheck["signed"]> }) {
  const { t } = useTranslation("signature");
  const [view, setView] = useState<"text" | "hex">(signed.encoding === "utf8" ? "text" : "hex");
  const bytes = bytesOf(signed);
  return (
    <figure className={classes.signed}>
      <figcaption>
        <span>{t("signedText")}</span>
        {signed.encoding === "utf8" && (
          <SegmentedControl
            size="xs"
            aria-label={t("view")}
            value={view}
            data={[
              { value: "text", label: t("asText") },
              { value: "hex", label: t("asHex") },
            ]}
            onChange={(value) => setView(value === "hex" ? "hex" : "text")}
          />
        )}
        <CopyButton label={t("copySigned")} value={view === "text" ? signed.text : hexDump(bytes)} />
      </figcaption>
      <ScrollRegion as="pre">{view === "text" ? signed.text : hexDump(bytes)}</ScrollRegion>
      {bytes.length < signed.bytes && (
        <p className={classes.hint}>{t("cut", { shown: bytes.length, bytes: signed.bytes })}</p>
      )}
    </figure>
  );
}

function Compared({ check: { given, expected } }: { check: SignatureCheck }) {
  const { t } = useTranslation("signature");
  const right = expected.flatMap((value, at) => (value === null ? [] : [{ value, at }]));
  return (
    <dl className={classes.compared}>
      <dt>{t("came")}</dt>
      {given.length === 0 ? (
        <dd>{t("cameNone")}</dd>
      ) : (
        given.map((value) => (
          <dd key={value}>
            <code>{value}</code>
          </dd>
        ))
      )}
      {right.map(({ value, at }) => (
        <div key={at}>
          <dt>
            {t("right")}
            {expected.length > 1 && ` ${t("rightFor", { number: at + 1 })}`}
          </dt>
          <dd>
            <code>{value}</code>
            <CopyButton label={t("copyRight")} value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
