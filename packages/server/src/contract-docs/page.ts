import type { Json } from "@sluice/workflow/node-contract";
import type { AuthDocs } from "./auth-docs.ts";
import { curlExample } from "./curl-example.ts";
import { problemStatuses } from "./openapi.ts";
import { pageStyle } from "./style.ts";
import { type DocsLanguage, docsTexts, type Texts } from "./texts.ts";
import type { TriggerDocs } from "./trigger-docs.ts";

/** The documentation of a trigger as a page without scripts. Every text in it is escaped, whoever wrote it. */
export function docsPage(docs: TriggerDocs, language: DocsLanguage): string {
  const texts = docsTexts[language];
  const title = texts.title(docs.name);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${docs.description === "" ? "" : `<p class="lead">${escaped(docs.description)}</p>`}
${[where, callers, fields, schema, example, answers, problems].map((section) => section(docs, texts)).join("\n")}
<p><a href="${escaped(`${docs.url}/docs/openapi.json`)}">${escaped(texts.openApi)}</a></p>
</main>
</body>
</html>
`;
}

function where({ url, bodies, limitBytes }: TriggerDocs, texts: Texts): string {
  const kinds = {
    json: "application/json",
    form: "application/x-www-form-urlencoded",
    text: "text/plain",
    files: "multipart/form-data",
  };
  const taken = bodies.map((kind) => `<code>${kinds[kind]}</code>`).join(", ");
  return `<h2>${escaped(texts.where)}</h2>
<pre tabindex="0">POST ${escaped(url)}</pre>
<p class="soft">${escaped(texts.bodies)} ${taken}, ${escaped(texts.largest(size(limitBytes)))}</p>`;
}

function callers({ callers: { methods, require } }: TriggerDocs, texts: Texts): string {
  const title = `<h2>${escaped(texts.callers)}</h2>`;
  if (methods.length === 0) return `${title}\n<p>${escaped(texts.anyone)}</p>`;
  const rule = methods.length > 1 ? `<p>${escaped(require === "all" ? texts.all : texts.any)}</p>\n` : "";
  const items = methods.map((method) => `<li>${methodText(method, texts)}</li>`);
  return `${title}\n${rule}<ul>${items.join("")}</ul>`;
}

function methodText(method: AuthDocs, texts: Texts): string {
  switch (method.kind) {
    case "basic":
    case "bearer":
      return escaped(texts[method.kind]);
    case "apiKey":
      return escaped(texts.apiKey[method.in](method.name));
    case "jwt": {
      const { header, algorithms, issuer, audience } = method;
      const claims = [...(issuer ? [`iss = ${issuer}`] : []), ...(audience ? [`aud = ${audience}`] : [])];
      const text = escaped(texts.jwt(header, algorithms.join(", ")));
      return claims.length === 0 ? text : `${text} (<code>${escaped(claims.join(", "))}</code>)`;
    }
    case "signature": {
      const { preset, scheme } = method;
      if (!scheme) return escaped(texts.signature(preset));
      const { header, algorithm, encoding, prefix, signed, timestampHeader } = scheme;
      const how = `${header}: ${prefix}${encoding}(${algorithm}(…))`;
      const what = timestampHeader === undefined ? signed : `${signed} · ${timestampHeader}`;
      return `${escaped(texts.signature(preset))}: <code>${escaped(how)}</code>, ${escaped(texts.signed)} <code>${escaped(what)}</code>`;
    }
  }
}

function fields({ fields: all }: TriggerDocs, texts: Texts): string {
  const title = `<h2>${escaped(texts.fields)}</h2>`;
  if (all.length === 0) return `${title}\n<p>${escaped(texts.noFields)}</p>`;
  const rows = all.map(({ from, path, type, required, alias = "", default: byDefault }) => {
    const given =
      byDefault === undefined ? "" : `${texts.byDefault} <code>${escaped(JSON.stringify(byDefault))}</code>`;
    const about = [escaped(alias), given].filter((text) => text !== "").join(" · ");
    return row([
      escaped(texts.from[from]),
      `<code>${escaped(path)}</code>`,
      escaped(texts.types[type]),
      escaped(required ? texts.yes : texts.no),
      about,
    ]);
  });
  return `${title}\n${table(texts.columns, rows)}`;
}

function schema({ schema: given }: TriggerDocs, texts: Texts): string {
  if (given === undefined) return "";
  return `<h2>${escaped(texts.schema)}</h2>\n${json(given)}`;
}

function example(docs: TriggerDocs, texts: Texts): string {
  return `<h2>${escaped(texts.example)}</h2>\n<pre tabindex="0">${escaped(curlExample(docs))}</pre>`;
}

function answers({ answers: all, mode, deadline }: TriggerDocs, texts: Texts): string {
  const how = mode === "async" ? texts.async : texts.sync(deadline.seconds);
  const items = all.map(({ status, kind, headers, body }) => {
    const named = headers.length === 0 ? "" : ` · <code>${escaped(headers.join(", "))}</code>`;
    const head = `<p><strong>${status ?? escaped(texts.decided)}</strong> ${escaped(texts.kinds[kind])}${named}</p>`;
    return `${head}${body === undefined ? "" : `\n${json(body)}`}`;
  });
  const gaps = all.some(({ body }) => JSON.stringify(body ?? null).includes("…"));
  return `<h2>${escaped(texts.answers)}</h2>
<p>${escaped(how)}</p>
${items.join("\n")}${gaps ? `\n<p class="soft">${escaped(texts.gaps)}</p>` : ""}`;
}

function problems(docs: TriggerDocs, texts: Texts): string {
  const rows = problemStatuses(docs).map((status) => row([String(status), escaped(texts.problem(status))]));
  return `<h2>${escaped(texts.problems)}</h2>
<p class="soft">${escaped(texts.problemsHint)}</p>
${table([texts.status, texts.columns[4]], rows)}`;
}

function table(columns: readonly string[], rows: readonly string[]): string {
  const head = columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join("");
  return `<div class="table" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}

function row(cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
}

function json(value: Json): string {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return `<pre tabindex="0">${escaped(text)}</pre>`;
}

function size(bytes: number): string {
  if (bytes % (1024 * 1024) === 0) return `${bytes / (1024 * 1024)} MiB`;
  return bytes % 1024 === 0 ? `${bytes / 1024} KiB` : `${bytes} B`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
