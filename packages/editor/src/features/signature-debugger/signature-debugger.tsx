import { Drawer } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { DebuggerForm } from "./debugger-form.tsx";

export interface SignatureDebuggerProps {
  readonly workflowId: string;
  /** The delivery to look at; left out: the person chooses one, or pastes a request. */
  readonly deliveryId?: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** A drawer in which the signature of a request is looked at, stage by stage. */
export function SignatureDebugger({ workflowId, deliveryId, opened, onClose }: SignatureDebuggerProps) {
  const { t } = useTranslation("signature");
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="lg"
      title={t("title")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <DebuggerForm workflowId={workflowId} deliveryId={deliveryId} />
    </Drawer>
  );
}
