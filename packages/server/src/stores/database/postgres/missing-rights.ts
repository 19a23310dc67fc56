import type pg from "pg";

/** What keeps a role from working with tables that are there: not one of these may be missing. */
const query = `select space.nspname as schema, pg_get_userbyid(space.nspowner) as owner, current_user as user,
    count(*)::int as tables, min(class.relname::text) as example
  from pg_class class join pg_namespace space on space.oid = class.relnamespace
  where space.nspname in ('sluice', 'graphile_worker') and class.relkind in ('r', 'p') and not (
    has_schema_privilege(space.oid, 'USAGE') and has_table_privilege(class.oid, 'SELECT') and
    has_table_privilege(class.oid, 'INSERT') and has_table_privilege(class.oid, 'UPDATE') and
    has_table_privilege(class.oid, 'DELETE'))
  group by space.nspname, space.nspowner order by space.nspname desc`;

/**
 * Which rights the role lacks on tables that are there, each in a sentence with its remedy. The owner's role and not single
 * rights: an upgrade changes the tables, which only their owner may.
 */
export async function missingRights(client: Pick<pg.Client, "query">): Promise<string[]> {
  const { rows } = await client.query<{
    schema: string;
    owner: string;
    user: string;
    tables: number;
    example: string;
  }>(query);
  return rows.map(
    ({ schema, owner, user, tables, example }) =>
      `The role ${user} lacks SELECT, INSERT, UPDATE, DELETE, or USAGE of the schema, for ${tables} tables of ${schema} (${example}, …), which belong to ${owner}: GRANT ${owner} TO ${user}.`,
  );
}
