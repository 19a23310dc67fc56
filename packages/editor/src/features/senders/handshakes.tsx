import { Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type DraftHandshakes, typedSecret } from "../../document/sender-config.ts";
import { SecretField } from "./secret-field.tsx";
import classes from "./senders.module.css";
import type { SenderEdits } from "./use-sender-edits.ts";

/** What some providers ask of a URL before they send: each is a switch. */
export function Handshakes({ handshakes, edits }: { handshakes: DraftHandshakes; edits: SenderEdits }) {
  const { t } = useTranslation("senders");
  const { slack, meta, head } = handshakes;
  return (
    <fieldset className={classes.handshakes} data-place={JSON.stringify(["handshakes"])}>
      <legend>{t("handshake.title")}</legend>
      <p className={classes.hint}>{t("handshake.hint")}</p>
      <Switch
        size="sm"
        label={t("handshake.slack")}
        description={t("handshake.slackHint")}
        checked={slack}
        onChange={(event) =>
          edits.setHandshake("slack", event.currentTarget.checked ? { type: "slack" } : null)
        }
      />
      <Switch
        size="sm"
        label={t("handshake.meta")}
        description={t("handshake.metaHint")}
        checked={meta !== undefined}
        onChange={(event) =>
          edits.setHandshake("meta", event.currentTarget.checked ? { type: "meta", verifyToken: {} } : null)
        }
      />
      {meta !== undefined && (
        <SecretField
          label={t("handshake.verifyToken")}
          state={meta}
          shape="url-safe"
          missing={t("handshake.verifyTokenMissing")}
          onChange={(value) => edits.setHandshake("meta", { type: "meta", verifyToken: typedSecret(value) })}
        />
      )}
      <Switch
        size="sm"
        label={t("handshake.head")}
        description={t("handshake.headHint")}
        checked={head}
        onChange={(event) =>
          edits.setHandshake("head", event.currentTarget.checked ? { type: "head" } : null)
        }
      />
    </fieldset>
  );
}
