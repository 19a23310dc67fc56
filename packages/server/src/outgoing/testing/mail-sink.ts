import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export interface ReceivedMail {
  readonly from: string;
  readonly to: string[];
  /** As it came, headers and all. */
  readonly source: string;
}

export interface MailSink {
  readonly port: number;
  readonly received: ReceivedMail[];
  /** How many have connected. */
  readonly connected: number;
  close(): Promise<void>;
}

export interface MailSinkOptions {
  /** Whom it lets in; left out: it asks nobody. */
  readonly username?: string;
  readonly password?: string;
  /** It offers no encryption. */
  readonly hidesTls?: boolean;
  /** It takes connections and says nothing. */
  readonly silent?: boolean;
  /** It takes connections and says nothing before this resolves. */
  readonly until?: Promise<void>;
}

/**
 * A real SMTP server on 127.0.0.1 that keeps what it gets. `unknown@…` is refused for good, `later@…` for now. Its
 * certificate is signed by nobody.
 */
export async function startMailSink(options: MailSinkOptions = {}): Promise<MailSink> {
  const { username, password, hidesTls = false, silent = false, until } = options;
  const received: ReceivedMail[] = [];
  let connected = 0;
  const server = new SMTPServer({
    ...{ authOptional: username === undefined, allowInsecureAuth: true, disableReverseLookup: true },
    hideSTARTTLS: hidesTls,
    onConnect: (_, done) => {
      connected += 1;
      if (until) void until.then(() => done());
      else if (!silent) done();
    },
    onAuth: (auth, _, done) =>
      auth.username === username && auth.password === password
        ? done(null, { user: username })
        : done(new Error("Invalid username or password")),
    onRcptTo: ({ address }, _, done) => {
      if (address.startsWith("unknown@")) done(replying(550, "No such user here"));
      else if (address.startsWith("later@")) done(replying(450, "Mailbox busy"));
      else done();
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          source: Buffer.concat(chunks).toString("utf8"),
        });
        done();
      });
    },
  });
  // Clients that do not trust its certificate hang up, which is what the test is about.
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    ...{ port, received },
    get connected() {
      return connected;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function replying(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
