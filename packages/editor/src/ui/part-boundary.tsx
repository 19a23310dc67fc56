import { Component, type ReactNode } from "react";
import { LoadFailed } from "./load-failed.tsx";

interface PartBoundaryProps {
  readonly children: ReactNode;
  /** Another value tries again by itself: something else is shown. */
  readonly subject?: string;
  /** Shown in its place; left out: that it has stopped working, and two ways on. */
  readonly fallback?: ReactNode;
}

interface PartBoundaryState {
  readonly broken: boolean;
  readonly subject: string | undefined;
}

/** Keeps what a part throws in the part's own place: the rest of the screen stays usable. */
export class PartBoundary extends Component<PartBoundaryProps, PartBoundaryState> {
  override readonly state: PartBoundaryState = { broken: false, subject: this.props.subject };

  static getDerivedStateFromError(): Partial<PartBoundaryState> {
    return { broken: true };
  }

  static getDerivedStateFromProps(
    { subject }: PartBoundaryProps,
    state: PartBoundaryState,
  ): Partial<PartBoundaryState> | null {
    return subject === state.subject ? null : { broken: false, subject };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    if (this.props.fallback !== undefined) return this.props.fallback;
    return <LoadFailed broken onRetry={() => this.setState({ broken: false })} />;
  }
}
