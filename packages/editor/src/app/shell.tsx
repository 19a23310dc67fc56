import { useMediaQuery } from "@mantine/hooks";
import { Outlet, useMatchRoute } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useAccountLanguage } from "../api/account-language.ts";
import { useLive } from "../api/live.ts";
import { keepFocus } from "./kept-focus.ts";
import { Navigation } from "./navigation.tsx";
import classes from "./shell.module.css";

/**
 * The frame of every screen behind the sign-in: navigation on the left, the screen beside it.
 * The navigation shrinks to icons where room is short and where the canvas wants it.
 */
export function Shell() {
  const { t } = useTranslation("shell");
  const narrow = useMediaQuery("(max-width: 62em)") ?? false;
  const matchRoute = useMatchRoute();
  const onCanvas = matchRoute({ to: "/workflows/$id" }) !== false;
  useEffect(() => keepFocus(document), []);
  useLive();
  useAccountLanguage();
  return (
    <div className={classes.shell} data-slim={narrow || onCanvas || undefined}>
      <a className={classes.skip} href="#main">
        {t("skipToContent")}
      </a>
      <Navigation slim={narrow || onCanvas} />
      <main id="main" className={classes.main} tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}
