import { Button, Center } from "@mantine/core";
import { IconMapPinOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../ui/empty-state.tsx";

export function NotFound() {
  const { t } = useTranslation("shell");
  return (
    <Center mih="70vh" component="main">
      <EmptyState
        wholePage
        icon={<IconMapPinOff size={28} stroke={1.5} />}
        title={t("notFound.title")}
        action={
          <Button component={Link} to="/workflows">
            {t("notFound.home")}
          </Button>
        }
      >
        {t("notFound.text")}
      </EmptyState>
    </Center>
  );
}
