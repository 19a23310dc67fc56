import classes from "./http-status.module.css";

/** An HTTP status code, coloured by its class; a dash while there is none. */
export function HttpStatus({ status }: { status: number | null }) {
  if (status === null) return <span className={classes.none}>–</span>;
  const tone = status < 300 ? "success" : status < 400 ? "info" : status < 500 ? "warning" : "danger";
  return (
    <span className={classes.status} data-tone={tone}>
      {status}
    </span>
  );
}
