import { localStorageColorSchemeManager, MantineProvider, mergeThemeOverrides } from "@mantine/core";
import { ModalsProvider } from "@mantine/modals";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { createQueryClient } from "../api/query-client.ts";
import { forget } from "../api/session.ts";
import { createAppRouter } from "./router.tsx";
import { cssVariables, theme } from "./theme.ts";

/** The same key as in public/color-scheme.js, which reads it before the first paint. */
const colorSchemes = localStorageColorSchemeManager({ key: "sluice-color-scheme" });

/** A server whose policy wants a nonce on style elements writes it into the page. */
const styleNonce = () => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

export function App() {
  const { t } = useTranslation("shell");
  const [{ queryClient, router }] = useState(() => {
    const queries = createQueryClient(() => {
      forget(queries);
      const { pathname, searchStr } = routes.state.location;
      if (pathname === "/sign-in") return;
      void routes.navigate({ to: "/sign-in", search: { return: pathname + searchStr } });
    });
    const routes = createAppRouter(queries);
    return { queryClient: queries, router: routes };
  });
  const close = t("close");
  const toggle = t("togglePassword");
  const spokenTheme = useMemo(
    () =>
      mergeThemeOverrides(theme, {
        components: {
          CloseButton: { defaultProps: { "aria-label": close } },
          PasswordInput: { defaultProps: { visibilityToggleButtonProps: { "aria-label": toggle } } },
        },
      }),
    [close, toggle],
  );
  return (
    <MantineProvider
      theme={spokenTheme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={colorSchemes}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={queryClient}>
        <ModalsProvider labels={{ confirm: t("confirm"), cancel: t("cancel") }}>
          <Notifications position="bottom-right" autoClose={6000} />
          <RouterProvider router={router} />
        </ModalsProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
