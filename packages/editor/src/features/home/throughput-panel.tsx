import type { Overview } from "@sluice/api/schemas";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/format.ts";
import { Panel } from "../../ui/panel.tsx";
import { PathLink } from "../path-link/path-link.tsx";
import classes from "./home.module.css";

type Hours = Overview["hours"];
const kinds = ["accepted", "refused", "failed"] as const;

/** The last 24 hours: three figures that lead to their lists, and how they came about. */
export function ThroughputPanel({ hours }: { hours: Hours }) {
  const { t } = useTranslation("home");
  const format = useFormat();
  const sum = (kind: (typeof kinds)[number]) => hours.reduce((all, hour) => all + hour[kind], 0);
  const since = hours[0]?.from ?? "";
  const paths = {
    accepted: `/deliveries?verdict=accepted&from=${since}`,
    refused: `/deliveries?verdict=refused&from=${since}`,
    failed: "/executions?status=failed",
  } as const;
  return (
    <Panel title={t("throughput.title")}>
      <dl className={classes.figures}>
        {kinds.map((kind) => (
          <div key={kind} data-kind={kind}>
            <dt>{t(`throughput.${kind}`)}</dt>
            <dd>
              <PathLink path={paths[kind]} className={classes.big ?? ""}>
                {format.number(sum(kind))}
              </PathLink>
            </dd>
          </div>
        ))}
      </dl>
      <Bars hours={hours} />
    </Panel>
  );
}

const height = 72;
const step = 20;
const gap = 4;

function Bars({ hours }: { hours: Hours }) {
  const { t } = useTranslation("home");
  const format = useFormat();
  const total = (kind: (typeof kinds)[number]) =>
    format.number(hours.reduce((all, hour) => all + hour[kind], 0));
  const most = Math.max(0, ...hours.map(({ accepted, refused }) => accepted + refused));
  const highest = Math.max(1, most, ...hours.map(({ failed }) => failed));
  const heightOf = (value: number) => (value === 0 ? 0 : Math.max(2, (value / highest) * height));
  const label = t("throughput.chart", {
    ...{ accepted: total("accepted"), refused: total("refused"), failed: total("failed") },
    most: format.number(most),
  });
  return (
    <svg
      className={classes.chart}
      role="img"
      aria-label={label}
      viewBox={`0 0 ${hours.length * step} ${height}`}
      preserveAspectRatio="none"
    >
      {hours.map((hour, at) => {
        const [accepted, refused, failed] = kinds.map((kind) => heightOf(hour[kind]));
        const told = { accepted: hour.accepted, refused: hour.refused, failed: hour.failed };
        return (
          <g key={hour.from} transform={`translate(${at * step} 0)`}>
            <title>{t("throughput.hour", { time: format.clock(hour.from), ...told })}</title>
            <rect className={classes.ground} width={step - gap} y={0} height={height} />
            <Bar kind="accepted" from={0} size={accepted ?? 0} />
            <Bar kind="refused" from={accepted ?? 0} size={refused ?? 0} />
            <Bar kind="failed" from={0} size={failed ?? 0} />
          </g>
        );
      })}
    </svg>
  );
}

function Bar({ kind, from, size }: { kind: (typeof kinds)[number]; from: number; size: number }) {
  return <rect data-kind={kind} width={step - gap} y={Math.max(0, height - from - size)} height={size} />;
}
