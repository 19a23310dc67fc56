import { Center } from "@mantine/core";
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { useProblem } from "../api/problem-text.ts";
import { isOwnError } from "../api/unreachable.ts";
import { ErrorState } from "../ui/error-state.tsx";

/** What a screen shows when it could not be loaded or fell over: the reason and a way to try again. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const { title, remedy, code } = useProblem()(error);
  return (
    <Center mih="60vh">
      <ErrorState
        title={title}
        remedy={remedy}
        code={code}
        {...(isOwnError(error) ? { onReload: () => window.location.reload() } : {})}
        onRetry={() => {
          reset();
          void router.invalidate();
        }}
      />
    </Center>
  );
}
