import { type Role, roles } from "@sluice/api/roles";
import { randomToken } from "../accounts/random-token.ts";
import { AccountError, createUser, resetPassword, setDisabled, setRole } from "../accounts/users.ts";
import { isoTime, systemClock } from "../clock.ts";
import type { AccountsStore, UserRecord } from "../stores/accounts/store.ts";
import { withAccounts } from "./accounts-database.ts";
import { type Command, type CommandInput, jsonFlag, printJson, required, UsageError } from "./command.ts";

const email = { takesValue: true, meaning: "The account's e-mail address" } as const;
const passwordFlags = {
  email,
  "password-stdin": {
    takesValue: false,
    meaning: "Read the password from standard input; left out: one is made and printed",
  },
  ...jsonFlag,
} as const;
const roleMeaning = `What they may do: ${roles.join(", ")}`;

export const userList: Command = {
  name: "user list",
  summary: "List the accounts: address, role, disabled or not",
  examples: ["sluice user list --data ./data", "sluice user list --json"],
  flags: { json: { takesValue: false, meaning: "As one line of JSON for each account" } },
  async run(input) {
    const users = await withAccounts(input.config, (accounts) => accounts.users.list());
    const widest = Math.max(0, ...users.map((user) => user.email.length));
    for (const user of users) {
      const { email: address, role, disabledAt } = user;
      input.surroundings.print(
        input.switches.has("json")
          ? `${JSON.stringify(shown(user))}\n`
          : `${address.padEnd(widest)}  ${role.padEnd(8)}  ${disabledAt === null ? "" : "disabled"}`.trimEnd() +
              "\n",
      );
    }
    return 0;
  },
};

export const userCreate: Command = {
  name: "user create",
  summary: "Make an account",
  examples: ["sluice user create --email ana@example.com --data ./data"],
  flags: {
    ...passwordFlags,
    role: { takesValue: true, meaning: `${roleMeaning}; left out: owner` },
  },
  run: (input) => {
    const role = input.flags.role === undefined ? "owner" : readRole(input.flags.role);
    return withPassword(input, (address, password) =>
      withAccounts(
        input.config,
        ({ users }) => createUser({ store: users, clock: systemClock, email: address, password, role }),
        { act: "users.create", objectOf },
      ),
    );
  },
};

export const userResetPassword: Command = {
  name: "user reset-password",
  summary: "Give an account a new password and end its sessions",
  examples: ["sluice user reset-password --email ana@example.com --data ./data"],
  flags: passwordFlags,
  run: (input) =>
    withPassword(input, (address, password) =>
      withAccounts(
        input.config,
        async ({ users }) => {
          await resetPassword({ store: users, email: address, password });
          return users.byEmail(address);
        },
        { act: "users.resetPassword", objectOf },
      ),
    ),
};

export const userSetRole: Command = {
  name: "user set-role",
  summary: "Change what somebody may do",
  examples: ["sluice user set-role --email ana@example.com --role editor --data ./data"],
  flags: { email, role: { takesValue: true, meaning: roleMeaning }, ...jsonFlag },
  run: (input) => {
    const role = readRole(required(input, "role"));
    return onUsers(input, "users.setRole", (users, address) =>
      setRole({ store: users, email: address, role }),
    );
  },
};

export const userDisable: Command = {
  name: "user disable",
  summary: "Let somebody in no more: ends their sessions, stops their tokens",
  examples: ["sluice user disable --email ana@example.com --data ./data"],
  flags: { email, ...jsonFlag },
  run: (input) =>
    onUsers(input, "users.disable", (users, address) =>
      setDisabled({ store: users, email: address, at: systemClock() }),
    ),
};

export const userEnable: Command = {
  name: "user enable",
  summary: "Let somebody in again who was disabled",
  examples: ["sluice user enable --email ana@example.com --data ./data"],
  flags: { email, ...jsonFlag },
  run: (input) =>
    onUsers(input, "users.enable", (users, address) =>
      setDisabled({ store: users, email: address, at: null }),
    ),
};

function shown({ id, email: address, role, disabledAt, createdAt }: UserRecord): object {
  const times = { disabledAt: isoTime(disabledAt), createdAt: isoTime(createdAt) };
  return { id, email: address, role, ...times };
}

function objectOf(user: UserRecord | undefined) {
  return user ? { kind: "user", id: user.id, name: user.email } : null;
}

function readRole(text: string): Role {
  const role = roles.find((known) => known === text);
  if (!role) throw new UsageError(`--role does not know ${text}; there are ${roles.join(", ")}.`);
  return role;
}

/** The password never stands on the command line, where other people on the machine can read it. */
async function withPassword(
  input: CommandInput,
  work: (email: string, password: string) => Promise<UserRecord | undefined>,
): Promise<number> {
  const address = required(input, "email");
  const given = input.switches.has("password-stdin");
  const password = given ? (await input.surroundings.readInput()).replace(/\r?\n$/, "") : randomToken();
  const user = await asMistake(() => work(address, password));
  const made = given ? {} : { password };
  if (input.switches.has("json")) printJson(input, { ...(user ? shown(user) : {}), ...made });
  else if (!given) input.surroundings.print(`${password}\n`);
  return 0;
}

async function onUsers(
  input: CommandInput,
  act: string,
  work: (users: AccountsStore["users"], email: string) => Promise<void>,
): Promise<number> {
  const address = required(input, "email");
  const user = await asMistake(() =>
    withAccounts(
      input.config,
      async ({ users }) => {
        await work(users, address);
        return users.byEmail(address);
      },
      { act, objectOf },
    ),
  );
  if (input.switches.has("json") && user) printJson(input, shown(user));
  return 0;
}

async function asMistake<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AccountError) throw new UsageError(error.message);
    throw error;
  }
}
