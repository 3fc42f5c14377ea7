import type { Config } from '../config.ts';
import type { Db, OpenDb } from '../kernel/db.ts';
import type { Logger } from '../kernel/logger.ts';

/** What a command of the command line is given: an open, migrated database, the settings, and where to write. */
export interface Context {
  db: Db;
  opened: OpenDb;
  /** The connection string, for what needs a connection of its own. */
  url: string;
  config: Config;
  logger: Logger;
  /** A line for the person at the terminal. */
  write(line: string): void;
}

/** A command: gives its exit status. */
export type Command = (args: string[], context: Context) => Promise<number>;
