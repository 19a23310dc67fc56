import { Alert, NumberInput, TextInput } from "@mantine/core";
import { IconClockExclamation } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { schemeOf } from "../../document/scheme-of.ts";
import type { DraftSignature } from "../../document/sender-config.ts";
import { signedPieces } from "../../document/signature-scheme.ts";
import { LiveSecrets } from "./live-secrets.tsx";
import type { FieldsOf } from "./method-fields.tsx";
import { SchemeFields } from "./scheme-fields.tsx";
import classes from "./senders.module.css";

/** A signature: what to do at the provider, the live secrets, and what else its scheme needs to know. */
export function SignatureFields({ method, at, edits }: FieldsOf<DraftSignature>) {
  const { t } = useTranslation("senders");
  const hookUrl = useOpenDocument((state) => state.workflow.hookUrl);
  const { preset, toleranceSeconds, publicUrl } = method;
  const scheme = schemeOf(method);
  const signs = (name: string) =>
    scheme !== undefined &&
    signedPieces(scheme.signed).some((piece) => piece.kind === "part" && piece.name === name);
  const signsTime = scheme?.timestamp !== undefined && signs("timestamp");
  return (
    <>
      <p className={classes.hint}>{t(`preset.${preset}.setup`)}</p>
      {!signsTime && preset !== "custom" && (
        <Alert variant="light" color="yellow" p="xs" icon={<IconClockExclamation size={18} aria-hidden />}>
          {t(preset === "gitlab-token" ? "signature.onlyToken" : "signature.timeNotSigned")}
        </Alert>
      )}
      {preset === "custom" && <SchemeFields method={method} at={at} edits={edits} />}
      <LiveSecrets method={method} at={at} edits={edits} />
      {signsTime && (
        <NumberInput
          label={t("signature.tolerance")}
          description={t("signature.toleranceHint")}
          value={toleranceSeconds}
          min={1}
          max={86_400}
          allowDecimal={false}
          suffix={t("secondsSuffix")}
          onChange={(value) =>
            edits.change(
              at,
              { toleranceSeconds: typeof value === "number" && value !== 300 ? value : undefined },
              "tolerance",
            )
          }
          onBlur={edits.endGroup}
        />
      )}
      {signs("url") && (
        <TextInput
          label={t("signature.publicUrl")}
          description={t("signature.publicUrlHint")}
          placeholder={hookUrl}
          value={publicUrl}
          maxLength={2000}
          spellCheck={false}
          error={publicUrl === "" || URL.canParse(publicUrl) ? undefined : t("signature.publicUrlWrong")}
          onChange={(event) => edits.change(at, { publicUrl: event.currentTarget.value || undefined }, "url")}
          onBlur={edits.endGroup}
        />
      )}
    </>
  );
}
