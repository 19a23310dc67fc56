export { ExecutionStatusBadge } from "../execution-status/execution-status.tsx";
