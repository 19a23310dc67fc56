import type { ConnectorNotice } from "@sluice/api/schemas";

/** Notices of one document: so many are told, the others counted. */
const most = 300;

/** What could not be carried over, said once each. */
export class Notices {
  readonly #seen = new Map<string, ConnectorNotice>();
  #more = 0;

  add(notice: ConnectorNotice): void {
    const key = `${notice.code} ${notice.operation ?? ""} ${notice.detail}`;
    if (this.#seen.has(key)) return;
    if (this.#seen.size < most) this.#seen.set(key, { ...notice, detail: notice.detail.slice(0, 200) });
    else this.#more += 1;
  }

  get all(): ConnectorNotice[] {
    const told = [...this.#seen.values()];
    return this.#more === 0
      ? told
      : [...told, { code: "more-notices", operation: null, detail: String(this.#more) }];
  }
}
