import type { OAuthStatus } from "@sluice/api/schemas";
import type { Tone } from "../../ui/status-badge.tsx";

export function toneOf({ state, error }: OAuthStatus): Tone {
  if (state === "broken" || state === "expired") return "danger";
  if (error) return "warning";
  return state === "connected" ? "success" : "neutral";
}
